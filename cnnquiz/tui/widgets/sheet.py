"""What stands in cells, how they follow each other, and what is missing of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NAMED = 3  # cells that a note names before it only counts them

Place = tuple[int, int]


class Sheet:
    """Texts in rows and columns; which must be filled is a subclass's."""

    def __init__(self, rows: int, columns: int, read: Callable[[str], str]) -> None:
        super().__init__()
        self.texts = [[""] * columns for _ in range(rows)]
        self.current: Place = (0, 0)
        self._read = read

    def name_of(self, place: Place) -> str:
        """Return what a cell is called."""
        raise NotImplementedError

    def wanted(self) -> list[Place]:
        """Return the cells that have to be filled, as things stand."""
        raise NotImplementedError

    def reading(self) -> str:
        """Return what to say where nothing is missing."""
        raise NotImplementedError

    @property
    def draft(self) -> str:
        """Return what `restore` brings back, empty cells included."""
        return "\n".join("\t".join(row) for row in self.texts)

    @property
    def empty(self) -> list[Place]:
        """The cells that have to be filled and are not."""
        return [place for place in self.wanted() if not self.text_of(place)]

    @property
    def unreadable(self) -> list[Place]:
        """The cells in which no number stands."""
        return [
            place for place in self.places()
            if (text := self.text_of(place)) and not self._read(text)
        ]  # fmt: skip

    def text_of(self, place: Place) -> str:
        """Return what stands in a cell."""
        row, column = place
        return self.texts[row][column]

    def after(self, place: Place) -> Place | None:
        """Return the cell behind another; None behind the last."""
        return self.beside(place, 1)

    def columns_of(self, row: int) -> int:
        """Return how many cells of a row are gone through before the next row."""
        del row
        return len(self.texts[0])

    def fits(self, rows: Sequence[Sequence[str]], start: Place) -> bool:
        """Say whether rows have room from a cell on."""
        top, left = start
        is_low = top + len(rows) <= len(self.texts)
        return is_low and left + max(map(len, rows)) <= len(self.texts[0])

    def missing(self, *, with_current: bool) -> str:
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

    def beside(self, place: Place, step: int) -> Place | None:
        """Return the cell a step before or behind another; None beyond the ends."""
        row, column = place[0], place[1] + step
        if column < 0:
            row, column = row - 1, len(self.texts[0]) - 1
        elif column >= self.columns_of(row):
            row, column = row + 1, 0
        return (row, column) if 0 <= row < len(self.texts) else None

    def places(self) -> Iterator[Place]:
        """Yield all cells in reading order."""
        for row in range(len(self.texts)):
            for column in range(len(self.texts[0])):
                yield row, column
