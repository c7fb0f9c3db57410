"""The course: each exercise with how far the learner is; typing filters it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Footer, Input, OptionList
from textual.widgets.option_list import Option

from cnnquiz.curriculum.catalog import Entry, every
from cnnquiz.tui import look
from cnnquiz.tui.screens.page import WAY_BACK
from cnnquiz.tui.screens.searching import SearchPage

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content


class ExercisesScreen(SearchPage):
    """A line to filter with, and the list that it filters."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="exercises.open", priority=True),
        *WAY_BACK,
    ]
    PALETTE = (("exercise: open the marked one", "Statement and editor", "open"),)

    def compose(self) -> ComposeResult:
        """Lay out the filter and the list."""
        yield Input(
            placeholder="Type to filter: a name, track, level or state", id="filter"
        )
        yield OptionList(id="exercises", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Typing filters at once."""
        self.query_one("#exercises").can_focus = False
        self.query_one("#filter").focus()

    def on_screen_resume(self) -> None:
        """Look again: one of them may have passed by now."""
        self._fill()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as the learner types."""
        event.stop()
        self._fill()

    def action_open(self) -> None:
        """Open the exercise that is marked."""
        marked = self.query_one("#exercises", OptionList).highlighted_option
        if marked is not None and marked.id is not None:
            self.cnnquiz.open_exercise(marked.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open what was clicked."""
        event.stop()
        self.action_open()

    def action_back(self) -> None:
        """Take the filter away first, then leave."""
        line = self.query_one("#filter", Input)
        if line.value:
            line.value = ""
        else:
            super().action_back()

    def _fill(self) -> None:
        states = self.cnnquiz.learner.exercises()
        menu = self.query_one("#exercises", OptionList)
        at = menu.highlighted_option.id if menu.highlighted_option else None
        menu.clear_options()
        wanted = self.query_one("#filter", Input).value.lower().split()
        track, wide = "", max(len(entry.slug) for entry in every())
        for entry in every():
            state = states[entry.slug].state if entry.slug in states else "not started"
            if not _fits(entry, state, wanted):
                continue
            if entry.track != track:
                track = entry.track
                menu.add_option(Option(look.styled((track, "dim")), disabled=True))
            menu.add_option(Option(_row(entry, state, wide), id=entry.slug))
        places = {option.id: i for i, option in enumerate(menu.options) if option.id}
        first = next(iter(places.values()), None)
        menu.highlighted = places.get(at or "", first)


def _fits(entry: Entry, state: str, wanted: list[str]) -> bool:
    said = f"{entry.slug} {entry.track} {entry.level} {state} {entry.title}".lower()
    return all(word in said for word in wanted)


def _row(entry: Entry, state: str, wide: int) -> Content:
    sign = look.STATE_SIGNS[state]
    style = {"passed": "good", "attempted": "bold $text-warning"}.get(state, "")
    return look.styled(
        (f"{sign} {state:<11} ", style),
        (f"{entry.slug:<{wide}} ", "bold"),
        f"{entry.level:<6} {entry.minutes:>2} min  ",
        (entry.title, "dim"),
    )
