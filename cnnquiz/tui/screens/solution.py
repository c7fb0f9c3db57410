"""The model solution beside the learner's, and what an interviewer asks next."""

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

PANES = ("model", "yours", "questions")


class SolutionScreen(Page):
    """Three panes to read: model solution, own code, follow-up questions."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "next_pane", "Next pane", id="solution.pane", priority=True),
        *WAY_BACK,
    ]

    def __init__(self, entry: Entry, source: str, follow_ups: Sequence[str]) -> None:
        super().__init__()
        self._entry = entry
        self._source = source
        self._follow_ups = follow_ups
        self.pane = PANES[0]

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        yield PaneTabs(self._entry.slug, PANES)
        with Horizontal(id="panes"):
            model = self._entry.solution.read_text(encoding="utf-8")
            yield CodeEditor(model, id="model", read_only=True)
            yield CodeEditor(self._source, id="yours", read_only=True)
            with VerticalScroll(id="questions"):
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
        """Show a pane and give it the keyboard."""
        self.pane = pane
        for name in PANES:
            self.query_one(f"#{name}").set_class(name == pane, "-shown")
        self.query_one("#questions").set_class(pane == "questions", "-side")
        self.query_one("#yours").set_class(pane != "questions", "-side")
        self.query_one(PaneTabs).show(pane)
        self.query_one(f"#{pane}").focus()

    def action_next_pane(self) -> None:
        """Go round the panes."""
        self.show_pane(PANES[(PANES.index(self.pane) + 1) % len(PANES)])
