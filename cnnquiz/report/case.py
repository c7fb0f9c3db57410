"""A counterexample: its arguments, and what came back beside what is right."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from cnnquiz.grading.verdict import Counterexample
from cnnquiz.report import arrays
from cnnquiz.report.numbers import writer
from cnnquiz.report.parts import Part, wrong_parts
from cnnquiz.report.safe import one_line
from cnnquiz.report.spans import Block, Line, Span, beside, line, wrapped
from cnnquiz.report.windows import explain
from cnnquiz.report.words import say

MAX_PARTS = 6


def counterexample(found: Counterexample, width: int, slug: str = "") -> list[Line]:
    """Draw the case on which a check failed; an exercise's slug may explain a cell."""
    if found.expected is None:
        parts, outcome = [], _alone(found.got, width)
    else:
        parts, outcome = wrong_parts(found.expected, found.got, found.wrong), []
    for part in parts[:MAX_PARTS]:
        outcome += [*([line("")] if outcome else []), *_compared(part, width)]
    if len(parts) == 1:
        outcome += _explained(slug, found.arguments, parts[0], width)
    rows = _arguments(found.arguments, width)
    return [*rows, *([line("")] if rows and outcome else []), *outcome]


def _arguments(arguments: Mapping[str, Any], width: int) -> list[Line]:
    blocks: list[Block] = []
    texts: list[str] = []
    for name, value in arguments.items():
        more, said = _drawn(one_line(name, arrays.MAX_NAME), value, width)
        blocks += more
        texts += said
    rows = beside(blocks, width) if blocks else []
    if texts:
        rows += [line("")] * bool(rows) + wrapped(", ".join(texts), width)
    return rows


def _drawn(name: str, value: Any, width: int) -> tuple[list[Block], list[str]]:
    """Return the pictures and the short texts that a value or its parts become."""
    if arrays.is_grid(value):
        return [arrays.picture(name, value, width, _about(value))], []
    parts = list(itertools.islice(_parts(value, name), 2 * MAX_PARTS))
    if not any(arrays.is_grid(part) for _, part in parts):
        return [], [f"{name} = {say(value)}"]
    blocks: list[Block] = []
    texts: list[str] = []
    for label, part in parts:
        if arrays.is_grid(part):
            blocks.append(arrays.picture(label, part, width, _about(part)))
        else:
            texts.append(f"{label} = {say(part)}")
    return blocks, texts


def _about(array: np.ndarray) -> str:
    """Say what a picture of an argument does not show."""
    said = [] if array.dtype == np.float64 else [str(array.dtype)]
    if not array.flags.c_contiguous:
        said.append("not contiguous")
    return ", ".join(said)


def _parts(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a dict or a sequence with the names a learner would write."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield one_line(f"{name}[{str(key)!r}]", arrays.MAX_NAME), part
    elif isinstance(value, (tuple, list)):
        for index, part in enumerate(value):
            yield f"{name}[{index}]", part


def _explained(
    slug: str, arguments: Mapping[str, Any], part: Part, width: int
) -> list[Line]:
    """Say where the first wrong cell comes from."""
    if not (part.comparable and arrays.is_grid(part.expected)):
        return []
    places = np.argwhere(part.marks())
    if not len(places):
        return []
    place = tuple(int(index) for index in places[0])
    said = explain(slug, arguments, part.expected, place)
    return [line(""), *wrapped(said, width)] if said else []


def _alone(got: Any, width: int) -> list[Line]:
    """Draw what a law looked at: there is nothing to hold it against."""
    if got is None:
        return []
    blocks, texts = _drawn("got", got, width)
    rows = beside(blocks, width) if blocks else []
    return rows + [row for text in texts for row in wrapped(text, width)]


def _compared(part: Part, width: int) -> list[Line]:
    """Draw a part: cells where shapes agree, else what the two are."""
    name = one_line(part.name, arrays.MAX_NAME)
    label = f"{name}: " if name else ""
    if not part.comparable:
        if arrays.is_grid(part.expected) and arrays.is_grid(part.got):
            return _shapes(label, part.expected.shape, part.got.shape, width)
        return _words(label, say(part.expected), say(part.got), width)
    marks = part.marks()
    if not marks.ndim:
        return [_scalars(label, part, bool(marks))]
    if marks.any():
        return arrays.pair(name, part.expected, part.got, marks, width)
    said = f"{label}got {say(part.got)}; its values agree"
    return wrapped(said, width)


def _words(label: str, expected: str, got: str, width: int) -> list[Line]:
    return [
        row
        for what, said in (("expected", expected), ("got", got))
        for row in wrapped(f"{label}{what} {said}", width)
    ]


def _shapes(
    label: str, expected: Sequence[int], got: Sequence[int], width: int
) -> list[Line]:
    """Say two shapes, the axes that differ in brackets."""
    alike = len(expected) == len(got)
    axes = [
        f"[{g}]" if alike and e != g else str(g)
        for e, g in zip(expected if alike else got, got, strict=True)
    ]
    said = f"({', '.join(axes)}{',' * (len(axes) == 1)})"
    return _words(label, f"shape {tuple(expected)}", f"shape {said}", width)


def _scalars(label: str, part: Part, wrong: bool) -> Line:
    expected, got = (np.asarray(v)[()] for v in (part.expected, part.got))
    write = writer([np.asarray(v) for v in (expected, got)], [(expected, got)])
    text = write(got)
    return (
        Span(f"{label}expected {write(expected)}, got "),
        Span(f"[{text}]", "wrong") if wrong else Span(text),
    )
