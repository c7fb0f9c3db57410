"""early_stopping: what it is tried on, and what people make of it."""

from __future__ import annotations

import copy
import math
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    pinned,
)


def drive(
    early_stopping: Any, patience: int, losses: Any, min_delta: float | None = None
) -> Any:
    """Run a stopper over losses; between updates the parameters change in place."""
    given = (patience,) if min_delta is None else (patience, min_delta)
    stopper = early_stopping(*given)
    params = {"w": np.zeros(2)}
    stops = []
    for epoch, loss in enumerate(losses):
        params["w"][:] = [epoch, loss]
        stops.append(bool(stopper.update(loss, params)))
    params["w"][:] = -1.0
    best = stopper.best_params
    return {
        "stops": stops,
        "best_loss": float(stopper.best_loss),
        "best_epoch": stopper.best_epoch,
        "best_params": None if best is None else np.array(best["w"], float),
    }


def reference(patience: int, losses: Any, min_delta: float | None = None) -> Any:
    """Run the engine's stopper."""
    return drive(engine.EarlyStopping, patience, losses, min_delta)


def draw(d: Draw) -> Arguments:
    """Draw losses in eighths: ties, small gains, and NaN now and then."""
    patience = d.integer("patience", 1, 4)
    min_delta = d.choose("min_delta", 0.0, 0.0, 0.125, 0.25, 0.5)
    length = d.integer("epochs", 1, 10)
    table = np.array([8, 7, 6, 5, 4, 3, 2, 1, 9, 10, 12, 8, 7, 6, 5, np.nan]) / 8
    losses = d.array("losses", (length,), table)
    return {"patience": patience, "min_delta": min_delta, "losses": losses.tolist()}


def best_was_seen(trial: Trial) -> str | None:
    """Look for a best loss that is no loss, or an epoch that is not its own."""
    losses, result = trial.arguments["losses"], trial.result
    epoch = result["best_epoch"]
    if epoch is None:
        return None
    if not 0 <= epoch < len(losses) or losses[epoch] != result["best_loss"]:
        return f"best_epoch is {epoch} and best_loss {result['best_loss']:g}"
    return None


class _Wrong:
    """A stopper in pieces, of which each wrong idea replaces one."""

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        self.patience, self.min_delta = patience, min_delta
        self.best_loss = math.inf
        self.best_params: Any = None
        self.best_epoch: int | None = None
        self.epoch = self.waited = 0

    def improves(self, loss: float) -> bool:
        """Say whether a loss is better."""
        return bool(loss < self.best_loss - self.min_delta)

    def keep(self, params: Any) -> Any:
        """Return what is kept of the parameters."""
        return copy.deepcopy(params)

    def enough(self) -> bool:
        """Say whether to stop."""
        return self.waited >= self.patience

    def after_best(self) -> None:
        """Begin to wait anew."""
        self.waited = 0

    def update(self, loss: float, params: Any) -> bool:
        """Take note of an epoch."""
        if self.improves(loss):
            self.best_loss = loss
            self.best_params = self.keep(params)
            self.best_epoch = self.epoch
            self.after_best()
        else:
            self.waited += 1
        self.epoch += 1
        return self.enough()


class Aliasing(_Wrong):
    """Keep the arrays that were passed in."""

    def keep(self, params: Any) -> Any:
        return params


class KeepsLast(_Wrong):
    """Keep the parameters of each update."""

    def update(self, loss: float, params: Any) -> bool:
        stop = super().update(loss, params)
        self.best_params = copy.deepcopy(params)
        return stop


class OneLater(_Wrong):
    """Stop one update late."""

    def enough(self) -> bool:
        return self.waited > self.patience


class TiesImprove(_Wrong):
    """Count a tie as an improvement."""

    def improves(self, loss: float) -> bool:
        return bool(loss <= self.best_loss - self.min_delta)


class NoMinDelta(_Wrong):
    """Ignore min_delta."""

    def improves(self, loss: float) -> bool:
        return bool(loss < self.best_loss)


class WrongSign(_Wrong):
    """Let a loss improve that is only a little worse."""

    def improves(self, loss: float) -> bool:
        return bool(loss < self.best_loss + self.min_delta)


class NeverResets(_Wrong):
    """Count all updates without improvement."""

    def after_best(self) -> None:
        pass


class AgainstThePrevious(_Wrong):
    """Compare with the loss before, not with the best."""

    previous = math.inf

    def improves(self, loss: float) -> bool:
        better = loss < self.previous - self.min_delta
        self.previous = loss
        return bool(better)


class NanIsBest(_Wrong):
    """Ask whether it is not worse."""

    def improves(self, loss: float) -> bool:
        return not loss >= self.best_loss - self.min_delta


EXERCISE = Exercise(
    slug="early_stopping",
    reference=reference,
    driver=drive,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            patience=2,
            min_delta=0.01,
            losses=(0.9, 0.8, 0.75, 0.77, 0.76),
        ),
        pinned("falls all the way", patience=1, min_delta=0.0, losses=(3.0, 2.0, 1.0)),
        pinned("the default min_delta", patience=1, losses=(2.0, 1.75, 1.5, 1.625)),
        pinned("a tie", patience=2, min_delta=0.0, losses=(1.0, 1.0, 0.5)),
        pinned("stops at once", patience=1, min_delta=0.0, losses=(1.0, 2.0, 0.5)),
        pinned(
            "waits, improves, waits",
            patience=2,
            min_delta=0.0,
            losses=(4.0, 5.0, 3.0, 5.0, 2.0),
        ),
        pinned(
            "a gain that is too small",
            patience=2,
            min_delta=0.5,
            losses=(2.0, 1.75, 1.5, 1.0),
        ),
        pinned(
            "NaN first",
            patience=3,
            min_delta=0.0,
            losses=(math.nan, 2.0, math.nan, 1.0),
        ),
        pinned(
            "a dip below the one before",
            patience=2,
            min_delta=0.0,
            losses=(1.0, 3.0, 2.0, 2.5),
        ),
    ),
    rounding=lambda **_: 100.0,
    dtype="free",
    laws=(
        Law("best_was_seen", "names an epoch that had the best loss", best_was_seen),
    ),
    misconceptions=(
        Misconception(
            "best-by-reference",
            "best_params changes as training goes on",
            "The arrays that were passed in are changed in place later. Keep a deep copy.",
            Aliasing,
        ),
        Misconception(
            "keeps-last",
            "best_params holds the last parameters, not the best",
            "Take the parameters only from an update that improved.",
            KeepsLast,
        ),
        Misconception(
            "patience-off-by-one",
            "it stops one update late",
            "Stop once `patience` updates in a row did not improve: >= and not >.",
            OneLater,
        ),
        Misconception(
            "ties-improve",
            "a tie counts as an improvement",
            "A loss improves if it is smaller than best_loss − min_delta: < and not <=.",
            TiesImprove,
        ),
        Misconception(
            "min-delta-ignored",
            "min_delta is ignored",
            "A gain of less than min_delta is no improvement.",
            NoMinDelta,
        ),
        Misconception(
            "min-delta-wrong-sign",
            "min_delta has the wrong sign",
            "A loss must beat the best by min_delta: loss < best_loss − min_delta.",
            WrongSign,
        ),
        Misconception(
            "counter-not-reset",
            "the count goes on after an improvement",
            "Patience counts updates in a row: begin again at each improvement.",
            NeverResets,
        ),
        Misconception(
            "compares-with-previous",
            "each loss is compared with the one before",
            "Compare with the best so far; a dip after a peak is no improvement.",
            AgainstThePrevious,
        ),
        Misconception(
            "nan-counts-as-best",
            "NaN counts as an improvement",
            "NaN compares false with everything. Ask whether the loss is smaller, not "
            "whether it is not larger.",
            NanIsBest,
        ),
    ),
    workload=None,
    hints=(
        "Which three things does the object have to remember besides the best loss?",
        "Count the updates since the last improvement; an improvement sets the count to "
        "0. Count epochs as well, from 0.",
        "copy.deepcopy(params) on an improvement; return count >= patience.",
    ),
    follow_ups=(
        "Why must it watch a validation loss and not the training loss?",
        "What does min_delta guard against, and what does a large patience cost?",
        "In which sense does early stopping act like an L2 penalty?",
    ),
    topics=("overfitting",),
)
