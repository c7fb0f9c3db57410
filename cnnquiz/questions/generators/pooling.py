"""The generator pool-by-hand: compute a small pooled map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from cnnquiz import engine
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
    wrong,
)
from cnnquiz.questions.generators.grids import as_grid, said, shown
from cnnquiz.questions.items import Array, Item, Level

if TYPE_CHECKING:
    import random

    from numpy.typing import NDArray

EXPLANATIONS = {
    "mean-instead": "averaging; max pooling keeps the largest value.",
    "max-instead-of-mean": "taking the largest value; average pooling takes the mean.",
    "sum-not-mean": "adding up each window; the sum is divided by the number of cells.",
    "divides-by-side-length": "dividing by the side of the window, not by its area.",
    "stride-defaults-to-one": "moving by one cell; the stem gives the stride.",
    "pooling-picks-corner": "keeping the first cell of each window, as a stride does.",
    "min-instead-of-max": "keeping the smallest value of each window.",
    "zero-padding": "padding with zeros that win against negative values; "
    "max pooling pads with −∞.",
    "padding-ignored": "leaving out the padding.",
    "global-pool": "pooling the whole map at once.",
}


class Pool(NamedTuple):
    """How a map is pooled."""

    mode: Literal["max", "avg"]
    k: int
    s: int
    p: int


def make(rng: random.Random, level: Level) -> Item:
    """Draw a map: plain windows, overlapping ones, or negatives with padding."""
    x, pool = _draw(rng, level)
    answer = _pool(x, pool)
    # At most 5×5, and one cell is no map.
    redraw_unless(2 <= answer.shape[0] <= 4)
    candidates = [
        wrong(name, as_grid(map_), f"{said(map_)} comes from {EXPLANATIONS[name]}")
        for name, map_ in _mistaken(x, pool).items()
        if max(map_.shape) <= 5
    ]
    target = {
        ("easy", "max"): "mean-instead",
        ("medium", "max"): "mean-instead",
        ("medium", "avg"): "sum-not-mean",
        ("hard", "max"): "zero-padding",
    }[level, pool.mode]
    name = "max" if pool.mode == "max" else "average"
    border = f", padding {pool.p} on every side" if pool.p else ""
    return Array(
        id="pool-by-hand",
        topic="pooling",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"What does {name} pooling with {pool.k}×{pool.k} windows and stride "
            f"{pool.s}{border} make of this map? Windows that would hang over the edge "
            f"are left out.\n\n{shown(x)}"
        ),
        answer=as_grid(answer),
        wrong=usable(as_grid(answer), candidates, {target}),
        tolerance=0.005 if pool.mode == "avg" else None,
        working=_working(x, pool, answer),
        source=f"torch.nn.{'Max' if pool.mode == 'max' else 'Avg'}Pool2d",
        parameters={
            "x": x.tolist(),
            "mode": pool.mode,
            "kernel_size": pool.k,
            "stride": pool.s,
            "padding": pool.p,
        },
    )


def _draw(rng: random.Random, level: Level) -> tuple[NDArray[Any], Pool]:
    if level == "easy":
        return _distinct(rng, 4, 0, 19), Pool("max", 2, 2, 0)
    if level == "medium":
        mode: Literal["max", "avg"] = rng.choice(("max", "avg"))
        k, s, size = rng.choice(((3, 2, 5), (2, 2, 5), (2, 1, 4), (2, 2, 6)))
        # A mean of 9 cells seldom comes out round; of 4 it has two decimals.
        redraw_unless(mode == "max" or k == 2)
        return _distinct(rng, size, 0, 40), Pool(mode, k, s, 0)
    size = rng.choice((4, 5))
    x = _distinct(rng, size, -25, 6)
    return x, rng.choice((Pool("max", 2, 2, 1), Pool("max", 3, 2, 1)))


def _distinct(rng: random.Random, size: int, low: int, high: int) -> NDArray[Any]:
    """Draw a map without equal cells, so that no window has two maxima."""
    cells = rng.sample(range(low, high + 1), size * size)
    return np.array(cells).reshape(size, size)


def _pool(x: NDArray[Any], pool: Pool) -> NDArray[Any]:
    function = engine.max_pool2d if pool.mode == "max" else engine.avg_pool2d
    batch = x[None, None].astype(float)
    out = function(batch, pool.k, stride=pool.s, padding=pool.p)
    return np.asarray(out[0, 0])


def _mistaken(x: NDArray[Any], pool: Pool) -> dict[str, NDArray[Any]]:
    maps: dict[str, NDArray[Any]] = {}
    if pool.mode == "max":
        maps["zero-padding"] = _pool(np.pad(x, pool.p), pool._replace(p=0))
        # The mean of 9 cells is no round number: nobody would offer it.
        if pool.k == 2:
            maps["mean-instead"] = _pool(x, pool._replace(mode="avg"))
        elif pool.p == 0:
            maps["mean-instead"] = _pool(x, pool._replace(mode="avg")).round(2)
        if not pool.p:
            maps["min-instead-of-max"] = -_pool(-x, pool)
    else:
        maps["sum-not-mean"] = _pool(x, pool) * pool.k**2
        maps["divides-by-side-length"] = _pool(x, pool) * pool.k
        maps["max-instead-of-mean"] = _pool(x, pool._replace(mode="max"))
    if pool.s > 1:
        maps["stride-defaults-to-one"] = _pool(x, pool._replace(s=1))
    if pool.p:
        maps["padding-ignored"] = _pool(x, pool._replace(p=0))
    rows, columns = _pool(x, pool).shape
    top = x[:: pool.s, :: pool.s][:rows, :columns]
    if not pool.p and top.shape == (rows, columns):
        maps["pooling-picks-corner"] = top
    maps["global-pool"] = _pool(x, pool._replace(k=len(x), s=1, p=0))
    return maps


def _working(x: NDArray[Any], pool: Pool, answer: NDArray[Any]) -> str:
    """Write out the windows of the first row."""
    size = len(x)
    lines = []
    for column, value in enumerate(answer[0]):
        top, left = -pool.p, column * pool.s - pool.p
        rows = slice(max(top, 0), min(top + pool.k, size))
        columns = slice(max(left, 0), min(left + pool.k, size))
        cells = ", ".join(str(cell) for cell in x[rows, columns].ravel())
        if pool.mode == "max":
            lines.append(f"row 1, column {column + 1}: max({cells}) = {value:g}")
        else:
            lines.append(
                f"row 1, column {column + 1}: ({cells.replace(', ', ' + ')})"
                f"/{pool.k**2} = {value:g}"
            )
    if pool.p:
        lines.append("Padding is −∞ here: it never wins.")
    lines.append(f"and so on:\n{shown(answer)}")
    return "\n".join(lines)


GENERATOR = Generator(
    id="pool-by-hand",
    title="Pooling by hand",
    topic="pooling",
    version=1,
    make=make,
)
