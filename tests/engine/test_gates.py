"""SiLU and GELU against math's own functions, far into both tails."""

import math

import numpy as np
import pytest

from cnnquiz import engine

X = np.array([-1e300, -1000.0, -5.0, -1.28, -1e-9, 0.0, 0.7, 6.0, 1000.0, 1e300])


def test_silu_is_x_times_its_sigmoid():
    expected = [
        value / (1 + math.exp(-value)) if value > -700 else 0.0 for value in X.tolist()
    ]
    np.testing.assert_allclose(engine.silu(X), expected, rtol=1e-15)


def test_gelu_is_the_exact_form_not_the_tanh_approximation():
    expected = [value * 0.5 * math.erfc(-value / math.sqrt(2)) for value in X.tolist()]
    np.testing.assert_allclose(engine.gelu(X), expected, rtol=1e-14)
    tanh_form = 0.5 * 1.28 * (1 + math.tanh(math.sqrt(2 / math.pi) * (1.28 + 0.0938)))
    assert abs(engine.gelu(np.array([1.28])).item() - tanh_form) > 1e-5


def test_gelu_keeps_relative_precision_in_the_left_tail():
    assert engine.gelu(np.array([-20.0])).item() == pytest.approx(
        -10 * math.erfc(20 / math.sqrt(2)), rel=1e-12
    )


@pytest.mark.parametrize("name", ["silu", "gelu"])
def test_slopes_far_out_are_zero_and_one_without_warning(name):
    backward = getattr(engine, f"{name}_backward")
    with np.errstate(all="raise", under="ignore"):
        slope = backward(np.ones(4), np.array([-1e300, -1000.0, 1000.0, 1e300]))
    np.testing.assert_array_equal(np.abs(slope), [0, 0, 1, 1])


@pytest.mark.parametrize("name", ["silu", "gelu"])
def test_integers_become_float64(name):
    forward = getattr(engine, name)
    np.testing.assert_array_equal(
        forward(np.array([-1, 2])), forward(np.array([-1.0, 2.0]))
    )


@pytest.mark.parametrize("name", ["silu", "gelu"])
def test_backward_agrees_with_central_differences(name, rng, assert_gradient):
    forward = getattr(engine, name)
    x, dout = 2 * rng.normal(size=(3, 5)), rng.normal(size=(3, 5))
    gradient = getattr(engine, f"{name}_backward")(dout, x)
    assert_gradient(gradient, lambda x: (dout * forward(x)).sum(), x)
