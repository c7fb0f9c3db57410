"""Text that comes from a submission, made harmless for terminals and documents."""

from __future__ import annotations

import bisect
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SUSPECT = re.compile(r"[^\n -~]")
# Printable by the rules of Unicode, yet drawn as nothing: joiners, fillers, selectors.
_INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)


def clean(text: str) -> str:
    r"""Return the text with nothing in it that a terminal would obey.

    Newlines stay and tabs become spaces. Whatever else is not printable (controls,
    marks that reorder or hide text, separators, lone surrogates, unassigned code
    points) is shown as an escape such as ``\x1b``, so that nobody wonders where it
    went. All that stays is also allowed in XML 1.0.
    """
    return _SUSPECT.sub(_harmless, text.replace("\r\n", "\n").replace("\t", "    "))


def _harmless(found: re.Match[str]) -> str:
    char = found[0]
    if char.isprintable() and char not in _INVISIBLE:
        return char
    if unicodedata.category(char) == "Zs":
        return " "
    return char.encode("unicode_escape").decode()


def one_line(text: str, limit: int = 500) -> str:
    """Return the text on one line, cut at a limit."""
    # What is far beyond the limit need not be cleaned to be cut.
    return shortened(" ".join(clean(text[: 8 * limit]).split()), limit)


def shortened(
    text: str, limit: int, cost: Callable[[str], int] = len, *, keep_end: bool = False
) -> str:
    """Return the text, cut where its cost would exceed the limit."""
    if cost(text) <= limit:
        return text
    room = limit - cost("…")

    def part(length: int) -> str:
        return text[len(text) - length :] if keep_end else text[:length]

    longest = bisect.bisect_right(
        range(len(text)), room, key=lambda length: cost(part(length))
    )
    kept = part(max(longest - 1, 0))
    return f"…{kept}" if keep_end else f"{kept}…"
