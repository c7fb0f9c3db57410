"""What the engine's tests share: a seeded generator, and gradients by trial."""

import numpy as np
import pytest


@pytest.fixture
def rng():
    """Return a generator with a fixed seed."""
    return np.random.default_rng(0)


@pytest.fixture
def assert_gradient():
    """Return a check that a gradient is that of a scalar function f at x.

    The oracle is the central difference, written here again so that no test of the
    engine rests on the engine.
    """

    def check(gradient, f, x, h=1e-6):
        point = np.array(x, dtype=np.float64)
        slopes = np.empty_like(point)
        for index in np.ndindex(point.shape):
            value = point[index]
            point[index] = value + h
            above = f(point.copy())
            point[index] = value - h
            below = f(point.copy())
            point[index] = value
            slopes[index] = (above - below) / (2 * h)
        assert gradient.shape == slopes.shape
        np.testing.assert_allclose(gradient, slopes, rtol=1e-6, atol=1e-7)

    return check
