"""The generator max-pool-backward: where max pooling sends the gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

ROUTING = "CS231n course notes, Convolutional Neural Networks: Pooling Layer"
TIES = "PyTorch, aten/src/ATen/native/cpu/MaxPoolKernel.cpp"
EXPLANATIONS = {
    "max-pool-gradient-to-all": "giving every cell of a window its gradient; only the "
    "largest had any influence.",
    "average-backward": "sharing each gradient equally, as average pooling does.",
    "pooling-picks-corner": "giving the gradient to the first cell of each window; it "
    "goes to the largest.",
    "grad-times-x": "multiplying by the values; the slope of the maximum is 1.",
    "winner-value-passed": "passing the largest value itself; the gradient goes there.",
    "ties-all-full": "giving the full gradient to each tied cell.",
    "ties-split-evenly": "sharing the gradient among tied cells; here the first takes "
    "it all.",
    "ties-last": "giving the gradient to the last of the tied cells.",
    "overwrites-overlaps": "overwriting; a cell that wins twice adds up both.",
}


class Pooling(NamedTuple):
    """A map, the gradient of its pooled form, and the windows."""

    x: Numbers
    dout: Numbers
    k: int
    s: int

    def windows(self) -> Iterator[tuple[float, tuple[slice, slice]]]:
        """Yield each gradient with the rows and columns of its window."""
        for (i, j), gradient in np.ndenumerate(self.dout):
            top, left = i * self.s, j * self.s
            yield (
                float(gradient),
                (slice(top, top + self.k), slice(left, left + self.k)),
            )

    def backward(self) -> Numbers:
        """Return the gradient of the map."""
        return np.asarray(
            engine.max_pool2d_backward(
                self.dout[None, None], self.x[None, None], self.k, self.s
            )[0, 0]
        )


def make(rng: random.Random, level: Level) -> Item:
    """Draw a map: with distinct cells, with ties, or with overlapping windows."""
    pooling = _draw(rng, level)
    answer = as_grid(pooling.backward())
    target = {
        "easy": "average-backward",
        "medium": "ties-all-full",
        "hard": "overwrites-overlaps",
    }[level]
    candidates = [
        wrong(name, as_grid(map_), f"{said(map_)} comes from {EXPLANATIONS[name]}")
        for name, map_ in _mistaken(pooling, level).items()
    ]
    ties = " Among equal cells the first in reading order wins." * (level == "medium")
    k, s = pooling.k, pooling.s
    return Array(
        id="max-pool-backward",
        topic="backpropagation",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"The map x went through max pooling with {k}×{k} windows and stride {s}. "
            "The gradient of the loss with respect to the pooled map is dout. What "
            f"is the gradient with respect to x?{ties}\n\n"
            f"x:\n{shown(pooling.x)}\n\ndout:\n{shown(pooling.dout)}"
        ),
        answer=answer,
        wrong=usable(answer, candidates, {target}),
        working=_working(pooling),
        source=TIES if level == "medium" else ROUTING,
        parameters={
            "x": pooling.x.astype(int).tolist(),
            "dout": pooling.dout.astype(int).tolist(),
            "kernel_size": k,
            "stride": s,
        },
    )


def _draw(rng: random.Random, level: Level) -> Pooling:
    size, k = (5, 3) if level == "hard" else (4, 2)
    cells = rng.sample(range(30), size * size)
    if level == "medium":
        cells = [rng.randint(0, 6) for _ in cells]
    gradients = rng.sample([g for g in range(-5, 10) if g], 4)
    if level == "easy":
        gradients = [abs(g) for g in gradients]
    x = np.array(cells, dtype=float).reshape(size, size)
    pooling = Pooling(x, np.array(gradients, dtype=float).reshape(2, 2), k, 2)
    if level == "medium":
        # One or two windows with a tie; more are tedious, and equal windows teach
        # nothing.
        redraw_unless(1 <= _ties(pooling) <= 2)
    return pooling


def _ties(pooling: Pooling) -> int:
    windows = [pooling.x[where] for _, where in pooling.windows()]
    return sum(int((window == window.max()).sum()) == 2 for window in windows)


def _mistaken(pooling: Pooling, level: Level) -> dict[str, Numbers]:
    names = [
        "average-backward",
        "max-pool-gradient-to-all",
        "pooling-picks-corner",
        "winner-value-passed",
    ]
    if level == "medium":
        names += ["ties-all-full", "ties-split-evenly", "ties-last"]
    maps = {name: np.zeros_like(pooling.x) for name in names}
    for gradient, where in pooling.windows():
        window = pooling.x[where]
        for name, map_ in maps.items():
            map_[where] += _share(name, window, gradient)
    if level == "hard":
        # Ninths and overlapping sums of values are no numbers that anyone would offer.
        del maps["average-backward"], maps["winner-value-passed"]
        maps["overwrites-overlaps"] = _overwritten(pooling)
    else:
        maps["grad-times-x"] = pooling.backward() * pooling.x
    return maps


def _share(name: str, window: Numbers, gradient: float) -> Numbers:
    """Return what a window's cells get under a wrong idea."""
    won = window == window.max()
    share = np.zeros_like(window)
    places = np.argwhere(won)
    match name:
        case "average-backward":
            share[:] = gradient / window.size
        case "max-pool-gradient-to-all":
            share[:] = gradient
        case "pooling-picks-corner":
            share[0, 0] = gradient
        case "winner-value-passed":
            share[tuple(places[0])] = window.max()
        case "ties-all-full":
            share[won] = gradient
        case "ties-split-evenly":
            share[won] = gradient / len(places)
        case "ties-last":
            share[tuple(places[-1])] = gradient
    return share


def _overwritten(pooling: Pooling) -> Numbers:
    dx = np.zeros_like(pooling.x)
    for gradient, where in pooling.windows():
        window = pooling.x[where]
        dx[where][window == window.max()] = gradient
    return dx


def _working(pooling: Pooling) -> str:
    lines = []
    for gradient, (rows, columns) in pooling.windows():
        window = pooling.x[rows, columns]
        i, j = np.unravel_index(int(window.argmax()), window.shape)
        lines.append(
            f"rows {rows.start + 1}-{rows.stop}, columns {columns.start + 1}-"
            f"{columns.stop}: the largest is {window.max():g}, in row "
            f"{rows.start + i + 1}, column {columns.start + j + 1}: it gets "
            f"{gradient:g}".replace(" -", " −")
        )
    dx = shown(pooling.backward())
    lines.append(f"All else gets 0, and what a cell wins adds up:\n{dx}")
    return "\n".join(lines)


GENERATOR = Generator(
    id="max-pool-backward",
    title="Max pooling, backward",
    topic="backpropagation",
    version=1,
    make=make,
)
