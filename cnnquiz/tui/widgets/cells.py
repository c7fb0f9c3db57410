"""Cells to fill with numbers, by keys, by pasting, or one by one with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from cnnquiz.questions.parsing import LONGEST_NUMBER
from cnnquiz.tui import look
from cnnquiz.tui.widgets.rows import Altered, Confirmed
from cnnquiz.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import Click, Key, Paste

    from cnnquiz.tui.widgets.sheet import Place

EMPTY = "_"


class Cell(Static):
    """One number, right-aligned; brackets stand around it where the keys act."""

    def __init__(self, place: Place, width: int) -> None:
        super().__init__("", markup=False)
        self.place = place
        self.styles.width = width
        self._width = width

    def show(self, text: str, *, is_current: bool, mark: str = "") -> None:
        """Draw the number, or that there is none, and a mark behind it."""
        before, after = ("[", "]") if is_current else (" ", mark or " ")
        room = self._width - 2
        self.update(look.text(f"{before}{text[-room:] or EMPTY:>{room}}{after}"))
        self.set_class(is_current, "-current")


class Cells(Sheet, Vertical, can_focus=True):
    """Rows of cells; what each is called and which must be filled is a subclass's."""

    HELP = "Space, Tab or an arrow goes to the next; F5 or Enter in the last confirms."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+s", "confirm", "Confirm"),
        Binding("enter", "go_on", "Next cell; confirm in the last", show=False),
        Binding("tab", "leave(1)", "Next cell", show=False),
        Binding("shift+tab", "leave(-1)", "Cell before", show=False),
        Binding("right", "step(1)", "Next cell", show=False),
        Binding("left", "step(-1)", "Cell before", show=False),
        Binding("up", "rise(-1)", "Row above", show=False),
        Binding("down", "rise(1)", "Row below", show=False),
        Binding("backspace", "erase", "Take back", show=False),
        Binding("delete", "clear", "Empty the cell", show=False),
    ]
    CHARACTERS = ""
    """What numbers are made of here."""
    BETWEEN_CELLS = " ,"
    BETWEEN_ROWS = ""

    def __init__(
        self, rows: int, widths: Sequence[int], read: Callable[[str], str]
    ) -> None:
        super().__init__(rows, len(widths), read)
        self.frozen = False
        self.marks: dict[str, str] = {}
        self._widths = list(widths)
        self._arrived = True  # the next character replaces what stands in the cell
        self._is_over = False  # a key went beyond the last cell
        self._refused = ""
        self._note = Static("", classes="reading", markup=False)

    @property
    def typed(self) -> str:
        """Return what the learner would have typed on a plain command line."""
        raise NotImplementedError

    def restore(self, draft: str) -> None:
        """Bring back what stood in the cells; the first empty one is next."""
        for row, line in zip(self.texts, draft.split("\n"), strict=False):
            cells = line.split("\t")[: len(row)]
            row[: len(cells)] = cells
        self.move(next(iter(self.empty), (0, 0)))

    def split(self, text: str) -> list[list[str]]:
        """Return the cells of a text that is pasted."""
        raise NotImplementedError

    def headings(self) -> ComposeResult:
        """Lay out what stands above the cells."""
        yield from ()

    def compose(self) -> ComposeResult:
        """Lay out the cells, and below them what is missing."""
        yield from self.headings()
        for row in range(len(self.texts)):
            with Horizontal(classes="cells"):
                for column, width in enumerate(self._widths):
                    yield Cell((row, column), width)
        yield self._note

    def on_mount(self) -> None:
        """Draw the cells."""
        self.redraw()

    def redraw(self) -> None:
        """Draw what stands in the cells, and what is missing."""
        unreadable = self.unreadable
        for cell in self.query(Cell):
            cell.show(
                self.text_of(cell.place),
                is_current=cell.place == self.current and not self.frozen,
                mark=self.marks.get(self.name_of(cell.place), "")
                or ("?" if cell.place in unreadable else ""),
            )
        self._note.display = not self.frozen
        self._note.update(look.text(self._said()))
        self._note.set_class(bool(self._refused), "-error")
        self.post_message(Altered())

    def move(self, place: Place) -> None:
        """Go to a cell; what was said there is over."""
        self._refused = ""
        self._go(place)

    def freeze(self, marks: Mapping[str, str] | None = None) -> None:
        """Take no more keys; marks stand behind the cells of these names."""
        self.frozen = True
        self.can_focus = False
        self.marks.update(marks or {})
        self.add_class("-frozen")
        self.redraw()

    def action_confirm(self) -> None:
        """Give the answer; go to the first cell that is missing instead, if any."""
        missing = [*self.unreadable, *self.empty]
        if missing:
            self._refuse("", missing[0])
        else:
            self.post_message(Confirmed())

    def action_go_on(self) -> None:
        """Go to the next cell; behind the last, confirm."""
        following = self.after(self.current)
        if following is None:
            self.action_confirm()
        else:
            self.move(following)

    def action_step(self, step: int) -> None:
        """Go to the cell beside, from the last of a row to the first of the next."""
        self.move(self.beside(self.current, step) or self.current)

    def action_leave(self, step: int) -> None:
        """Go to the cell beside; from the last one, leave the control."""
        beside = self.beside(self.current, step)
        if beside is not None:
            self.move(beside)
        elif step > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_rise(self, step: int) -> None:
        """Go to the row above or below."""
        row, column = self.current
        self.move((min(max(row + step, 0), len(self.texts) - 1), column))

    def action_erase(self) -> None:
        """Take the last character away; in an empty cell, go back."""
        if text := self.text_of(self.current):
            self._put(self.current, text[:-1])
        else:
            self.action_step(-1)

    def action_clear(self) -> None:
        """Empty the cell."""
        self._put(self.current, "")

    async def on_key(self, event: Key) -> None:
        """Type; each key is done with before the next one."""
        if self.frozen:
            return
        if event.key in self._bindings.key_to_bindings:
            # Left alone, a binding runs when the key has gone up to the app, and a
            # digit that is typed quickly overtakes it into the old cell.
            for binding in self._bindings.get_bindings_for_key(event.key):
                await self.run_action(binding.action)
        elif not self._type(event.character or ""):
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: Paste) -> None:
        """Fill the cells from a text, from here or else from the first cell."""
        event.stop()
        rows = self.split(event.text)
        for start in (self.current, (0, 0)):
            if rows and self.fits(rows, start):
                self._fill(rows, start)
                return
        if rows:
            widest = max(map(len, rows))
            size = f"{len(rows)} rows of {widest}" if len(rows) > 1 else f"{widest}"
            self._refuse(f"What was pasted does not fit: {size} numbers.", self.current)

    def on_click(self, event: Click) -> None:
        """Go to the cell that is clicked."""
        if isinstance(event.widget, Cell) and not self.frozen:
            self.move(event.widget.place)

    def _type(self, character: str) -> bool:
        """Take one character; say whether it means anything here."""
        if not character:
            return False
        text = self.text_of(self.current)
        if character in self.CHARACTERS and self._is_over:
            self._say_over()
        elif character in self.CHARACTERS:
            kept = "" if self._arrived else text
            self._put(self.current, f"{kept}{character}"[:LONGEST_NUMBER])
        elif character in self.BETWEEN_ROWS:
            row, column = self.current
            if (text or column) and row + 1 < len(self.texts):
                self.move((row + 1, 0))
        elif character in self.BETWEEN_CELLS:
            if text and self.beside(self.current, 1) is None:
                self._say_over()
            elif text:  # a space after a comma goes nowhere
                self.action_step(1)
        elif character in "[]()":
            pass
        else:  # the screen may have a use for it
            if character.isalpha():
                self._refused = f"{character} is no part of a number here."
                self.redraw()
            return False
        return True

    def _put(self, place: Place, text: str) -> None:
        row, column = place
        self.texts[row][column] = text
        self._arrived, self._is_over, self._refused = False, False, ""
        self.redraw()

    def _fill(self, rows: Sequence[Sequence[str]], start: Place) -> None:
        top, left = start
        for down, row in enumerate(rows):
            for right, text in enumerate(row):
                clean = "".join(filter(str.isprintable, text))
                self._put((top + down, left + right), clean[:LONGEST_NUMBER])
        self.move((top + len(rows) - 1, left + len(rows[-1]) - 1))

    def _say_over(self) -> None:
        self._is_over = True
        self._refused = "This is the last cell. F5 confirms; the arrows go elsewhere."
        self.redraw()

    def _refuse(self, reason: str, place: Place) -> None:
        """Go to a cell and say in the tone of an error what is wrong."""
        self._refused = reason or self.missing(with_current=True)
        self._go(place)

    def _go(self, place: Place) -> None:
        self.current, self._arrived, self._is_over = place, True, False
        self.redraw()
        for cell in self.query(Cell):
            if cell.place == place:
                cell.scroll_visible()

    def _said(self) -> str:
        return self._refused or self.missing(with_current=False) or self.reading()
