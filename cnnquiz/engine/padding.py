"""Padding: what a window sees beyond the edge of the image."""

from typing import Any

import numpy as np

from cnnquiz.engine._arrays import Array
from cnnquiz.engine.shapes import IntOrPair, Pair, check_ndim, pair

_NUMPY_MODES: dict[str, Any] = {
    "zeros": "constant",
    "reflect": "reflect",
    "replicate": "edge",
}


def pad2d(x: Array, padding: IntOrPair, mode: str = "zeros") -> Array:
    """Add rows above and below, and columns left and right, of each channel.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        Images; batch and channels are not padded.
    padding : int or pair of int
        Rows on each of the two sides, and columns on each of the two sides.
    mode : {"zeros", "reflect", "replicate"}
        What the new cells hold.

    Returns
    -------
    ndarray of shape (N, C, H + 2·pH, W + 2·pW)
        A new array, also where ``padding`` is 0; same dtype as x.

    Raises
    ------
    ValueError
        If x is not 4-D, the padding is negative, the mode is unknown, reflecting needs
        more cells than there are beside the edge, or there is no edge cell to
        replicate.

    Notes
    -----
    For a row ``a b c d`` padded by 2::

        zeros       0 0 | a b c d | 0 0
        reflect     c b | a b c d | c b     the edge is a mirror and is not repeated
        replicate   a a | a b c d | d d

    Reflection reaches at most to the far edge: padding ≤ H − 1 and ≤ W − 1.

    Source: ``torch.nn.Conv2d``, whose ``padding_mode`` names the modes.

    Examples
    --------
    >>> x = np.array([[[[1, 2, 3]]]])
    >>> pad2d(x, (0, 2))
    array([[[[0, 0, 1, 2, 3, 0, 0]]]])
    >>> pad2d(x, (0, 2), mode="reflect")
    array([[[[3, 2, 1, 2, 3, 2, 1]]]])
    >>> pad2d(x, (0, 2), mode="replicate")
    array([[[[1, 1, 1, 2, 3, 3, 3]]]])
    """
    x = np.asarray(x)
    check_ndim("pad2d", "x", x, "(N, C, H, W)")
    pH, pW = pair(padding, "pad2d", "padding")
    H, W = x.shape[2:]
    if mode not in _NUMPY_MODES:
        raise ValueError(
            f"pad2d: mode must be one of {', '.join(_NUMPY_MODES)}, got {mode!r}"
        )
    if mode == "reflect" and (pH > max(H - 1, 0) or pW > max(W - 1, 0)):
        raise ValueError(
            f"pad2d: reflect padding {(pH, pW)} needs more cells than lie beside the "
            f"edge; the most is (H − 1, W − 1) = {(H - 1, W - 1)} (x is {x.shape})"
        )
    if mode == "replicate" and ((pH and not H) or (pW and not W)):
        raise ValueError(f"pad2d: there is no edge to replicate in x of {x.shape}")
    return np.pad(x, ((0, 0), (0, 0), (pH, pH), (pW, pW)), mode=_NUMPY_MODES[mode])


def surround(x: Array, padding: Pair, value: float = 0) -> Array:
    """Return x within a border of one value, contiguous in memory.

    Without a border this is x itself where x is contiguous already: for internal use,
    where the result is only read.
    """
    pH, pW = padding
    if pH == pW == 0:
        return np.ascontiguousarray(x)
    N, C, H, W = x.shape
    out = np.zeros((N, C, H + 2 * pH, W + 2 * pW), x.dtype)
    if value:
        out.fill(value)
    out[:, :, pH : pH + H, pW : pW + W] = x
    return out


def crop(x: Array, padding: Pair) -> Array:
    """Return the view of x without its border: the adjoint of padding with zeros."""
    pH, pW = padding
    return x[:, :, pH : x.shape[2] - pH, pW : x.shape[3] - pW]
