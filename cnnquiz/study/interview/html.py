"""A scorecard as one HTML file: style within, no script, nothing from elsewhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from cnnquiz.report.safe import clean
from cnnquiz.study.interview.sections import Section, sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from cnnquiz.study.interview.scorecard import Scorecard

STYLE = """\
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem; }
h1, h2 { line-height: 1.2; }
h2 { margin-top: 2rem; border-bottom: 1px solid #888; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.2rem 1rem 0.2rem 0; }
th { border-bottom: 1px solid #888; }
p { margin: 0.3rem 0; white-space: pre-wrap; }
p.more { margin-left: 2rem; }
"""
# Belt and braces: even a mistake in what is above could load and run nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(card: Scorecard, zone: tzinfo | None = None) -> str:
    """Return the scorecard as a page."""
    title = f"Interview: {_said(card.preset)}, {_said(card.verdict)}"
    parts = "\n".join("\n".join(_section(part)) for part in sections(card, zone))
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
{STYLE}</style>
</head>
<body>
<h1>{title}</h1>
{parts}
</body>
</html>
"""


def _section(section: Section) -> Iterator[str]:
    yield "<section>"
    yield f"<h2>{_said(section.title)}</h2>"
    yield from _lines(section.lines)
    if section.rows:
        yield "<table>"
        yield f"<thead><tr>{_cells('th', section.head)}</tr></thead>"
        yield "<tbody>"
        yield from (f"<tr>{_cells('td', row)}</tr>" for row in section.rows)
        yield "</tbody></table>"
    yield from _lines(section.notes)
    yield "</section>"


def _lines(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if line.strip():
            kind = ' class="more"' if line.startswith(" ") else ""
            yield f"<p{kind}>{_said(line.removeprefix('  '))}</p>"


def _cells(tag: str, texts: Iterable[str]) -> str:
    return "".join(f"<{tag}>{_said(text)}</{tag}>" for text in texts)


def _said(text: str) -> str:
    return escape(clean(text))
