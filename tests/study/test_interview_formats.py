"""A scorecard as text, Markdown, HTML and JSON: whole, and harmless."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from cnnquiz.errors import UsageError
from cnnquiz.questions.topics import TOPICS
from cnnquiz.study.interview import plan
from cnnquiz.study.interview.formats import FORMATS, render
from cnnquiz.study.interview.log import Log, Step
from cnnquiz.study.interview.outcomes import Code, Outcome, Shown
from cnnquiz.study.interview.presets import PRESETS
from cnnquiz.study.interview.scorecard import Background, Past, scorecard
from cnnquiz.study.interview.sections import sections, span
from cnnquiz.study.interview.units import Unit

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
# What a learner's code may print or raise, and what an answer may hold.
NASTY = (
    "<script src=http://x/y.js>alert(1)</script> & \"q\" 'p' | **bold** [a](http://z) "
    "<img onerror=z> \x1b[31mred \u202e back `tick` {{x}} \\ end"
)
TITLES = (
    "Verdict", "Dimensions", "Misconceptions", "Topics", "Calibration", "Time", "Code",
    "An interviewer would ask next", "Plan", "Trend", "Export",
)  # fmt: skip


@pytest.fixture
def card():
    """A scorecard with something in each part, and learner's text wherever it can be."""
    preset = PRESETS["live"]
    unit = Unit("exercise", "nms", 0)
    log = Log("abcdef0123456789", AT, "0.1.0", preset, plan.make(preset, 7), 9)
    log.steps.append(Step("closed", unit, 754.0, {}))
    shown = Shown("kernel-flip", NASTY, "Not flipped.", "a paper", "nms")
    code = Code("wrong", NASTY, False, 3, 9, 2, 1)
    went = [
        Outcome(unit, "exercise", 0.25, "medium", 4000, 1500, shown=(shown,), code=code),
        Outcome(
            Unit("question", "why-relu-between-layers", 0), "choice", 1, "easy", 20, 60,
            topic="activations", given=NASTY, confidence=2,
        ),
        Outcome(Unit("question", "odd|id", 0), "choice", 1, "easy", 5, 60),
        Outcome(Unit("talk", "nms/1", 0), "talk", 1 / 3, "medium", 61, 120, given=NASTY),
    ]  # fmt: skip
    background = Background(
        due={"exercise:nms": AT + timedelta(days=2)},
        last_seen={"activations": AT},
        trend=(Past(AT, "hire", 3.25), Past(AT, "not yet", 1.5)),
    )
    return scorecard(log, went, background)


def said(card, format_="text", **others):
    return render(card, format_, zone=UTC, **others)


def test_the_eleven_parts_are_said_in_order(card) -> None:
    """In every format that is read."""
    assert tuple(part.title for part in sections(card, UTC)) == TITLES
    for format_ in ("text", "markdown", "html"):
        text = said(card, format_)
        places = [text.index(title) for title in TITLES]
        assert places == sorted(places)


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_what_matters_is_there(card, format_) -> None:
    """Verdict, date, seed and version; dimension and interval; plan and trend."""
    plain = re.sub(r"\\([^\w\s])", r"\1", said(card, format_)).replace("&#x27;", "'")
    for text in (
        "borderline", "2026-03-01 09:00", "seed 7", "cnnquiz 0.1.0", "1 of 4",
        "0 of 1 (0% to 79%)", "Calculation", "Not flipped.", "a paper",
        "12 min 34 s of 50 min", "1 h 6 min", "3 of 9 checks", "1 hint",
        "cnnquiz solution nms", "cnnquiz drill kernel-flip", "2026-03-03",
        "live --resume", "1.50",
        "cnnquiz interview scorecard abcdef01 --format json",
        "cnnquiz interview live --seed 7 -n 9", TOPICS["dropout"].title,
    ):  # fmt: skip
        assert text in plain, text


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_text_fits_the_terminal(card, width) -> None:
    """Words longer than a line are broken; no line is longer than it may be."""
    lines = said(card, width=width).splitlines()
    assert max(map(len, lines)) <= width


def test_text_can_be_ascii(card) -> None:
    """Bars, rules and signs are drawn in ASCII."""
    text = said(card, ascii=True)
    assert text.isascii()
    assert "-------" in text
    assert "#####" in text
    assert "?" not in text.partition("Misconceptions")[0]


@pytest.mark.parametrize("format_", FORMATS)
def test_no_format_lets_a_terminal_obey(card, format_) -> None:
    """Controls, and marks that turn text around, are shown and not sent."""
    text = said(card, format_)
    assert "\x1b" not in text
    assert "\u202e" not in text


class Page(HTMLParser):
    """What a browser would see: tags, attributes, text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags = set()
        self.attributes = set()
        self.text = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data):
        self.text.append(data)


def test_html_loads_nothing_and_runs_nothing(card) -> None:
    """No tag and no attribute that could, whatever a learner wrote."""
    page = Page()
    page.feed(said(card, "html"))
    assert page.tags == {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "section", "p",
        "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert page.attributes == {
        "lang", "charset", "http-equiv", "content", "name", "class",
    }  # fmt: skip
    style = said(card, "html").partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'" in style
    assert "<script src=http://x/y.js>alert(1)</script> & \"q\" 'p'" in "".join(
        page.text
    )


def test_markdown_means_what_it_says(card) -> None:
    """No cell, tag, emphasis or link of a learner's making."""
    text = said(card, "markdown")
    bare = re.sub(r"\\.", "", text)
    assert not re.search(r"[<>\[\]*`]", bare)
    tables = re.findall(r"(?:^\|.*\n?)+", bare, re.MULTILINE)
    assert len(tables) == 6
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1, table


def test_json_is_whole(card) -> None:
    """Every part as data, learner's text as it was, times with their zone."""
    text = said(card, "json")
    assert text.isascii()
    data = json.loads(text)
    assert data["schema"] == "cnnquiz.scorecard/1"
    assert data["verdict"] == "borderline"
    assert data["at"] == "2026-03-01T09:00:00+00:00"
    assert (data["seed"], data["most"], data["version"]) == (7, 9, "0.1.0")
    (code,) = data["code"]
    assert code["message"] == NASTY
    assert [item["answer"] for item in data["items"]] == ["", NASTY, "", NASTY]
    assert {row["name"] for row in data["dimensions"]} == {
        "concepts", "implementation", "communication",
    }  # fmt: skip
    low, high = data["dimensions"][0]["answers"]["interval"]
    assert 0 < low < high == 1
    assert len(data["topics"]) == len(TOPICS)
    assert [row["command"] for row in data["plan"]] == [
        "cnnquiz drill kernel-flip", "cnnquiz start nms", "cnnquiz drill weak",
    ]  # fmt: skip
    assert data["plan"][1]["due"] == "2026-03-03T09:00:00+00:00"
    assert [row["mean"] for row in data["trend"]] == [3.25, 1.5]
    assert data["seconds"] == {"used": 754.0, "budget": 3000.0}


def test_an_unknown_format_is_said(card) -> None:
    """With those there are."""
    with pytest.raises(UsageError, match="text, markdown, html, json"):
        render(card, "pdf")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "0 s"), (59.4, "59 s"), (60, "1 min"), (61, "1 min 1 s"),
        (3599.6, "1 h 0 min"), (9000, "2 h 30 min"),
    ],
)  # fmt: skip
def test_times_are_said_in_their_size(seconds, text) -> None:
    """Rounded to seconds, and from an hour on to minutes."""
    assert span(seconds) == text


def test_an_interview_that_has_only_begun_says_what_there_is_not() -> None:
    """Each part in words: no table is left empty."""
    preset = PRESETS["screen"]
    log = Log("f" * 32, AT, "0.1.0", preset, plan.make(preset, 7))
    lines = {s.title: s.lines for s in sections(scorecard(log, [], Background()), UTC)}
    assert lines["Verdict"][0] == "no verdict"
    assert lines["Verdict"][-1].startswith("So far: 0 of at most ")
    assert lines["Verdict"][-1].endswith("'cnnquiz interview screen --resume' goes on.")
    assert lines["Misconceptions"] == ("None was shown.",)
    assert lines["Calibration"][0].startswith("Not asked; '--confidence'")
    assert lines["Code"] == ("No code was asked for, or none came to an end.",)
    assert lines["An interviewer would ask next"] == ("Nothing.",)
    assert lines["Trend"] == ("This is the first of 'screen'.",)


def test_who_was_never_sure_and_wrong_is_told_so() -> None:
    """And an exercise that passed has nothing more to say."""
    preset = PRESETS["screen"]
    log = Log("f" * 32, AT, "0.1.0", preset, plan.make(preset, 7))
    question = Unit("question", "why-relu-between-layers", 0)
    sure = Outcome(question, "choice", 1, "easy", 20, 60, topic="pooling", confidence=3)
    code = Code("passed", "", True, 9, 9, 1, 0)
    wrote = Outcome(Unit("exercise", "nms", 0), "exercise", 1, "easy", 9, 60, code=code)
    made = scorecard(
        log, [sure, wrote], Background(trend=(Past(AT, "no verdict", None),) * 2)
    )
    parts = {section.title: section for section in sections(made, UTC)}
    assert "Never sure and wrong." in parts["Calibration"].lines
    assert parts["Code"].lines[0] == "nms: passed, 9 of 9 checks, 1 submission, 0 hints"
    assert [row[-1] for row in parts["Trend"].rows] == ["-", "-"]
