"""HTML from elements: what is text stays text, whatever is in it.

Nothing here puts strings of HTML together, so nothing can be forgotten to be escaped.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from xml.sax.saxutils import escape

from cnnquiz.report.safe import clean, shortened
from cnnquiz.report.spans import Line

Child = ET.Element | str


def element(tag: str, *children: Child, **attributes: str) -> ET.Element:
    """Make an element; `class_` stands for the attribute that Python has a word for."""
    made = ET.Element(tag, {k.rstrip("_"): clean(v) for k, v in attributes.items()})
    last: ET.Element | None = None
    for child in children:
        if not isinstance(child, str):
            made.append(child)
            last = child
        elif last is None:
            made.text = (made.text or "") + clean(child)
        else:
            last.tail = (last.tail or "") + clean(child)
    return made


def table(
    heads: Iterable[str], rows: Iterable[Iterable[Child]], **attributes: str
) -> ET.Element:
    """Make a table with a row of heads."""
    top = element("tr", *(element("th", head, scope="col") for head in heads))
    body = [element("tr", *(element("td", cell) for cell in row)) for row in rows]
    return element(
        "table", element("thead", top), element("tbody", *body), **attributes
    )


def drawn(rows: Iterable[Line], limit: int) -> ET.Element:
    """Make a block of drawn lines, cut where it takes more bytes than the limit."""
    children: list[Child] = []
    for row in rows:
        limit -= sum(cost(span.text) + 40 for span in row) + 1
        if limit < 0:
            children.append("…\n")
            break
        for span in row:
            styled = element("span", span.text, class_=span.style)
            children.append(styled if span.style else span.text)
        children.append("\n")
    return element("pre", *children)


def held(text: str, limit: int, *, keep_end: bool = False) -> str:
    """Return a harmless text that takes no more bytes of a document than the limit."""
    # No character takes less than a byte: what is beyond need not be looked at.
    said = text[-limit - 1 :] if keep_end else text[: limit + 1]
    return shortened(clean(said), limit, cost, keep_end=keep_end)


def cost(text: str) -> int:
    """Return how many bytes a text takes in a document of ASCII."""
    return len(escape(text).encode("ascii", "xmlcharrefreplace"))


def document(root: ET.Element) -> str:
    """Write a page as ASCII, so that any encoding holds it."""
    body = ET.tostring(root, encoding="us-ascii", method="html").decode("ascii")
    return f"<!DOCTYPE html>\n{body}\n"
