"""The end of a class's report in a terminal: a table by exercise, and the mistakes."""

from __future__ import annotations

from collections.abc import Sequence

from cnnquiz.grading.verdict import GradeReport, Status
from cnnquiz.report.safe import one_line
from cnnquiz.report.spans import Line, columns, line, wrapped
from cnnquiz.report.tally import ExerciseTally, MistakeTally, by_exercise, by_mistake

MAX_MISTAKES = 10
MAX_NAME = 40
GAP = 2


def summary_lines(report: GradeReport, width: int) -> list[Line]:
    """Say how each exercise went, and which mistakes were made most often."""
    rows = _exercises(by_exercise(report), width)
    mistakes = by_mistake(report)
    if mistakes:
        rows += [line(""), line("The most frequent mistakes:", "title")]
    for tally in mistakes[:MAX_MISTAKES]:
        rows += wrapped(said(tally), width)
    return rows


def said(tally: MistakeTally) -> str:
    """Say a mistake in one line: how many of how many, what, and where."""
    title, name = one_line(tally.mistake.title, 200), one_line(tally.mistake.id, 60)
    where = ", ".join(one_line(exercise, MAX_NAME) for exercise in tally.exercises)
    return f"{len(tally.places)} of {tally.of}: {title} ({name}) in {where}"


def statuses(tallies: Sequence[ExerciseTally]) -> list[Status]:
    """Return the statuses of those that did not pass, in the order of statuses."""
    return [s for s in Status if any(s in tally.others for tally in tallies)]


def _exercises(tallies: Sequence[ExerciseTally], width: int) -> list[Line]:
    """Draw a table, or sentences where there is no room for it."""
    others = statuses(tallies)
    table = [["By exercise", "submitted", "passed", *map(str, others)]]
    table += [
        [
            one_line(tally.exercise, MAX_NAME),
            *(str(n) for n in (tally.submitted, tally.passed)),
            *(str(tally.others.get(status, 0)) for status in others),
        ]
        for tally in tallies
    ]
    widths = [max(map(columns, cells)) for cells in zip(*table, strict=True)]
    if sum(widths) + GAP * (len(widths) - 1) > width:
        return [row for t in tallies for row in wrapped(_sentence(t), width)]
    header, *rows = (_row(cells, widths) for cells in table)
    return [line(header, "title"), *map(line, rows)]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Put cells into columns: the name to the left, numbers to the right."""
    pads = [" " * (w - columns(c)) for c, w in zip(cells, widths, strict=True)]
    numbers = zip(pads[1:], cells[1:], strict=True)
    right = (f"{' ' * GAP}{pad}{cell}" for pad, cell in numbers)
    return cells[0] + pads[0] + "".join(right)


def _sentence(tally: ExerciseTally) -> str:
    counts = [f"{tally.submitted} submitted", f"{tally.passed} passed"]
    counts += [f"{n} {status}" for status, n in sorted(tally.others.items())]
    return f"{one_line(tally.exercise, MAX_NAME)}: {', '.join(counts)}"
