"""The hints of an exercise, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from cnnquiz.tui import look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult


class HintScreen(ModalScreen[None]):
    """The hints taken so far; F2 takes the next one, which `take` is told.

    The first one is taken at once, unless a hint has a `cost` to be told of before.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "next", "Next hint"),
        Binding("escape,enter", "dismiss", "Close"),
    ]

    def __init__(
        self,
        hints: Sequence[str],
        taken: int,
        take: Callable[[int], object],
        cost: str = "",
    ) -> None:
        super().__init__()
        self.taken = taken
        self._hints = hints
        self._take = take
        self._cost = cost

    def compose(self) -> ComposeResult:
        """Lay out a place for the hints."""
        with Vertical(id="dialog"):
            yield Static("", id="hints", markup=False)
            yield Static("", id="keys", classes="note", markup=False)

    def on_mount(self) -> None:
        """Show what was taken before; the first hint if none was."""
        if self.taken == 0 and not self._cost:
            self.action_next()
        else:
            self._draw()

    def action_next(self) -> None:
        """Take the next hint, and remember that it was taken."""
        if self.taken < len(self._hints):
            self.taken += 1
            self._take(self.taken)
        self._draw()

    def _draw(self) -> None:
        shown = self._hints[: self.taken]
        parts: list[str | tuple[str, str]] = []
        for number, hint in enumerate(shown, start=1):
            parts += [(f"Hint {number} of {len(self._hints)}\n", "bold"), f"{hint}\n\n"]
        parts.append((self._cost, "dim"))
        self.query_one("#hints", Static).update(look.styled(*parts))
        more = "F2 next hint   " if self.taken < len(self._hints) else ""
        self.query_one("#keys", Static).update(f"{more}Esc closes")
