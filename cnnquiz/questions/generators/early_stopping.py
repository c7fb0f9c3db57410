"""The generator early-stopping: when training stops, and which epoch is kept."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from cnnquiz import engine
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
    wrong,
)
from cnnquiz.questions.items import Item, Level, Shape, Wrong

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

Outcome: TypeAlias = tuple[int, int]
"""The epoch after which training stops, and the epoch whose weights are kept."""

SOURCE = "Prechelt, Early Stopping - But When?, Neural Networks: Tricks of the Trade"


def make(rng: random.Random, level: Level) -> Item:
    """Draw a loss curve that stops early although a lower loss would have come."""
    length = {"easy": 8, "medium": 10, "hard": 12}[level]
    patience = {"easy": 2, "medium": rng.choice((2, 3)), "hard": 3}[level]
    # Half a hundredth: losses have two decimals, so that no case hangs on a tie.
    min_delta = 0.0 if level == "easy" else rng.choice((0.015, 0.025))
    losses = _draw_losses(rng, length)
    answer = _trace(losses, patience, min_delta)
    redraw_unless(
        answer[0] < length - 2,
        answer[1] > 0,
        min(losses[answer[0] :]) < min(losses[: answer[0]]),
        level == "easy" or _small_dip(losses[: answer[0] + 1], min_delta),
    )
    targets = {"global-minimum-regardless"}
    if level != "easy":
        targets.add("min-delta-ignored")
    listed = "\n".join(f"  epoch {i:>2}: {loss:.2f}" for i, loss in enumerate(losses))
    return Shape(
        id="early-stopping",
        topic="overfitting",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"Early stopping watches the validation loss with patience {patience} and "
            f"min_delta {min_delta:g}: a loss improves if it is below the best so far "
            f"minus min_delta, and training stops after {patience} epochs in a row "
            "without improvement. Left alone, the losses would be these. After which "
            "epoch does it stop, and from which epoch are the weights kept?\n\n"
            f"{listed}"
        ),
        axes=("stop epoch", "best epoch"),
        answer=answer,
        wrong=usable(answer, _candidates(losses, patience, min_delta), targets),
        working=_working(losses, patience, min_delta),
        source=SOURCE,
        parameters={
            "losses": losses,
            "patience": patience,
            "min_delta": min_delta,
        },
    )


def _draw_losses(rng: random.Random, length: int) -> list[float]:
    """Draw losses in hundredths that fall in large steps, waver, and fall again."""
    hundredths = [rng.randint(80, 99)]
    for _ in range(length - 1):
        step = rng.choice((-9, -6, -4, -2, -1, 1, 1, 2, 3, 5))
        hundredths.append(hundredths[-1] + step)
    return [value / 100 for value in hundredths]


def _small_dip(losses: Sequence[float], min_delta: float) -> bool:
    """Return whether some loss beats the best before it, but by too little."""
    return any(
        best - min_delta < loss < best
        for i, loss in enumerate(losses[1:], start=1)
        for best in [min(losses[:i])]
    )


def _trace(losses: Sequence[float], patience: int, min_delta: float) -> Outcome:
    stopping = engine.EarlyStopping(patience, min_delta)
    last = len(losses) - 1
    stops = (i for i, loss in enumerate(losses) if stopping.update(loss, i))
    stop = next(stops, last)
    return stop, int(stopping.best_params)


def _variant(
    losses: Sequence[float],
    patience: int,
    improves: Callable[[float, float, float], bool],
    *,
    resets: bool = True,
) -> Outcome:
    """Trace with another idea of what improves on (loss, best, previous)."""
    best, best_epoch, bad, previous = math.inf, 0, 0, math.inf
    for epoch, loss in enumerate(losses):
        if improves(loss, best, previous):
            best, best_epoch = loss, epoch
            bad = 0 if resets else bad
        else:
            bad += 1
            if bad >= patience:
                return epoch, best_epoch
        previous = loss
    return len(losses) - 1, best_epoch


def _candidates(
    losses: list[float], patience: int, min_delta: float
) -> list[Wrong[Outcome]]:
    stop, best = _trace(losses, patience, min_delta)
    last = len(losses) - 1

    def improves(loss: float, best: float, _previous: float) -> bool:
        return loss < best - min_delta

    found = [
        (
            "global-minimum-regardless",
            (last, losses.index(min(losses))),
            "looking at losses that training never reached.",
        ),
        (
            "min-delta-ignored",
            _trace(losses, patience, 0.0),
            f"counting every lower loss; it must beat the best by {min_delta:g}.",
        ),
        (
            "patience-off-by-one",
            _trace(losses, patience + 1, min_delta),
            f"waiting one epoch more; the count reaches {patience} and it stops.",
        ),
        (
            "compares-with-previous",
            _variant(losses, patience, lambda loss, _, prev: loss < prev - min_delta),
            "comparing with the epoch before; the best so far is what counts.",
        ),
        (
            "counter-not-reset",
            _variant(losses, patience, improves, resets=False),
            "adding up all bad epochs; an improvement sets the count back to 0.",
        ),
        (
            "keeps-last-weights",
            (stop, stop),
            "keeping the last weights; those of the best epoch are restored.",
        ),
        (
            "stops-at-best",
            (best, best),
            "stopping at the best epoch; only later epochs show that it was the best.",
        ),
    ]
    return [
        wrong(name, value, f"({value[0]}, {value[1]}) comes from {text}")
        for name, value, text in found
    ]


def _working(losses: Sequence[float], patience: int, min_delta: float) -> str:
    lines = []
    best, bad, best_epoch = math.inf, 0, 0
    for epoch, loss in enumerate(losses):
        if loss < best - min_delta:
            best, best_epoch, bad = loss, epoch, 0
            lines.append(f"epoch {epoch}: {loss:.2f} improves, the best so far")
            continue
        bad += 1
        limit = f"not below {best:.2f}" + (f" − {min_delta:g}" if min_delta else "")
        lines.append(f"epoch {epoch}: {loss:.2f} is {limit}: {bad} without improvement")
        if bad == patience:
            break
    lines.append(f"It stops after epoch {epoch} and keeps epoch {best_epoch}.")
    return "\n".join(lines)


GENERATOR = Generator(
    id="early-stopping",
    title="A trace of early stopping",
    topic="overfitting",
    version=1,
    make=make,
)
