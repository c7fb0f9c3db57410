"""A report as Gradescope's results.json: a point a submission, details as plain text.

Source: Gradescope's autograder specification, "Output format" and "Output String
Formatting". The format "text" is the one in which neither HTML nor Markdown nor ANSI
is rendered; it must be asked for, since the default of the top-level output is HTML.
Points are those of the tests; their sum is left to Gradescope. The file is one student's:
several submissions in it are one student's files, with a point each.
"""

from __future__ import annotations

from typing import Any

from cnnquiz.grading.verdict import GradeReport, Verdict
from cnnquiz.report.json_format import written
from cnnquiz.report.safe import one_line
from cnnquiz.report.spans import draw
from cnnquiz.report.text import verdict_lines
from cnnquiz.report.values import text

WIDTH = 80
MAX_DETAILS = 60_000  # bytes


def dumps(report: GradeReport) -> str:
    """Return results.json as text."""
    said = f"cnnquiz {report.version}, seed {report.seed}."
    if len(report.submissions) > 1:
        said += f" {len(report.submissions)} files, a point each."
    document = {
        "output": f"{said} Interrupted." if report.interrupted else said,
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "execution_time": round(sum(v.seconds for v in report.submissions), 2),
        "tests": [_test(v, allow_slow=report.allow_slow) for v in report.submissions],
    }
    if not report.submissions:
        document["score"] = 0.0  # where no test has one, the specification asks for it
    return written(document) + "\n"


def _test(verdict: Verdict, *, allow_slow: bool) -> dict[str, Any]:
    passed = verdict.passed(allow_slow=allow_slow)
    rows = verdict_lines(verdict, WIDTH, allow_slow=allow_slow)
    drawn = draw(rows, width=WIDTH, colour=False, ascii=False)
    return {
        "score": 1.0 if passed else 0.0,
        "max_score": 1.0,
        "status": "passed" if passed else "failed",
        "name": one_line(verdict.exercise),
        "name_format": "text",
        "output": text(drawn, MAX_DETAILS),
        "output_format": "text",
        "visibility": "visible",
        "extra_data": {
            "file": text(verdict.file),
            "status": str(verdict.status),
            "misconceptions": [text(m.id) for m in verdict.misconceptions[:8]],
        },
    }
