"""The built-in editor: Python in colours where that is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import TextArea
from textual.widgets.text_area import Selection

if TYPE_CHECKING:
    from textual.events import Key

INDENT = "    "
NOT_WRITTEN = "raise NotImplementedError"


class CodeEditor(TextArea):
    """A text area for Python: Enter keeps the indentation."""

    def __init__(
        self,
        text: str,
        *,
        id: str | None = None,
        read_only: bool = False,
    ) -> None:
        super().__init__(
            text,
            soft_wrap=False,
            tab_behavior="focus" if read_only else "indent",
            show_line_numbers=True,
            read_only=read_only,
            id=id,
        )
        try:
            self.language = "python"
        except Exception:  # noqa: BLE001 - colours are never worth a failure
            self.language = None

    def on_mount(self) -> None:
        """Follow the app's theme; begin where there is something to write."""
        self._begin()
        self._follow_theme()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._follow_theme())

    def on_show(self) -> None:
        """Bring the cursor into view; while there was no room, nothing could."""
        self.scroll_to(x=0, animate=False)
        self.call_after_refresh(self.scroll_cursor_visible, center=True)

    def _begin(self) -> None:
        """Go to the first line to write; typing there replaces what stands for it."""
        row = _first_line_to_write(self.text)
        line = self.document.get_line(row)
        self.cursor_location = (row, 0)
        if not self.read_only and line.strip().startswith(NOT_WRITTEN):
            start = len(line) - len(line.lstrip())
            # The cursor is at its beginning, so that nothing scrolls sideways.
            self.selection = Selection((row, len(line)), (row, start))

    def point_at(self, line: int | None) -> None:
        """Go to a line, counted from 1; None and a line that is not there go nowhere."""
        if line and line <= self.document.line_count:
            text = self.document.get_line(line - 1)
            self.move_cursor((line - 1, len(text) - len(text.lstrip())), center=True)

    def _follow_theme(self) -> None:
        self.theme = "vscode_dark" if self.app.current_theme.dark else "github_light"

    def take_over(self, text: str) -> None:
        """Replace the whole text in one step, which undo takes back."""
        place = self.cursor_location
        self.replace(text, (0, 0), self.document.end)
        self.move_cursor(place)
        self.scroll_to(x=0, animate=False)

    async def _on_key(self, event: Key) -> None:
        """Handle what a plain text area does otherwise, before it does."""
        if event.key == "escape":
            event.prevent_default()  # it goes on to the screen, which goes back
        elif event.key == "enter" and not self.read_only:
            event.stop()
            event.prevent_default()
            self._begin_line()
        elif event.key in self._bindings.key_to_bindings:
            # Left alone, a binding runs when the key has gone up to the app, and text
            # that is typed quickly overtakes it.
            event.stop()
            event.prevent_default()
            for binding in self._bindings.get_bindings_for_key(event.key):
                await self.run_action(binding.action)

    def _begin_line(self) -> None:
        """Begin a new line where the last one began, deeper after a colon."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        indent = before[: len(before) - len(before.lstrip())]
        deeper = INDENT if before.rstrip().endswith(":") else ""
        self.replace(f"\n{indent}{deeper}", *self.selection)


def _first_line_to_write(text: str) -> int:
    """Return the line below the first function's head; that of the code's start."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.strip().startswith(NOT_WRITTEN):
            return number
    starts = (n for n, line in enumerate(lines) if line.startswith(("def ", "class ")))
    return next(starts, 0)
