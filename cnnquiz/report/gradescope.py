"""A report as Gradescope's results.json: points a submission, details as plain text.

Source: Gradescope's autograder specification ("Output Format"): `tests` with `name`,
`score`, `max_score`, `status` and `output`; `output_format` "text" is shown as it is.
"""

from __future__ import annotations

import json
from typing import Any

from cnnquiz.grading.verdict import GradeReport, Verdict
from cnnquiz.report.safe import clean
from cnnquiz.report.spans import draw
from cnnquiz.report.text import verdict_lines

MAX_TEXT = 20_000


def dumps(report: GradeReport) -> str:
    """Return results.json as text."""
    tests = [_test(v, allow_slow=report.allow_slow) for v in report.submissions]
    document = {
        "score": sum(test["score"] for test in tests),
        "output": f"cnnquiz {report.version}, seed {report.seed}",
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "tests": tests,
    }
    return json.dumps(document, indent=1)


def _test(verdict: Verdict, *, allow_slow: bool) -> dict[str, Any]:
    passed = verdict.passed(allow_slow=allow_slow)
    rows = verdict_lines(verdict, 80)
    drawn = draw(rows, width=80, colour=False, ascii=False)
    return {
        "name": clean(verdict.exercise),
        "score": 1.0 if passed else 0.0,
        "max_score": 1.0,
        "status": "passed" if passed else "failed",
        "output": clean(drawn)[:MAX_TEXT],
        "output_format": "text",
        "name_format": "text",
        "visibility": "visible",
    }
