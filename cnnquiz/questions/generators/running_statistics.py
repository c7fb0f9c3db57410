"""The generator running-statistics: what batch norm remembers after some batches."""

from __future__ import annotations

from statistics import mean, pvariance, variance
from typing import TYPE_CHECKING, NamedTuple

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
from cnnquiz.questions.items import Item, Level, Number, NumberItem, Wrong

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

TOLERANCE = 0.005


class Memory(NamedTuple):
    """A running statistic: where it starts, what comes in, how much that weighs."""

    start: float
    news: list[float]
    weight: float

    def after(self, weight: float | None = None) -> float:
        """Return the exponential average, with another weight of the new if given."""
        new = self.weight if weight is None else weight
        value = self.start
        for one in self.news:
            value = (1 - new) * value + new * one
        return value


def make(rng: random.Random, level: Level) -> Item:
    """Ask for a mean in one convention or the other, or for a variance."""
    if level == "hard":
        return _variance(rng)
    weighs_old = level == "medium"
    count = 3 if weighs_old else 2
    momentum = rng.choice((0.8, 0.9)) if weighs_old else rng.choice((0.1, 0.2, 0.3))
    memory = Memory(
        start=rng.choice((0, 0, 1, 2, 5)),
        news=[rng.randint(1, 20) for _ in range(count)],
        weight=round(1 - momentum, 2) if weighs_old else momentum,
    )
    redraw_unless(len({memory.start, *memory.news}) == count + 1)
    answer = _engine_mean(memory)
    convention = (
        "momentum is the weight of the OLD value, as in Keras"
        if weighs_old
        else "momentum is the weight of the NEW value, as in PyTorch"
    )
    return _item(
        level=level,
        stem=(
            f"In a batch norm layer with momentum {momentum:g} ({convention}), a "
            f"channel's running mean is {say(memory.start)}. The next {count} batches, "
            f"in training, have the means {listed(memory.news)}, in this order. What "
            "is the running mean then? Two decimals."
        ),
        answer=answer,
        candidates=_of_memory(memory),
        targets={"momentum-swapped"},
        working="\n".join(_steps(memory)),
        source="keras.layers.BatchNormalization"
        if weighs_old
        else "torch.nn.BatchNorm2d",
        parameters={
            "statistic": "mean",
            "running_mean": memory.start,
            "batch_means": memory.news,
            "momentum": momentum,
            "momentum_weighs": "old" if weighs_old else "new",
        },
    )


def _variance(rng: random.Random) -> Item:
    size, momentum = rng.choice((3, 4, 5)), rng.choice((0.1, 0.2))
    batches = [rng.sample(range(13), size) for _ in range(2)]
    redraw_unless(all(sum(batch) % size == 0 for batch in batches))
    memory = Memory(1, [float(variance(batch)) for batch in batches], momentum)
    answer = _engine_variance(batches, momentum)
    biased = memory._replace(news=[float(pvariance(batch)) for batch in batches])
    rooted = memory._replace(news=[new**0.5 for new in memory.news])
    candidates = [
        wrong_number(
            "running-var-biased",
            biased.after(),
            f"dividing by {size}; PyTorch remembers the unbiased variance, divided by "
            f"{size - 1}.",
        ),
        *_of_memory(memory),
        wrong_number(
            "std-tracked",
            rooted.after(),
            "remembering the standard deviation; the variance is remembered.",
        ),
    ]
    said = " and ".join(f"({listed(batch)})" for batch in batches)
    return _item(
        level="hard",
        stem=(
            f"In PyTorch, a batch norm layer with momentum {momentum:g} (the weight of "
            "the NEW value) has a running variance of 1 in one channel. In training it "
            f"sees two batches, whose values in this channel are {said}. What is the "
            "running variance then? Two decimals."
        ),
        answer=answer,
        candidates=candidates,
        targets={"running-var-biased", "momentum-swapped"},
        working=_variance_working(batches, memory),
        source="torch.nn.BatchNorm2d",
        parameters={
            "statistic": "var",
            "running_var": 1,
            "x": batches,
            "momentum": momentum,
            "momentum_weighs": "new",
        },
    )


def _engine_mean(memory: Memory) -> float:
    """Feed the engine batches of two values with the means that are wanted."""
    batches = [[one - 1, one + 1] for one in memory.news]
    return _engine(batches, memory.weight, memory.start, 1.0)[0]


def _engine_variance(batches: Sequence[Sequence[float]], momentum: float) -> float:
    return _engine(batches, momentum, 0.0, 1.0)[1]


def _engine(
    batches: Sequence[Sequence[float]], momentum: float, start: float, var: float
) -> tuple[float, float]:
    one, zero = np.ones(1), np.zeros(1)
    mean_, var_ = np.array([float(start)]), np.array([float(var)])
    for batch in batches:
        x = np.array(batch, dtype=float)[:, None]
        _, mean_, var_ = engine.batch_norm(x, one, zero, mean_, var_, momentum)
    return mean_.item(), var_.item()


def _of_memory(memory: Memory) -> list[Wrong[Number]]:
    start, news, weight = memory
    found = [
        (
            "momentum-swapped",
            memory.after(1 - weight),
            f"the other convention: here the new value weighs {weight:g}.",
        ),
        (
            "running-is-plain-average",
            mean(news),
            "the plain mean of the batches; the memory fades step by step.",
        ),
        (
            "running-one-step",
            memory._replace(news=news[:1]).after(),
            "the first batch alone; each batch makes a step.",
        ),
        (
            "running-one-step",
            memory._replace(news=news[-1:]).after(),
            "the last batch alone; each step starts from the one before.",
        ),
        (
            "running-is-last-batch",
            news[-1],
            "keeping the last batch; the old value is not thrown away.",
        ),
        (
            "running-start-ignored",
            memory.after() - start * (1 - weight) ** len(news),
            f"starting at 0; the value before was {say(start)}.",
        ),
    ]
    return [wrong_number(*one) for one in found]


def _steps(memory: Memory) -> list[str]:
    """Write out each step of the average."""
    value, new, lines = memory.start, memory.weight, []
    lines.append(
        f"The new value weighs {new:g} and the old one {1 - new:g}, batch by batch:"
    )
    for i, one in enumerate(memory.news, start=1):
        after = (1 - new) * value + new * one
        lines.append(
            f"batch {i}: {1 - new:g}·{say(value)} + {new:g}·{say(one)} = {say(after)}"
        )
        value = after
    return lines


def _variance_working(batches: Sequence[Sequence[int]], memory: Memory) -> str:
    lines = []
    for batch, new in zip(batches, memory.news, strict=True):
        centre = mean(batch)
        squares = " + ".join(f"{in_sum(one - centre)}²" for one in batch)
        lines.append(
            f"({listed(batch)}) has mean {say(centre)} and unbiased variance "
            f"({squares})/({len(batch)} − 1) = {say(new)}."
        )
    return "\n".join([*lines, *_steps(memory)])


def _item(
    *,
    level: Level,
    stem: str,
    answer: float,
    candidates: list[Wrong[Number]],
    targets: set[str],
    working: str,
    source: str,
    parameters: dict[str, object],
) -> Item:
    return NumberItem(
        id="running-statistics",
        topic="normalization",
        level=level,
        seconds=2 * SECONDS[level],
        stem=stem,
        answer=tidy(answer),
        tolerance=TOLERANCE,
        wrong=usable(answer, candidates, targets, differ=apart(5 * TOLERANCE)),
        working=working,
        source=source,
        parameters=parameters,
    )


GENERATOR = Generator(
    id="running-statistics",
    title="Running statistics after some batches",
    topic="normalization",
    version=1,
    make=make,
)
