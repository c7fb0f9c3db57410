"""Gradient clipping: a limit on the length of a step."""

import math
from collections.abc import Sequence

import numpy as np

from cnnquiz.engine._arrays import Array, as_floating


def clip_grad_norm(
    grads: Sequence[Array], max_norm: float
) -> tuple[list[Array], float]:
    """Shrink all gradients together if their common norm is too large.

    Parameters
    ----------
    grads : sequence of ndarray
        The gradients of all parameters.
    max_norm : float
        The largest norm that is let through.

    Returns
    -------
    grads : list of ndarray
        New arrays, each times max_norm / norm if the norm is above max_norm.
    norm : float
        The norm before clipping.

    Raises
    ------
    ValueError
        If max_norm is not positive.

    Notes
    -----
    norm = √(Σ over all arrays of Σ g²): one norm for all, so that the direction of the
    step stays. Gradients below the limit are never scaled up. PyTorch divides by
    norm + 10⁻⁶; here the clipped norm is max_norm. One nan makes the norm and with it
    every gradient nan, as in PyTorch.

    Source: R. Pascanu, T. Mikolov, Y. Bengio, "On the Difficulty of Training Recurrent
    Neural Networks", ICML 2013, algorithm 1.

    Examples
    --------
    >>> clip_grad_norm([np.array([3.0]), np.array([0.0, 4.0])], max_norm=2.5)
    ([array([1.5]), array([0., 2.])], 5.0)
    """
    if not max_norm > 0:
        raise ValueError(f"clip_grad_norm: max_norm must be positive, got {max_norm}")
    grads = [as_floating(grad) for grad in grads]
    squares = (np.square(grad, dtype=np.float64).sum() for grad in grads)
    norm = math.sqrt(sum(squares))
    factor = 1.0 if norm <= max_norm else float(max_norm) / norm
    return [grad * factor for grad in grads], norm
