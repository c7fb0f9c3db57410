"""A verdict as text in a terminal: what failed, on which case, and what to know."""

from __future__ import annotations

from collections.abc import Iterator

from cnnquiz.grading.verdict import CheckResult, GradeReport, Status, Verdict
from cnnquiz.report.case import counterexample
from cnnquiz.report.safe import clean, one_line
from cnnquiz.report.spans import Line, Span, Style, draw, indented, line, wrapped

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
MAX_OUTPUT_LINES = 12


def render(
    report: GradeReport, width: int = 80, *, colour: bool = False, ascii: bool = False
) -> str:
    """Return what to print for a report; no line is wider than the width."""
    rows: list[Line] = []
    several = len(report.submissions) > 1
    for verdict in report.submissions:
        if several and verdict.passed(allow_slow=report.allow_slow):
            rows.append(_headline(verdict))
            continue
        rows += [*verdict_lines(verdict, width), line("")]
    rows += _closing(report, several, width)
    return draw(rows, width=width, colour=colour, ascii=ascii) + "\n"


def verdict_lines(verdict: Verdict, width: int) -> list[Line]:
    """Draw one verdict."""
    rows = [_headline(verdict)]
    message = one_line(verdict.message, 900)
    if verdict.line and f"line {verdict.line}" not in message:
        message += f" (line {verdict.line})"
    rows += wrapped(message, width, "  ")
    rows += _praise(verdict, width)
    rows += _checks(verdict.checks, width)
    rows += _case(verdict, width)
    rows += _lessons(verdict, width)
    rows += _speed(verdict, width)
    rows += _output(verdict, width)
    return rows


def _headline(verdict: Verdict) -> Line:
    good = verdict.status is Status.PASSED
    sign, style = SIGNS["passed" if good else "failed"]
    name = one_line(verdict.exercise, 40)
    file = one_line(verdict.file, 200)
    return (
        Span(f"{sign} {name}: {WORDS[verdict.status]}", style),
        Span(f"  {file}", "dim"),
    )


def _praise(verdict: Verdict, width: int) -> list[Line]:
    return (
        wrapped(one_line(verdict.praise), width, "  ", "good") if verdict.praise else []
    )


def _checks(checks: tuple[CheckResult, ...], width: int) -> Iterator[Line]:
    if checks:
        yield line("")
    wide = max((len(check.title) for check in checks), default=0)
    for check in checks:
        sign, style = SIGNS[check.status]
        said = f"{check.cases} cases"
        if check.status == "skipped":
            said = f"skipped: {check.message}"
        title = f"{one_line(check.title):{min(wide, width - 24)}}"
        yield (Span(f"  {sign} ", style), Span(title), Span(f"  {said}", "dim"))


def _case(verdict: Verdict, width: int) -> list[Line]:
    """Draw the counterexample of the first check that failed."""
    failed = next((c for c in verdict.checks if c.status == "failed"), None)
    if failed is None or failed.counterexample is None:
        return []
    why = failed.counterexample.why
    about = f" ({one_line(why)})" if why else ""
    rows = [line(""), line(f"  A small case that shows it{about}:", "title")]
    rows += indented(counterexample(failed.counterexample, width - 4), "    ")
    others = [c for c in verdict.checks if c.status == "failed" and c is not failed]
    for other in others:
        said = f"{other.title}: {one_line(other.message)}"
        rows += [line(""), *wrapped(f"Also not so: {said}", width, "  ")]
    return rows


def _lessons(verdict: Verdict, width: int) -> list[Line]:
    rows: list[Line] = []
    for mistake in verdict.misconceptions:
        rows += [line(""), line(f"  What to know ({mistake.id}):", "title")]
        rows += wrapped(mistake.lesson, width, "    ")
    return rows


def _speed(verdict: Verdict, width: int) -> list[Line]:
    speed = verdict.speed
    if speed is None:
        return []
    times = f"{speed.ratio:.1f}" if speed.ratio < 10 else f"{speed.ratio:,.0f}"
    said = f"Speed: {times} times the engine's time; the limit is {speed.limit:,g}."
    growth = f" {speed.growth[0].upper()}{speed.growth[1:]}" if speed.growth else ""
    return [line(""), *wrapped(said + growth, width, "  ")]


def _output(verdict: Verdict, width: int) -> list[Line]:
    if not verdict.output.strip():
        return []
    said = clean(verdict.output).rstrip("\n").split("\n")
    rows = [line(""), line("  It printed:", "title")]
    if len(said) > MAX_OUTPUT_LINES:
        rows.append(line(f"    … {len(said) - MAX_OUTPUT_LINES} lines before", "dim"))
    rows += [line(f"    | {text}") for text in said[-MAX_OUTPUT_LINES:]]
    return rows


def _closing(report: GradeReport, several: bool, width: int) -> Iterator[Line]:
    if several:
        passed = sum(v.passed(allow_slow=report.allow_slow) for v in report.submissions)
        yield line("")
        yield line(f"{passed} of {len(report.submissions)} passed.", "title")
    if report.interrupted:
        yield line("Interrupted: what was graded before is above.", "bad")
    for note in report.notes:
        yield from wrapped(one_line(note), width)
    if report.sandbox.layers and report.sandbox.level != "full":
        yield from wrapped(
            f"The sandbox here is {report.sandbox.level}: 'cnnquiz doctor' says what "
            "is missing.",
            width,
        )
    judged = any(verdict.checks for verdict in report.submissions)
    if judged:
        yield line(f"Seed {report.seed}; --seed {report.seed} repeats it.", "dim")
