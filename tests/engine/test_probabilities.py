"""Softmax and log-softmax against plain loops and SciPy, with scores up to 10⁴."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from cnnquiz import engine

SCORES = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=6)


def test_softmax_agrees_with_the_formula_in_a_loop(rng):
    x = rng.normal(size=(3, 4))
    for row, got in zip(x, engine.softmax(x), strict=True):
        exponentials = [math.exp(value) for value in row]
        expected = [value / sum(exponentials) for value in exponentials]
        np.testing.assert_allclose(got, expected, rtol=1e-14)


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2, -3])
@pytest.mark.parametrize("scale", [1.0, 1e4])
def test_both_agree_with_scipy_on_any_axis(axis, scale, rng):
    x = scale * rng.normal(size=(2, 3, 4))
    np.testing.assert_allclose(
        engine.softmax(x, axis), special.softmax(x, axis), rtol=1e-12
    )
    np.testing.assert_allclose(
        engine.log_softmax(x, axis), special.log_softmax(x, axis), rtol=1e-12
    )


@settings(derandomize=True, max_examples=50)
@given(SCORES, st.floats(-1e4, 1e4))
def test_probabilities_sum_to_one_and_ignore_a_common_shift(scores, shift):
    x = np.array(scores)
    p = engine.softmax(x)
    assert p.sum() == pytest.approx(1)
    assert (p >= 0).all()
    np.testing.assert_allclose(engine.softmax(x + shift), p, rtol=1e-9, atol=1e-11)


def test_slices_far_apart_do_not_starve_each_other():
    x = np.array([[1e4, 1e4], [-1e4, -1e4]])
    assert engine.softmax(x).tolist() == [[0.5, 0.5], [0.5, 0.5]]


def test_log_softmax_stays_finite_where_softmax_is_zero():
    x = np.array([1e4, 0.0])
    assert engine.softmax(x).tolist() == [1.0, 0.0]
    assert engine.log_softmax(x).tolist() == [0.0, -1e4]


def test_the_widest_finite_gap_raises_no_warning():
    widest = np.array([1.7e308, -1.7e308])
    assert engine.softmax(widest).tolist() == [1.0, 0.0]
    assert engine.log_softmax(widest)[0] == 0.0


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_integers_become_float64(name):
    forward = getattr(engine, name)
    whole = forward(np.array([[3, 1, 2]], dtype=np.int32))
    assert whole.dtype == np.float64
    np.testing.assert_array_equal(whole, forward(np.array([[3.0, 1.0, 2.0]])))


@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_backward_agrees_with_central_differences(name, axis, rng, assert_gradient):
    forward = getattr(engine, name)
    x, dout = rng.normal(size=(3, 4, 2)), rng.normal(size=(3, 4, 2))
    gradient = getattr(engine, f"{name}_backward")(dout, x, axis)
    assert_gradient(gradient, lambda x: (dout * forward(x, axis)).sum(), x)


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_an_axis_that_x_lacks_is_refused(name):
    with pytest.raises(ValueError, match=rf"{name}: axis must be in -2 to 1 .* got 2"):
        getattr(engine, name)(np.ones((2, 3)), axis=2)
    with pytest.raises(ValueError, match="got -3"):
        getattr(engine, name)(np.ones((2, 3)), axis=-3)
