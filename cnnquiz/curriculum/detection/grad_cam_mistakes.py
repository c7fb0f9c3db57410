"""What people make of grad_cam."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Misconception

Maps = Callable[[Any, Any], Any]
"""Makes maps from activations and gradients, before they are divided."""


def weighted(activations: Any, gradients: Any) -> Any:
    """Sum the channels, each by its mean gradient."""
    return np.einsum("nc,nchw->nhw", gradients.mean(axis=(2, 3)), activations)


def right(activations: Any, gradients: Any) -> Any:
    """Cut the sum off at 0."""
    return np.maximum(weighted(activations, gradients), 0)


def _highest(maps: Any) -> Any:
    return maps.max(axis=(1, 2), keepdims=True)


def _lowest(maps: Any) -> Any:
    return maps.min(axis=(1, 2), keepdims=True)


def _over(maps: Any, divisor: Any) -> Any:
    """Divide where there is something to divide by."""
    return maps / np.where(divisor > 0, divisor, 1)


def by_own(maps: Any) -> Any:
    """Divide each map by its maximum."""
    return _over(maps, _highest(maps))


def blindly(maps: Any) -> Any:
    """Divide each map by its maximum, whatever that is."""
    return maps / _highest(maps)


def unless_zero(maps: Any) -> Any:
    """Divide each map by its maximum, unless that is exactly 0."""
    highest = _highest(maps)
    return maps / np.where(highest == 0, 1, highest)


def by_the_batch(maps: Any) -> Any:
    """Divide all maps by the largest value of the batch."""
    return _over(maps, maps.max())


def between_extremes(maps: Any) -> Any:
    """Stretch each map from its minimum to its maximum."""
    lowest = _lowest(maps)
    return _over(maps - lowest, _highest(maps) - lowest)


def between_extremes_blindly(maps: Any) -> Any:
    """Stretch each map, a flat one too."""
    lowest = _lowest(maps)
    return (maps - lowest) / (_highest(maps) - lowest)


def _wrong(maps: Maps = right, scale: Callable[[Any], Any] = by_own) -> Maps:
    """Make a misconception by replacing one of the two steps."""
    return lambda activations, gradients: scale(maps(activations, gradients))


def _weighing(weights: Maps) -> tuple[Maps, Maps]:
    """Make one from the weights it takes, with and without care for an empty map."""

    def maps(activations: Any, gradients: Any) -> Any:
        products = weights(activations, gradients) * activations
        return np.maximum(products.sum(axis=1), 0)

    return _wrong(maps), _wrong(maps, blindly)


def _cut_early(activations: Any, gradients: Any) -> Any:
    weights = gradients.mean(axis=(2, 3), keepdims=True)
    return np.maximum(weights * activations, 0).sum(axis=1)


def _strongest_channel(activations: Any, gradients: Any) -> Any:
    weights = gradients.mean(axis=(2, 3), keepdims=True)
    return np.maximum((weights * activations).max(axis=1), 0)


def _magnitude(activations: Any, gradients: Any) -> Any:
    return np.abs(weighted(activations, gradients))


def in_place(activations: Any, gradients: Any) -> Any:
    """Weigh the channels in the caller's array."""
    maps = engine.grad_cam(activations, gradients)
    activations *= gradients.mean(axis=(2, 3), keepdims=True)
    return maps


MAXIMA = _weighing(lambda a, g: g.max(axis=(2, 3), keepdims=True))
PIXELS = _weighing(lambda a, g: g)
POSITIVE = _weighing(lambda a, g: np.maximum(g, 0).mean(axis=(2, 3), keepdims=True))
BATCH = _weighing(lambda a, g: g.mean(axis=(0, 2, 3), keepdims=True))
ALIKE = _weighing(lambda a, g: 1.0)

MISCONCEPTIONS = (
    Misconception(
        "cam-no-relu",
        "what speaks against the class stays in the map",
        "Places with a negative sum belong to other classes. ReLU takes them out before "
        "the division.",
        _wrong(weighted),
        variants=(
            _wrong(weighted, blindly),
            _wrong(weighted, unless_zero),
            _wrong(weighted, between_extremes),
            _wrong(weighted, between_extremes_blindly),
        ),
    ),
    Misconception(
        "cam-relu-before-sum",
        "ReLU comes before the sum",
        "A channel that speaks against the class shall weaken the others: sum over the "
        "channels first, then cut off at 0.",
        _wrong(_cut_early),
        variants=(_wrong(_cut_early, blindly),),
    ),
    Misconception(
        "cam-relu-last",
        "ReLU comes after the division",
        "Divided by a maximum below 0, what speaks against the class turns positive. Cut "
        "off at 0 first.",
        _wrong(weighted, lambda maps: np.maximum(unless_zero(maps), 0)),
        variants=(_wrong(weighted, lambda maps: np.maximum(blindly(maps), 0)),),
    ),
    Misconception(
        "cam-abs-for-relu",
        "it takes the magnitude where ReLU is asked for",
        "A place that speaks against the class is no place that speaks for it. Negative "
        "sums become 0.",
        _wrong(_magnitude),
        variants=(_wrong(_magnitude, blindly),),
    ),
    Misconception(
        "cam-max-for-mean",
        "a channel's weight is its largest gradient",
        "The weight is the mean of the gradient over all places.",
        MAXIMA[0],
        variants=MAXIMA[1:],
    ),
    Misconception(
        "cam-weight-per-place",
        "each place is weighed by its own gradient",
        "Average the gradient over height and width first: one weight for each channel.",
        PIXELS[0],
        variants=(*PIXELS[1:], *_weighing(lambda a, g: g.mean(axis=1, keepdims=True))),
    ),
    Misconception(
        "cam-relu-on-gradients",
        "negative gradients are dropped before the mean",
        "The mean takes all gradients, of both signs. Only the sum of the channels is cut "
        "off at 0.",
        POSITIVE[0],
        variants=POSITIVE[1:],
    ),
    Misconception(
        "cam-weights-of-the-batch",
        "the images of a batch share their weights",
        "Each image has gradients of its own: average over height and width, not over N.",
        BATCH[0],
        variants=BATCH[1:],
    ),
    Misconception(
        "cam-gradients-ignored",
        "all channels count alike",
        "Without the gradients the map says where anything is, not where the class is.",
        ALIKE[0],
        variants=ALIKE[1:],
    ),
    Misconception(
        "cam-roles-exchanged",
        "the gradients are weighed by the mean activations",
        "The mean of the gradients weighs the activations: the map shows where a feature "
        "is.",
        lambda activations, gradients: engine.grad_cam(gradients, activations),
        variants=(_wrong(lambda a, g: right(g, a), blindly),),
    ),
    Misconception(
        "cam-max-over-channels",
        "only the strongest channel shows at each place",
        "Sum over the channels: evidence for and against the class adds up.",
        _wrong(_strongest_channel),
        variants=(_wrong(_strongest_channel, blindly),),
    ),
    Misconception(
        "cam-not-scaled",
        "the maps are not divided by their maximum",
        "Divide each map by its largest value, so that it goes up to 1.",
        right,
    ),
    Misconception(
        "cam-scaled-by-the-batch",
        "all maps are divided by one maximum",
        "Each map is divided by its own: maps.max(axis=(1, 2), keepdims=True).",
        _wrong(scale=by_the_batch),
        variants=(_wrong(scale=lambda maps: maps / maps.max()),),
    ),
    Misconception(
        "cam-min-max",
        "the smallest value of a map becomes 0",
        "Divide by the maximum and subtract nothing: a place that speaks a little for the "
        "class is no 0.",
        _wrong(scale=between_extremes),
        variants=(_wrong(scale=between_extremes_blindly),),
    ),
    Misconception(
        "cam-empty-map-nan",
        "a map without a positive value becomes NaN",
        "Its maximum is 0, and 0/0 is NaN. Divide only where the maximum is above 0.",
        _wrong(scale=blindly),
    ),
    Misconception(
        "mutates-input",
        "the argument is changed",
        "The activations belong to the forward pass. Make a new array.",
        in_place,
        claimed_by="leaves_inputs_unchanged",
    ),
)
