"""When things happened, for a log whose clock may have jumped."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cnnquiz.study.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

R = TypeVar("R", bound=Row)


def in_order(rows: Iterable[R], now: datetime) -> list[tuple[datetime, R]]:
    """Return the rows, given in order of arrival, by the time they happened.

    A row dated after `now` was written while the clock was ahead; left so, its card
    would rest until that date. It takes the time of the row that arrived before it.
    Rows of another machine, imported late, find their place by their own times.
    """
    arrived = list(rows)
    last = next((row.at for row in arrived if row.at <= now), now)
    timed = []
    for row in arrived:
        last = row.at if row.at <= now else last
        timed.append((last, row))
    return sorted(timed, key=lambda pair: pair[0])  # stable: ties keep their arrival
