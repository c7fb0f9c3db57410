"""Gradients by trial: nudge each value and see what the function does."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from cnnquiz.engine._arrays import Array, check_same_shape


def numerical_gradient(
    f: Callable[[Array], float | Array], x: ArrayLike, h: float = 1e-5
) -> Array:
    """Estimate the gradient of a scalar function by central differences.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of x, float64, and returns a scalar.
    x : ndarray of any shape
        Where to take the gradient. Never changed: f sees a float64 copy.
    h : float
        How far each element is moved, up and down.

    Returns
    -------
    ndarray of the shape of x, float64
        The estimate.

    Raises
    ------
    ValueError
        If h is not positive, or f returns an array with axes.

    Notes
    -----
    ∂f/∂xᵢ ≈ (f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h. The error of this form shrinks with h²,
    that of the one-sided (f(x + h·eᵢ) − f(x)) / h only with h. A smaller h is not
    always better: rounding adds an error of about 10⁻¹⁶ · |f| / h. At a kink (ReLU at
    0, a tie in max pooling) the result is a mean of two slopes.

    Source: W. Press et al., "Numerical Recipes", 3rd edition, 2007, section 5.7.

    Examples
    --------
    >>> numerical_gradient(lambda x: (x**2).sum(), np.array([1, 2, 3])).round(6)
    array([2., 4., 6.])
    """
    if not h > 0:
        raise ValueError(f"numerical_gradient: h must be positive, got {h}")
    point = np.array(x, dtype=np.float64)
    gradient = np.empty_like(point)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + h
        above = _number(f(point))
        point[index] = value - h
        below = _number(f(point))
        point[index] = value
        gradient[index] = (above - below) / (2 * h)
    return gradient


def gradient_check(analytic: Array, numeric: Array) -> float:
    """Compare two gradients by their largest relative difference.

    Parameters
    ----------
    analytic, numeric : ndarray of one shape
        For example what a backward pass and numerical_gradient returned.

    Returns
    -------
    float
        0 if they agree exactly, 1 if an element has opposite signs, nan if one is nan;
        in float64, right gradients give about 1e-7 or less. 0 for empty arrays.

    Raises
    ------
    ValueError
        If the shapes differ: broadcasting would hide a missing sum.

    Notes
    -----
    max over all elements of |a − n| / max(|a| + |n|, 10⁻⁸). Relative, because 10⁻⁶ is a
    large error for a gradient of 10⁻⁵; the 10⁻⁸ makes 0 against 0 count as equal.

    Source: Stanford CS231n notes, "Neural Networks Part 3", on gradient checks.

    Examples
    --------
    >>> gradient_check(np.array([1.0, 0.0]), np.array([3.0, 0.0]))
    0.5
    """
    check_same_shape("gradient_check", analytic=analytic, numeric=numeric)
    a = np.asarray(analytic, dtype=np.float64)
    n = np.asarray(numeric, dtype=np.float64)
    relative = np.abs(a - n) / np.maximum(np.abs(a) + np.abs(n), 1e-8)
    return float(relative.max(initial=0.0))


def _number(y: float | Array) -> float:
    """Return y, the value of f, as a float of its own: f may return its argument."""
    if np.ndim(y):
        raise ValueError(
            "numerical_gradient: f must return one number, got an array of shape "
            f"{np.shape(y)}; a sum or a mean makes it one"
        )
    return float(y)
