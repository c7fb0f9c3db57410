"""dropout: a draw for each cell; the kept ones are scaled up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from cnnquiz.explore.arithmetic import factor, said
from cnnquiz.explore.operation import (
    Arrays,
    Cell,
    Kind,
    Knob,
    Operation,
    Step,
    Table,
    knob,
    places,
)

RATES = (0.0, 0.1, 0.25, 0.5, 0.75)


def _knobs(operation: Operation) -> tuple[Knob, ...]:
    return (
        knob(operation, "p", RATES),
        knob(operation, "training", (True, False)),
    )


def _trouble(operation: Operation) -> str:
    p = _rate(operation)
    if not 0 <= p < 1:
        return f"p is the probability to drop: {said(p)} is not from 0 up to 1."
    return ""


def _rate(operation: Operation) -> float:
    return float(operation.settings["p"])  # type: ignore[arg-type]


def _fit(operation: Operation) -> Arrays:
    """Give each cell a draw; the same ones each time."""
    x, draws = operation.arrays["x"], operation.arrays["draws"]
    if draws.shape != x.shape:
        draws = np.random.default_rng(0).random(x.shape).round(2)
    return {**operation.arrays, "draws": draws}


def _tables(operation: Operation) -> tuple[Table, ...]:
    x, draws = operation.arrays["x"], operation.arrays["draws"]
    drawn = (Table("draws", draws.shape, draws, given=True),)
    return (
        Table("x", x.shape, x, given=True),
        *(drawn if operation.settings["training"] else ()),
        Table("mask", x.shape),
        Table("y", x.shape),
    )


def _steps(operation: Operation) -> Iterator[Step]:
    x, draws, p = operation.arrays["x"], operation.arrays["draws"], _rate(operation)
    for place in places(x.shape):
        cell = Cell("x", place, float(x[place]))
        draw = Cell("draws", place, float(draws[place]))
        if not operation.settings["training"]:
            yield _step(cell, (cell,), 1.0, "evaluation leaves it as it is", "1")
        elif draw.value >= p:
            title = f"kept: the draw {said(draw.value)} is not below p = {said(p)}"
            mask = f"1/(1 - {said(p)})"
            yield _step(cell, (cell, draw), 1 / (1 - p), title, mask)
        else:
            title = f"dropped: the draw {said(draw.value)} is below p = {said(p)}"
            yield _step(cell, (cell, draw), 0.0, title, "0")


def _step(
    cell: Cell, reads: tuple[Cell, ...], mask: float, why: str, written: str
) -> Step:
    y = cell.value * mask
    words = f"{factor(cell.value)} * {written} = {said(y)}"
    return Step(
        f"[{', '.join(map(str, cell.place))}]: {why}",
        tuple((read,) for read in reads),
        (Cell("mask", cell.place, mask), Cell("y", cell.place, y)),
        partial(tuple, (words,)),
    )


DROPOUT = Kind(
    name="dropout",
    title="Dropout",
    about=(
        "In training each cell is dropped with probability p: where its draw from 0 to "
        "1 is below p. What is kept is divided by 1 - p, so that the expected value "
        "stays; evaluation then has nothing to do."
    ),
    arrays={
        "x": np.array([[2, -1, 4], [3, 5, 1]]),
        "draws": np.array([[0.31, 0.76, 0.52], [0.08, 0.93, 0.45]]),
    },
    settings={"p": 0.5, "training": True},
    knobs=_knobs,
    tables=_tables,
    steps=_steps,
    trouble=_trouble,
    fit=_fit,
)
