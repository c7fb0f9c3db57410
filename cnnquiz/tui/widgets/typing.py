"""Controls that are typed into: a line, or a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static, TextArea

from cnnquiz.tui import look
from cnnquiz.tui.widgets.rows import Altered, Confirmed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult


class Line(Vertical):
    """One line of input; below it stands how it is read."""

    HELP = "Enter confirms."

    def __init__(self, prompt: str, read: Callable[[str], str]) -> None:
        super().__init__()
        self._input = Input(placeholder=look.text(prompt))
        self._reading = Static("", classes="reading", markup=False)
        self._read = read

    @property
    def typed(self) -> str:
        """Return the text of the line."""
        return self._input.value

    @property
    def draft(self) -> str:
        """Return what `restore` brings back."""
        return self.typed

    def restore(self, draft: str) -> None:
        """Bring back what stood here."""
        self._input.value = draft
        self._input.cursor_position = len(draft)

    def compose(self) -> ComposeResult:
        """Lay out the line and its reading."""
        yield self._input
        yield self._reading

    def focus(self, scroll_visible: bool = True) -> Line:
        """Focus the line itself."""
        self._input.focus(scroll_visible)
        return self

    def freeze(self, marks: Mapping[str, str] | None = None) -> None:
        """Take no more keys."""
        del marks
        self._input.disabled = True
        self.add_class("-frozen")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show how the text is read."""
        event.stop()
        self._reading.update(look.text(self._read(event.value)))
        self.post_message(Altered())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the answer as it stands."""
        event.stop()
        self.post_message(Confirmed())


class Words(Vertical):
    """A text of some sentences."""

    HELP = "F5 confirms. If you answered aloud, type - alone."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+s", "confirm", "Confirm", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._area = TextArea(tab_behavior="focus")

    @property
    def typed(self) -> str:
        """Return the text."""
        return self._area.text

    @property
    def draft(self) -> str:
        """Return what `restore` brings back."""
        return self.typed

    def restore(self, draft: str) -> None:
        """Bring back what stood here."""
        self._area.load_text(draft)
        self._area.move_cursor(self._area.document.end)

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        yield self._area

    def focus(self, scroll_visible: bool = True) -> Words:
        """Focus the text itself."""
        self._area.focus(scroll_visible)
        return self

    def freeze(self, marks: Mapping[str, str] | None = None) -> None:
        """Take no more keys."""
        del marks
        self._area.read_only = True
        self._area.can_focus = False
        self.add_class("-frozen")

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell of each change."""
        event.stop()
        self.post_message(Altered())

    def action_confirm(self) -> None:
        """Give the answer as it stands."""
        self.post_message(Confirmed())
