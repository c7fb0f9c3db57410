"""A counterexample: its arguments, and what came back beside what is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cnnquiz.grading.verdict import Counterexample
from cnnquiz.report import arrays
from cnnquiz.report.numbers import writer
from cnnquiz.report.safe import one_line
from cnnquiz.report.spans import Block, Line, Span, beside, line, wrapped
from cnnquiz.report.windows import explain
from cnnquiz.report.words import say

MAX_PARTS = 6


def counterexample(found: Counterexample, width: int, slug: str = "") -> list[Line]:
    """Draw the case on which a check failed; an exercise's slug may explain a cell."""
    parts = _wrong_parts(found)
    outcome = _alone(found.got, width) if found.expected is None else []
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
    parts = list(_parts(value, name))[: 2 * MAX_PARTS]
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


@dataclass(frozen=True, slots=True)
class _Part:
    """One array or number of a result."""

    name: str
    expected: Any
    got: Any
    wrong: Any = None
    claimed: bool = False


def _wrong_parts(found: Counterexample) -> list[_Part]:
    """Return the parts of a result that are wrong; all where none is seen to be."""
    if found.expected is None:
        return []
    parts = _claimed(list(_split(found.expected, found.got)), found.wrong)
    claimed = [part for part in parts if part.claimed]
    return claimed or [part for part in parts if _differs(part)] or parts


def _explained(
    slug: str, arguments: Mapping[str, Any], part: _Part, width: int
) -> list[Line]:
    """Say where the first wrong cell comes from."""
    if not (_same_shape(part) and arrays.is_grid(part.expected)):
        return []
    places = np.argwhere(_marks(part))
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


def _split(expected: Any, got: Any, name: str = "") -> Iterator[_Part]:
    """Yield the parts of a result; one part where the two are not built alike."""
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        if set(expected) == set(got):
            for key, value in expected.items():
                yield from _split(value, got[key], str(key))
            return
    elif isinstance(expected, (tuple, list)) and isinstance(got, (tuple, list)):
        if len(expected) == len(got):
            for index, (one, other) in enumerate(zip(expected, got, strict=True)):
                yield from _split(one, other, f"{name}[{index}]")
            return
    yield _Part(name, expected, got)


def _claimed(parts: list[_Part], wrong: Any) -> list[_Part]:
    """Give each part its marks.

    Marks come by name, and the names of a tuple's parts (dx, dw, db) are known from
    nowhere else: a name that no part has belongs to the next part that it fits.
    """
    if isinstance(wrong, Mapping):
        named = list(wrong.items())
    elif isinstance(wrong, (tuple, list)) and len(wrong) == len(parts):
        named = [(p.name, w) for p, w in zip(parts, wrong, strict=True) if _any(w)]
    else:
        named = [(parts[0].name, wrong)] if wrong is not None else []
    parts, next_ = list(parts), 0
    for name, mark in named:
        own = (i for i, part in enumerate(parts) if part.name == name)
        fitting = (i for i in range(next_, len(parts)) if _fits(parts[i], mark))
        index = next(own, next(fitting, None))
        if index is not None:
            part = replace(parts[index], name=str(name), claimed=True)
            parts[index] = replace(part, wrong=mark) if _fits(part, mark) else part
            next_ = index + 1
    return parts


def _any(mark: Any) -> bool:
    return mark is not None and bool(np.any(mark))


def _fits(part: _Part, mark: Any) -> bool:
    """Say whether marks can be about a part: its shape, and cells that do differ."""
    if mark is None:
        return not _same_shape(part) or _differs(part)
    if not _same_shape(part) or np.shape(mark) != np.shape(part.expected):
        return False
    expected, got = np.asarray(part.expected), np.asarray(part.got)
    return bool(np.all(expected[mark] != got[mark]))


def _same_shape(part: _Part) -> bool:
    numbers = all(_is_numeric(value) for value in (part.expected, part.got))
    return numbers and np.shape(part.expected) == np.shape(part.got)


def _is_numeric(value: Any) -> bool:
    return isinstance(value, (bool, int, float, np.generic, np.ndarray))


def _differs(part: _Part) -> bool:
    """Say whether a part is visibly wrong."""
    if _same_shape(part):
        return bool(np.any(_marks(part)))
    if _is_numeric(part.expected) or _is_numeric(part.got):
        return True
    return say(part.expected) != say(part.got)


def _marks(part: _Part) -> np.ndarray:
    """Return where a part is wrong; beyond rounding, where nobody has said."""
    if part.wrong is not None:
        return np.asarray(part.wrong, bool)
    right, given = (np.asarray(v).astype(np.float64) for v in (part.expected, part.got))
    size = np.max(np.abs(right[np.isfinite(right)]), initial=0.0)
    with np.errstate(invalid="ignore"):
        near = np.abs(right - given) <= 1e-5 * size
    same = (right == given) | (np.isnan(right) & np.isnan(given))
    return np.asarray(~(near | same))


def _compared(part: _Part, width: int) -> list[Line]:
    """Draw a part: cells where shapes agree, else what the two are."""
    name = one_line(part.name, arrays.MAX_NAME)
    label = f"{name}: " if name else ""
    if not _same_shape(part):
        if arrays.is_grid(part.expected) and arrays.is_grid(part.got):
            return _shapes(label, part.expected.shape, part.got.shape, width)
        return _words(label, say(part.expected), say(part.got), width)
    marks = _marks(part)
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


def _scalars(label: str, part: _Part, wrong: bool) -> Line:
    expected, got = (np.asarray(v)[()] for v in (part.expected, part.got))
    write = writer([np.asarray(v) for v in (expected, got)], [(expected, got)])
    text = write(got)
    return (
        Span(f"{label}expected {write(expected)}, got "),
        Span(f"[{text}]", "wrong") if wrong else Span(text),
    )
