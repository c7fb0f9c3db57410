"""Questions that stand in the way: yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from cnnquiz.study.stats import CONFIDENCE
from cnnquiz.tui import look

if TYPE_CHECKING:
    from textual.app import ComposeResult


class HowSure(ModalScreen[int | None]):
    """A line below an answer; Esc goes back to the answer, which can be changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"dismiss({n})", said) for n, said in CONFIDENCE.items()),
        Binding("escape,backspace", "dismiss(None)", "Back to the answer"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        choices = ", ".join(f"{n} {said}" for n, said in CONFIDENCE.items())
        yield Static(
            look.styled(
                ("How sure? ", "bold"), choices, ("   Esc: change the answer", "dim")
            ),
            id="sure",
            markup=False,
        )


class Confirm(ModalScreen[bool]):
    """Ask a question; y is yes, everything else is no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "Yes"),
        Binding("n,escape,enter", "dismiss(False)", "No"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Vertical(id="dialog"):
            yield Static(self._question, markup=False)
            yield Static("y yes   n no (Enter)", classes="note", markup=False)
