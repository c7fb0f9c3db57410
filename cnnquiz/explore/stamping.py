"""Stamps: a number times a kernel, added onto an output that grows cell by cell.

A transposed convolution stamps its input; the backward pass of a convolution stamps
dout. It is the same walk.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from cnnquiz.explore.arithmetic import factor, product, said
from cnnquiz.explore.operation import Cell, Place, Step, Table, Term
from cnnquiz.explore.sliding import Cells, Window


class Stamp(NamedTuple):
    """A cell that is stamped with a slice of the weights onto a slice of the output."""

    source: Cell
    weights: Place
    target: Place


def stamped(
    stamps: Iterator[Stamp], shape: Window, tables: tuple[Table, ...]
) -> Iterator[Step]:
    """Yield a step for each stamp; tables are what is stamped, weights, output."""
    source, weights, output = tables
    assert weights.values is not None  # noqa: S101 - weights are given
    w = Cells(weights.name, weights.values)
    total: dict[Place, float] = {}
    height, width = output.shape[-2:]
    for stamp in stamps:
        terms: list[Term] = []
        writes: list[Cell] = []
        sums: list[tuple[float, Term, float]] = []
        for at, cell in shape.cells(*stamp.source.place[-2:]):
            term = (stamp.source, w[*stamp.weights, *at])
            terms.append(term)
            if not (0 <= cell[0] < height and 0 <= cell[1] < width):
                continue
            place = (*stamp.target, *cell)
            before = total.get(place, 0.0)
            total[place] = before + product(term)
            writes.append(Cell(output.name, place, total[place]))
            sums.append((before, term, total[place]))
        title = _title(stamp, source, weights, output)
        title += _lost(len(terms) - len(writes))
        say = partial(_in_words, output, tuple(writes), tuple(sums))
        yield Step(title, tuple(terms), tuple(writes), say, chosen=(stamp.source,))


def _title(stamp: Stamp, source: Table, weights: Table, output: Table) -> str:
    value, name = stamp.source.value, source.named(stamp.source.place)
    return (
        f"{name} = {said(value)}: {factor(value)} times {weights.part(stamp.weights)} "
        f"is added to {output.part(stamp.target)}"
    )


def _lost(cells: int) -> str:
    """Say how much of a stamp nobody gets."""
    if not cells:
        return ""
    return f"; {cells} {'cell falls' if cells == 1 else 'cells fall'} into the padding"


def _in_words(
    output: Table,
    writes: tuple[Cell, ...],
    sums: tuple[tuple[float, Term, float], ...],
) -> tuple[str, ...]:
    """Write out what each cell under the stamp becomes."""
    words = []
    for cell, (before, term, after) in zip(writes, sums, strict=True):
        times = "*".join(factor(each.value) for each in term)
        start = f"{said(before)} + " if before else ""
        words.append(f"{output.named(cell.place)}: {start}{times} = {said(after)}")
    return tuple(words) or ("All of it falls into the padding.",)
