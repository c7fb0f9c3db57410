"""dice_loss: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw

PROBABILITIES = np.array([0, 1, 0.5, 0.25, 0.75, 0.1, 0.9, 0.3])
MASKS = {"mixed": np.array([0.0, 1.0]), "empty": np.array([0.0])}


def draw(d: Draw) -> Arguments:
    """Draw masks of one to three axes, some of them empty, and epsilons that show."""
    n, rank = d.integer("N", 1, 4), d.integer("axes of a mask", 1, 3)
    shape = [n, *(d.integer(f"length {axis}", 1, 4) for axis in range(rank))]
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    masks = MASKS[d.choose("masks", "mixed", "mixed", "mixed", "empty")]
    arguments: Arguments = {
        "probs": d.layout("probs", d.array("probs", shape, PROBABILITIES, dtype)),
        "targets": d.layout("targets", d.array("targets", shape, masks, dtype)),
    }
    eps = d.choose("eps", None, 1.0, 0.25)
    return arguments if eps is None else {**arguments, "eps": eps}


def rounding(probs: Any, targets: Any, eps: float = 1e-6) -> Any:
    """Return the terms of a sample's sums: the ratio itself is at most 1."""
    return 2.0 * (probs[0].size + 4)


def masks_may_be_swapped(trial: Trial) -> str | None:
    """Call it with the two masks exchanged: the overlap is the same."""
    given = trial.arguments
    swapped = trial.call(probs=given["targets"], targets=given["probs"])
    same = abs(float(swapped) - float(trial.result)) < 1e-4
    return None if same else "exchanging the masks changes the loss"


def _sums(probs: Any, targets: Any) -> tuple[Any, Any, Any]:
    """Return Σ p·t, Σ p and Σ t of each sample."""
    p, t = probs.reshape(len(probs), -1), targets.reshape(len(targets), -1)
    return (p * t).sum(axis=1), p.sum(axis=1), t.sum(axis=1)


def by_union(probs: Any, targets: Any, eps: float = 1e-6) -> Any:
    """Divide by the union."""
    shared, p, t = _sums(probs, targets)
    return 1 - ((shared + eps) / (p + t - shared + eps)).mean()


def without_two(probs: Any, targets: Any, eps: float = 1e-6) -> Any:
    """Count the overlap once."""
    shared, p, t = _sums(probs, targets)
    return 1 - ((shared + eps) / (p + t + eps)).mean()


def eps_below_only(probs: Any, targets: Any, eps: float = 1e-6) -> Any:
    """Only keep the division from failing."""
    shared, p, t = _sums(probs, targets)
    return 1 - (2 * shared / (p + t + eps)).mean()


def without_eps(probs: Any, targets: Any, eps: float = 1e-6) -> Any:
    """Divide zero by zero for empty masks."""
    shared, p, t = _sums(probs, targets)
    return 1 - (2 * shared / (p + t)).mean()


def squared(probs: Any, targets: Any, eps: float = 1e-6) -> Any:
    """Square the terms below."""
    shared, p, t = _sums(probs, targets)
    p, t = _sums(probs, probs)[0], _sums(targets, targets)[0]
    return 1 - ((2 * shared + eps) / (p + t + eps)).mean()


def summed(probs: Any, targets: Any, eps: float = 1e-6) -> Any:
    """Add the losses of the samples."""
    return len(probs) * engine.dice_loss(probs, targets, eps)


EXERCISE = Exercise(
    slug="dice_loss",
    reference=engine.dice_loss,
    draw=draw,
    pinned=(
        pinned("the worked example", probs=[[1, 1, 0]], targets=[[0, 1, 1]]),
        pinned("unsure", probs=[[0.5, 0.25]], targets=[[1, 0]]),
        pinned("nothing predicted, nothing there", probs=[[0, 0]], targets=[[0, 0]]),
        pinned("an epsilon of 1", probs=[[1, 0]], targets=[[0, 1]], eps=1.0),
        pinned(
            "a large and a small object",
            probs=[[1, 1, 1, 1], [0, 0, 0, 1]],
            targets=[[1, 1, 1, 1], [0, 0, 1, 0]],
        ),
        pinned(
            "masks of two axes",
            probs=[[[0.5, 1], [0, 0.25]], [[1, 0], [1, 1]]],
            targets=[[[1, 1], [0, 0]], [[0, 0], [1, 0]]],
        ),
        pinned(
            "float32",
            probs=np.array([[0.5, 0.75]], np.float32),
            targets=np.array([[0, 1]], np.float32),
        ),
    ),
    rounding=rounding,
    laws=(Law("symmetric", "does not care which mask is which", masks_may_be_swapped),),
    misconceptions=(
        Misconception(
            "iou-for-dice",
            "this divides by the union",
            "Intersection over union counts the overlap once below. Dice divides twice "
            "the overlap by the sum of the two sizes.",
            by_union,
        ),
        Misconception(
            "eps-below-only",
            "eps is added below only",
            "Two empty masks agree, so their ratio must be 1: add eps above as well.",
            eps_below_only,
        ),
        Misconception(
            "eps-missing",
            "eps is left out",
            "For two empty masks this is 0/0. Add eps above and below.",
            without_eps,
        ),
        Misconception(
            "batch-mixed",
            "the sums run over the whole batch",
            "Take one ratio for each sample and then the mean; else large objects "
            "drown small ones.",
            lambda probs, targets, eps=1e-6: engine.dice_loss(
                probs.reshape(1, -1), targets.reshape(1, -1), eps
            ),
        ),
        Misconception(
            "factor-two-missing",
            "the overlap is counted once",
            "Two equal masks must give a ratio of 1: the sum below counts the overlap "
            "twice, so it counts twice above.",
            without_two,
        ),
        Misconception(
            "returns-coefficient",
            "this is the overlap, not the loss",
            "A loss falls as the prediction gets better: subtract the mean ratio from "
            "1.",
            lambda probs, targets, eps=1e-6: 1 - engine.dice_loss(probs, targets, eps),
        ),
        Misconception(
            "terms-squared",
            "the terms below are squared",
            "V-Net squares p and t below; here the plain sums are asked for.",
            squared,
        ),
        Misconception(
            "sum-not-mean",
            "the loss is summed over the batch",
            "Take the mean over the samples, so that the loss stays between 0 and 1.",
            summed,
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "probs": rng.random((4, 64 * size)),
            "targets": rng.integers(0, 2, (4, 64 * size)).astype(float),
        },
        limit=2_000,
        unit="the number of pixels",
    ),
    hints=(
        "Over which axes do the sums run, and over which one the mean?",
        "Reshape both to (N, pixels), and sum along axis 1: p·t, p, and t.",
        (
            "ratio = (2·Σ p·t + eps) / (Σ p + Σ t + eps) for each sample; 1 − "
            "ratio.mean()."
        ),
    ),
    follow_ups=(
        "How are Dice and IoU related, and do they rank two predictions alike?",
        (
            "Why is Dice used where the foreground is rare, and what is wrong with pixel "
            "accuracy there?"
        ),
        (
            "What is the gradient for a pixel of an empty mask, and what does eps do to "
            "it?"
        ),
    ),
    topics=("losses", "detection"),
)
