"""A scorecard in one of its formats; modules are imported when they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnquiz.errors import UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

    from cnnquiz.study.interview.scorecard import Scorecard

FORMATS = ("text", "markdown", "html", "json")


def render(
    card: Scorecard,
    format: str = "text",
    *,
    width: int = 80,
    ascii: bool = False,
    zone: tzinfo | None = None,
) -> str:
    """Return the scorecard as text; the terminal's width and ASCII are for `text`.

    Raises
    ------
    UsageError
        If there is no such format.
    """
    if format == "text":
        from cnnquiz.study.interview import text

        return text.render(card, width, ascii=ascii, zone=zone)
    if format == "markdown":
        from cnnquiz.study.interview import markdown

        return markdown.render(card, zone)
    if format == "html":
        from cnnquiz.study.interview import html

        return html.render(card, zone)
    if format == "json":
        from cnnquiz.study.interview import as_json

        return as_json.render(card)
    raise UsageError(f"there is no format '{format}'; there is {', '.join(FORMATS)}")
