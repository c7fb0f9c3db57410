"""Cells to fill with numbers, by keys, by pasting, or one by one with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from cnnquiz.questions.parsing import LONGEST_NUMBER
from cnnquiz.tui import look
from cnnquiz.tui.widgets.rows import Confirmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import Click, Key, Paste

EMPTY = "_"
NAMED = 3  # cells that a note names before it only counts them

Place = tuple[int, int]


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


class Cells(Vertical, can_focus=True):
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
        super().__init__()
        self.texts = [[""] * len(widths) for _ in range(rows)]
        self.current: Place = (0, 0)
        self.frozen = False
        self.marks: dict[str, str] = {}
        self._widths = list(widths)
        self._read = read
        self._arrived = True  # the next character replaces what stands in the cell
        self._refused = ""
        self._note = Static("", classes="reading", markup=False)

    @property
    def typed(self) -> str:
        """Return what the learner would have typed on a plain command line."""
        raise NotImplementedError

    def name_of(self, place: Place) -> str:
        """Return what a cell is called."""
        raise NotImplementedError

    def wanted(self) -> list[Place]:
        """Return the cells that have to be filled, as things stand."""
        raise NotImplementedError

    def reading(self) -> str:
        """Return what to say where nothing is missing."""
        raise NotImplementedError

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

    @property
    def empty(self) -> list[Place]:
        """The cells that have to be filled and are not."""
        return [place for place in self.wanted() if not self.text_of(place)]

    @property
    def unreadable(self) -> list[Place]:
        """The cells in which no number stands."""
        return [
            place for place in self._places()
            if (text := self.text_of(place)) and not self._read(text)
        ]  # fmt: skip

    def text_of(self, place: Place) -> str:
        """Return what stands in a cell."""
        row, column = place
        return self.texts[row][column]

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

    def after(self, place: Place) -> Place | None:
        """Return the cell behind another; None behind the last."""
        return self._beside(place, 1)

    def columns_of(self, row: int) -> int:
        """Return how many cells of a row are gone through before the next row."""
        del row
        return len(self._widths)

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
        self.move(self._beside(self.current, step) or self.current)

    def action_leave(self, step: int) -> None:
        """Go to the cell beside; from the last one, leave the control."""
        beside = self._beside(self.current, step)
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
            if rows and self._fits(rows, start):
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
        if character in self.CHARACTERS:
            kept = "" if self._arrived else text
            self._put(self.current, f"{kept}{character}"[:LONGEST_NUMBER])
        elif character in self.BETWEEN_ROWS:
            row, column = self.current
            if (text or column) and row + 1 < len(self.texts):
                self.move((row + 1, 0))
        elif character in self.BETWEEN_CELLS:
            if text:  # a space after a comma goes nowhere
                self.action_step(1)
        else:
            return character in "[]()"
        return True

    def _put(self, place: Place, text: str) -> None:
        row, column = place
        self.texts[row][column] = text
        self._arrived, self._refused = False, ""
        self.redraw()

    def _fits(self, rows: Sequence[Sequence[str]], start: Place) -> bool:
        top, left = start
        is_low = top + len(rows) <= len(self.texts)
        return is_low and left + max(map(len, rows)) <= len(self._widths)

    def _fill(self, rows: Sequence[Sequence[str]], start: Place) -> None:
        top, left = start
        for down, row in enumerate(rows):
            for right, text in enumerate(row):
                clean = "".join(filter(str.isprintable, text))
                self._put((top + down, left + right), clean[:LONGEST_NUMBER])
        self.move((top + len(rows) - 1, left + len(rows[-1]) - 1))

    def _refuse(self, reason: str, place: Place) -> None:
        """Go to a cell and say in the tone of an error what is wrong."""
        self._refused = reason or self._missing(with_current=True)
        self._go(place)

    def _go(self, place: Place) -> None:
        self.current, self._arrived = place, True
        self.redraw()
        for cell in self.query(Cell):
            if cell.place == place:
                cell.scroll_visible()

    def _said(self) -> str:
        return self._refused or self._missing(with_current=False) or self.reading()

    def _missing(self, *, with_current: bool) -> str:
        """Say what is no number, else what is empty; "" where all is well.

        A number is not done while it is typed: its cell counts once the keys act
        elsewhere, or once the answer was to be given.
        """
        for place in self.unreadable:
            if with_current or place != self.current:
                return f"No number in {self.name_of(place)}: {self.text_of(place)}"
        empty = self.empty
        if not empty:
            return ""
        if len(empty) == len(self.wanted()):
            return "Nothing is filled in yet."
        named = "; ".join(map(self.name_of, empty[:NAMED]))
        more = f" and {len(empty) - NAMED} more" if len(empty) > NAMED else ""
        return f"Still empty: {named}{more}."

    def _beside(self, place: Place, step: int) -> Place | None:
        row, column = place[0], place[1] + step
        if column < 0:
            row, column = row - 1, len(self._widths) - 1
        elif column >= self.columns_of(row):
            row, column = row + 1, 0
        return (row, column) if 0 <= row < len(self.texts) else None

    def _places(self) -> Iterator[Place]:
        for row in range(len(self.texts)):
            for column in range(len(self._widths)):
                yield row, column
