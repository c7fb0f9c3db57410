"""batch_norm: mean, variance, normalize, scale, one channel after the other.

The axes are (C, N, M): a slice is a channel, a row an image, and the M cells of an
image's map stand beside each other.
"""

from __future__ import annotations

import math
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
    Term,
    knob,
    resized,
)

PER_CHANNEL = ("gamma", "beta", "running_mean", "running_var")
EPS = (0.0, 1e-5, 0.1, 1.0)
MOMENTUM = (0.1, 0.5, 1.0)


def _knobs(operation: Operation) -> tuple[Knob, ...]:
    return (
        knob(operation, "training", (True, False)),
        knob(operation, "eps", EPS),
        knob(operation, "momentum", MOMENTUM),
    )


def _fit(operation: Operation) -> Arrays:
    """Give each channel a scale, a shift and statistics."""
    arrays = dict(operation.arrays)
    for name in PER_CHANNEL:
        arrays[name] = resized(arrays[name], (len(arrays["x"]),))
    return arrays


def _trouble(operation: Operation) -> str:
    arrays, training = operation.arrays, operation.settings["training"]
    x = arrays["x"]
    if training and x[0].size < 2:
        return "Training needs two values a channel: one alone has no variance."
    spread = x.var(axis=(1, 2)) if training else arrays["running_var"]
    if np.min(spread + float(_setting(operation, "eps"))) <= 0:
        return "The variance and eps together must be more than 0: y is divided by it."
    return ""


def _setting(operation: Operation, name: str) -> float:
    return float(operation.settings[name])  # type: ignore[arg-type]


def _tables(operation: Operation) -> tuple[Table, ...]:
    arrays, training = operation.arrays, operation.settings["training"]
    x, channels = arrays["x"], (len(arrays["x"]),)
    given = (
        Table("x", x.shape, x, given=True),
        *(
            Table(name, arrays[name].shape, arrays[name], given=True)
            for name in PER_CHANNEL
        ),
    )
    if _trouble(operation):
        return given
    statistics = ("mean", "variance") if training else ()
    updated = ("new running_mean", "new running_var") if training else ()
    return (
        *given,
        *(Table(name, channels) for name in (*statistics, *updated)),
        Table("normalized", x.shape),
        Table("y", x.shape),
    )


def _steps(operation: Operation) -> Iterator[Step]:
    for channel in range(len(operation.arrays["x"])):
        yield from _channel(operation, channel)


def _channel(operation: Operation, c: int) -> Iterator[Step]:
    arrays = operation.arrays
    cells = tuple(
        Cell("x", (c, *place), float(value))
        for place, value in np.ndenumerate(arrays["x"][c])
    )
    if operation.settings["training"]:
        mean, spread = _mean(cells, c), _variance(cells, c)
        yield _mean_step(cells, mean)
        yield _variance_step(cells, mean, spread)
        yield _running(operation, "running_mean", mean, mean.value, "the mean")
        unbiased = spread.value * len(cells) / (len(cells) - 1)
        words = f"the variance times {len(cells)}/{len(cells) - 1} (unbiased)"
        yield _running(operation, "running_var", spread, unbiased, words)
    else:
        mean, spread = (
            _given(operation, "running_mean", c),
            _given(operation, "running_var", c),
        )
    normalized = [_normalized(operation, cell, mean, spread) for cell in cells]
    for cell, result in zip(cells, normalized, strict=True):
        yield _normalize_step(operation, cell, mean, spread, result)
    for cell in normalized:
        yield _scale_step(operation, cell)


def _mean(cells: tuple[Cell, ...], c: int) -> Cell:
    return Cell("mean", (c,), sum(cell.value for cell in cells) / len(cells))


def _variance(cells: tuple[Cell, ...], c: int) -> Cell:
    mean = _mean(cells, c).value
    squares = sum((cell.value - mean) ** 2 for cell in cells)
    return Cell("variance", (c,), squares / len(cells))


def _given(operation: Operation, name: str, c: int) -> Cell:
    return Cell(name, (c,), float(operation.arrays[name][c]))


def _normalized(operation: Operation, cell: Cell, mean: Cell, spread: Cell) -> Cell:
    root = math.sqrt(spread.value + _setting(operation, "eps"))
    return Cell("normalized", cell.place, (cell.value - mean.value) / root)


def _mean_step(cells: tuple[Cell, ...], mean: Cell) -> Step:
    total = " + ".join(factor(cell.value) for cell in cells)
    return _step(
        f"Channel {mean.place[0]}: the mean over all images and cells",
        tuple((cell,) for cell in cells),
        mean,
        f"({total}) / {len(cells)} = {said(mean.value)}",
    )


def _variance_step(cells: tuple[Cell, ...], mean: Cell, spread: Cell) -> Step:
    squares = " + ".join(
        f"({said(cell.value)} - {factor(mean.value)})^2" for cell in cells
    )
    return _step(
        f"Channel {mean.place[0]}: the variance, divided by all {len(cells)} values",
        ((mean,), *((cell,) for cell in cells)),
        spread,
        f"({squares}) / {len(cells)} = {said(spread.value)}",
    )


def _running(
    operation: Operation, name: str, source: Cell, new: float, words: str
) -> Step:
    """Return the step in which a running statistic moves towards the batch's."""
    old, momentum = (
        _given(operation, name, source.place[0]),
        _setting(operation, "momentum"),
    )
    after = (1 - momentum) * old.value + momentum * new
    return _step(
        f"Channel {source.place[0]}: {name} moves towards {words}",
        ((old,), (source,)),
        Cell(f"new {name}", source.place, after),
        f"(1 - {said(momentum)})*{factor(old.value)} + {said(momentum)}*{factor(new)}"
        f" = {said(after)}",
    )


def _normalize_step(
    operation: Operation, cell: Cell, mean: Cell, spread: Cell, result: Cell
) -> Step:
    eps = _setting(operation, "eps")
    less = f"{said(cell.value)} - {factor(mean.value)}"
    return _step(
        f"Normalize {_index(cell)}: less the {mean.table}, over the root of "
        f"{spread.table} + eps",
        ((cell,), (mean,), (spread,)),
        result,
        f"({less}) / sqrt({said(spread.value)} + {said(eps)}) = {said(result.value)}",
    )


def _scale_step(operation: Operation, cell: Cell) -> Step:
    c = cell.place[0]
    gamma, beta = _given(operation, "gamma", c), _given(operation, "beta", c)
    y = gamma.value * cell.value + beta.value
    return _step(
        f"Scale {_index(cell)}: times gamma, plus beta",
        ((gamma, cell), (beta,)),
        Cell("y", cell.place, y),
        f"{factor(gamma.value)}*{factor(cell.value)} + {factor(beta.value)} = {said(y)}",
    )


def _index(cell: Cell) -> str:
    return f"[{', '.join(map(str, cell.place))}]"


def _step(title: str, terms: tuple[Term, ...], write: Cell, words: str) -> Step:
    return Step(title, terms, (write,), partial(tuple, (words,)))


BATCH_NORM = Kind(
    name="batch_norm",
    title="Batch normalization",
    about=(
        "Each channel is normalized with its own mean and variance, taken over all "
        "images and cells (rows are images here); then gamma scales and beta shifts. "
        "Evaluation takes the running statistics in their place."
    ),
    arrays={
        "x": np.array([[[1, 3, 5], [7, 2, 6]]]),
        "gamma": np.array([2]),
        "beta": np.array([1]),
        "running_mean": np.array([0]),
        "running_var": np.array([1]),
    },
    settings={"training": True, "eps": 1e-5, "momentum": 0.1},
    knobs=_knobs,
    tables=_tables,
    steps=_steps,
    trouble=_trouble,
    fit=_fit,
)
