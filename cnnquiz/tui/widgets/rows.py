"""Rows to point at: arrows move, labels choose, Enter confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from cnnquiz.tui import look

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import Click, Key

    from cnnquiz.questions.presentation import Labelled

NOWHERE = -1


class Confirmed(Message):
    """The learner pressed Enter on a control."""


class Altered(Message):
    """What stands in a control is another thing now, or is drawn anew."""


class Row(Horizontal):
    """A sign and a text; the text wraps beside the sign."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._sign = Static("", classes="sign", markup=False)
        self._text = Static(look.text(text), classes="text", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out both."""
        yield self._sign
        yield self._text

    def show(self, sign: str, *, under_cursor: bool) -> None:
        """Draw the sign, and the row as the one that the keys act on."""
        self._sign.update(look.text(sign))
        self.set_class(under_cursor, "-cursor")


class Rows(Vertical, can_focus=True):
    """Labelled texts, one of which is pointed at; what a label does is a subclass's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("enter", "confirm", "Confirm"),
    ]
    cursor: reactive[int] = reactive(NOWHERE)

    def __init__(self, choices: Sequence[Labelled]) -> None:
        super().__init__()
        self.labels = [choice.label for choice in choices]
        self.texts = [choice.text for choice in choices]
        self.frozen = False
        self.marks: dict[str, str] = {}
        self._prefix = ""

    @property
    def typed(self) -> str:
        """Return what the learner would have typed on a plain command line."""
        raise NotImplementedError

    @property
    def draft(self) -> str:
        """Return what `restore` brings back."""
        return self.typed

    def restore(self, draft: str) -> None:
        """Bring back what stood here."""
        raise NotImplementedError

    def sign(self, index: int) -> str:
        """Return what stands before a row."""
        raise NotImplementedError

    def choose(self, index: int) -> None:
        """Do what the label of a row does."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out the rows."""
        for text in self.texts:
            yield Row(text)

    def on_mount(self) -> None:
        """Draw the signs."""
        self.redraw()

    def begin(self) -> None:
        """Take the keyboard, and point at the first row."""
        self.cursor = 0
        self.focus()

    def redraw(self) -> None:
        """Draw each row's sign and the cursor."""
        for index, row in enumerate(self.query(Row)):
            mark = self.marks.get(self.labels[index], " ")
            before = f"{mark} " if self.frozen else ""
            at_cursor = index == self.cursor and not self.frozen
            row.show(before + self.sign(index), under_cursor=at_cursor)
        self.post_message(Altered())

    def watch_cursor(self) -> None:
        """Draw the cursor where it is, and bring it into view."""
        self.redraw()
        rows = list(self.query(Row))
        if 0 <= self.cursor < len(rows):
            rows[self.cursor].scroll_visible()

    def known(self, words: Iterable[str]) -> list[int]:
        """Return the rows of labels; what is no label is left out."""
        return [self.labels.index(word) for word in words if word in self.labels]

    def freeze(self, marks: Mapping[str, str] | None = None) -> None:
        """Take no more keys; marks stand before the rows of these labels."""
        self.frozen = True
        self.can_focus = False
        self.marks.update(marks or {})
        self.add_class("-frozen")
        self.redraw()

    def action_move(self, step: int) -> None:
        """Point at the next row, from the other end after the last."""
        start = self.cursor if self.cursor != NOWHERE else min(-step, 0)
        self.cursor = (start + step) % len(self.labels)

    def action_confirm(self) -> None:
        """Give the answer as it stands."""
        self.post_message(Confirmed())

    def on_key(self, event: Key) -> None:
        """Choose by label; labels of two digits are typed one after the other."""
        char = (event.character or "").lower()
        if self.frozen or not char.strip():
            return
        for label in (self._prefix + char, char):
            if label in self.labels:
                event.stop()
                event.prevent_default()
                self._prefix = label
                self.cursor = self.labels.index(label)
                self.choose(self.cursor)
                return
        self._prefix = ""

    def on_click(self, event: Click) -> None:
        """Choose with the mouse."""
        if self.frozen or event.widget is None:
            return
        for index, row in enumerate(self.query(Row)):
            if row in event.widget.ancestors_with_self:
                self.cursor = index
                self.choose(index)
