"""cnn_forward: what it is tried on, and what people make of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d import ramp
from cnnquiz.curriculum.exercise import (
    Arguments,
    Case,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.networks.small_cnn import RIGHT, draw

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1 / 2, 1 / 4, 1 / 16)
"""What the weights of the three pinned layers are scaled by: the logits stay moderate,
and as powers of two they leave small integers exact."""


def parameters(
    c: int, c1: int, c2: int, features: int, classes: int
) -> dict[str, np.ndarray]:
    """Return parameters of small numbers in which no two layers are alike."""
    shapes = (c1, c, 3, 3), (c2, c1, 3, 3), (classes, features)
    params = {}
    for layer, (shape, size) in enumerate(zip(shapes, SIZES, strict=True), 1):
        params[f"w{layer}"] = ramp(*shape) * size
        params[f"b{layer}"] = ramp(shape[0] + layer)[layer:]
    return params


def centre_taps(first: float, second: float) -> dict[str, np.ndarray]:
    """Return the statement's network: two kernels with one weight each."""
    w1, w2 = np.zeros((1, 1, 3, 3)), np.zeros((1, 1, 3, 3))
    w1[0, 0, 1, 1], w2[0, 0, 1, 1] = first, second
    return {
        "w1": w1,
        "b1": np.array([0.0]),
        "w2": w2,
        "b2": np.array([1.0]),
        "w3": np.array([[1.0], [-1.0]]),
        "b3": np.array([0.5, 0.0]),
    }


def as_float32(params: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the parameters in single precision."""
    return {name: value.astype(np.float32) for name, value in params.items()}


WORKED = centre_taps(1.0, 2.0)
WORKED_X = np.arange(-8.0, 8.0).reshape(1, 1, 4, 4)
PINNED: tuple[Case, ...] = (
    pinned("the worked example", params=WORKED, x=WORKED_X),
    pinned("all negative images", params=WORKED, x=-1.0 - np.abs(WORKED_X)),
    pinned("a wide image", params=parameters(1, 1, 1, 2, 2), x=ramp(1, 1, 4, 8)),
    pinned(
        "rows and columns that pooling leaves over",
        params=parameters(1, 2, 2, 4, 3),
        x=ramp(1, 1, 7, 11)[..., :9],
    ),
    pinned(
        "two images with two channels",
        params=parameters(2, 3, 2, 8, 3),
        x=ramp(2, 2, 8, 9),
    ),
    pinned(
        "channels last in memory",
        params=parameters(2, 2, 2, 2, 2),
        x=ramp(1, 5, 4, 2).transpose(0, 3, 1, 2),
    ),
    pinned(
        "float32",
        params=as_float32(parameters(1, 2, 1, 1, 2)),
        x=ramp(1, 1, 5, 5).astype(np.float32),
    ),
)


def rounding(params: dict[str, Any], x: Any) -> Any:
    """Return the longest sum times the logits of the absolute values.

    Neither ReLU nor a maximum makes a difference larger. There are three layers of
    sums; the slack of `compare` is far more than three.
    """
    sizes = {name: np.abs(value) for name, value in params.items()}
    return RIGHT.forward(sizes, np.abs(x)) * longest_sum(params)


def longest_sum(params: dict[str, Any]) -> int:
    """Return how many terms the longest sum of the forward pass has."""
    return 1 + max(int(params[name][0].size) for name in ("w1", "w2", "w3"))


def images_do_not_mix(trial: Trial) -> str | None:
    """Hold the logits of each image alone against those in the batch."""
    given, batch = trial.arguments, trial.result
    size = 1e-3 * (1 + float(np.max(np.abs(trial.expected), initial=0.0)))
    for n in range(len(given["x"])):
        alone = trial.call(x=given["x"][n : n + 1])
        if np.shape(alone) != np.shape(batch[n : n + 1]):
            return f"image {n} alone gives shape {np.shape(alone)}"
        if float(np.max(np.abs(alone - batch[n : n + 1]), initial=0.0)) > size:
            return f"the scores of image {n} depend on the others of its batch"
    return None


def _with(**layers: Any) -> Any:
    """Make the network with some of its layers replaced."""
    return replace(RIGHT, **layers).forward


def _per_layer(*rectified: bool) -> Any:
    """Make the network with a ReLU after some of its two convolutions only."""

    def wrong(params: Any, x: Any) -> Any:
        kept = iter(rectified)
        return replace(
            RIGHT, relu=lambda z: engine.relu(z) if next(kept) else z
        ).forward(params, x)

    return wrong


def _at_the_end(activation: Callable[[Any], Any]) -> Any:
    """Make the network with an activation after its last layer."""
    return lambda params, x: activation(RIGHT.forward(params, x))


def _flat(x: Any) -> Any:
    return x.reshape(len(x), -1)


def _channels_last(x: Any) -> Any:
    return _flat(np.moveaxis(x, 1, -1))


def _column_major(x: Any) -> Any:
    return x.reshape(len(x), -1, order="F")


def _across_the_batch(x: Any) -> Any:
    return x.reshape(-1, len(x)).T


MISCONCEPTIONS = (
    Misconception(
        "relu-missing",
        "neither convolution is followed by a ReLU",
        "Without an activation between them, two convolutions and a linear layer are "
        "one linear map of what the maxima let through.",
        _per_layer(False, False),
    ),
    Misconception(
        "first-relu-missing",
        "the first ReLU is missing",
        "Each convolution is followed by a ReLU; before or after its pooling is the "
        "same.",
        _per_layer(False, True),
    ),
    Misconception(
        "second-relu-missing",
        "the second ReLU is missing",
        "Each convolution is followed by a ReLU; before or after its pooling is the "
        "same.",
        _per_layer(True, False),
    ),
    Misconception(
        "relu-on-logits",
        "there is a ReLU on the logits",
        "Logits may be negative, and the loss needs them to be. The last layer is "
        "linear.",
        _at_the_end(engine.relu),
    ),
    Misconception(
        "softmax-then-ce",
        "softmax is applied at the end",
        "The network returns logits. Cross-entropy contains the softmax; applied "
        "twice, it flattens the gradients.",
        _at_the_end(engine.softmax),
    ),
    Misconception(
        "log-softmax-at-end",
        "log-softmax is applied at the end",
        "The network returns logits, before any normalization. The loss turns them "
        "into log-probabilities.",
        _at_the_end(engine.log_softmax),
    ),
    Misconception(
        "hwc-order",
        "the features are flattened with the channels last",
        "w3 expects channel, row, column: reshape(N, -1) of an NCHW array.",
        _with(flatten=_channels_last),
    ),
    Misconception(
        "fortran-order",
        "the features are flattened in column-major order",
        'reshape(N, -1) is row-major, and so are the columns of w3; order="F" is not.',
        _with(flatten=_column_major),
    ),
    Misconception(
        "reshape-then-transpose",
        "flattening mixes the images of the batch",
        "reshape keeps the order of memory. Keep axis 0 and flatten the rest: "
        "reshape(N, -1).",
        _with(flatten=_across_the_batch),
    ),
    Misconception(
        "kernel-flip",
        "the kernels are flipped",
        "A CNN layer slides its kernels as they are stored. scipy.signal.convolve "
        "rotates them; correlate does not.",
        _with(conv=lambda x, w, b: RIGHT.conv(x, w[:, :, ::-1, ::-1], b)),
    ),
    Misconception(
        "mean-instead",
        "the pooling takes means",
        "This network pools with the maximum of each 2×2 block.",
        _with(pool=lambda x: engine.avg_pool2d(x, 2)),
    ),
    Misconception(
        "no-bias",
        "the convolutions leave their biases out",
        "Add b1[o] to the whole map o of the first convolution, and b2[o] in the "
        "second.",
        _with(conv=lambda x, w, b: RIGHT.conv(x, w, None)),
    ),
)


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return a batch that grows."""
    shapes = {"1": (4, 1, 3, 3), "2": (4, 4, 3, 3), "3": (10, 16)}
    params = {}
    for layer, shape in shapes.items():
        params[f"w{layer}"] = rng.normal(size=shape)
        params[f"b{layer}"] = rng.normal(size=shape[0])
    return {"params": params, "x": rng.normal(size=(size, 1, 8, 8))}


EXERCISE = Exercise(
    slug="cnn_forward",
    reference=RIGHT.forward,
    draw=draw,
    pinned=PINNED,
    rounding=rounding,
    laws=(Law("independent", "treats each image alone", images_do_not_mix, cases=6),),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(workload, limit=5_000, unit="the number of images"),
    hints=(
        (
            "Write the layers as functions of their own, conv, relu, max_pool and "
            "linear, and print the shape after each: (N, C₁, H, W), then half of H "
            "and W, and so on."
        ),
        (
            "Pooling with stride 2 of an odd height drops the last row: cut the map "
            "to an even size, then take the maximum of each 2×2 block."
        ),
        (
            "x = pool(relu(conv(x, w1, b1))); the same with w2 and b2; then "
            "x.reshape(N, -1) @ w3.T + b3, and nothing after it."
        ),
    ),
    follow_ups=(
        "Why does pooling before the ReLU give the same result, and which is cheaper?",
        (
            "How many parameters does the network have, and in which layer are most of "
            "them?"
        ),
        "What would you put in place of flatten to accept images of any size?",
    ),
    topics=("architectures", "convolution", "pooling"),
)
