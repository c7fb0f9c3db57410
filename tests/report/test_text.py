"""The terminal report: what it says, in which order, and that it fits."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from rich.cells import cell_len

from cnnquiz.grading.verdict import (
    CheckResult,
    Counterexample,
    GradeReport,
    NamedMistake,
    Sandbox,
    Speed,
    Status,
    Verdict,
)
from cnnquiz.report import render
from cnnquiz.report.plain import spelled
from cnnquiz.report.text import WORDS

tried = settings(derandomize=True, max_examples=50, deadline=None)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=120) | st.text(
    "x好 \n", max_size=300
)
ARRAYS = hnp.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.bool_]),
    hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=6),
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | ANY_TEXT
    | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3)
    ),
    max_leaves=6,
)
COUNTEREXAMPLES = st.builds(
    Counterexample,
    st.dictionaries(ANY_TEXT, VALUES, max_size=3),
    VALUES,
    VALUES,
    st.none(),
    ANY_TEXT,
)
CHECKS = st.builds(
    CheckResult, ANY_TEXT, ANY_TEXT, st.sampled_from(["passed", "failed", "skipped"]),
    st.integers(0, 10_000), ANY_TEXT, st.none() | COUNTEREXAMPLES,
)  # fmt: skip
VERDICTS = st.builds(
    Verdict, ANY_TEXT, ANY_TEXT, st.sampled_from(Status), ANY_TEXT, st.floats(0, 300),
    st.none() | st.integers(1, 10**6), st.lists(CHECKS, max_size=3).map(tuple),
    st.lists(st.builds(NamedMistake, ANY_TEXT, ANY_TEXT, ANY_TEXT), max_size=2).map(tuple),
    st.none() | st.builds(Speed, st.floats(0, allow_nan=False), st.floats(1, 1e6), ANY_TEXT),
    ANY_TEXT, ANY_TEXT,
)  # fmt: skip
HALF = Sandbox("partial", ("system calls",), ("file access: no Landlock here",))
REPORTS = st.builds(
    GradeReport, st.just("1.2.3"), st.integers(0, 2**31), st.just(HALF),
    st.lists(VERDICTS, min_size=1, max_size=2).map(tuple), st.booleans(), st.booleans(),
    st.lists(ANY_TEXT, max_size=1).map(tuple),
)  # fmt: skip


@tried
@given(REPORTS, st.sampled_from([80, 80, 40, 30, 120]), st.booleans())
def test_no_line_is_wider_than_the_terminal(report, width, ascii) -> None:
    """By rich's count of columns, whatever the submission holds."""
    text = render(report, width=width, ascii=ascii)
    assert max(map(cell_len, text.split("\n"))) <= width
    assert all(line == line.rstrip() for line in text.split("\n"))
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ud800-\udfff]", text
    )
    if ascii:
        assert text.isascii()


@tried
@given(REPORTS)
def test_colour_adds_sequences_of_ours_and_nothing_else(report) -> None:
    """Without them the text is the same, so no meaning is in a colour alone."""
    coloured = render(report, colour=True)
    assert re.sub("\x1b\\[[0-9;]+m", "", coloured) == render(report)


def test_a_failure_is_told_in_the_order_of_questions(report) -> None:
    """What is wrong, on which case, why, what held, what it printed, how to repeat."""
    text = render(report("flipped"))
    order = (
        "✗ conv2d: wrong", "it is 1 and should be -1", "A small case", "got (1, 1, 1, 2)",
        "[1]", "comes from", "What to know", "kernel-flip", "✓ runs", "✗ agrees", "– is linear",
        "skipped: needs 'agrees with the reference'", "It printed:", "| done",
        "Repeat with: cnnquiz grade work/conv2d.py --seed 42",
    )  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places)


@pytest.mark.parametrize("status", Status)
def test_each_status_has_words_of_its_own(status, verdict, report) -> None:
    """A headline says how it ended; no two statuses are said alike."""
    told = replace(
        report("error"), submissions=(replace(verdict("error"), status=status),)
    )
    assert f"conv2d: {WORDS[status]}" in render(told)
    assert len(set(WORDS.values())) == len(Status)


def test_the_line_is_said_once(report) -> None:
    """Added to the sentence, unless the sentence has it."""
    assert "out of bounds (line 12)" in render(report("error"))
    assert render(report("blocked")).count("line 4") == 1


def test_what_failed_first_is_told_once(report) -> None:
    """Its sentence is the headline's; those of later checks stand below them."""
    text = render(report("law"))
    assert text.count("it changed its argument x") == 1
    assert "✗ draws a mask for each image     12 cases\n      two calls gave" in text


def test_several_submissions_get_a_line_each_then_details_then_a_count(report) -> None:
    """What passed is not told in full."""
    text = render(report("passed", "flipped", "timeout", "scalar"))
    head = text.split("\n\n")[0].split("\n")
    assert [row.split()[:3] for row in head] == [
        ["✓", "relu", "passed"],
        ["✗", "conv2d", "wrong"],
        ["✗", "conv2d", "timeout"],
        ["✗", "conv_output_size", "wrong"],
    ]
    assert "One line, and no copy" not in text
    assert text.index("What to know") < text.index("1 of 4 passed; 2 wrong, 1 timeout.")
    assert text.endswith(
        "\n\n1 of 4 passed; 2 wrong, 1 timeout.\nRepeat with: --seed 42\n"
    )


def test_slow_counts_as_passed_where_it_is_allowed(report) -> None:
    """The sign follows --allow-slow; the words stay."""
    assert "✗ conv2d: right, but slow" in render(report("slow"))
    assert "✓ conv2d: right, but slow" in render(report("slow", allow_slow=True))
    assert "2 of 2 passed." in render(report("slow", "passed", allow_slow=True))


def test_speed_and_growth_are_said(report) -> None:
    """A ratio, the limit it is held against, and what it grows like."""
    assert "Speed: 3.1 times the engine's time; the limit is 12." in render(
        report("passed")
    )
    assert "The time grows like\n  output pixels" in render(report("slow"))


def test_the_sandbox_is_mentioned_where_it_is_not_whole(report) -> None:
    """And only there; a file that was never run needs none."""
    assert "sandbox" not in render(report("passed"))
    assert "sandbox" not in render(report("invalid", sandbox=Sandbox("none")))
    said = "The sandbox here is 'partial' (missing: file access)"
    assert said in render(report("passed", sandbox=HALF))


def test_an_interruption_and_notes_are_said(report) -> None:
    """What comes before is all that there is."""
    text = render(report("passed", interrupted=True, notes=("one note",)))
    assert "Interrupted: what was graded before is above." in text
    assert "one note" in text


def test_the_command_to_repeat_can_be_pasted(verdict, report) -> None:
    """Quoted for the shell, with the exercise where the file's name is another."""
    named = replace(verdict("passed"), file="my work/home.py")
    text = render(replace(report("passed"), submissions=(named,)))
    assert (
        "Repeat with: cnnquiz grade 'my work/home.py' --exercise relu --seed 42" in text
    )
    for file in ("x" * 100, "wörk/relu.py", "one\ntwo.py"):
        told = (replace(named, file=file),)
        assert "Repeat with: --seed 42\n" in render(
            replace(report("passed"), submissions=told)
        )


def test_output_is_bounded_and_its_end_is_kept(verdict, report) -> None:
    """Lines that repeat are counted; how many are left out is said."""
    printed = "".join(f"line {i}\n" for i in range(100)) + "same\n" * 50
    told = replace(verdict("passed"), output=printed)
    text = render(replace(report("passed"), submissions=(told,)))
    assert "… 89 lines before" in text
    assert "| line 99\n" in text
    assert "| same  (50 times)" in text


def test_ascii_spells_formulas_out(verdict, report) -> None:
    """A lesson keeps its meaning, and so does a sentence."""
    told = replace(verdict("passed"), message="p ≥ ½", praise="O(n²)")
    text = render(replace(report("passed"), submissions=(told,)), ascii=True)
    assert "p >= 1/2\n  O(n^2)" in text
    text = render(report("flipped"), ascii=True)
    assert text.isascii()
    assert "y[i, j] = sum x[i + u, j + v]*w[u, v]" in " ".join(text.split())
    assert "180 degrees" in text
    assert "x conv2d: wrong" in text


def test_the_report_loads_neither_rich_nor_textual() -> None:
    """They cost more time than a verdict is worth; nor is the XML writer needed."""
    code = (
        "import sys, cnnquiz.report.text; "
        "print(*({'rich', 'textual', 'scipy', 'xml', 'hypothesis', 'cnnquiz.engine', "
        "'cnnquiz.curriculum', 'cnnquiz.grading.referee'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("10⁻⁸", "10^-8"),
        ("wᵀx", "w^Tx"),
        ("mₜ₋₁ + v₁₂", "m_t-1 + v_12"),
        ("x̂", "x_hat"),
    ],
)
def test_exponents_and_indices_are_spelled_as_one(text, plain) -> None:
    assert spelled(text) == plain
