"""What is told after an answer, the learner's own mistake first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Static

from cnnquiz.questions.items import Array, Item, Shape
from cnnquiz.tui import look
from cnnquiz.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from cnnquiz.questions.feedback import Feedback, Note
    from cnnquiz.questions.marking import Mark


class Told(Vertical):
    """The verdict on an answer, the answer, the working, and the source."""

    def __init__(self, told: Feedback, *, gave_up: bool = False) -> None:
        super().__init__()
        self._told = told
        self._gave_up = gave_up

    def compose(self) -> ComposeResult:
        """Lay out what is told; the notes on other options wait for a key."""
        told = self._told
        yield Static(self._headline(), markup=False, id="headline")
        if told.verdict != "Correct":
            yield Static(_labelled("Answer", told.answer), markup=False)
        for correction in told.corrections:
            yield Static(_labelled("Remember", correction), markup=False)
        if told.working:
            yield Static("Working", classes="heading", markup=False)
            yield Prose(told.working)
        with Vertical(id="notes"):
            yield Static(self._title(), classes="heading", markup=False)
            for note in self.others():
                yield Static(_note(note), markup=False)
        yield Static(f"Source: {look.text(told.source)}", markup=False, classes="note")

    def _headline(self) -> Content:
        told = self._told
        if self._gave_up:
            return look.styled(
                ("Not known. ", "bold"), "It comes back in your reviews."
            )
        sign = look.VERDICT_SIGNS[told.verdict]
        style = look.VERDICT_STYLES[told.verdict]
        return look.styled((f"{sign} {told.verdict}. ", style), told.headline)

    def _title(self) -> str:
        labels = all(len(note.label) == 1 for note in self._told.notes)
        return "The other options" if labels else "Where wrong answers come from"

    def on_mount(self) -> None:
        """Hide the notes."""
        self.query_one("#notes").display = False

    def others(self) -> list[Note]:
        """Return the notes that the headline did not say."""
        return [note for note in self._told.notes if not note.given]

    def toggle_notes(self) -> None:
        """Show or hide what there is to say about the other options."""
        notes = self.query_one("#notes")
        notes.display = not notes.display
        if notes.display:
            notes.scroll_visible()


def marks(item: Item, told: Feedback, result: Mark) -> dict[str, str]:
    """Return the sign of each labelled option or cell: right, or given though wrong."""
    if isinstance(item, Array | Shape):
        signs = {True: look.RIGHT, False: look.WRONG}
        return {part.label: signs[part.correct] for part in result.parts}
    found = {}
    for note in told.notes:
        if note.right:
            found[note.label] = look.RIGHT
        elif note.given:
            found[note.label] = look.WRONG
    return found


def _labelled(label: str, text: str) -> Content:
    between = "\n" if "\n" in text else " "
    return look.styled((f"{label}:", "bold"), f"{between}{text}")


def _note(note: Note) -> Content:
    sign = look.RIGHT if note.right else look.WRONG
    style = "good" if note.right else "bad"
    if "\n" in note.label:  # an array, with which its explanation begins
        return look.styled((f"{sign} ", style), note.text)
    return look.styled((f"{sign} {note.label}: ", style), note.text)
