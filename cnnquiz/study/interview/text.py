"""A scorecard for a terminal: plain lines, no colour needed to read them."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from cnnquiz.report.plain import ascii_symbols, spelled
from cnnquiz.report.safe import clean
from cnnquiz.study.interview.sections import Section, columns, flat, sections

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from cnnquiz.study.interview.scorecard import Scorecard

GAP = "  "
# A last column narrower than this goes to lines of its own.
NARROW = 24
DRAWN = str.maketrans("█░─", "#.-")


def render(
    card: Scorecard, width: int = 80, *, ascii: bool = False, zone: tzinfo | None = None
) -> str:
    """Return the scorecard as text of this width."""
    parts = ["\n".join(_section(part, width)) for part in sections(card, zone)]
    text = "\n\n".join(parts) + "\n"
    return ascii_symbols(spelled(text.translate(DRAWN))) if ascii else text


def _section(section: Section, width: int) -> Iterator[str]:
    yield section.title
    yield "─" * len(section.title)
    for line in section.lines:
        yield from wrapped(clean(line), width)
    if section.rows:
        yield from table(section, width)
    for note in section.notes:
        yield from wrapped(clean(note), width)


def wrapped(line: str, width: int) -> Iterator[str]:
    """Yield a line in pieces; those after the first are set in by two columns more."""
    indent = line[: len(line) - len(line.lstrip())]
    pieces = textwrap.wrap(
        line.strip(),
        width,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_on_hyphens=False,  # ids and commands can be copied
    )
    yield from pieces or [""]


def table(section: Section, width: int) -> Iterator[str]:
    """Yield the rows in columns; a last column without room stands below its row."""
    rows = [tuple(flat(clean(cell)) for cell in row) for row in section.rows]
    *wide, _ = columns([section.head, *rows])
    used = sum(wide) + len(GAP) * len(wide)
    longest = max(len(row[-1]) for row in rows)
    beside = longest <= width - used or width - used >= NARROW
    if not beside:
        yield from _stacked(section.head, rows, width)
        return
    for row in (section.head, *rows):
        padded = (cell.ljust(size) for cell, size in zip(row, wide, strict=False))
        start = GAP.join(padded) + GAP
        yield from _hanging(start, row[-1], width)


def _hanging(start: str, text: str, width: int) -> Iterator[str]:
    first, *more = textwrap.wrap(text, width - len(start), break_on_hyphens=False) or [
        ""
    ]
    yield (start + first).rstrip()
    for line in more:
        yield " " * len(start) + line


def _stacked(
    head: tuple[str, ...], rows: list[tuple[str, ...]], width: int
) -> Iterator[str]:
    """Yield each row as its first cell and a line for each other one."""
    for row in rows:
        yield from wrapped(row[0], width)
        for name, cell in zip(head[1:], row[1:], strict=True):
            if cell:
                yield from _hanging(f"  {name}: " if name else "  ", cell, width)
