"""Initial weights: random, at a scale that lets signals pass through many layers."""

import math
from typing import Literal

import numpy as np

from cnnquiz.engine._arrays import Array


def init_weights(
    shape: tuple[int, ...], kind: Literal["he", "glorot"], rng: np.random.Generator
) -> Array:
    """Draw weights whose scale lets signals pass through many layers.

    Parameters
    ----------
    shape : tuple of int
        (out, in) for a fully connected layer, (C_out, C_in, kH, kW) for a convolution
        (C_in / groups where it has groups).
    kind : {"he", "glorot"}
        "he" for layers that a ReLU follows, "glorot" for tanh and linear outputs.
    rng : numpy.random.Generator
        Where the draws come from.

    Returns
    -------
    ndarray of the given shape, float64
        Normally distributed about 0.

    Raises
    ------
    ValueError
        If the shape has fewer than two axes or the kind is not known.

    Notes
    -----
    The standard deviation is √(2 / fan_in) for "he" and √(2 / (fan_in + fan_out)) for
    "glorot". fan_in = C_in · kH · kW is how many inputs an output sums, and
    fan_out = C_out · kH · kW how many outputs an input reaches. The 2 of "he" makes up
    for ReLU's discarding half of the values.

    Source: K. He et al., "Delving Deep into Rectifiers", ICCV 2015; X. Glorot,
    Y. Bengio, "Understanding the Difficulty of Training Deep Feedforward Neural
    Networks", AISTATS 2010.

    Examples
    --------
    >>> w = init_weights((64, 8, 5, 5), "he", np.random.default_rng(0))
    >>> w.std().round(2).item()  # √(2 / 200)
    0.1
    """
    if len(shape) < 2:
        raise ValueError(
            "init_weights: shape must be (out, in) or (C_out, C_in, kH, kW), "
            f"got {shape}"
        )
    kernel = math.prod(shape[2:])
    fan_out, fan_in = shape[0] * kernel, shape[1] * kernel
    fans = {"he": fan_in, "glorot": fan_in + fan_out}
    if kind not in fans:
        raise ValueError(f'init_weights: kind must be "he" or "glorot", got {kind!r}')
    return rng.normal(0.0, math.sqrt(2 / max(fans[kind], 1)), shape)
