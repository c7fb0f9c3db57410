"""A shape to fill in: a field for each axis, its name above it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Static

from cnnquiz.tui import look
from cnnquiz.tui.widgets.cells import Cells
from cnnquiz.tui.widgets.rows import Confirmed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from cnnquiz.questions.items import Shape
    from cnnquiz.tui.widgets.sheet import Place

FIELD = 9


class Axes(Cells):
    """Whole numbers with a name each.

    Where a known mistake leaves an axis out, so can the learner.
    """

    HELP = (
        "Space, comma, x or Tab goes to the next axis. "
        "F5 confirms, as does Enter in the last one."
    )
    CHARACTERS = "0123456789"
    BETWEEN_CELLS = " ,;x×*"

    def __init__(self, item: Shape, read: Callable[[str], str]) -> None:
        self._axes = item.axes
        widths = [max(len(axis) + 2, FIELD) for axis in item.axes]
        super().__init__(1, widths, read)
        self._may_lack = any(len(w.value) < len(item.answer) for w in item.wrong)

    @property
    def typed(self) -> str:
        """Return the numbers with commas between them."""
        return ", ".join(filter(None, self.texts[0]))

    def headings(self) -> ComposeResult:
        """Lay out the names of the axes."""
        with Horizontal(classes="cells"):
            for axis, width in zip(self._axes, self._widths, strict=True):
                name = Static(
                    look.text(f"{axis:>{width - 1}}"), classes="axis", markup=False
                )
                name.styles.width = width
                yield name

    def name_of(self, place: Place) -> str:
        """Return the name of an axis."""
        _, column = place
        return self._axes[column]

    def wanted(self) -> list[Place]:
        """Return all fields."""
        return list(self.places())

    def reading(self) -> str:
        """Return the shape as it is read."""
        return self._read(self.typed)

    def split(self, text: str) -> list[list[str]]:
        """Return the numbers of `8x64x56x56`, of `(8, 64)`, or of `8 64`."""
        words = re.split(r"[\s,;x×*()\[\]]+", text.lower())
        return [found] if (found := list(filter(None, words))) else []

    def action_confirm(self) -> None:
        """Give the answer; asked again, without an axis that may be lacking."""
        if not (self._may_lack and self.typed and self.empty and not self.unreadable):
            super().action_confirm()
            return
        told = f"F5 again reads {self.reading()}."
        if self._refused.endswith(told):
            self.post_message(Confirmed())
        else:
            missing = self.missing(with_current=True)
            self._refuse(f"{missing} {told}", self.empty[0])
