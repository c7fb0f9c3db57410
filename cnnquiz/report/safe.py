"""Text that comes from a submission, made harmless for terminals and documents."""

from __future__ import annotations

import re

# C0 and C1 controls but for the newline, DEL, marks that reorder or hide text, line
# and paragraph separators, and lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# What XML 1.0 cannot hold, on top of the above.
_NOT_XML = re.compile("[\ufffe\uffff]")


def clean(text: str) -> str:
    """Return the text with nothing in it that a terminal would obey.

    What is taken out is shown as an escape, so that nobody wonders where it went.
    """
    text = text.replace("\r\n", "\n").replace("\t", "    ")
    return _UNSAFE.sub(lambda m: f"\\x{ord(m[0]):02x}", text)


def clean_xml(text: str) -> str:
    """Return the text with nothing in it that XML 1.0 cannot hold."""
    return _NOT_XML.sub("\ufffd", clean(text))


def one_line(text: str, limit: int = 500) -> str:
    """Return the text on one line, cut at a limit."""
    line = " ".join(clean(text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
