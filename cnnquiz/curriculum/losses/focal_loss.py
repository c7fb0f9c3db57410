"""focal_loss: what it is tried on, and the laws that it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.losses.focal_loss_mistakes import MISCONCEPTIONS

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw

CLASSES = np.array([1.0, 0.0])


def draw(d: Draw) -> Arguments:
    """Draw both classes, with scores that overflow now and then."""
    settings: Arguments = {
        "gamma": d.choose("gamma", 1.0, 2.0, 0.0, 0.5, 3.0, None),
        "alpha": d.choose("alpha", 1.0, 0.25, 0.75, 0.5, None),
    }
    rank = d.integer("axes", 1, 3)
    shape = [d.integer(f"length {axis}", 1, 4) for axis in range(rank)]
    values = d.choose("values", "integers", "reals", "large")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    return {
        "logits": d.layout("logits", d.array("logits", shape, values, dtype)),
        "targets": d.layout("targets", d.array("targets", shape, CLASSES, dtype)),
    } | {name: value for name, value in settings.items() if value is not None}


def rounding(logits: Any, targets: Any, gamma: float = 2.0, alpha: float = 0.25) -> Any:
    """Each element is a product of three, whose power takes γ times the rounding."""
    loss = engine.focal_loss(logits, targets, gamma, alpha)
    return (logits.size + 8 + 4 * gamma) * (loss + 1)


def mirrored(trial: Trial) -> str | None:
    """Exchange the classes: logits change their sign, and α becomes 1 − α."""
    given = trial.arguments
    other = trial.call(
        logits=-given["logits"],
        targets=1 - given["targets"],
        alpha=1 - given.get("alpha", 0.25),
    )
    if abs(float(other) - float(trial.result)) <= 1e-4 * (1 + float(trial.result)):
        return None
    return "exchanging the classes, signs and α with them, changes the loss"


def without_focus(trial: Trial) -> str | None:
    """Set γ to 0 and α to ½: half the binary cross-entropy is left."""
    given = trial.arguments
    got = float(trial.call(gamma=0.0, alpha=0.5))
    half = float(
        engine.binary_cross_entropy_with_logits(given["logits"], given["targets"]) / 2
    )
    if abs(got - half) <= 1e-4 * (1 + half):
        return None
    return f"γ = 0 and α = ½ give {got:g}; half the binary cross-entropy is {half:g}"


PINNED = (
    pinned("the worked example", logits=[0, 0], targets=[1, 0]),
    pinned("a positive", logits=[0], targets=[1], gamma=1.0, alpha=1.0),
    pinned("an easy and a hard positive", logits=[3, -3], targets=[1, 1]),
    pinned("no focus", logits=[[2, -1]], targets=[[1, 0]], gamma=0.0, alpha=0.75),
    pinned(
        "negatives that cost nothing", logits=[2, -1], targets=[0, 0], gamma=1, alpha=1
    ),
    pinned("sure and wrong", logits=[-1000, 800], targets=[1, 0]),
    pinned("sure and right", logits=[[1000], [-800]], targets=[[1], [0]], gamma=0.5),
    pinned("beyond the range of 1 − p", logits=[40, -40], targets=[0, 1], gamma=3.0),
    pinned(
        "float32",
        logits=np.array([[100, -1], [0.5, -20]], np.float32),
        targets=np.array([[0, 1], [1, 0]], np.float32),
    ),
    pinned(
        "a transposed array",
        logits=np.array([[1.0, -2.0, 0.0], [3.0, 0.5, -1.0]]).T,
        targets=np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 0.0]]).T,
        gamma=1.0,
    ),
)
EXERCISE = Exercise(
    slug="focal_loss",
    reference=engine.focal_loss,
    draw=draw,
    pinned=PINNED,
    rounding=rounding,
    laws=(
        Law("mirrored", "treats the classes alike but for α", mirrored),
        Law("without_focus", "is a cross-entropy without γ", without_focus),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(
        lambda size, rng: {
            "logits": rng.normal(size=(size, 128)),
            "targets": rng.integers(0, 2, (size, 128)).astype(float),
        },
        limit=200,
        unit="the number of elements",
    ),
    hints=(
        "A negative with logit x is as hard as a positive with logit −x. Let z be x or "
        "−x: what are pₜ, 1 − pₜ and −log pₜ, written with z?",
        "pₜ = σ(z), 1 − pₜ = σ(−z), and −log pₜ = log(1 + exp(−z)), which "
        "np.logaddexp(0, -z) computes for any z.",
        "np.mean(alpha_t * sigmoid(-z) ** gamma * np.logaddexp(0, -z)), where alpha_t is "
        "alpha for positives and 1 − alpha for negatives.",
    ),
    follow_ups=(
        "How much less than in cross-entropy does an example with pₜ = 0.9 count, with "
        "γ = 2?",
        "Why does RetinaNet begin with a bias that makes p about 0.01 everywhere?",
        "When would you resample or mine hard examples instead?",
    ),
    topics=("losses", "detection"),
)
