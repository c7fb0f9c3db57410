"""A report as one HTML page that a teacher opens: no script, nothing loaded from elsewhere.

Counts come first, then the mistakes with who makes them, then every submission with a
link to what is known of it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from cnnquiz.grading.verdict import CheckResult, GradeReport, NamedMistake, Verdict
from cnnquiz.report import tally
from cnnquiz.report.case import counterexample
from cnnquiz.report.markup import Child, document, drawn, element, held, table
from cnnquiz.report.safe import one_line
from cnnquiz.report.summary import statuses
from cnnquiz.report.text import SIGNS, WORDS, message

WIDTH = 96
# Bytes, which together stay below 100 kB a submission.
MAX_MESSAGE = 8_000
MAX_CASE = 24_000
MAX_OUTPUT = 10_000
MAX_FILE, MAX_NAME, MAX_TITLE, MAX_TEXT, MAX_LESSON = 600, 60, 160, 400, 1_200
MAX_CHECKS, MAX_MISTAKES = 40, 8
STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem;
  padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { border-bottom: 1px solid #8884; padding: .2rem .8rem .2rem 0;
  text-align: left; vertical-align: top; overflow-wrap: anywhere; }
table.numbers td:not(:first-child), table.numbers th:not(:first-child) {
  text-align: right; }
pre { overflow-x: auto; padding: .8rem; background: #8881; line-height: 1.3; }
section.one { border-top: 2px solid #8886; margin-top: 2.5rem; }
.good { color: light-dark(#17662b, #7ee092); }
.bad, .wrong { color: light-dark(#a3151f, #ff9a96); font-weight: bold; }
.title { font-weight: bold; }
.dim { opacity: .7; }
"""
# No page of ours asks for anything; a text that got around the escaping could not either.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def dumps(report: GradeReport) -> str:
    """Return the page as text."""
    count = f"{tally.passed(report)} of {len(report.submissions)} passed"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width"),
        element("meta", **{"http-equiv": "Content-Security-Policy", "content": POLICY}),
        element("title", f"cnnquiz: {count}"),
        element("style", STYLE),
    )
    body = element(
        "body",
        element("h1", count),
        *_about(report),
        *_counts(report),
        *_mistakes(report),
        *_overview(report),
        *(_one(v, n, report) for n, v in enumerate(report.submissions)),
    )
    return document(element("html", head, body, lang="en"))


def _about(report: GradeReport) -> Iterator[ET.Element]:
    said = f"cnnquiz {report.version}, seed {report.seed}, sandbox "
    yield element("p", f"{said}{report.sandbox.level}.", class_="dim")
    if report.interrupted:
        said = "Interrupted: what was graded before is here."
        yield element("p", said, class_="bad")
    for note in report.notes:
        yield element("p", one_line(note))


def _counts(report: GradeReport) -> Iterator[ET.Element]:
    rows = [
        (str(status), str(count), WORDS[status])
        for status, count in tally.by_status(report)
    ]
    yield element("h2", "By status")
    yield table(("status", "submissions", "it means"), rows)
    tallies = tally.by_exercise(report)
    others = statuses(tallies)
    yield element("h2", "By exercise")
    yield table(
        ("exercise", "submitted", "passed", *map(str, others)),
        (
            (
                held(one_line(each.exercise), MAX_NAME),
                str(each.submitted),
                str(each.passed),
                *(str(each.others.get(status, 0)) for status in others),
            )
            for each in tallies
        ),
        class_="numbers",
    )


def _mistakes(report: GradeReport) -> Iterator[ET.Element]:
    """Say each mistake, how many make it, what they should know, and who they are."""
    tallies = tally.by_mistake(report)
    if tallies:
        yield element("h2", "Mistakes")
    for each in tallies:
        title, name = _title(each.mistake)
        yield element("h3", f"{len(each.places)} of {each.of}: {title} (", name, ")")
        where = ", ".join(held(one_line(e), MAX_NAME) for e in each.exercises[:20])
        yield element("p", f"In {where}. ", _lesson(each.mistake))
        files = (element("li", _link(report, place)) for place in each.places)
        yield element("ul", *files)


def _overview(report: GradeReport) -> Iterator[ET.Element]:
    rows = (
        (
            _link(report, place),
            held(one_line(verdict.exercise), MAX_NAME),
            _status(verdict, report),
            held(message(verdict, 200), MAX_TEXT),
        )
        for place, verdict in enumerate(report.submissions)
    )
    yield element("h2", "Submissions")
    yield table(("file", "exercise", "status", "message"), rows)


def _link(report: GradeReport, place: int) -> ET.Element:
    file = _file(report.submissions[place])
    return element("a", file, href=f"#submission-{place + 1}")


def _file(verdict: Verdict) -> str:
    return held(one_line(verdict.file[-400:], 400), MAX_FILE, keep_end=True) or "?"


def _status(verdict: Verdict, report: GradeReport) -> ET.Element:
    passed = verdict.passed(allow_slow=report.allow_slow)
    sign, style = SIGNS["passed" if passed else "failed"]
    return element("span", f"{sign} {verdict.status}", class_=style)


def _one(verdict: Verdict, place: int, report: GradeReport) -> ET.Element:
    """Say all that is known of one submission."""
    status = _status(verdict, report)
    exercise = held(one_line(verdict.exercise), MAX_NAME)
    children: list[Child] = [
        element("h2", _file(verdict)),
        element("p", f"{exercise}: ", status, f", {WORDS[verdict.status]}"),
        element("p", held(message(verdict, 4_000), MAX_MESSAGE)),
    ]
    if verdict.praise:
        praise = held(one_line(verdict.praise), MAX_TEXT)
        children.append(element("p", praise, class_="good"))
    children += _case(verdict)
    for mistake in verdict.misconceptions[:MAX_MISTAKES]:
        title, name = _title(mistake)
        children.append(element("h3", f"What to know: {title} (", name, ")"))
        children.append(element("p", _lesson(mistake)))
    if verdict.checks:
        children.append(element("h3", "Checks"))
        rows = map(_check, verdict.checks[:MAX_CHECKS])
        children.append(table(("check", "result", "cases", "message"), rows))
    if verdict.speed is not None:
        ratio, limit = verdict.speed.ratio, verdict.speed.limit
        said = f"Speed: {ratio:,.1f} times the engine's time; the limit is {limit:,g}."
        growth = held(one_line(verdict.speed.growth), MAX_TEXT)
        children.append(element("p", f"{said} {growth[:1].upper()}{growth[1:]}"))
    if verdict.output.strip():
        children.append(element("h3", "It printed"))
        printed = held(verdict.output, MAX_OUTPUT, keep_end=True)
        children.append(element("pre", printed))
    return element("section", *children, id=f"submission-{place + 1}", class_="one")


def _case(verdict: Verdict) -> Iterator[ET.Element]:
    """Draw the counterexample of the first check that failed."""
    failed = next((c for c in verdict.checks if c.status == "failed"), None)
    if failed is None or failed.counterexample is None:
        return
    rows = counterexample(failed.counterexample, WIDTH, verdict.exercise)
    if rows:
        why = held(one_line(failed.counterexample.why), MAX_TEXT)
        yield element("h3", f"A small case that shows it{f' ({why})' if why else ''}")
        yield drawn(rows, MAX_CASE)


def _check(check: CheckResult) -> tuple[Child, ...]:
    sign, style = SIGNS[check.status]
    return (
        held(one_line(check.title), MAX_TITLE),
        element("span", f"{sign} {check.status}", class_=style),
        str(check.cases),
        held(one_line(check.message), MAX_TEXT),
    )


def _title(mistake: NamedMistake) -> tuple[str, ET.Element]:
    title = held(one_line(mistake.title), MAX_TITLE)
    return title, element("code", held(one_line(mistake.id), MAX_NAME))


def _lesson(mistake: NamedMistake) -> str:
    return held(one_line(mistake.lesson, 1_000), MAX_LESSON)
