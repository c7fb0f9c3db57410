"""Lines made of styled spans: drawn as plain text, with ANSI colours, or by Textual."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from cnnquiz.report.plain import ascii_symbols

Style = Literal["", "title", "good", "bad", "dim", "wrong"]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one style."""

    text: str
    style: Style = ""


Line = tuple[Span, ...]
Block = Sequence[Line]

ANSI: dict[Style, str] = {
    "title": "1",
    "good": "32",
    "bad": "31",
    "dim": "2",
    "wrong": "1;31",
}


def line(text: str, style: Style = "") -> Line:
    """Make a line of one span."""
    return (Span(text, style),)


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes, at the most.

    Combining marks count too: some terminals give them a column.
    """
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(c) in "WF" for c in text)


def width_of(row: Line) -> int:
    """Return how many columns a line takes."""
    return sum(columns(span.text) for span in row)


def fitted(text: str, width: int) -> str:
    """Return the text, cut with … where it is wider."""
    if columns(text) <= width:
        return text
    kept = text[: max(width - 1, 0)]
    while kept and columns(kept) > width - 1:
        kept = kept[:-1]
    return kept + "…" * (width > 0)


def wrapped(text: str, width: int, indent: str = "", style: Style = "") -> list[Line]:
    """Wrap text at spaces; a word that is wider than the room is cut."""
    room = max(width - len(indent), 1)
    rows: list[str] = []
    for paragraph in text.split("\n"):
        row = ""
        for word in paragraph.split():
            longer = f"{row} {word}" if row else word
            if row and columns(longer) > room:
                rows.append(row)
                longer = word
            row = fitted(longer, room)
        rows.append(row)
    return [line(indent + row if row else "", style) for row in rows]


def beside(blocks: Sequence[Block], width: int, gap: int = 4) -> list[Line]:
    """Put blocks side by side where they fit, else below each other."""
    rows: list[Line] = []
    waiting = list(blocks)
    while waiting:
        taken = [waiting.pop(0)]
        while waiting and _together([*taken, waiting[0]], gap) <= width:
            taken.append(waiting.pop(0))
        rows += _joined(taken, gap)
        if waiting:
            rows.append(line(""))
    return rows


def block_width(block: Block) -> int:
    """Return how many columns a block takes."""
    return max(map(width_of, block), default=0)


def _together(blocks: Sequence[Block], gap: int) -> int:
    return sum(map(block_width, blocks)) + gap * (len(blocks) - 1)


def _joined(blocks: Sequence[Block], gap: int) -> list[Line]:
    rows: list[Line] = []
    widths = [block_width(block) for block in blocks]
    for row in zip_longest(*blocks, fillvalue=()):
        spans: list[Span] = []
        for index, (cells, wide) in enumerate(zip(row, widths, strict=True)):
            spans += cells
            if index < len(widths) - 1:
                spans.append(Span(" " * (wide - width_of(cells) + gap)))
        rows.append(tuple(spans))
    return rows


def indented(block: Iterable[Line], indent: str) -> list[Line]:
    """Move a block to the right."""
    return [(Span(indent), *row) for row in block]


def draw(block: Iterable[Line], *, width: int, colour: bool, ascii: bool) -> str:
    """Draw lines as text, none wider than the width, none ending in spaces."""
    return "\n".join(
        _draw_line(row, width=width, colour=colour, ascii=ascii) for row in block
    )


def _draw_line(row: Line, *, width: int, colour: bool, ascii: bool) -> str:
    parts: list[str] = []
    room = width
    for span in _without_tail(row):
        text = fitted(span.text, room)
        room -= columns(text)
        if ascii:
            text = ascii_symbols(text)
        code = ANSI.get(span.style, "") if colour else ""
        parts.append(f"\x1b[{code}m{text}\x1b[0m" if code and text else text)
    return "".join(parts)


def _without_tail(row: Line) -> Line:
    """Take the spaces off the end of a line."""
    spans = list(row)
    while spans and not spans[-1].text.strip():
        spans.pop()
    if spans:
        spans[-1] = Span(spans[-1].text.rstrip(), spans[-1].style)
    return tuple(spans)
