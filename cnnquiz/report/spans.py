"""Lines made of styled spans: drawn as plain text, with ANSI colours, or by Textual."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

Style = Literal["", "title", "good", "bad", "dim", "wrong", "right"]


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
    "right": "32",
}
ASCII = str.maketrans(
    {
        "✓": "+",
        "✗": "x",
        "–": "-",
        "…": "~",
        "×": "x",
        "·": ".",
        "−": "-",
        "≥": ">=",
        "≤": "<=",
        "⌊": "[",
        "⌋": "]",
        "→": "->",
        "²": "^2",
        "’": "'",
        "“": '"',
        "”": '"',
    }
)


def line(text: str, style: Style = "") -> Line:
    """Make a line of one span."""
    return (Span(text, style),)


def width_of(row: Line) -> int:
    """Return how many columns a line takes."""
    return sum(len(span.text) for span in row)


def wrapped(text: str, width: int, indent: str = "", style: Style = "") -> list[Line]:
    """Wrap text at a width; words that are longer are cut apart."""
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        pieces = textwrap.wrap(
            paragraph, max(width, len(indent) + 8), initial_indent=indent,
            subsequent_indent=indent,
        )  # fmt: skip
        lines += [line(piece, style) for piece in pieces or [indent]]
    return lines


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
    return [(Span(indent), *row) if row else row for row in block]


def draw(block: Iterable[Line], *, width: int, colour: bool, ascii: bool) -> str:
    """Draw lines as text, none wider than the width."""
    return "\n".join(
        _draw_line(row, width=width, colour=colour, ascii=ascii) for row in block
    )


def _draw_line(row: Line, *, width: int, colour: bool, ascii: bool) -> str:
    parts: list[str] = []
    room = width
    for index, span in enumerate(row):
        text = _to_ascii(span.text) if ascii else span.text
        if len(text) > room:
            text = text[: max(room - 1, 0)] + ("~" if ascii else "…") * (room > 0)
        room -= len(text)
        if index == len(row) - 1:
            text = text.rstrip()
        code = ANSI.get(span.style, "") if colour else ""
        parts.append(f"\x1b[{code}m{text}\x1b[0m" if code and text else text)
    return "".join(parts).rstrip() if not colour else "".join(parts)


def _to_ascii(text: str) -> str:
    return text.translate(ASCII).encode("ascii", "replace").decode()
