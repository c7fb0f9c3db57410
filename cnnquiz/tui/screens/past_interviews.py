"""The interviews that were taken, each with its verdict; Enter opens the scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from cnnquiz.tui import look
from cnnquiz.tui.interview import past
from cnnquiz.tui.screens.page import WAY_BACK, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from cnnquiz.tui.interview import Past


class PastInterviewsScreen(Page):
    """A list, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [*WAY_BACK]

    def compose(self) -> ComposeResult:
        """Lay out the list; it is filled in later."""
        yield Static("", id="progress", markup=False)
        yield OptionList(id="formats", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Gather."""
        self.query_one("#formats").focus()
        self._gather()

    @work(thread=True, exclusive=True)
    def _gather(self) -> None:
        found = self.cnnquiz.learner.read(past, [])
        self.hand_over(self._fill, found)

    def _fill(self, found: Sequence[Past]) -> None:
        said = "Enter opens a scorecard." if found else "No interview was taken yet."
        self.query_one("#progress", Static).update(
            look.styled((" Past interviews  ", "bold"), (said, "dim"))
        )
        menu = self.query_one("#formats", OptionList)
        menu.add_options([Option(_row(each), id=each.id) for each in found])
        if found:
            menu.highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the scorecard."""
        event.stop()
        if event.option.id is not None:
            self.cnnquiz.open_scorecard(event.option.id)


def _row(each: Past) -> Content:
    mean = "" if each.mean is None else f"{each.mean:.2f}"
    so_far = "" if each.ended else ", left"
    return look.styled(
        f"{each.at.astimezone():%Y-%m-%d %H:%M}  ",
        (f"{each.preset:<9}", "bold"),
        f"{each.verdict:<11} {mean:<5} ",
        (f"{each.done} of {each.planned} done{so_far}, seed {each.seed}", "dim"),
    )
