"""A docstring as a statement to read: headings, paragraphs, parameters, examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.containers import VerticalScroll
from textual.widgets import Static

from cnnquiz.tui import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.content import Content

Kind = Literal["heading", "paragraph", "term", "detail", "grid"]
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a docstring that are laid out in one way."""

    kind: Kind
    text: str


class Statement(VerticalScroll):
    """The statement of an exercise, to scroll through."""

    def __init__(self, docstring: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self._docstring = docstring

    def compose(self) -> ComposeResult:
        """Lay out the pieces."""
        for piece in pieces(self._docstring):
            yield Static(_content(piece), markup=False, classes=piece.kind)


def _content(piece: Piece) -> Content | str:
    if piece.kind != "paragraph":
        return look.text(piece.text)
    parts = _CODE.split(piece.text)
    return look.styled(
        *(part if i % 2 == 0 else (part, "bold") for i, part in enumerate(parts))
    )


def pieces(docstring: str) -> Iterator[Piece]:
    """Split a docstring in numpydoc's form; what is wrapped there is joined again."""
    for block in re.split(r"\n\s*\n", docstring.strip("\n")):
        rows = block.split("\n")
        if len(rows) > 1 and set(rows[1].strip()) == {"-"}:
            yield Piece("heading", rows[0])
            rows = rows[2:]
        yield from _of_block(rows)


def _of_block(rows: list[str]) -> Iterator[Piece]:
    if any(row.lstrip().startswith(">>>") for row in rows):
        yield Piece("grid", "\n".join(rows))
        return
    has_details = any(row.startswith(" ") for row in rows)
    waiting: list[str] = []
    indented = False
    for row in rows:
        # A parameter and its type stand on a line of their own, its meaning below.
        starts_anew = row.startswith(" ") != indented or " : " in row
        if waiting and starts_anew:
            yield _joined(waiting, _kind(indented, has_details))
            waiting = []
        indented = row.startswith(" ")
        waiting.append(row)
    if waiting:
        yield _joined(waiting, _kind(indented, has_details))


def _kind(indented: bool, has_details: bool) -> Kind:
    if indented:
        return "detail"
    return "term" if has_details else "paragraph"


def _joined(rows: list[str], kind: Kind) -> Piece:
    return Piece(kind, " ".join(row.strip() for row in rows))
