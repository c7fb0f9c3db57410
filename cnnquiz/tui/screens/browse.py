"""Search over questions, exercises, misconceptions and topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Input, Static

from cnnquiz.errors import DataError
from cnnquiz.tui import look
from cnnquiz.tui.index import Entry, Query, matching
from cnnquiz.tui.screens.page import WAY_BACK
from cnnquiz.tui.screens.searching import SearchPage
from cnnquiz.tui.widgets.entries import HEADINGS, EntryList

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from cnnquiz.tui.states import States

FILTERS = (
    ("Each word narrows the list. These words are filters:", ""),
    ("  kind   ", "topic  exercise  misconception  question  generator"),
    ("  level  ", "easy  medium  hard"),
    ("  state  ", "never  right  wrong  due  flagged  passed  slow  attempted"),
    ("All others are looked for in texts, names, topics and tracks.", ""),
    ("", ""),
    ("  hard pooling wrong   ", "hard questions on pooling that went wrong last"),
    ("  exercise conv        ", "exercises on convolution"),
    ("  misconception flip   ", "misconceptions about the flip, and what is right"),
    ("  flagged              ", "questions that you flagged with F7 in a quiz"),
)


class BrowseScreen(SearchPage):
    """A line to search with, and the list of what it finds."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="browse.open", priority=True),
        *WAY_BACK,
    ]
    PALETTE = (("browse: open the marked one", "Ask it, or show it", "open"),)

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Entry, ...] = ()
        self._states: States = {}

    def compose(self) -> ComposeResult:
        """Lay out the line, what to type there, and the list."""
        yield Input(
            placeholder="Type words: conv, hard pooling wrong, exercise conv",
            id="filter",
        )
        with VerticalScroll(id="filters", can_focus=False):
            yield Static("Reading the questions ...", id="told", markup=False)
        yield EntryList("entries")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Typing searches at once."""
        found = self.query_one("#entries")
        found.can_focus = False
        found.display = False
        self.query_one("#filter").focus()

    def on_screen_resume(self) -> None:
        """Look again: what was opened may have changed its state."""
        self._gather()

    @work(thread=True, exclusive=True)
    def _gather(self) -> None:
        from cnnquiz.tui.index import index
        from cnnquiz.tui.states import drawn, states

        learner = self.cnnquiz.learner
        try:
            entries = (*index(), *drawn(learner.flags()))
        except DataError as error:
            self.hand_over(self._say, look.styled((str(error), "bad")))
            return
        self.hand_over(self.show, entries, states(learner, entries))

    def show(self, entries: tuple[Entry, ...], states: States) -> None:
        """Search these."""
        self.entries, self._states = entries, states
        self._search()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as the learner types."""
        event.stop()
        if self.entries:
            self._search()

    def action_open(self) -> None:
        """Open what is marked."""
        found = self.query_one("#entries", EntryList)
        if found.display:
            found.open_marked()

    def action_back(self) -> None:
        """Take the words away first, then leave."""
        line = self.query_one("#filter", Input)
        if line.value:
            line.value = ""
        else:
            super().action_back()

    def _search(self) -> None:
        typed = self.query_one("#filter", Input).value
        found = matching(self.entries, Query.of(typed), self._states)
        menu = self.query_one("#entries", EntryList)
        menu.display = bool(typed.strip() and found)
        if menu.display:
            menu.fill(found, self._states)
        elif typed.strip():
            self._say(look.styled("Nothing fits. Take a word away, or Esc for all."))
        else:
            counts = (f"{len(found[kind])} {HEADINGS[kind].lower()}" for kind in found)
            self._say(_filters(", ".join(counts)))
        self.query_one("#filters").display = not menu.display

    def _say(self, said: Content) -> None:
        self.query_one("#told", Static).update(said)


def _filters(counts: str) -> Content:
    """Say what can be typed, and what there is."""
    rows = [look.styled((words, "bold"), (said, "")) for words, said in FILTERS]
    return look.stacked([*rows, look.styled(""), look.styled((counts, "dim"))])
