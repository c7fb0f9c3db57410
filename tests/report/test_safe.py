"""Text of strangers: nothing in it may act on a terminal or break a document."""

from __future__ import annotations

import itertools
import json
import unicodedata
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz.report.safe import clean, one_line, shortened
from cnnquiz.report.spans import columns, fitted, wrapped

tried = settings(derandomize=True, max_examples=100, deadline=None)
ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ASCII stays: <b> & `x`", "plain ASCII stays: <b> & `x`"),
        ("naïve café, σ ≥ 0, 卷积", "naïve café, σ ≥ 0, 卷积"),
        ("two\nlines\r\nthree", "two\nlines\nthree"),
        ("a\ttab", "a    tab"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b2J", "\\x9b2J"),
        ("bell\x07 back\x08 del\x7f nul\x00", "bell\\x07 back\\x08 del\\x7f nul\\x00"),
        ("lone\rreturn", "lone\\rreturn"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\u2066isolate\u2069", "\\u2066isolate\\u2069"),
        ("zero\u200bwidth\u200d\ufeff", "zero\\u200bwidth\\u200d\\ufeff"),
        ("sepa\u2028ra\u2029tors\x85", "sepa\\u2028ra\\u2029tors\\x85"),
        ("half \ud83d", "half \\ud83d"),
        ("hard\xa0and\u3000wide spaces", "hard and wide spaces"),
        ("soft\xadhyphen", "soft\\xadhyphen"),
        ("selector\ufe0f filler\u3164", "selector\\ufe0f filler\\u3164"),
        ("tag\U000e0041 none\uffff", "tag\\U000e0041 none\\uffff"),
    ],
)
def test_what_acts_is_shown_as_an_escape(text, shown) -> None:
    """Each of these has been used to forge or hide output."""
    assert clean(text) == shown


@tried
@given(ANY_TEXT)
def test_no_text_acts_after_cleaning(text) -> None:
    """No control, format, surrogate or separator is left, whatever went in."""
    cleaned = clean(text)
    forbidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not {unicodedata.category(c) for c in cleaned.replace("\n", "")} & forbidden
    assert json.loads(json.dumps(cleaned).encode()) == cleaned
    cleaned.encode()
    element = ET.fromstring(f"<x>{escape(cleaned)}</x>")  # noqa: S314 - escaped
    assert (element.text or "") == cleaned
    assert clean(cleaned) == cleaned


@tried
@given(ANY_TEXT, st.integers(1, 40))
def test_one_line_is_one_short_line(text, limit) -> None:
    """A sentence that holds newlines cannot draw a line of its own."""
    said = one_line(text, limit)
    assert len(said) <= limit
    assert "\n" not in said


@tried
@given(ANY_TEXT.map(clean), st.integers(6, 60), st.booleans())
def test_a_text_is_cut_to_its_cost(text, limit, keep_end) -> None:
    """As much is kept as the limit allows, from the right end, and a cut is marked."""

    def cost(part: str) -> int:
        return len(part.encode())

    kept = shortened(text, limit, cost, keep_end=keep_end)
    assert cost(kept) <= limit
    if cost(text) <= limit:
        assert kept == text
        return
    body = kept.removeprefix("…") if keep_end else kept.removesuffix("…")
    assert body != kept
    assert text.endswith(body) if keep_end else text.startswith(body)
    longer = text[-len(body) - 1 :] if keep_end else text[: len(body) + 1]
    assert cost(longer + "…") > limit


@tried
@given(ANY_TEXT.map(clean), st.integers(1, 40))
def test_no_line_is_wider_than_asked(text, width) -> None:
    """Wide characters count twice; words move to the next line, long ones are cut."""
    assert columns(fitted(text, width)) <= width
    rows = wrapped(text, width + 4, "    ")
    assert all(columns(row[0].text) <= width + 4 for row in rows)


@tried
@given(
    st.lists(st.text("ab", min_size=1, max_size=9), max_size=12), st.integers(10, 30)
)
def test_wrapping_loses_no_word_that_fits(words, width) -> None:
    """Each line is as full as it can be."""
    rows = [row[0].text for row in wrapped(" ".join(words), width)]
    assert " ".join(rows).split() == words
    for row, following in itertools.pairwise(rows):
        assert len(row) + 1 + len(following.split()[0]) > width


def test_words_are_kept_whole_where_they_fit() -> None:
    """Wrapping loses nothing but spaces; an unbroken text ends in an ellipsis."""
    rows = [row[0].text for row in wrapped("one two three " + "x" * 30, 10, "  ")]
    assert rows == ["  one two", "  three", "  xxxxxxx…"]
