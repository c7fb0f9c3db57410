"""What every full screen has in common: a way back, help, and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeAlias

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from cnnquiz.tui.app import CnnquizApp


Commands: TypeAlias = "tuple[tuple[str, str, str], ...]"

HELP: tuple[BindingType, ...] = (
    Binding("f1", "help", "Help", id="page.help"),
    Binding("question_mark", "help", "Help", show=False, id="page.help2"),
)
WAY_BACK: tuple[BindingType, ...] = (
    *HELP,
    Binding("escape", "back", "Back", id="page.back"),
)


class Page(Screen[None]):
    """A full screen.

    Each names its own keys first and `WAY_BACK` last, as the footer shows them.
    """

    PALETTE: ClassVar[Commands] = ()
    """Commands of this screen: "noun: verb", what it does, the action."""

    @property
    def cnnquiz(self) -> CnnquizApp:
        """The app, as what it is."""
        from cnnquiz.tui.app import CnnquizApp

        app = self.app
        assert isinstance(app, CnnquizApp)  # noqa: S101 - there is no other
        return app

    def commands(self) -> Iterable[SystemCommand]:
        """Return what this screen adds to the command palette."""
        for title, help_, action in self.PALETTE:
            if self.check_action(action, ()) is not False:
                yield SystemCommand(title, help_, self._runner(action))

    def action_back(self) -> None:
        """Leave this screen."""
        self.dismiss()

    def action_help(self) -> None:
        """Show the keys that work here."""
        self.cnnquiz.show_help()

    def hand_over(self, show: Callable[..., None], *found: object) -> None:
        """Show, from a worker's thread, what it found, if this screen is still open."""

        def show_here() -> None:
            if self.is_attached and self in self.app.screen_stack:
                show(*found)

        self.app.call_from_thread(show_here)

    def _runner(self, action: str) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            await self.run_action(action)

        return run
