"""Initial weights: their mean, their spread, their generator."""

import math

import numpy as np
import pytest

from cnnquiz import engine


@pytest.mark.parametrize(
    ("shape", "kind", "variance"),
    [
        ((400, 100), "he", 2 / 100),
        ((100, 400), "he", 2 / 400),
        ((40_000, 1), "he", 2),
        ((64, 32, 3, 5), "he", 2 / (32 * 15)),
        ((400, 100), "glorot", 2 / 500),
        ((64, 32, 3, 5), "glorot", 2 / (96 * 15)),
    ],
)
def test_mean_and_spread_are_those_of_the_formula(shape, kind, variance, rng):
    w = engine.init_weights(shape, kind, rng)
    assert w.shape == shape
    z = w / math.sqrt(variance)
    # seven standard deviations of a mean and of a variance of n normal numbers
    assert abs(z.mean()) < 7 / math.sqrt(z.size)
    assert abs(z.var() - 1) < 7 * math.sqrt(2 / z.size)
    # a normal distribution: 4.55 % lie beyond two standard deviations, not 0
    assert abs((np.abs(z) > 2).mean() - 0.0455) < 7 * math.sqrt(0.0455 / z.size)


def test_the_same_generator_gives_other_weights_the_next_time():
    first, second = np.random.default_rng(1), np.random.default_rng(1)
    w = engine.init_weights((4, 3), "he", first)
    np.testing.assert_array_equal(w, engine.init_weights((4, 3), "he", second))
    assert (w != engine.init_weights((4, 3), "he", first)).all()


def test_an_unknown_kind_and_a_lone_axis_are_refused(rng):
    with pytest.raises(ValueError, match='kind must be "he" or "glorot", got \'xavier'):
        engine.init_weights((2, 3), "xavier", rng)
    with pytest.raises(ValueError, match=r"got \(3,\)"):
        engine.init_weights((3,), "he", rng)
