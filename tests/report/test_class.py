"""A class's report: the numbers, the table, the page, and who made which mistake."""

from __future__ import annotations

import csv
import html.parser
import io
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace

import pytest

from cnnquiz.grading.verdict import NamedMistake, Speed, Status
from cnnquiz.report import render, tally
from cnnquiz.report.markup import cost, element, held

CLASS = ("passed", "flipped", "flipped", "slow", "gradients", "timeout", "passed")
VOID = {"meta", "br", "link"}


@pytest.fixture
def lesson(report):
    """Return a report on a class, each submission in a file of its own."""

    def made(*names, **more):
        given = report(*names, **more)
        files = (
            replace(v, file=f"student{n}/{v.exercise}.py")
            for n, v in enumerate(given.submissions, 1)
        )
        return replace(given, submissions=tuple(files))

    return made


class Page(html.parser.HTMLParser):
    """Reads a page as a browser would: elements that are closed, text, attributes."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: Counter = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.cells: list[list[str]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags[tag] += 1
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.cells.append([])
        if tag in {"td", "th"}:
            self.cells[-1].append("")

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        if "style" in self.open:
            return
        self.text += data
        if {"td", "th"} & set(self.open):
            self.cells[-1][-1] += data


def test_exercises_are_counted(lesson) -> None:
    """Slow counts as passed where it is allowed."""
    conv, gradients, relu = tally.by_exercise(lesson(*CLASS))
    assert (conv.exercise, conv.submitted, conv.passed) == ("conv2d", 4, 0)
    assert conv.others == {Status.WRONG: 2, Status.SLOW: 1, Status.TIMEOUT: 1}
    assert (gradients.exercise, gradients.submitted) == ("linear_backward", 1)
    assert (relu.exercise, relu.submitted, relu.passed) == ("relu", 2, 2)
    assert relu.others == {}
    conv = tally.by_exercise(lesson(*CLASS, allow_slow=True))[0]
    assert conv.passed == 1
    assert Status.SLOW not in conv.others


def test_statuses_are_counted_in_their_order(lesson) -> None:
    """And only those that occur."""
    assert tally.by_status(lesson(*CLASS)) == [
        (Status.PASSED, 2),
        (Status.SLOW, 1),
        (Status.WRONG, 3),
        (Status.TIMEOUT, 1),
    ]


def test_mistakes_are_counted_among_those_who_could_make_them(lesson) -> None:
    """Two of the four who wrote a conv2d, of the six who wrote it or a ReLU."""
    other = NamedMistake("no-bias", "your bias is missing", "Add it.")
    given = lesson(*CLASS)
    both = replace(
        given.submissions[1],
        misconceptions=(other, *given.submissions[1].misconceptions),
    )
    relu = replace(given.submissions[0], misconceptions=(other,))
    several = replace(given, submissions=(relu, both, *given.submissions[2:]))
    flip, bias = tally.by_mistake(several)
    assert (flip.mistake.id, flip.places, flip.of) == ("kernel-flip", (1, 2), 4)
    assert flip.exercises == ("conv2d",)
    assert (bias.mistake.id, bias.places, bias.of) == ("no-bias", (0, 1), 6)
    assert bias.exercises == ("conv2d", "relu")


def test_the_most_frequent_mistake_comes_first(lesson) -> None:
    """Whatever it is called."""
    given = lesson("flipped", "flipped", "timeout")
    rare = NamedMistake("a-rare-one", "it is rare", "It is.")
    last = replace(given.submissions[2], misconceptions=(rare,))
    report = replace(given, submissions=(*given.submissions[:2], last))
    assert [t.mistake.id for t in tally.by_mistake(report)] == [
        "kernel-flip", "a-rare-one"
    ]  # fmt: skip


def test_text_ends_with_the_numbers_of_the_class(lesson) -> None:
    """The mistakes with how many make them, by exercise, then the count."""
    text = render(lesson(*CLASS, notes=("3 of 7 verdicts were taken over from x.",)))
    end = text[text.index("By exercise") :]
    assert end == (
        "By exercise      submitted  passed  slow  wrong  timeout\n"
        "conv2d                   4       0     1      2        1\n"
        "linear_backward          1       0     0      1        0\n"
        "relu                     2       2     0      0        0\n"
        "\n"
        "The most frequent mistakes:\n"
        "2 of 4: your kernel is flipped (kernel-flip) in conv2d\n"
        "\n"
        "2 of 7 passed; 3 wrong, 1 slow, 1 timeout.\n"
        "3 of 7 verdicts were taken over from x.\n"
        "Repeat with: --seed 42\n"
    )


def test_a_narrow_terminal_gets_sentences(lesson) -> None:
    """No line is wider than the terminal."""
    text = render(lesson(*CLASS), width=40)
    assert "conv2d: 4 submitted, 0 passed, 1 slow, 1" in text
    assert max(map(len, text.splitlines())) <= 40


def test_csv_has_a_row_a_submission(lesson) -> None:
    """With the columns that a sheet of grades needs."""
    rows = list(csv.DictReader(io.StringIO(render(lesson(*CLASS), "csv"))))
    assert [row["file"] for row in rows] == [v.file for v in lesson(*CLASS).submissions]
    assert [row["passed"] for row in rows] == [
        "true", "false", "false", "false", "false", "false", "true"
    ]  # fmt: skip
    assert rows[0] == {
        "file": "student1/relu.py",
        "exercise": "relu",
        "status": "passed",
        "passed": "true",
        "message": "all 8 checks hold on 108 cases",
        "misconceptions": "",
        "failed_checks": "",
        "seconds": "0.310",
        "speed_ratio": "3.142",
    }
    assert rows[1]["misconceptions"] == "kernel-flip"
    assert rows[1]["failed_checks"] == "agrees_with_reference"
    assert rows[1]["speed_ratio"] == ""
    slow = csv.DictReader(io.StringIO(render(lesson("slow", allow_slow=True), "csv")))
    assert next(slow)["passed"] == "true"


@pytest.mark.parametrize("first", "=+-@")
def test_a_spreadsheet_calculates_nothing(first, lesson) -> None:
    """A file's name and a message are texts, whatever they begin with."""
    nasty = f'{first}HYPERLINK("http://x.y","z")\nnext'
    one = replace(
        lesson("error").submissions[0],
        file=nasty, exercise=nasty, message=nasty, line=None,
        misconceptions=(NamedMistake(nasty, "", ""),),
    )  # fmt: skip
    text = render(replace(lesson("error"), submissions=(one,)), "csv")
    _, row = csv.reader(io.StringIO(text))
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert row[0].startswith(f"'{first}HYPERLINK")


def test_numbers_that_are_not_finite_are_written(lesson) -> None:
    """In CSV and on the page."""
    one = replace(lesson("slow").submissions[0], speed=Speed(float("inf"), 12.0))
    report = replace(lesson("slow"), submissions=(one,))
    assert render(report, "csv").endswith(",inf\n")
    assert "inf times" in render(report, "html")


def test_the_page_counts(lesson) -> None:
    """By status, by exercise, by mistake, and one row a submission."""
    page = Page(render(lesson(*CLASS), "html"))
    assert ["wrong", "3", "wrong"] in page.cells
    assert ["conv2d", "4", "0", "1", "2", "1"] in page.cells
    assert "2 of 4: your kernel is flipped (kernel-flip)" in page.text
    assert "In conv2d. A CNN layer slides the kernel" in page.text
    rows = [cells for cells in page.cells if cells[0].startswith("student")]
    assert [row[:3] for row in rows] == [
        ["student1/relu.py", "relu", "✓ passed"],
        ["student2/conv2d.py", "conv2d", "✗ wrong"],
        ["student3/conv2d.py", "conv2d", "✗ wrong"],
        ["student4/conv2d.py", "conv2d", "✗ slow"],
        ["student5/linear_backward.py", "linear_backward", "✗ wrong"],
        ["student6/conv2d.py", "conv2d", "✗ timeout"],
        ["student7/relu.py", "relu", "✓ passed"],
    ]


def test_the_page_shows_a_submission_in_full(lesson) -> None:
    """Message, arrays, checks, lesson, speed, output, and notes of the run."""
    report = lesson("flipped", "slow", notes=("1 of 2 was taken over.",))
    page = Page(render(report, "html"))
    assert "got (1, 1, 1, 2)\n  0  -1                    0  [1]\n" in page.text
    assert ["agrees with the reference", "✗ failed", "110"] in [
        cells[:3] for cells in page.cells
    ]
    assert "What to know: your kernel is flipped" in page.text
    assert "Speed: 1,834.2 times the engine's time; the limit is 12." in page.text
    assert page.text.count("x has shape (1, 1, 2, 3)\n") == 3
    assert "1 of 2 was taken over." in page.text
    assert "0 of 2 passed" in page.text
    assert "Interrupted" not in page.text
    assert "Interrupted" in render(replace(report, interrupted=True), "html")


def test_every_link_of_the_page_leads_to_a_place_on_it(lesson) -> None:
    """From the table and from the mistakes to the details."""
    page = Page(render(lesson(*CLASS), "html"))
    places = [value for name, value in page.attributes if name == "id"]
    links = [value for name, value in page.attributes if name == "href"]
    assert len(places) == len(set(places)) == len(CLASS)
    assert Counter(links) == Counter(
        [f"#{place}" for place in places] + ["#submission-2", "#submission-3"]
    )


def test_the_page_loads_and_runs_nothing(sample, report) -> None:
    """No script, no source, no address, and a policy that forbids them."""
    page = Page(render(report(sample), "html"))
    assert not {"script", "link", "img", "iframe", "object", "base"} & set(page.tags)
    names = {name for name, _ in page.attributes}
    assert not {n for n in names if n.startswith("on")} | (names & {"src", "style"})
    assert all(v.startswith("#") for n, v in page.attributes if n == "href")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    assert ("content", policy) in page.attributes


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "</pre></td></table><img src=x onerror=alert(1)>",
        "\"><a href='javascript:alert(1)'>x",
        "&lt;script&gt;",
        "]]><!-- x",
    ],
)
def test_nothing_of_a_submission_becomes_markup(nasty, lesson, verdict) -> None:
    """In every place that can hold a text, and it is read as it was written."""
    told = verdict("flipped")
    (failed,) = (c for c in told.checks if c.status == "failed")
    found = replace(failed.counterexample, arguments={nasty: nasty}, why=nasty)
    check = replace(failed, title=nasty, message=nasty, counterexample=found)
    one = replace(
        told, file=nasty, exercise=nasty, message=nasty, praise=nasty, output=nasty,
        checks=(check,), misconceptions=(NamedMistake(nasty, nasty, nasty),),
    )  # fmt: skip
    plain = replace(
        one, **dict.fromkeys(("file", "exercise", "message", "praise"), "w")
    )
    plain = replace(
        plain, output="w", misconceptions=(NamedMistake("w", "w", "w"),),
        checks=(replace(check, title="w", message="w",
                        counterexample=replace(found, arguments={"w": "w"}, why="w")),),
    )  # fmt: skip
    report = lesson("flipped", notes=(nasty,))
    page, harmless = (
        Page(render(replace(report, submissions=(v,)), "html")) for v in (one, plain)
    )
    assert page.tags == harmless.tags
    assert Counter(n for n, _ in page.attributes) == Counter(
        n for n, _ in harmless.attributes
    )
    assert page.text.count(nasty) >= 12


def test_elements_hold_text_between_other_elements() -> None:
    """Before, between and after, each in its place."""
    made = element(
        "p", "a<", "b", element("b", "c"), "d", "&", element("i"), class_="x"
    )
    assert ET.tostring(made, encoding="unicode") == (
        '<p class="x">a&lt;b<b>c</b>d&amp;<i /></p>'
    )


@pytest.mark.parametrize("text", ["&" * 50, "\U0001f600" * 50, "word " * 50])
def test_a_held_text_takes_no_more_bytes_than_it_may(text) -> None:
    """Whatever its characters take in a document."""
    assert 80 < cost(held(text, 100)) <= 100
    assert held(text, 100, keep_end=True).startswith("…")


def test_junit_is_read_as_ci_systems_read_it(lesson, tmp_path) -> None:
    """By junitparser's rules: its own statistics agree with ours."""
    junitparser = pytest.importorskip("junitparser")
    path = tmp_path / "report.xml"
    path.write_text(render(lesson(*CLASS), "junit"))
    suites = junitparser.JUnitXml.fromfile(str(path))
    before = (suites.tests, suites.failures, suites.errors, suites.skipped)
    assert before == (7, 4, 1, 0)
    suites.update_statistics()
    assert (suites.tests, suites.failures, suites.errors, suites.skipped) == before
    (suite,) = suites
    cases = list(suite)
    assert [case.name for case in cases][:2] == ["relu", "conv2d"]
    assert [case.classname for case in cases][:2] == [
        "student1/relu.py", "student2/conv2d.py"
    ]  # fmt: skip
    assert [[type(r).__name__ for r in case.result] for case in cases] == [
        [], ["Failure"], ["Failure"], ["Failure"], ["Failure"], ["Error"], []
    ]  # fmt: skip
    assert cases[1].system_out.endswith("done\n")
