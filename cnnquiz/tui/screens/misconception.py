"""One misconception: what puts it right, and what there is to try it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static

from cnnquiz.tui import look
from cnnquiz.tui.screens.page import WAY_BACK, Page
from cnnquiz.tui.widgets.entries import EntryList

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.app import ComposeResult

    from cnnquiz.tui.index import Entry, Kind
    from cnnquiz.tui.states import States


class MisconceptionScreen(Page):
    """The correction, the questions that ask about it, the exercises that know it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "drill", "Drill", id="misconception.drill"),
        Binding("enter", "open", "Open", id="misconception.open", priority=True),
        *WAY_BACK,
    ]
    PALETTE = (
        ("misconception: drill", "Ask about it, with new numbers", "drill"),
        ("misconception: open the marked one", "Ask it, or show it", "open"),
    )

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry

    def compose(self) -> ComposeResult:
        """Lay out what is right and the list."""
        yield Static(
            look.styled((" Misconception ", "bold"), (self.entry.id, "dim")),
            id="progress",
            markup=False,
        )
        yield Static(
            look.styled(("The idea: ", "bad"), self.entry.title),
            classes="idea",
            markup=False,
        )
        yield Static(
            look.styled(("What is right: ", "good"), self.entry.note),
            classes="idea",
            markup=False,
        )
        yield Static("", id="shown", classes="idea", markup=False)
        yield EntryList("entries")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Let the arrows move in the list."""
        self.query_one("#entries").focus()

    def on_screen_resume(self) -> None:
        """Look again: a drill may have put it right."""
        self._gather()

    @work(thread=True, exclusive=True)
    def _gather(self) -> None:
        from cnnquiz.tui.index import index
        from cnnquiz.tui.states import states

        entries = index()
        found = about(self.entry, entries)
        known = states(self.cnnquiz.learner, entries)
        self.hand_over(self.show, found, known)

    def show(self, found: dict[Kind, list[Entry]], states: States) -> None:
        """List what there is to try it on."""
        is_open = "wrong" in states.get(self.entry.key, frozenset())
        said = "You have shown it, and not put it right since." if is_open else ""
        self.query_one("#shown", Static).update(said)
        self.query_one("#shown").display = is_open
        self.query_one("#entries", EntryList).fill(found, states)

    def action_drill(self) -> None:
        """Ask about it."""
        self.cnnquiz.open_drill(self.entry.id, self.entry.related)

    def action_open(self) -> None:
        """Open what is marked."""
        self.query_one("#entries", EntryList).open_marked()


def about(entry: Entry, entries: tuple[Entry, ...]) -> dict[Kind, list[Entry]]:
    """Return the questions that ask about a misconception, and its exercises."""
    from cnnquiz.questions.bank import load_bank

    asks = {item.id for item in load_bank() if entry.id in item.misconceptions}
    wanted: dict[Kind, Collection[str]] = {"question": asks, "exercise": entry.related}
    return {
        kind: found
        for kind, ids in wanted.items()
        if (found := [each for each in entries if each.kind == kind and each.id in ids])
    }
