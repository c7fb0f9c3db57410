"""A report as CSV (RFC 4180, but with newlines alone): a row a submission, in UTF-8."""

from __future__ import annotations

import csv
import io

from cnnquiz.grading.verdict import GradeReport, Verdict
from cnnquiz.report.json_format import MAX_CHECKS, MAX_FILE, MAX_MESSAGE, MAX_NAMED
from cnnquiz.report.safe import one_line, shortened
from cnnquiz.report.text import message

COLUMNS = (
    "file", "exercise", "status", "passed", "message", "misconceptions",
    "failed_checks", "seconds", "speed_ratio",
)  # fmt: skip
MAX_NAME = 60
# What begins like this is a formula to a spreadsheet, and could do things.
FORMULA = ("=", "+", "-", "@")


def dumps(report: GradeReport) -> str:
    """Return the table as text, its first row the names of the columns."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    for verdict in report.submissions:
        writer.writerow(_row(verdict, allow_slow=report.allow_slow))
    return written.getvalue()


def _row(verdict: Verdict, *, allow_slow: bool) -> tuple[str, ...]:
    mistakes = [one_line(m.id, MAX_NAME) for m in verdict.misconceptions[:MAX_NAMED]]
    failed = [
        one_line(c.name, MAX_NAME) for c in verdict.checks if c.status == "failed"
    ]
    speed = verdict.speed
    return (
        _inert(
            shortened(one_line(verdict.file, 8 * MAX_FILE), MAX_FILE, keep_end=True)
        ),
        _inert(one_line(verdict.exercise, MAX_NAME)),
        str(verdict.status),
        str(verdict.passed(allow_slow=allow_slow)).lower(),
        _inert(message(verdict, MAX_MESSAGE)),
        _inert(" ".join(mistakes)),
        _inert(" ".join(failed[:MAX_CHECKS])),
        f"{verdict.seconds:.3f}",
        "" if speed is None else f"{speed.ratio:.4g}",
    )


def _inert(cell: str) -> str:
    """Mark a text as a text where a spreadsheet would calculate."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
