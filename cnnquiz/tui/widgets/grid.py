"""An array to fill in, cell by cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnquiz.tui.widgets.cells import Cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cnnquiz.questions.items import Array
    from cnnquiz.tui.widgets.sheet import Place

WIDEST = 76  # columns for all cells of a row
CELL = 9


class Grid(Cells):
    """Rows and columns of numbers.

    Where the size of the result is part of the question, the grid has room to spare,
    and the rows and columns that are left empty at its end do not count.
    """

    HELP = (
        "Space, Tab or an arrow goes to the next cell, ; to a new row. "
        "F5 confirms, as does Enter in the last cell."
    )
    CHARACTERS = "0123456789.-−+/%_eE"
    BETWEEN_ROWS = ";"

    def __init__(self, item: Array, read: Callable[[str], str]) -> None:
        rows, columns, self._has_room = size_for(item)
        width = min(CELL, WIDEST // columns - 1)
        super().__init__(rows, [width] * columns, read)

    @property
    def typed(self) -> str:
        """Return the rows with semicolons between them."""
        rows, columns = self.extent()
        return "; ".join(" ".join(row[:columns]) for row in self.texts[:rows])

    def extent(self) -> tuple[int, int]:
        """Return how many rows and columns the answer has, as things stand."""
        if not self._has_room:
            return len(self.texts), len(self.texts[0])
        filled = [place for place in self.places() if self.text_of(place)]
        rows = max((row + 1 for row, _ in filled), default=0)
        return rows, max((column + 1 for _, column in filled), default=0)

    def name_of(self, place: Place) -> str:
        """Return the numbers of a cell's row and column."""
        row, column = place
        return f"row {row + 1}, column {column + 1}"

    def wanted(self) -> list[Place]:
        """Return all cells of the answer; the first one at least."""
        rows, columns = (size or 1 for size in self.extent())
        return [(row, column) for row in range(rows) for column in range(columns)]

    def reading(self) -> str:
        """Say of what size the answer is."""
        if not self._has_room:
            return "All cells are filled."
        rows, columns = self.extent()
        return f"Read as {rows} row{'s' * (rows > 1)} of {columns}."

    def split(self, text: str) -> list[list[str]]:
        """Return the rows of `1 2; 3 4`, of `[[1, 2], [3, 4]]`, or of lines."""
        rows = re.split(r"\]\s*[,;]?\s*\[|[;\n]", text)
        words = [re.split(r"[\s,]+", row.strip("[]() \t\r,")) for row in rows]
        return [row for row in words if any(row)]

    def after(self, place: Place) -> Place | None:
        """Return the next cell; None behind the last, or behind a full answer."""
        is_whole = self._has_room and any(self.extent()) and not self.empty
        if is_whole and not self.text_of(place):
            return None
        return super().after(place)

    def columns_of(self, row: int) -> int:
        """Return where a row ends: where the first one does, if it has begun."""
        first = [column for column, text in enumerate(self.texts[0], 1) if text]
        return max(first) if self._has_room and row and first else len(self.texts[0])

    def missing(self, *, with_current: bool) -> str:
        """Say how a grid with room to spare is begun, else what is missing."""
        if self._has_room and not any(self.extent()):
            return "Fill as many rows and columns as there are; the rest stays empty."
        return super().missing(with_current=with_current)


def size_for(item: Array) -> tuple[int, int, bool]:
    """Return rows and columns of the grid, and whether it has room to spare.

    It has where a known mistake leads to another size: a grid that just fits would
    give away part of the answer.
    """
    rows, columns = len(item.answer), len(item.answer[0])
    high = _room(rows, (len(wrong.value) for wrong in item.wrong))
    wide = _room(columns, (len(wrong.value[0]) for wrong in item.wrong))
    return high, wide, (high, wide) != (rows, columns)


def _room(right: int, wrong: Iterable[int]) -> int:
    """Return room for each size, and for more than the right one where one differs."""
    sizes = {right, *wrong}
    return right if len(sizes) == 1 else max(*sizes, right + 1)
