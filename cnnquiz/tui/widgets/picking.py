"""Controls that pick: one of several, or all that hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from cnnquiz.tui.widgets.rows import NOWHERE, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnquiz.questions.presentation import Labelled


class PickOne(Rows):
    """Pick one: the row that is pointed at is the one picked."""

    HELP = "Press a label or move with the arrows; Enter confirms."

    @property
    def typed(self) -> str:
        """Return the label of the row pointed at."""
        return "" if self.cursor == NOWHERE else self.labels[self.cursor]

    def restore(self, draft: str) -> None:
        """Point at the row of a label."""
        self.cursor = next(iter(self.known([draft])), NOWHERE)

    def sign(self, index: int) -> str:
        """Return a filled circle before the picked row."""
        circle = "(•)" if index == self.cursor else "( )"
        return f"{circle} {self.labels[index]}"

    def choose(self, index: int) -> None:
        """Pointing is choosing."""


class PickMany(Rows):
    """Tick all that hold."""

    HELP = "Press labels, or the arrows and Space, to tick; Enter confirms."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Tick"),
    ]

    def __init__(self, choices: Sequence[Labelled], nothing: str = "") -> None:
        super().__init__(choices)
        self.ticked: set[int] = set()
        self._nothing = nothing

    @property
    def typed(self) -> str:
        """Return the labels that are ticked, or what says that none is."""
        ticked = " ".join(self.labels[i] for i in sorted(self.ticked))
        return ticked or self._nothing

    def restore(self, draft: str) -> None:
        """Tick the rows of labels."""
        self.ticked = set(self.known(draft.split()))
        self.redraw()

    def sign(self, index: int) -> str:
        """Return a box with or without a cross."""
        box = "[x]" if index in self.ticked else "[ ]"
        return f"{box} {self.labels[index]}"

    def choose(self, index: int) -> None:
        """Tick the row, or take the tick away."""
        self.ticked ^= {index}
        self.redraw()

    def action_tick(self) -> None:
        """Tick the row that is pointed at."""
        if self.cursor != NOWHERE and not self.frozen:
            self.choose(self.cursor)
