"""Paragraphs that wrap, and grids that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Static

from cnnquiz.tui import look

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Prose(Vertical):
    """Plain text: each line is a paragraph; one that begins with a space is a grid."""

    def __init__(self, text: str, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out the paragraphs and the grids."""
        for is_grid, part in blocks(look.text(self._text)):
            yield Static(part, markup=False, classes="grid" if is_grid else "paragraph")


def blocks(text: str) -> list[tuple[bool, str]]:
    """Split a text into runs of paragraphs and of lines that stay as they are."""
    found: list[tuple[bool, list[str]]] = []
    for line in text.strip("\n").split("\n"):
        is_grid = line.startswith((" ", "\t"))
        if not found or (line.strip() and found[-1][0] != is_grid):
            found.append((is_grid, []))
        found[-1][1].append(line)
    return [(is_grid, "\n".join(lines)) for is_grid, lines in found]
