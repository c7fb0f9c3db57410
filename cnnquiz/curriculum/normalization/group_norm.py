"""group_norm: what it is tried on, and the laws that it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d import ramp
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.normalization.far_from_zero import keeps_its_digits
from cnnquiz.curriculum.normalization.group_norm_mistakes import (
    MISCONCEPTIONS,
    OF_A_GROUP,
    in_blocks,
)
from cnnquiz.curriculum.normalization.layer_norm import lost_by_centring

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw


def draw(d: Draw) -> Arguments:
    """Draw up to three groups of up to three channels; ε is large, so that it shows."""
    eps = d.choose("eps", 1.0, 0.5, 2.0, 0.125)
    num_groups, size = d.integer("groups", 1, 3), d.integer("C / groups", 1, 3)
    n = d.integer("N", 1, 3)
    height, width = d.integer("H", 1, 3), d.integer("W", 1, 4)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    c = num_groups * size
    return {
        "x": d.layout("x", d.array("x", (n, c, height, width), values, dtype)),
        "num_groups": num_groups,
        "gamma": d.array("gamma", (c,), values, dtype),
        "beta": d.array("beta", (c,), values, dtype),
        "eps": eps,
    }


def rounding(x: Any, num_groups: int, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
    """Each group sums its values, twice."""
    lost = lost_by_centring(in_blocks(x, num_groups), OF_A_GROUP, eps)
    count = x[0].size // num_groups + 8
    return count * (np.abs(gamma).max() * lost + np.abs(beta).max())


def standardises(trial: Trial) -> str | None:
    """Scale by 1 and shift by 0: each group has mean 0 and deviation 1, but for ε."""
    given = trial.arguments
    x, eps = given["x"], given.get("eps", 1e-5)
    one = np.ones_like(given["gamma"])
    y = in_blocks(trial.call(gamma=one, beta=0 * one), given["num_groups"])
    var = in_blocks(x, given["num_groups"]).var(axis=OF_A_GROUP)
    if np.any(np.abs(y.mean(axis=OF_A_GROUP)) > 1e-2):
        return "with gamma 1 and beta 0, a group of the result has not mean 0"
    if np.any(np.abs(y.std(axis=OF_A_GROUP) - np.sqrt(var / (var + eps))) > 1e-2):
        return "with gamma 1 and beta 0, a group of the result has the wrong deviation"
    return None


def treats_images_apart(trial: Trial) -> str | None:
    """Give the last image alone: its result is what it was among the others."""
    alone = trial.call(x=trial.arguments["x"][-1:].copy())
    together = trial.call()[-1:]
    return None if near(alone, together) else "an image's result depends on the others"


def ignores_offset_of_a_group(trial: Trial) -> str | None:
    """Add 3 to the first group of channels: nothing changes."""
    moved = trial.arguments["x"]
    moved[:, : moved.shape[1] // trial.arguments["num_groups"]] += 3
    if near(trial.call(x=moved), trial.call()):
        return None
    return "adding 3 to all channels of the first group changes the result"


def near(got: Any, want: Any) -> bool:
    """Say whether two results are alike but for rounding."""
    off = float(np.max(np.abs(got - want), initial=0.0))
    return off <= 1e-3 * float(np.max(np.abs(want), initial=1.0))


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return images whose rows grow; the rest stays."""
    return {
        "x": rng.normal(size=(2, 4, 4 * size, 16)),
        "num_groups": 2,
        "gamma": rng.normal(size=4),
        "beta": rng.normal(size=4),
    }


TWO: Arguments = {"gamma": np.array([2.0, -3.0]), "beta": np.array([1.0, 10.0])}
FOUR: Arguments = {
    "gamma": np.array([2.0, -3.0, 1.0, 4.0]),
    "beta": np.array([1.0, 10.0, 0.0, -5.0]),
}
FAR = pinned(
    "far from 0",
    x=np.array(
        [[[[9999, 10001]], [[10001, 9999]], [[19999, 20001]], [[20001, 19999]]]],
        np.float32,
    ),
    num_groups=2,
    gamma=np.ones(4, np.float32),
    beta=np.zeros(4, np.float32),
)
EXERCISE = Exercise(
    slug="group_norm",
    reference=engine.group_norm,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            x=np.array([1.0, 5.0, 12.0, 8.0]).reshape(1, 4, 1, 1),
            num_groups=2,
            gamma=[2.0, 4.0, 10.0, 2.0],
            beta=[3.0, 0.0, 1.0, 0.0],
            eps=12.0,
        ),
        pinned(
            "two images of two groups",
            x=ramp(2, 4, 1, 2),
            num_groups=2,
            **FOUR,
            eps=1.0,
        ),
        pinned(
            "three groups of two",
            x=ramp(1, 6, 2, 1),
            num_groups=3,
            gamma=[2, -3, 1, 4, 3, -1],
            beta=[1, 10, 0, -5, 2, 20],
            eps=1.0,
        ),
        pinned("one group", x=ramp(2, 2, 1, 3), num_groups=1, **TWO, eps=1.0),
        pinned(
            "as many groups as channels",
            x=ramp(1, 2, 2, 3),
            num_groups=2,
            **TWO,
            eps=1.0,
        ),
        pinned("the default of eps", x=ramp(1, 4, 2, 3), num_groups=2, **FOUR),
        pinned(
            "a constant group",
            x=[[[[3, 3]], [[3, 3]], [[0, 4]], [[8, 4]]]],
            num_groups=2,
            **FOUR,
        ),
        pinned(
            "channels last in memory",
            x=ramp(1, 2, 3, 4).transpose(0, 3, 1, 2),
            num_groups=2,
            **FOUR,
            eps=1.0,
        ),
        pinned(
            "float32",
            x=ramp(1, 2, 1, 2).astype(np.float32),
            num_groups=1,
            gamma=np.array([2, -1], np.float32),
            beta=np.array([1, 3], np.float32),
            eps=0.5,
        ),
    ),
    rounding=rounding,
    laws=(
        Law("standard", "gives each group mean 0 and deviation 1", standardises),
        Law("apart", "treats images apart", treats_images_apart),
        Law("offset", "ignores an offset of a group", ignores_offset_of_a_group),
        keeps_its_digits(FAR),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(workload, limit=2_000, unit="the number of pixels"),
    fresh=True,
    hints=(
        "x of shape (2, 6, 5, 5) with 3 groups has 2 · 3 means. Each is over how many "
        "values?",
        "x.reshape(N, G, C // G, H, W) puts each group on an axis of its own. Take the "
        "mean and the variance over axes 2, 3 and 4, with keepdims=True.",
        "Standardise, reshape back to (N, C, H, W), and only then use gamma and beta, "
        "reshaped to (C, 1, 1).",
    ),
    follow_ups=(
        "Which number of groups makes it an instance norm, and which a layer norm over "
        "(C, H, W)?",
        "Why does group norm stay the same with a batch of one, where batch norm does not?",
        "What would you have to change in a model to put group norm in place of batch "
        "norm, and what could you no longer fold into the convolution?",
    ),
    topics=("normalization",),
)
