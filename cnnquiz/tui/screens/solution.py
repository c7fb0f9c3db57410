"""The model solution beside the learner's, its loops, and what is asked next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, Static

from cnnquiz.tui import look
from cnnquiz.tui.screens.page import WAY_BACK, Page
from cnnquiz.tui.widgets.editor import CodeEditor
from cnnquiz.tui.widgets.tabs import PaneTabs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from cnnquiz.curriculum.catalog import Entry

MODEL, LOOPS, YOURS, QUESTIONS = "model", "loops", "yours", "questions"


class SolutionScreen(Page):
    """Panes to read: model solution, loops if written, own code, follow-up questions."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "next_pane", "Next pane", id="solution.pane", priority=True),
        *WAY_BACK,
    ]

    def __init__(self, entry: Entry, source: str, follow_ups: Sequence[str]) -> None:
        super().__init__()
        self._entry = entry
        self._source = source
        self._follow_ups = follow_ups
        self._loops = entry.loops
        self._panes = (MODEL, *((LOOPS,) if self._loops else ()), YOURS, QUESTIONS)
        self.pane = MODEL

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        yield PaneTabs(self._entry.slug, self._panes)
        with Horizontal(id="panes"):
            model = self._entry.solution.read_text(encoding="utf-8")
            yield CodeEditor(model, id=MODEL, read_only=True)
            if self._loops:
                loops = self._loops.read_text(encoding="utf-8")
                yield CodeEditor(loops, id=LOOPS, read_only=True)
            yield CodeEditor(self._source, id=YOURS, read_only=True)
            with VerticalScroll(id=QUESTIONS):
                yield Static(
                    "An interviewer may ask next", classes="heading", markup=False
                )
                for question in self._follow_ups:
                    said = look.text(question)
                    yield Static(said, classes="paragraph", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin with the model solution."""
        self.show_pane(self.pane)

    def on_pane_tabs_chosen(self, event: PaneTabs.Chosen) -> None:
        """Show the pane that was clicked."""
        event.stop()
        self.show_pane(event.pane)

    def show_pane(self, pane: str) -> None:
        """Show a pane and give it the keyboard; a wide screen has the model beside it.

        Even the widest has no room for four: loops and own code share a place.
        """
        self.pane = pane
        beside = YOURS if pane == MODEL else pane
        behind = YOURS if pane == LOOPS else LOOPS
        for name in self._panes:
            self.query_one(f"#{name}").set_class(name == pane, "-shown")
            self.query_one(f"#{name}").set_class(name == beside, "-side")
            self.query_one(f"#{name}").set_class(name == behind, "-behind")
        self.query_one(PaneTabs).show(pane)
        self.query_one(f"#{pane}").focus()

    def action_next_pane(self) -> None:
        """Go round the panes."""
        place = self._panes.index(self.pane) + 1
        self.show_pane(self._panes[place % len(self._panes)])
