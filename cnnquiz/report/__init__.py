"""How it is said: a verdict as terminal text, JSON, JUnit or Gradescope's JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnnquiz.grading.verdict import GradeReport, Verdict


def render(
    report: GradeReport,
    format: str = "text",
    *,
    width: int = 80,
    colour: bool = False,
    ascii: bool = False,
) -> str:
    """Return a report in one of the formats; only the text heeds the last three."""
    if format == "text":
        from cnnquiz.report import text

        return text.render(report, width, colour=colour, ascii=ascii)
    if format == "json":
        from cnnquiz.report import json_format

        return json_format.dumps(report)
    if format == "junit":
        from cnnquiz.report import junit

        return junit.dumps(report)
    from cnnquiz.report import gradescope

    return gradescope.dumps(report)


def verdict_to_json(verdict: Verdict, *, allow_slow: bool = False) -> dict[str, Any]:
    """Return a verdict as the entry of one submission in `cnnquiz grade`'s JSON."""
    from cnnquiz.report.json_format import verdict_to_json as to_json

    return to_json(verdict, allow_slow=allow_slow)


def verdict_from_json(entry: Mapping[str, Any]) -> Verdict:
    """Return a verdict that draws as the one that was stored did."""
    from cnnquiz.report.json_format import verdict_from_json as from_json

    return from_json(entry)
