"""The arrays of an operation side by side, with the window, the focus and a cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Static

from cnnquiz.explore.catalog import LARGEST
from cnnquiz.explore.pictures import Size, Spot, arranged
from cnnquiz.explore.scene import Editing
from cnnquiz.tui import look

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.events import Click, Key

    from cnnquiz.explore.operation import Place, Table
    from cnnquiz.explore.pictures import Row, Style
    from cnnquiz.explore.scene import Scene

STYLES: dict[Style, str] = {
    "": "",
    "title": "bold",
    "focus": "bold reverse",
    "dim": "$foreground 55%",
    "read": "bold $text-accent",
    "chosen": "bold reverse $text-warning",
    "written": "bold reverse $text-success",
    "cursor": "bold reverse",
}
ARROWS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}
DIGITS = "0123456789.-"
LONGEST = 10  # characters of a number that is typed
FEWEST_ROWS = 6
BELOW = 9  # rows of the screen that are not for arrays


# Arrows step and turn knobs here; scrolling follows the window by itself.
class Board(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Draws a scene at a step; one given array has the focus and can be edited."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_array(1)", "Next array", show=False),
        Binding("shift+tab", "next_array(-1)", "Previous array", show=False),
        # `on_key` does what these say; they are here to be shown while it edits.
        Binding("enter", "editing", "Take it"),
        Binding("escape", "editing", "End"),
    ]

    class Edited(Message):
        """A cell of a given array has another number."""

        def __init__(self, table: str, place: Place, value: float) -> None:
            super().__init__()
            self.table, self.place, self.value = table, place, value

    class Picked(Message):
        """A cell was clicked."""

        def __init__(self, table: str, place: Place) -> None:
            super().__init__()
            self.table, self.place = table, place

    class Said(Message):
        """Something about editing is to be told, or nothing any more."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.scene: Scene | None = None
        self.at = 0
        self.array = ""
        self.editing: Editing | None = None
        self._spots: list[Spot] = []

    def compose(self) -> ComposeResult:
        """Lay out the drawing."""
        yield Static("", id="drawn", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show the keys of editing while it goes on."""
        return self.editing is not None if action == "editing" else True

    def on_resize(self) -> None:
        """Draw again at the new width."""
        self._draw()

    def show(self, scene: Scene, at: int) -> None:
        """Draw a scene as it is after a step."""
        self.scene, self.at = scene, at
        names = [table.name for table in self._given()]
        if self.array not in names:
            self.array = names[0]
            self.editing = None
        self._draw()

    def action_next_array(self, step: int) -> None:
        """Give the focus to another of the given arrays."""
        if not self._commit():
            return
        names = [table.name for table in self._given()]
        self.array = names[(names.index(self.array) + step) % len(names)]
        if self.editing is not None:
            self.editing = Editing(self.array, self._first_place())
        self._draw()

    def edit(self) -> None:
        """Begin to edit the array that has the focus."""
        self.editing = Editing(self.array, self._first_place())
        self.focus()
        self._say()
        self._draw()

    def on_key(self, event: Key) -> None:
        """While a cell is edited, take every key that has a meaning there."""
        editing = self.editing
        if editing is None or event.key in {"tab", "shift+tab", "f1", "ctrl+q"}:
            return
        event.stop()
        event.prevent_default()
        typed = editing.typed or ""
        moves = ARROWS | {"enter": ARROWS["right"]}
        if event.key in moves:
            if not self._commit():
                return
            self._move(*moves[event.key])
        elif event.key == "escape":
            self.editing = None if editing.typed is None else self._at(editing.place)
        elif event.key == "backspace":
            self.editing = self._at(editing.place, typed[:-1] or None)
        elif event.character and event.character in DIGITS and len(typed) < LONGEST:
            self.editing = self._at(editing.place, typed + event.character)
        self._say()
        self._draw()

    def on_click(self, event: Click) -> None:
        """Give the focus to an array, or say which cell of a result was meant."""
        offset = event.get_content_offset(self.query_one("#drawn"))
        if offset is None:
            return
        for spot in self._spots:
            row, column = offset.y - spot.row, offset.x - spot.column
            place = spot.picture.cell_at(row, column)
            if place is not None:
                self._pick(spot.picture.table, place)

    def _pick(self, name: str, place: Place) -> None:
        table = self._table(name)
        if not table.given:
            self.post_message(self.Picked(name, place))
        elif self._commit():
            self.array = name
            if self.editing is not None and _inside(place, table.shape):
                self.editing = Editing(name, place)
            self._draw()

    def _given(self) -> list[Table]:
        assert self.scene is not None  # noqa: S101 - it is shown
        return [table for table in self.scene.tables if table.given]

    def _table(self, name: str) -> Table:
        assert self.scene is not None  # noqa: S101 - it is shown
        return next(table for table in self.scene.tables if table.name == name)

    def _first_place(self) -> Place:
        """Return where editing begins: at a cell that is read now, or the first."""
        assert self.scene is not None  # noqa: S101 - it is shown
        shape = self._table(self.array).shape
        if self.at < len(self.scene.steps):
            for cell in self.scene.steps[self.at].reads:
                if cell.table == self.array and _inside(cell.place, shape):
                    return cell.place
        return (0,) * len(shape)

    def _at(self, place: Place, typed: str | None = None) -> Editing:
        return Editing(self.array, place, typed)

    def _move(self, down: int, right: int) -> None:
        """Move the cursor within its slice, on to the next row at the end of one."""
        assert self.editing is not None  # noqa: S101 - a cell is edited
        *lead, row, column = (0, *self.editing.place)
        shape = (1, *self._table(self.array).shape)
        row, column = row + down, column + right
        if column in {-1, shape[-1]} and 0 <= row + right < shape[-2]:
            row, column = row + right, column % shape[-1]
        row = max(0, min(row, shape[-2] - 1))
        column = max(0, min(column, shape[-1] - 1))
        self.editing = self._at((*lead, row, column)[1:])

    def _commit(self) -> bool:
        """Take over what was typed; say so where it is no number."""
        editing = self.editing
        if editing is None or editing.typed is None:
            return True
        try:
            value = float(editing.typed)
        except ValueError:
            value = LARGEST + 1
        if abs(value) > LARGEST:
            self.post_message(
                self.Said(f"{editing.typed} is no number up to {LARGEST:,.0f}.")
            )
            return False
        self.editing = Editing(editing.table, editing.place)
        self.post_message(self.Edited(editing.table, editing.place, value))
        return True

    def _say(self) -> None:
        self.refresh_bindings()
        helps = "Type a number, Enter takes it. Arrows move, Tab: next array, Esc ends."
        self.post_message(self.Said(helps if self.editing is not None else ""))

    def _draw(self) -> None:
        width = self.scrollable_content_region.width
        if self.scene is None or not width:
            return
        size = Size(width, max(self.screen.size.height - BELOW, FEWEST_ROWS))
        focus = self.array if len(self._given()) > 1 or self.editing else ""
        pictures = self.scene.pictures(self.at, size, focus, self.editing)
        rows, self._spots = arranged(pictures, width)
        self.query_one("#drawn", Static).update(look.stacked(map(_styled, rows)))
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        """Bring the array that is written, or edited, into view."""
        if self.scene is None or self.at >= len(self.scene.steps):
            return
        writes = self.scene.steps[self.at].writes
        wanted = writes[0].table if writes else self.array
        if self.editing is not None:
            wanted = self.array
        for spot in self._spots:
            if spot.picture.table == wanted:
                region = Region(0, spot.row, 1, len(spot.picture.rows))
                self.scroll_to_region(region, animate=False, force=True)


def _inside(place: Place, shape: tuple[int, ...]) -> bool:
    return all(0 <= i < n for i, n in zip(place, shape, strict=True))


def _styled(row: Row) -> Content:
    return look.styled(*((piece.text, STYLES[piece.style]) for piece in row))
