"""What the screens share that have a line to search with and a list below it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from cnnquiz.tui.screens.page import Page


class SearchPage(Page):
    """The line keeps the keyboard; its arrows move in the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move('cursor_up')", "Up", show=False, priority=True),
        Binding("down", "move('cursor_down')", "Down", show=False, priority=True),
        Binding("pageup", "move('page_up')", "Page up", show=False, priority=True),
        Binding(
            "pagedown", "move('page_down')", "Page down", show=False, priority=True
        ),
    ]

    def action_move(self, action: str) -> None:
        """Move in the list."""
        getattr(self.query_one(OptionList), f"action_{action}")()
