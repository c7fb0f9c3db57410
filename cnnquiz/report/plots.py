"""Plots of plain numbers in a line or a few: bars, columns, a calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

EIGHTHS = " ▏▎▍▌▋▊▉█"
HEIGHTS = " ▁▂▃▄▅▆▇█"
ASCII_HEIGHTS = " .:-=+*#%"
# A day of the calendar by the minutes of practice: none, then less than each of these.
MINUTES = (10, 20, 40)
SHADES = "·░▒▓█"
ASCII_SHADES = ".-+*#"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def bar(
    share: float, width: int, *, ascii: bool = False, mark: float | None = None
) -> str:
    """Draw a share from 0 to 1, with a line at a second share if there is one."""
    share = max(0.0, min(1.0, share))
    if ascii:
        drawn = f"{'#' * round(share * width):.<{width}}"
    else:
        whole, part = divmod(round(share * width * 8), 8)
        drawn = f"{'█' * whole + (EIGHTHS[part] if part else ''):░<{width}}"
    if mark is None:
        return drawn
    at = min(int(max(0.0, mark) * width), width - 1)
    return f"{drawn[:at]}{'|' if ascii else '│'}{drawn[at + 1 :]}"


def columns(values: Iterable[float | None], *, ascii: bool = False) -> str:
    """Draw a column for each value, none for None; what is drawn is never empty."""
    known = list(values)
    heights = ASCII_HEIGHTS if ascii else HEIGHTS
    most = max((value for value in known if value is not None), default=0.0)

    def column(value: float | None) -> str:
        if value is None:
            return heights[0]
        return heights[max(1, round(8 * value / most))] if most else heights[1]

    return "".join(column(value) for value in known)


def calendar(
    seconds: Mapping[date, float], today: date, weeks: int, *, ascii: bool = False
) -> list[str]:
    """Draw the last weeks up to today: a row for each weekday, a column for each week.

    The first row names the months where they begin.
    """
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=back) for back in reversed(range(weeks))]
    rows = [_months(mondays)]
    for weekday, name in enumerate(WEEKDAYS):
        days = [first + timedelta(days=weekday) for first in mondays]
        cells = [_shade(seconds.get(d), ascii) if d <= today else " " for d in days]
        rows.append(f"{name} {' '.join(cells)}".rstrip())
    return rows


def legend(*, ascii: bool = False) -> str:
    """Say what the shades of the calendar mean, in minutes."""
    none, *shades, most = tuple(ASCII_SHADES if ascii else SHADES)
    under = [f"{s} <{m}" for s, m in zip(shades, MINUTES, strict=True)]
    return "  ".join([f"{none} none", *under]) + f" min  {most} more"


def percent(share: float) -> str:
    """Say a share in four columns."""
    return f"{share:4.0%}"


def count(number: int, noun: str) -> str:
    """Say how many there are of something."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def duration(seconds: float) -> str:
    """Say how long something took."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{seconds:.0f} s"
    return (
        f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
    )


def _shade(seconds: float | None, ascii: bool) -> str:
    shades = ASCII_SHADES if ascii else SHADES
    if seconds is None:
        return shades[0]
    return shades[1 + sum(seconds >= 60 * minutes for minutes in MINUTES)]


def _months(mondays: list[date]) -> str:
    """Name each month above the week in which its first day lies."""
    row = ""
    for place, first in enumerate(mondays):
        last = first + timedelta(days=6)
        if last.day <= 7 and len(row) <= 4 + 2 * place:
            row = f"{row:{4 + 2 * place}}{last:%b} "
    return row.rstrip()
