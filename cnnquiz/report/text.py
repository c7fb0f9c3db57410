"""A verdict as text in a terminal: what failed, on which case, and what to know."""

from __future__ import annotations

import itertools
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

from cnnquiz.grading.verdict import (
    CheckResult,
    GradeReport,
    Sandbox,
    Status,
    Verdict,
)
from cnnquiz.report.case import counterexample
from cnnquiz.report.plain import spelled_report
from cnnquiz.report.safe import clean, one_line
from cnnquiz.report.spans import (
    Line,
    Span,
    Style,
    columns,
    draw,
    fitted,
    indented,
    line,
    wrapped,
)
from cnnquiz.report.summary import summary_lines

SIGNS: dict[str, tuple[str, Style]] = {
    "passed": ("✓", "good"),
    "failed": ("✗", "bad"),
    "skipped": ("–", "dim"),
}
WORDS = {
    Status.PASSED: "passed",
    Status.SLOW: "right, but slow",
    Status.WRONG: "wrong",
    Status.ERROR: "it raised an exception",
    Status.TIMEOUT: "it ran out of time",
    Status.MEMORY: "it ran out of memory",
    Status.CRASHED: "its process died",
    Status.BLOCKED: "the sandbox refused something it needed",
    Status.NOT_STARTED: "not started",
    Status.INVALID: "it does not load",
}
UNTRIED = {Status.NOT_STARTED, Status.INVALID}  # no case was drawn for these
MAX_OUTPUT_LINES = 12
MAX_CHECKS = 60
MAX_TITLE = 44  # columns of a check's title


def render(
    report: GradeReport, width: int = 80, *, colour: bool = False, ascii: bool = False
) -> str:
    """Return what to print for a report; no line is wider than the width.

    One submission is told in full. Of several, each gets one line, then those that
    did not pass are told in full, then come the numbers of the class.
    """
    if ascii:
        report = spelled_report(report)
    slow = report.allow_slow
    told = list(report.submissions)
    rows: list[Line] = []
    if len(told) > 1:
        rows += [*_overview(report, width), line("")]
        told = [v for v in told if not v.passed(allow_slow=slow)]
    for verdict in told:
        rows += [*verdict_lines(verdict, width, allow_slow=slow), line("")]
    rows += _closing(report, width)
    while rows and not rows[-1]:
        rows.pop()
    return draw(rows, width=width, colour=colour, ascii=ascii) + "\n"


def verdict_lines(
    verdict: Verdict, width: int, *, allow_slow: bool = False
) -> list[Line]:
    """Draw one verdict, in the order in which one wants to know."""
    rows = [_headline(verdict, width, allow_slow=allow_slow)]
    rows += wrapped(message(verdict, 900), width, "  ")
    if verdict.praise:
        rows += wrapped(one_line(verdict.praise), width, "  ", "good")
    first = next((c for c in verdict.checks if c.status == "failed"), None)
    for part in (
        _case(verdict.exercise, first, width),
        _lessons(verdict, width),
        list(_checks(verdict.checks, first, width)),
        _speed(verdict, width),
        _output(verdict, width),
    ):
        rows += [line(""), *part] if part else []
    return rows


def message(verdict: Verdict, limit: int) -> str:
    """Say what came out in one sentence, with the line it is about."""
    said = one_line(verdict.message, limit)
    if verdict.line is None or f"line {verdict.line}" in said:
        return said
    return f"{said} (line {verdict.line})".lstrip()


def _headline(verdict: Verdict, width: int, *, allow_slow: bool) -> Line:
    passed = verdict.passed(allow_slow=allow_slow)
    sign, style = SIGNS["passed" if passed else "failed"]
    said = fitted(
        f"{sign} {one_line(verdict.exercise, 40)}: {WORDS[verdict.status]}", width
    )
    room = width - columns(said) - 2
    return (Span(said, style), Span(f"  {_end_of(verdict.file, room)}", "dim"))


def _end_of(path: str, room: int) -> str:
    """Return a path, cut from the left: its end tells more."""
    said = one_line(path[-400:], 400)
    if columns(said) <= room:
        return said
    while said and columns(said) > room - 1:
        said = said[1:]
    return f"…{said}" if room > 8 else ""


def _overview(report: GradeReport, width: int) -> Iterator[Line]:
    """Say each submission in one line."""
    slugs = [one_line(v.exercise, 40) for v in report.submissions]
    wide = min(max(map(columns, slugs)), width // 2)
    for verdict, slug in zip(report.submissions, slugs, strict=True):
        sign, style = SIGNS[
            "passed" if verdict.passed(allow_slow=report.allow_slow) else "failed"
        ]
        name = fitted(slug, wide)
        said = f"{sign} {name}{' ' * (wide - columns(name))}  {verdict.status:11}"
        path = _end_of(verdict.file, width - columns(said) - 2)
        yield (Span(said, style), Span(f"  {path}", "dim"))


def _case(slug: str, failed: CheckResult | None, width: int) -> list[Line]:
    """Draw the counterexample of the first check that failed."""
    if failed is None or failed.counterexample is None:
        return []
    drawn = counterexample(failed.counterexample, width - 4, slug)
    if not drawn:
        return []
    why = one_line(failed.counterexample.why, 200)
    about = f"A small case that shows it{f' ({why})' if why else ''}:"
    return [*wrapped(about, width, "  ", "title"), *indented(drawn, "    ")]


def _lessons(verdict: Verdict, width: int) -> list[Line]:
    rows: list[Line] = []
    for mistake in verdict.misconceptions:
        title = (
            f"What to know: {one_line(mistake.title, 200)} ({one_line(mistake.id, 60)})"
        )
        rows += [line("")] * bool(rows) + wrapped(title, width, "  ", "title")
        rows += wrapped(one_line(mistake.lesson, 1_000), width, "    ")
    return rows


def _checks(
    checks: tuple[CheckResult, ...], first: CheckResult | None, width: int
) -> Iterator[Line]:
    """Say how each check went; the first that failed has been told already."""
    titles = [one_line(check.title, 120) for check in checks[:MAX_CHECKS]]
    wide = min(max(map(columns, titles), default=0), MAX_TITLE, max(width - 16, 8))
    for check, full in zip(checks, titles, strict=False):
        sign, style = SIGNS[check.status]
        title = fitted(full, wide)
        start = (Span(f"  {sign} ", style), Span(title))
        if check.status == "skipped":
            said = f"skipped: {one_line(check.message, 160)}"
            if 4 + columns(title) + 2 + columns(said) <= width:
                yield (*start, Span(f"  {said}", "dim"))
            else:
                yield start
                yield from wrapped(said, width, " " * 6, "dim")
            continue
        cases = f"{check.cases} case{'s' * (check.cases != 1)}"
        yield (*start, Span(f"{' ' * (wide - columns(title))}  {cases}", "dim"))
        if check.status == "failed" and check is not first:
            yield from wrapped(one_line(check.message, 300), width, " " * 6)


def _speed(verdict: Verdict, width: int) -> list[Line]:
    speed = verdict.speed
    if speed is None:
        return []
    times = f"{speed.ratio:.1f}" if speed.ratio < 10 else f"{speed.ratio:,.0f}"
    said = f"Speed: {times} times the engine's time; the limit is {speed.limit:,g}."
    growth = one_line(speed.growth, 300)
    return wrapped(f"{said} {growth[:1].upper()}{growth[1:]}", width, "  ")


def _output(verdict: Verdict, width: int) -> list[Line]:
    """Show the end of what the submission printed, equal lines once."""
    said = clean(verdict.output).strip("\n")
    if not said.strip():
        return []
    groups = [
        (text, len(list(same))) for text, same in itertools.groupby(said.split("\n"))
    ]
    shown = groups[-MAX_OUTPUT_LINES:]
    rows = [line("  It printed:", "title")]
    if len(groups) > len(shown):
        before = sum(count for _, count in groups[: -len(shown)])
        rows.append(line(f"    … {before} line{'s' * (before > 1)} before", "dim"))
    for text, count in shown:
        times = f"  ({count} times)" if count > 1 else ""
        kept = fitted(text, width - 6 - len(times))
        rows.append((Span(f"    | {kept}"), Span(times, "dim")))
    return rows


def _closing(report: GradeReport, width: int) -> Iterator[Line]:
    if len(report.submissions) > 1:
        yield from summary_lines(report, width)
        yield line("")
        yield from wrapped(_count(report), width, "", "title")
    if report.interrupted:
        said = "Interrupted: what was graded before is above."
        yield from wrapped(said, width, "", "bad")
    for note in report.notes:
        yield from wrapped(one_line(note), width)
    if weakness := _weakness(report.sandbox):
        yield from wrapped(weakness, width)
    if any(verdict.status not in UNTRIED for verdict in report.submissions):
        yield _repeat(report, width)


def _count(report: GradeReport) -> str:
    """Say how many passed, and how the others ended."""
    passed = [v.passed(allow_slow=report.allow_slow) for v in report.submissions]
    others = Counter(
        str(v.status) for v, p in zip(report.submissions, passed, strict=True) if not p
    )
    said = ", ".join(f"{count} {status}" for status, count in others.most_common())
    return f"{sum(passed)} of {len(passed)} passed{f'; {said}' if said else ''}."


def _weakness(sandbox: Sandbox) -> str:
    """Say that the sandbox is not whole; nothing where none was needed."""
    if sandbox.level == "full" or not (sandbox.layers or sandbox.missing):
        return ""
    names = ", ".join(one_line(m.partition(":")[0], 60) for m in sandbox.missing)
    lacks = f" (missing: {names})" if names else ""
    return f"The sandbox here is '{sandbox.level}'{lacks}; 'cnnquiz doctor' says more."


def _repeat(report: GradeReport, width: int) -> Line:
    """Say how to meet the same cases again: a command that can be pasted, or less."""
    seed = f"--seed {report.seed}"
    if len(report.submissions) == 1:
        (verdict,) = report.submissions
        command = ["cnnquiz", "grade", verdict.file]
        if PurePath(verdict.file).stem != verdict.exercise:
            command += ["--exercise", verdict.exercise]
        said = f"Repeat with: {shlex.join(command)} {seed}"
        if said.isascii() and said.isprintable() and len(said) <= width:
            return line(said, "dim")
    return line(f"Repeat with: {seed}", "dim")
