"""The hints of an exercise, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from cnnquiz.tui import look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from cnnquiz.tui.learner import Learner


class HintScreen(ModalScreen[None]):
    """The hints taken so far; F2 takes the next one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "next", "Next hint"),
        Binding("escape,enter", "dismiss", "Close"),
    ]

    def __init__(self, slug: str, hints: Sequence[str]) -> None:
        super().__init__()
        self._slug = slug
        self._hints = hints
        self.taken = 0

    def compose(self) -> ComposeResult:
        """Lay out a place for the hints."""
        with Vertical(id="dialog"):
            yield Static("", id="hints", markup=False)
            yield Static("", id="keys", classes="note", markup=False)

    def on_mount(self) -> None:
        """Show what was taken before; the first hint if none was."""
        self.taken = self._learner.hints_taken(self._slug)
        if self.taken == 0:
            self.action_next()
        else:
            self._draw()

    def action_next(self) -> None:
        """Take the next hint, and remember that it was taken."""
        if self.taken < len(self._hints):
            self.taken += 1
            self._learner.take_hint(self._slug, self.taken)
        self._draw()

    @property
    def _learner(self) -> Learner:
        learner: Learner = self.app.learner  # type: ignore[attr-defined]
        return learner

    def _draw(self) -> None:
        shown = self._hints[: self.taken]
        parts: list[str | tuple[str, str]] = []
        for number, hint in enumerate(shown, start=1):
            parts += [(f"Hint {number} of {len(self._hints)}\n", "bold"), f"{hint}\n\n"]
        self.query_one("#hints", Static).update(look.styled(*parts))
        more = "F2 next hint   " if self.taken < len(self._hints) else ""
        self.query_one("#keys", Static).update(f"{more}Esc closes")
