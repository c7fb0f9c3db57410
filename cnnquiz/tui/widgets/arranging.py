"""Controls that arrange: lines into an order, partners into pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from cnnquiz.tui import look
from cnnquiz.tui.widgets.rows import NOWHERE, Row, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Key

    from cnnquiz.questions.presentation import Labelled


class Arrange(Rows):
    """Put lines in order: each chosen line takes the next place."""

    HELP = (
        "A letter or Space gives a line the next place, or takes it away; "
        "left and right move it; Enter confirms."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "place", "Place"),
        Binding("left", "shift(-1)", "Earlier", show=False),
        Binding("right", "shift(1)", "Later", show=False),
        Binding("backspace", "take_last", "Take back", show=False),
    ]

    def __init__(self, choices: Sequence[Labelled]) -> None:
        super().__init__(choices)
        self.order: list[int] = []

    @property
    def typed(self) -> str:
        """Return the letters in the order given to them."""
        return " ".join(self.labels[index] for index in self.order)

    def restore(self, draft: str) -> None:
        """Put lines into the order of their letters."""
        self.order = self.known(draft.split())
        self.redraw()

    def sign(self, index: int) -> str:
        """Return the place of a line, then its letter."""
        place = str(self.order.index(index) + 1) if index in self.order else "-"
        return f"{place:>2}  {self.labels[index]}"

    def choose(self, index: int) -> None:
        """Give a line the next place, or take its place away."""
        if index in self.order:
            self.order.remove(index)
        else:
            self.order.append(index)
        self.redraw()

    def action_place(self) -> None:
        """Place the line that is pointed at."""
        if self.cursor != NOWHERE and not self.frozen:
            self.choose(self.cursor)

    def action_take_last(self) -> None:
        """Take the last place away."""
        if self.order and not self.frozen:
            self.order.pop()
            self.redraw()

    def action_shift(self, step: int) -> None:
        """Move the line that is pointed at to an earlier or a later place."""
        if self.frozen or self.cursor not in self.order:
            return
        place = self.order.index(self.cursor)
        self.order.insert(max(0, place + step), self.order.pop(place))
        self.redraw()


class Pairs(Rows):
    """Find the partner of each left text: a digit gives the row its partner."""

    HELP = (
        "A digit gives the marked row its partner; letters or the arrows move; "
        "Enter confirms."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "clear", "Take back", show=False),
    ]

    def __init__(self, lefts: Sequence[Labelled], partners: Sequence[Labelled]) -> None:
        super().__init__(lefts)
        self._partners = list(partners)
        self.given: dict[int, str] = {}

    @property
    def typed(self) -> str:
        """Return each letter with the digit given to it."""
        pairs = sorted(self.given.items())
        return " ".join(f"{self.labels[index]}{digit}" for index, digit in pairs)

    def restore(self, draft: str) -> None:
        """Give rows the partners they had."""
        for pair in draft.split():
            for index in self.known([pair[0]]):
                self.given[index] = pair[1:]
        self.cursor = self._next_open()
        self.redraw()

    def compose(self) -> ComposeResult:
        """Lay out the left texts, then their partners by number."""
        yield from super().compose()
        yield Static("Partners", classes="heading", markup=False)
        for partner in self._partners:
            row = Static(
                look.styled((f" {partner.label}  ", "bold"), partner.text),
                classes="partner", markup=False,
            )  # fmt: skip
            yield row

    def on_mount(self) -> None:
        """Begin at the first row."""
        self.cursor = 0
        self.redraw()

    def sign(self, index: int) -> str:
        """Return a row's letter and the number of its partner."""
        return f"{self.labels[index]} = {self.given.get(index, '_')}"

    def choose(self, index: int) -> None:
        """Pointing is all that a letter does."""

    def on_key(self, event: Key) -> None:
        """Give a partner by its digit; letters point."""
        digits = [partner.label for partner in self._partners]
        if not self.frozen and event.character in digits:
            event.stop()
            self.given[self.cursor] = event.character
            self.cursor = self._next_open()
            self.redraw()
        else:
            super().on_key(event)

    def action_clear(self) -> None:
        """Take a row's partner away."""
        if not self.frozen:
            self.given.pop(self.cursor, None)
            self.redraw()

    def _next_open(self) -> int:
        """Return the next row without a partner; the same one if there is none."""
        count = len(self.query(Row))
        after = [(self.cursor + step) % count for step in range(1, count)]
        return next((i for i in after if i not in self.given), self.cursor)
