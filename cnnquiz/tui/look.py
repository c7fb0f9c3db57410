"""How things look: styles, signs and bars, in colour or not, in Unicode or ASCII."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.content import Content
from textual.filter import LineFilter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.color import Color

    from cnnquiz.report.spans import Line

# The styles that `cnnquiz.report` names, in the colours of the theme.
STYLES = {
    "": "",
    "title": "bold",
    "good": "bold $text-success",
    "bad": "bold $text-error",
    "dim": "$foreground 60%",
    "wrong": "bold reverse $text-error",
}

RIGHT, WRONG, PARTLY = "✓", "✗", "~"
STATE_SIGNS = {"passed": "✓", "slow": "~", "attempted": "•", "not started": " "}
VERDICT_SIGNS = {"Correct": RIGHT, "Partly": PARTLY, "Wrong": WRONG}
VERDICT_STYLES = {"Correct": "good", "Partly": "bold $text-warning", "Wrong": "bad"}

# One ASCII character for each that a widget or a text may draw; see `AsciiOnly`.
_ASCII = str.maketrans(
    {
        **dict.fromkeys("─━═╌┄▁▔▂", "-"),
        **dict.fromkeys("│┃║▏▎▍▌▊▋▐▕", "|"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛┣┫╔╗╚╝", "+"),
        **dict.fromkeys("█▉▇▆▅▄▃▀▓", "#"),
        **dict.fromkeys("░▒", "."),
        **dict.fromkeys("→›▶▸⟶", ">"),
        **dict.fromkeys("←‹◀", "<"),
        **dict.fromkeys("↑▲", "^"),
        **dict.fromkeys("↓▼", "v"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("–—−‑", "-"),
        **dict.fromkeys("•●∗", "*"),
        **dict.fromkeys("·∙", "."),
        "✓": "+",
        "✗": "x",
        "×": "x",
        "…": "~",
        "○": "o",
        "⌊": "[",
        "⌋": "]",
        "²": "2",
        "°": "o",
        "🔎": "> ",  # before the command palette's line
        **dict(zip("αβγδελμπσφΦΣ√∞∂", "abgdelmpsfFSv8d", strict=True)),
        "\u00a0": " ",
    }
)


def is_ascii() -> bool:
    """Say whether only ASCII may be drawn: asked for, or all the terminal can show."""
    encoding = (getattr(sys.__stdout__, "encoding", None) or "ascii").lower()
    unicode = encoding.replace("-", "").startswith("utf")
    return "CNNQUIZ_ASCII" in os.environ or not unicode


def text(plain: str) -> str:
    """Return a text as it can be shown here."""
    if not is_ascii():
        return plain
    from cnnquiz.report.plain import spelled

    return spelled(plain)


def styled(*parts: str | tuple[str, str]) -> Content:
    """Put texts together, each plain or with a style's name; nothing is markup."""
    return Content.assemble(
        *(
            text(part)
            if isinstance(part, str)
            else (text(part[0]), STYLES.get(part[1], part[1]))
            for part in parts
        )
    )


def lines(block: Iterable[Line]) -> Content:
    """Return the lines of a report, to be drawn as they stand."""
    return stacked(
        [styled(*((span.text, span.style) for span in row)) for row in block]
    )


def stacked(rows: Iterable[Content]) -> Content:
    """Put texts below each other."""
    return Content("\n").join(rows)


def bar(share: float, width: int) -> str:
    """Draw a share from 0 to 1 as a bar of characters."""
    filled = round(max(0.0, min(1.0, share)) * width)
    return "█" * filled + "░" * (width - filled)


class AsciiOnly(LineFilter):
    """Replaces what is not ASCII, borders and scroll bars among it, cell by cell."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the same segments in ASCII."""
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(_in_ascii(segment.text), segment.style)
            for segment in segments
        ]


def _in_ascii(drawn: str) -> str:
    from cnnquiz.report.plain import ascii_symbols

    return ascii_symbols(drawn.translate(_ASCII))
