"""The generator batch-norm-output: what batch norm makes of one value of a channel."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cnnquiz import engine
from cnnquiz.questions.generators.decimals import (
    apart,
    in_sum,
    listed,
    say,
    tidy,
    wrong_number,
)
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
)
from cnnquiz.questions.items import Item, Level, NumberItem

if TYPE_CHECKING:
    import random

    from numpy.typing import NDArray

TOLERANCE = 0.005
PAPER = "Ioffe & Szegedy, Batch Normalization, ICML (2015), algorithms 1 and 2"


class Channel(NamedTuple):
    """One channel: a row of values for each image, and what the layer knows."""

    x: NDArray[np.float64]
    gamma: float
    beta: float
    running: tuple[float, float] | None
    training: bool

    def output(self) -> NDArray[np.float64]:
        """Return what the layer makes of all values."""
        mean, var = self.running or (0.0, 1.0)
        y, _, _ = engine.batch_norm(
            self.x[:, None],
            np.array([self.gamma]),
            np.array([self.beta]),
            np.array([mean]),
            np.array([var]),
            eps=0.0,
            training=self.training,
        )
        return np.asarray(y[:, 0])

    def line(self, value: float, mean: float, std: float) -> float:
        """Return γ·(value − mean)/std + β."""
        return self.gamma * (value - mean) / std + self.beta


def make(rng: random.Random, level: Level) -> Item:
    """Ask in training, in evaluation, or for two images whose values count together."""
    channel = _draw(rng, level)
    rows, columns = channel.x.shape
    i, j = rng.randrange(rows), rng.randrange(columns)
    answer = tidy(channel.output()[i, j])
    # Near the mean a mistake in the deviation cannot be seen.
    redraw_unless(abs(answer - channel.beta) > 0.2, abs(answer) > 0.05)
    targets = {
        "easy": {"normalises-unbiased", "std-not-rooted"},
        "medium": {"batch-stats-in-eval"},
        "hard": {"statistics-per-sample", "running-stats-in-training"},
    }[level]
    where = f" of image {i + 1}" if columns > 1 else ""
    return NumberItem(
        id="batch-norm-output",
        topic="normalization",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"{_said(channel)} γ = {say(channel.gamma)}, β = {say(channel.beta)}, and "
            f"ε is 0. What does batch norm make of the {say(channel.x[i, j])}{where} "
            f"in {'training' if channel.training else 'evaluation'}? Two decimals."
        ),
        answer=answer,
        tolerance=TOLERANCE,
        wrong=usable(
            answer,
            [wrong_number(*one) for one in _mistaken(channel, i, j)],
            targets,
            differ=apart(5 * TOLERANCE),
        ),
        working=_working(channel, float(channel.x[i, j]), answer),
        source=PAPER,
        parameters=_parameters(channel, i, j),
    )


def _draw(rng: random.Random, level: Level) -> Channel:
    shape = {"easy": (4, 1), "medium": (5, 1), "hard": (2, 3)}[level]
    cells = rng.sample(range(1, 15), math.prod(shape))
    if level == "easy":
        # Four different whole numbers hardly ever have a whole deviation.
        cells = [rng.randint(0, 12) for _ in cells]
    redraw_unless(sum(cells) % len(cells) == 0)
    x = np.array(cells, dtype=float).reshape(shape)
    gamma, beta = rng.choice((0.5, 2, 3, 4)), rng.choice((-2, -1, 1, 2, 3))
    redraw_unless(x.var() > 1)
    if level == "easy":
        redraw_unless(math.sqrt(x.var()).is_integer())
        return Channel(x, gamma, beta, None, training=True)
    mean, std = rng.randint(2, 12), rng.choice((2, 3, 4, 5))
    redraw_unless(mean != x.mean(), std**2 != x.var())
    return Channel(x, gamma, beta, (mean, std**2), training=level == "hard")


def _mistaken(channel: Channel, i: int, j: int) -> list[tuple[str, float, str]]:
    x, value = channel.x, float(channel.x[i, j])
    own_mean, own_var = float(x.mean()), float(x.var())
    mean, var = own_mean, own_var
    found = []
    if not channel.training and channel.running:
        mean, var = channel.running
        found = [
            (
                "batch-stats-in-eval",
                channel.line(value, own_mean, math.sqrt(own_var)),
                "the batch's own statistics; evaluation uses the running ones.",
            )
        ]
    elif channel.running:
        running_mean, running_var = channel.running
        found = [
            (
                "running-stats-in-training",
                channel.line(value, running_mean, math.sqrt(running_var)),
                "the running statistics; training uses those of the batch.",
            ),
            (
                "statistics-per-sample",
                channel.line(value, float(x[i].mean()), float(x[i].std())),
                "the statistics of the one image; batch norm takes all images together.",
            ),
            (
                "batch-axis-only",
                channel.line(value, float(x[:, j].mean()), float(x[:, j].std())),
                "statistics for each position; a channel's positions count together.",
            ),
        ]
    if channel.training:
        found.append(
            (
                "normalises-unbiased",
                channel.line(value, mean, float(x.std(ddof=1))),
                f"dividing by {x.size - 1}; the batch's variance divides by {x.size}.",
            )
        )
    std = math.sqrt(var)
    return [
        *found,
        (
            "std-not-rooted",
            channel.line(value, mean, var),
            "dividing by the variance; it is divided by its square root.",
        ),
        (
            "shift-forgotten",
            channel.line(value, mean, std) - channel.beta,
            "leaving out β; it is added at the end.",
        ),
        (
            "scale-forgotten",
            (value - mean) / std + channel.beta,
            "leaving out γ; the standardised value is multiplied by it.",
        ),
        ("affine-forgotten", (value - mean) / std, "leaving out both γ and β."),
    ]


def _said(channel: Channel) -> str:
    if channel.x.shape[1] == 1:
        values = f"One channel holds {listed(channel.x[:, 0])}, a value for each image."
    else:
        rows = "; ".join(listed(row) for row in channel.x)
        values = f"Two images have these values in one channel: {rows}."
    if not channel.running:
        return values
    mean, var = channel.running
    return f"{values} The running mean is {say(mean)}, the running variance {say(var)}."


def _working(channel: Channel, value: float, answer: float) -> str:
    if channel.training or not channel.running:
        x = channel.x.ravel()
        mean, var = float(x.mean()), float(x.var())
        squares = " + ".join(f"{in_sum(one - mean)}²" for one in x)
        first = (
            f"In training the statistics are those of all {x.size} values: μ = "
            f"({' + '.join(map(say, x))})/{x.size} = {say(mean)},\n"
            f"σ² = ({squares})/{x.size} = {say(var)}, divided by {x.size}, not by "
            f"{x.size - 1}."
        )
    else:
        mean, var = channel.running
        first = (
            f"In evaluation the running statistics count: μ = {say(mean)}, σ² = "
            f"{say(var)}. The batch does not matter."
        )
    std = math.sqrt(var)
    return (
        f"{first}\n"
        f"y = γ·(x − μ)/σ + β = {say(channel.gamma)}·({say(value)} − {say(mean)})/"
        f"{say(std)} + {in_sum(channel.beta)} = {say(answer)}"
    )


def _parameters(channel: Channel, i: int, j: int) -> dict[str, Any]:
    flat = channel.x.shape[1] == 1
    x = channel.x.astype(int)
    parameters: dict[str, Any] = {
        "x": (x[:, 0] if flat else x).tolist(),
        "index": i if flat else [i, j],
        "gamma": channel.gamma,
        "beta": channel.beta,
        "eps": 0,
        "training": channel.training,
    }
    if channel.running:
        parameters["running_mean"], parameters["running_var"] = channel.running
    return parameters


GENERATOR = Generator(
    id="batch-norm-output",
    title="A value behind batch norm",
    topic="normalization",
    version=1,
    make=make,
)
