"""fold_batch_norm: what it is tried on, and the laws that it keeps."""

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
from cnnquiz.curriculum.normalization.fold_batch_norm_mistakes import (
    MISCONCEPTIONS,
    Layers,
    by_filter,
)

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw


def draw(d: Draw) -> Arguments:
    """Draw filters with and without a bias; ε is large, so that it shows."""
    eps = d.choose("eps", 1.0, 0.5, 2.0, 0.125)
    has_bias = d.choose("bias", False, True, True)
    c_out, c_in = d.integer("C_out", 1, 4), d.integer("C_in", 1, 3)
    k_h, k_w = d.integer("kH", 1, 3), d.integer("kW", 1, 3)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    return {
        "w": d.layout("w", d.array("w", (c_out, c_in, k_h, k_w), values, dtype)),
        "b": d.array("b", (c_out,), values, dtype) if has_bias else None,
        "gamma": d.array("gamma", (c_out,), values, dtype),
        "beta": d.array("beta", (c_out,), values, dtype),
        "running_mean": d.array("running_mean", (c_out,), values, dtype),
        "running_var": d.array("running_var", (c_out,), "positive", dtype),
        "eps": eps,
    }


def rounding(**given: Any) -> Any:
    """A few products for each weight and each bias."""
    layers = Layers(**given)
    scale = np.abs(layers.scale)
    bias = scale * (np.abs(layers.bias) + np.abs(layers.running_mean))
    sizes = np.abs(layers.w) * by_filter(scale), bias + np.abs(layers.beta)
    return tuple(8 * part for part in sizes)


def does_both_at_once(trial: Trial) -> str | None:
    """Run an image through the two layers, and through the one."""
    layers = Layers(**trial.arguments)
    _, c_in, k_h, k_w = layers.w.shape
    image = np.random.default_rng(0).normal(size=(1, c_in, k_h + 1, k_w + 2))
    z = engine.conv2d(image, layers.w, layers.b)
    two, _, _ = engine.batch_norm(
        z,
        layers.gamma,
        layers.beta,
        layers.running_mean,
        layers.running_var,
        eps=layers.eps,
        training=False,
    )
    one = engine.conv2d(image, *trial.result)
    if near(one, two):
        return None
    return "the folded layer gives another map than the convolution and the batch norm"


def keeps_the_bias_apart(trial: Trial) -> str | None:
    """Double w: the folded weights double, and the folded bias stays."""
    w, b = trial.call()
    more_w, same_b = trial.call(w=2 * trial.arguments["w"])
    if not near(same_b, b):
        return "the folded bias depends on w"
    return None if near(more_w, 2 * w) else "twice the weights do not fold to twice"


def stays_under_an_identity(trial: Trial) -> str | None:
    """Fold a batch norm that gives back what it gets: both parts stay."""
    layers = Layers(**trial.arguments)
    root = np.sqrt(layers.running_var + layers.eps).astype(layers.w.dtype)
    w, b = trial.call(gamma=root, beta=layers.running_mean)
    if near(w, layers.w) and near(b, layers.bias):
        return None
    return "folding a batch norm that changes nothing changes the convolution"


def near(got: Any, want: Any) -> bool:
    """Say whether two results are alike but for rounding."""
    off = float(np.max(np.abs(got - want), initial=0.0))
    return off <= 1e-3 * float(np.max(np.abs(want), initial=1.0))


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return more and more filters."""
    count = 4 * size
    return {
        "w": rng.normal(size=(count, 8, 3, 3)),
        "b": rng.normal(size=count),
        "gamma": rng.normal(size=count),
        "beta": rng.normal(size=count),
        "running_mean": rng.normal(size=count),
        "running_var": rng.random(count) + 0.5,
    }


TWO: Arguments = {
    "gamma": np.array([8.0, -6.0]),
    "beta": np.array([10.0, 1.0]),
    "running_mean": np.array([3.0, -2.0]),
    "running_var": np.array([12.0, 5.0]),
}
B = np.array([5.0, -1.0])
EXERCISE = Exercise(
    slug="fold_batch_norm",
    reference=engine.fold_batch_norm,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            w=[[[[1.0, 6.0]]]],
            b=[5.0],
            gamma=[8.0],
            beta=[10.0],
            running_mean=[3.0],
            running_var=[12.0],
            eps=4.0,
        ),
        pinned("two filters", w=ramp(2, 1, 2, 3), b=B, **TWO, eps=4.0),
        pinned("no bias", w=ramp(2, 1, 1, 2), b=None, **TWO, eps=4.0),
        pinned("as many channels as filters", w=ramp(2, 2, 2, 2), b=B, **TWO, eps=4.0),
        pinned("the default of eps", w=ramp(2, 3, 1, 1), b=B, **TWO),
        pinned(
            "a channel that was constant in training",
            w=ramp(2, 1, 1, 2),
            b=B,
            **TWO | {"running_var": np.array([0.0, 4.0])},
        ),
        pinned(
            "a scale of 0",
            w=ramp(2, 1, 1, 2),
            b=B,
            **TWO | {"gamma": np.array([0.0, 3])},
        ),
        pinned(
            "filters last in memory",
            w=ramp(3, 1, 2, 2).transpose(3, 1, 2, 0),
            b=B,
            **TWO,
            eps=4.0,
        ),
        pinned(
            "float32",
            w=ramp(2, 1, 1, 2).astype(np.float32),
            b=None,
            **{name: array.astype(np.float32) for name, array in TWO.items()},
            eps=4.0,
        ),
    ),
    rounding=rounding,
    parts=("w", "b"),
    laws=(
        Law("both", "does what the two layers do", does_both_at_once),
        Law("apart", "keeps the bias apart from the weights", keeps_the_bias_apart),
        Law(
            "identity",
            "stays as it is under an identity",
            stays_under_an_identity,
        ),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(workload, limit=2_000, unit="the number of weights"),
    fresh=True,
    hints=(
        "Write y = γ · (z − μ) / √(σ² + ε) + β as y = s · z + t. What are s and t?",
        "Put z = w ∗ x + b into s · z + t. What multiplies x is the new w; the rest is "
        "the new b.",
        "scale = gamma / np.sqrt(running_var + eps); the new weights are "
        "w * scale[:, None, None, None], the new bias is scale * (b - running_mean) + "
        "beta, with b = 0 for None.",
    ),
    follow_ups=(
        "Why can a batch norm not be folded while the network trains?",
        "What if a ReLU stands between the convolution and the batch norm?",
        "Could you fold a batch norm into the convolution after it, and where would "
        "padding spoil that?",
    ),
    topics=("normalization", "efficiency"),
)
