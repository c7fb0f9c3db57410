"""A scorecard as Markdown: headings, lists and tables, everything else escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnquiz.report.safe import clean
from cnnquiz.study.interview.sections import Section, flat, sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from cnnquiz.study.interview.scorecard import Scorecard

# What Markdown or HTML within it would obey, wherever it stands in a line.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")


def render(card: Scorecard, zone: tzinfo | None = None) -> str:
    """Return the scorecard as a document."""
    title = f"# Interview: {_escaped(card.preset)}"
    parts = ["\n".join(_section(part)) for part in sections(card, zone)]
    return "\n\n".join([title, *parts]) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {_escaped(section.title)}"
    if section.lines:
        yield ""
        yield from _list(section.lines)
    if section.rows:
        yield ""
        yield _row(section.head)
        yield _row(["---"] * len(section.head), escape=False)
        yield from (_row(row) for row in section.rows)
    if section.notes:
        yield ""
        yield from _list(section.notes)


def _list(lines: Iterable[str]) -> Iterator[str]:
    """Yield a list; a line that begins with spaces belongs to the item before."""
    for line in lines:
        if not line.strip():
            continue
        if line.startswith(" "):
            yield f"  {_kept(line.strip())}  "
        else:
            yield f"- {_kept(line)}  "


def _kept(line: str) -> str:
    """Return a line as it is read; digits with a dot would begin a list."""
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", _escaped(line))


def _row(cells: Iterable[str], *, escape: bool = True) -> str:
    shown = [_escaped(flat(cell)) if escape else cell for cell in cells]
    return f"| {' | '.join(shown)} |"


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", clean(text))
