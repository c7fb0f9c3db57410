"""Sigmoid and tanh against math's own functions, far into both tails."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz import engine

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def sigmoid_by_hand(value: float) -> float:
    """Evaluate the textbook formula where it is safe, else its limit."""
    return 1 / (1 + math.exp(-value)) if value > -700 else math.exp(value)


def test_sigmoid_agrees_with_the_textbook_formula():
    x = np.concatenate([np.linspace(-40, 40, 161), [-745.0, -700.5, -1e3, 1e3, 1e300]])
    expected = [sigmoid_by_hand(value) for value in x]
    np.testing.assert_allclose(engine.sigmoid(x), expected, rtol=1e-15)


def test_sigmoid_in_float32_is_right_to_the_last_digits():
    x = np.linspace(-100, 100, 401, dtype=np.float32)
    expected = np.array([sigmoid_by_hand(float(value)) for value in x], np.float32)
    tiny = np.finfo(np.float32).tiny
    np.testing.assert_allclose(engine.sigmoid(x), expected, rtol=3e-7, atol=tiny)


@settings(derandomize=True, max_examples=50)
@given(FINITE)
def test_sigmoid_mirrors_about_one_half_without_warning(value):
    x = np.array([value])
    with np.errstate(all="raise", under="ignore"):
        total = engine.sigmoid(x) + engine.sigmoid(-x)
    assert total.item() == pytest.approx(1, rel=1e-15)


def test_sigmoid_backward_keeps_its_digits_where_sigmoid_rounds_to_one():
    x = np.array([-50.0, 50.0])
    assert engine.sigmoid(x)[1] == 1.0
    slope = engine.sigmoid_backward(np.ones(2), x)
    np.testing.assert_allclose(slope, math.exp(-50), rtol=1e-14)


def test_tanh_agrees_with_math_tanh():
    x = np.array([-1e300, -3.0, -1e-9, 0.0, 0.5, 20.0, 1e300])
    expected = [math.tanh(value) for value in x]
    np.testing.assert_allclose(engine.tanh(x), expected, rtol=1e-15)


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_integers_become_float64(name):
    y = getattr(engine, name)(np.array([-1, 0, 1]))
    assert y.dtype == np.float64
    np.testing.assert_array_equal(y, getattr(engine, name)(np.array([-1.0, 0.0, 1.0])))


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_backward_agrees_with_central_differences(name, rng, assert_gradient):
    forward = getattr(engine, name)
    x, dout = 2 * rng.normal(size=(3, 5)), rng.normal(size=(3, 5))
    gradient = getattr(engine, f"{name}_backward")(dout, x)
    assert_gradient(gradient, lambda x: (dout * forward(x)).sum(), x)


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_a_gradient_of_another_shape_is_refused(name):
    with pytest.raises(ValueError, match=f"{name}_backward: dout and x must have the"):
        getattr(engine, f"{name}_backward")(np.ones((2, 2)), np.ones(2))
