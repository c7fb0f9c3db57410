"""The names of a screen's panes, with the one that is shown set off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from cnnquiz.tui import look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Click


class Tab(Static):
    """One name; a click shows its pane."""


class PaneTabs(Horizontal):
    """A line of names; the title stands before them."""

    class Chosen(Message):
        """A pane was asked for with the mouse."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.pane = name

    def __init__(self, title: str, names: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._names = names

    def compose(self) -> ComposeResult:
        """Lay out the title and the names."""
        yield Static(
            look.styled((f" {self._title} ", "bold")), classes="title", markup=False
        )
        for name in self._names:
            yield Tab(name, name=name, markup=False)
        yield Static("", id="said-short", markup=False)

    def show(self, shown: str) -> None:
        """Set one name off, by its brackets too."""
        for tab in self.query(Tab):
            is_shown = tab.name == shown
            tab.update(f"[{tab.name}]" if is_shown else f" {tab.name} ")
            tab.set_class(is_shown, "-shown")

    def say(self, text: str) -> None:
        """Say a few words at the end of the line."""
        self.query_one("#said-short", Static).update(look.text(text))

    def on_click(self, event: Click) -> None:
        """Ask for the pane whose name was clicked."""
        if isinstance(event.widget, Tab) and event.widget.name:
            self.post_message(self.Chosen(event.widget.name))
