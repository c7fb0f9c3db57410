"""init_weights: laws instead of values, for the order of the draws is free.

Means and standard deviations are held to eight standard errors: a right answer fails
with a probability below 10⁻¹⁴. Of ten thousand normal draws none is beyond 3σ with a
probability below 10⁻¹¹, and more than 90 are with one still smaller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import (
    Arguments,
    Broken,
    Case,
    Exercise,
    Law,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.optimization.init_weights_mistakes import (
    MISCONCEPTIONS,
    WRONG_SCALES,
    scale,
)
from cnnquiz.values import Rng

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw

ERRORS = 8.0
ALIKE = 1e-5  # what float32 inside may leave of a difference


def draw(d: Draw) -> Arguments:
    """Draw small layers of both kinds."""
    kind = d.choose("kind", "he", "glorot")
    axes = d.choose("axes", 2, 4)
    shape = tuple(d.integer(f"length {axis}", 1, 4) for axis in range(axes))
    return {"shape": shape, "kind": kind, "rng": Rng(d.integer("seed", 0, 999))}


def weights_differ(trial: Trial) -> str | Broken | None:
    """Look for weights that are all alike, and for filters that are."""
    w = np.asarray(trial.result)
    if np.all(w == w.reshape(-1)[0]):
        message = f"all weights are {w.reshape(-1)[0]:g}"
        return Broken(message, "all-equal")
    if np.all(w == w[:1]):
        return Broken("all outputs have the same weights", "one-filter-for-all")
    # float32 inside makes a few equal by chance.
    distinct = np.unique(w).size
    if distinct < 0.9 * w.size:
        return f"of {w.size} weights only {distinct} are different"
    return None


def is_normal(trial: Trial) -> str | Broken | None:
    """Look at the centre and at the tails, in units of the weights' own deviation."""
    w = np.asarray(trial.result)
    z = w / w.std()
    if abs(z.mean()) > ERRORS / np.sqrt(w.size):
        message = f"the mean of {w.size} weights is {w.mean():.3g} and should be near 0"
        return Broken(message, "not-centred")
    far, largest = int(np.sum(np.abs(z) > 3)), float(np.max(np.abs(z)))
    message = f"of {w.size} weights {far} are beyond 3 standard deviations"
    if not far:
        return Broken(message, "uniform-for-normal" if largest < 1.8 else "truncated")
    return None if far <= 90 else message


def has_the_scale(trial: Trial) -> str | Broken | None:
    """Hold the standard deviation against the right one, and name a wrong one."""
    shape, kind = trial.arguments["shape"], trial.arguments["kind"]
    bound = ERRORS / np.sqrt(2 * trial.result.size)
    got, right = float(np.std(trial.result)), scale(shape, kind)
    if abs(got / right - 1) <= bound:
        return None
    message = (
        f"the standard deviation of {shape} for {kind!r} is {got:.4f} and should be "
        f"{right:.4f}"
    )
    off = {
        name: min(abs(got / wrong(shape, kind) - 1) for wrong in ways)
        for name, ways in WRONG_SCALES.items()
    }
    nearest = min(off, key=lambda name: off[name])
    return Broken(message, nearest) if off[nearest] <= bound else message


def seeds_differ(trial: Trial) -> str | Broken | None:
    """Call with a generator of another seed."""
    seed = trial.arguments["rng"].bit_generator.seed_seq.entropy
    other = trial.call(rng=Rng(seed + 1))
    if np.array_equal(other, trial.result):
        message = "generators of two seeds give the same weights"
        return Broken(message, "reseeds-each-call")
    return None


def scale_is_left_to_chance(trial: Trial) -> Broken | None:
    """Draw two weights again and again: their mean and deviation vary."""
    drawn = np.array([trial.call(rng=Rng(seed)).ravel() for seed in range(8)])
    statistics = {
        "mean": drawn.mean(axis=1),
        "standard deviation": drawn.std(axis=1),
        "root mean square": np.sqrt(np.mean(drawn**2, axis=1)),
    }
    for name, values in statistics.items():
        if np.ptp(values) <= ALIKE * np.max(np.abs(drawn)):
            message = f"the {name} of two weights is {values[0]:.3g} in each of 8 draws"
            return Broken(message, "exact-scale")
    return None


def many(shape: tuple[int, ...], kind: str, seed: int) -> Case:
    """Pin a layer of about ten thousand weights."""
    return pinned("many weights", shape=shape, kind=kind, rng=Rng(seed))


# Lengths for which no two wrong scales are near each other, or near the right one.
LAYERS = (
    many((60, 12, 2, 7), "he", 1),
    many((60, 12, 2, 7), "glorot", 2),
    many((40, 250), "he", 3),
    many((250, 40), "glorot", 4),
)
TWO = (pinned("two weights", shape=(1, 2), kind="he", rng=Rng(5)),)
IN_STEP = ("shape", "dtype")
EXERCISE = Exercise(
    slug="init_weights",
    reference=engine.init_weights,
    draw=draw,
    pinned=(
        pinned("the worked example", shape=(50, 8, 5, 5), kind="he", rng=Rng(0)),
        pinned("fully connected", shape=(2, 3), kind="he", rng=Rng(1)),
        pinned("glorot", shape=(2, 3), kind="glorot", rng=Rng(1)),
        pinned("a filter", shape=(2, 3, 1, 4), kind="he", rng=Rng(2)),
        pinned("glorot for a filter", shape=(2, 3, 4, 1), kind="glorot", rng=Rng(3)),
        pinned("one weight", shape=(1, 1), kind="he", rng=Rng(4)),
    ),
    rounding=lambda **_: 1.0,
    values="free",
    dtype="float64",
    laws=(
        Law(
            "weights_differ",
            "draws each weight for itself",
            weights_differ,
            needs=IN_STEP,
            own_cases=LAYERS[:1],
        ),
        Law(
            "is_normal",
            "draws from a normal distribution about 0",
            is_normal,
            needs=(*IN_STEP, "weights_differ"),
            own_cases=LAYERS[:2],
        ),
        Law(
            "has_the_scale",
            "has the standard deviation asked for",
            has_the_scale,
            needs=(*IN_STEP, "is_normal"),
            own_cases=LAYERS,
        ),
        Law(
            "seeds_differ",
            "follows the rng that is passed in",
            seeds_differ,
            needs=(*IN_STEP, "weights_differ"),
            own_cases=LAYERS[:1],
        ),
        Law(
            "left_to_chance",
            "does not force the scale on a draw",
            scale_is_left_to_chance,
            needs=(*IN_STEP, "weights_differ", "seeds_differ"),
            own_cases=TWO,
        ),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(
        lambda size, rng: {
            "shape": (16 * size, 64),
            "kind": "he",
            "rng": Rng(int(rng.integers(1 << 30))),
        },
        limit=1_000,
        unit="the number of weights",
    ),
    hints=(
        "How many products does one output of a layer with weights (C_out, C_in, kH, kW) "
        "sum? That is fan_in.",
        "math.prod(shape[2:]) is kH · kW, and 1 for a fully connected layer. Both fans "
        "are multiplied by it.",
        "rng.normal(0, np.sqrt(2 / fan_in), shape) for he; fan_in + fan_out in place of "
        "fan_in for glorot.",
    ),
    follow_ups=(
        "Where does the 2 of He's formula come from, and what would it be for leaky ReLU?",
        "What happens in a network whose weights all begin at zero, or all alike?",
        "Why does initialization matter less with batch normalization or residual paths?",
    ),
    topics=("activations", "optimization"),
)
