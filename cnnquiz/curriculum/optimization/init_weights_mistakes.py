"""What people make of init_weights: wrong scales, and wrong ways to draw."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz.curriculum.exercise import BY_ITS_LAW, Misconception

Shape = tuple[int, ...]
Scale = Callable[[Shape, str], float]


def fans(shape: Shape) -> tuple[int, int]:
    """Return fan_in and fan_out."""
    area = math.prod(shape[2:])
    return shape[1] * area, shape[0] * area


def scale(shape: Shape, kind: str) -> float:
    """Return the right standard deviation."""
    fan_in, fan_out = fans(shape)
    return math.sqrt(2 / (fan_in if kind == "he" else fan_in + fan_out))


def _of_fans(
    wrong: Callable[[Shape], tuple[float, float]],
) -> Scale:
    """Make a wrong scale from a wrong pair of fans."""

    def wrong_scale(shape: Shape, kind: str) -> float:
        fan_in, fan_out = wrong(shape)
        return math.sqrt(2 / (fan_in if kind == "he" else fan_in + fan_out))

    return wrong_scale


def _square(axis: int) -> Scale:
    """Take the kernel for a square with that axis's length."""

    def sides(shape: Shape) -> tuple[float, float]:
        area = shape[axis] ** 2 if len(shape) > 2 else 1
        return shape[1] * area, shape[0] * area

    return _of_fans(sides)


def _glorot(wrong: Callable[[float, float], float]) -> Scale:
    """Make a wrong scale that differs for glorot alone."""
    return lambda shape, kind: (
        scale(shape, kind) if kind == "he" else math.sqrt(wrong(*fans(shape)))
    )


def _other(shape: Shape, kind: str) -> float:
    return scale(shape, "glorot" if kind == "he" else "he")


WRONG_SCALES: dict[str, tuple[Scale, ...]] = {
    "fan-in-without-kernel": (
        _of_fans(lambda shape: (shape[1], shape[0])),
        _of_fans(lambda shape: (fans(shape)[0], shape[0])),
    ),
    "variance-for-std": (lambda shape, kind: scale(shape, kind) ** 2,),
    "fan-out": (_of_fans(lambda shape: fans(shape)[::-1]),),
    "missing-two": (lambda shape, kind: scale(shape, kind) / math.sqrt(2),),
    "kind-ignored": (
        lambda shape, kind: scale(shape, "he"),
        lambda shape, kind: scale(shape, "glorot"),
        _other,
    ),
    "glorot-by-one-fan": (
        _glorot(lambda fan_in, fan_out: 1 / fan_in),
        _glorot(lambda fan_in, fan_out: 1 / fan_out),
    ),
    "kernel-taken-for-square": (_square(2), _square(-1)),
    "channels-last": (
        _of_fans(
            lambda shape: (
                math.prod(shape[:-1]),
                math.prod(shape[:-2]) * shape[-1],
            )
        ),
    ),
    "counts-all-weights": (lambda shape, kind: math.sqrt(2 / math.prod(shape)),),
    "unscaled": (
        lambda shape, kind: 0.01,
        lambda shape, kind: 0.1,
        lambda shape, kind: 1.0,
    ),
}
"""By misconception: what it takes for the standard deviation."""


def _drawing(wrong: Scale) -> Callable[..., Any]:
    return lambda shape, kind, rng: rng.normal(0, wrong(shape, kind), shape)


def _scaled(id_: str, title: str, lesson: str) -> Misconception:
    """Make the misconception of a wrong scale."""
    first, *others = map(_drawing, WRONG_SCALES[id_])
    return Misconception(
        id_, title, lesson, first, claimed_by=BY_ITS_LAW, variants=tuple(others)
    )


def resampled(shape: Shape, kind: str, rng: Any) -> Any:
    """Draw anew what is beyond two standard deviations."""
    z = rng.normal(size=shape)
    while np.any(far := np.abs(z) > 2):
        z[far] = rng.normal(size=int(far.sum()))
    return z * scale(shape, kind)


def four_axes(shape: Shape, kind: str, rng: Any) -> Any:
    """Unpack four lengths."""
    c_out, c_in, height, width = shape
    return rng.normal(0, scale((c_out, c_in, height, width), kind), shape)


def stretched(
    centre: Callable[[Any], Any], width: Callable[[Any], Any]
) -> Callable[..., Any]:
    """Move and stretch what was drawn, to the mean 0 or to the exact scale."""

    def wrong(shape: Shape, kind: str, rng: Any) -> Any:
        z = rng.normal(size=shape)
        z = z - centre(z)
        return z / (width(z) or 1) * scale(shape, kind)  # one weight has no width

    return wrong


def _root_mean_square(z: Any) -> Any:
    return np.sqrt(np.mean(z**2))


def from_the_global_state(shape: Shape, kind: str, rng: Any) -> Any:
    """Draw from the old global generator."""
    return np.random.normal(0, scale(shape, kind), shape)  # noqa: NPY002 - the mistake


MISCONCEPTIONS = (
    _scaled(
        "fan-in-without-kernel",
        "the kernel's area is left out of a fan",
        "An output sums C_in · kH · kW products, not C_in: multiply both fans by the "
        "area of the kernel.",
    ),
    _scaled(
        "variance-for-std",
        "the variance is taken for the standard deviation",
        "2 / fan_in is the variance. The generator asks for the standard deviation: take "
        "the root.",
    ),
    _scaled(
        "fan-out",
        "fan_in and fan_out are swapped",
        "Weights are (out, in): fan_in comes from shape[1], what each output sums.",
    ),
    _scaled(
        "missing-two",
        "the 2 is missing",
        "ReLU discards half of the signal's power, and the 2 of He's formula makes up "
        "for it. Glorot's is 2 because two fans are added.",
    ),
    _scaled(
        "kind-ignored",
        "one kind gets the scale of the other",
        "he divides by fan_in alone, glorot by fan_in + fan_out.",
    ),
    _scaled(
        "glorot-by-one-fan",
        "glorot looks at one fan only",
        "It is a compromise between the forward and the backward pass: 2 / (fan_in + "
        "fan_out).",
    ),
    _scaled(
        "kernel-taken-for-square",
        "the kernel is taken for a square",
        "Its area is kH · kW, not one side squared.",
    ),
    _scaled(
        "channels-last",
        "the fans are read from a shape in another order",
        "TensorFlow's kernels are (kH, kW, in, out). Here they are (C_out, C_in, kH, kW).",
    ),
    _scaled(
        "counts-all-weights",
        "fan_in is taken for the number of all weights",
        "Each output has its own weights: leave C_out out of fan_in.",
    ),
    _scaled(
        "unscaled",
        "the scale does not depend on the shape",
        "A fixed scale makes signals grow or die from layer to layer. Divide by the "
        "fans.",
    ),
    Misconception(
        "uniform-for-normal",
        "the weights are uniform",
        "Both papers have uniform forms as well, with other limits. Here a normal "
        "distribution is asked for: rng.normal.",
        lambda shape, kind, rng: rng.uniform(-1, 1, shape) * scale(shape, kind),
        claimed_by=BY_ITS_LAW,
        variants=(
            lambda shape, kind, rng: (
                rng.uniform(-1, 1, shape) * math.sqrt(3) * scale(shape, kind)
            ),
        ),
    ),
    Misconception(
        "truncated",
        "large weights are cut off",
        "Keras truncates at two standard deviations. Here the distribution is normal as "
        "it is.",
        lambda shape, kind, rng: (
            np.clip(rng.normal(size=shape), -2, 2) * scale(shape, kind)
        ),
        claimed_by=BY_ITS_LAW,
        variants=(resampled,),
    ),
    Misconception(
        "not-centred",
        "the weights are not centred on 0",
        "rng.random gives numbers from 0 to 1. With positive weights only, the mean of "
        "the signals grows from layer to layer.",
        lambda shape, kind, rng: rng.random(shape) * scale(shape, kind),
        claimed_by=BY_ITS_LAW,
        variants=(
            lambda shape, kind, rng: (
                np.abs(rng.normal(size=shape)) * scale(shape, kind)
            ),
        ),
    ),
    Misconception(
        "exact-scale",
        "the weights drawn are moved or stretched to fit the scale exactly",
        "Mean and scale are those of the distribution. Forced on a draw, they tie its "
        "weights together: of two, one is then minus the other.",
        stretched(np.mean, np.std),
        claimed_by=BY_ITS_LAW,
        variants=(
            stretched(lambda z: 0.0, np.std),
            stretched(lambda z: 0.0, _root_mean_square),
            stretched(np.mean, lambda z: 1.0),
        ),
    ),
    Misconception(
        "all-equal",
        "all weights are alike",
        "Then all filters get the same gradient and stay alike for ever. Draw them.",
        lambda shape, kind, rng: np.zeros(shape),
        claimed_by=BY_ITS_LAW,
        variants=(lambda shape, kind, rng: np.full(shape, scale(shape, kind)),),
    ),
    Misconception(
        "one-filter-for-all",
        "one filter is drawn and used for all outputs",
        "Filters that begin alike stay alike. Draw all of the shape at once.",
        lambda shape, kind, rng: (
            np.ones(shape) * rng.normal(0, scale(shape, kind), shape[1:])
        ),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "four-axes-only",
        "a shape of two axes is not taken",
        "A fully connected layer has the shape (out, in). Its area is 1: "
        "math.prod(shape[2:]).",
        four_axes,
    ),
    Misconception(
        "reseeds-each-call",
        "it makes a generator of its own with a fixed seed",
        "Draw from the rng that is passed in, or layers of one shape begin alike.",
        lambda shape, kind, rng: np.random.default_rng(0).normal(
            0, scale(shape, kind), shape
        ),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "ignores-rng",
        "it draws from NumPy's global generator",
        "All randomness comes from the rng argument, so that a run can be repeated.",
        from_the_global_state,
        claimed_by="leaves_global_rng",
    ),
)
