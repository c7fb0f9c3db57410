"""How it is said: a verdict as terminal text, JSON, JUnit, Gradescope's JSON, CSV, HTML.

`render` says a whole report. `verdict_to_json` and `verdict_from_json` keep a verdict
and bring it back. Modules are imported when they are needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cnnquiz.errors import UsageError

if TYPE_CHECKING:
    from cnnquiz.grading.verdict import GradeReport, Verdict

FORMATS = ("text", "json", "junit", "gradescope", "csv", "html")


def render(
    report: GradeReport,
    format: str = "text",
    *,
    width: int = 80,
    colour: bool = False,
    ascii: bool = False,
) -> str:
    """Return a report in one of the formats; only the text heeds the last three.

    Raises
    ------
    UsageError
        If there is no such format.
    """
    if format == "text":
        from cnnquiz.report import text

        return text.render(report, width, colour=colour, ascii=ascii)
    if format == "json":
        from cnnquiz.report import json_format

        return json_format.dumps(report)
    if format == "junit":
        from cnnquiz.report import junit

        return junit.dumps(report)
    if format == "gradescope":
        from cnnquiz.report import gradescope

        return gradescope.dumps(report)
    if format == "csv":
        from cnnquiz.report import csv_format

        return csv_format.dumps(report)
    if format == "html":
        from cnnquiz.report import page

        return page.dumps(report)
    raise UsageError(f"there is no format '{format}'; there is {', '.join(FORMATS)}")


def verdict_to_json(verdict: Verdict, *, allow_slow: bool = False) -> dict[str, Any]:
    """Return a verdict as data for the record, from which it can be drawn again."""
    from cnnquiz.report import stored

    return stored.verdict_to_json(verdict, allow_slow=allow_slow)


def verdict_from_json(data: Mapping[str, Any]) -> Verdict:
    """Return a verdict that draws as the one that was kept did."""
    from cnnquiz.report import stored

    return stored.verdict_from_json(data)
