"""ReLU, leaky ReLU and ELU against values worked by hand, and their gradients."""

import numpy as np
import pytest

from cnnquiz import engine

KINKED = np.array([-3.0, -0.5, 0.0, 0.5, 3.0])


def test_relu_keeps_positives_and_integers():
    assert engine.relu(KINKED).tolist() == [0, 0, 0, 0.5, 3]
    whole = engine.relu(np.array([[-7, 0, 7]], dtype=np.int8))
    assert whole.dtype == np.int8
    assert whole.tolist() == [[0, 0, 7]]


def test_relus_gradient_passes_where_the_input_is_nan_as_in_pytorch():
    dx = engine.relu_backward(np.full(4, 5.0), np.array([np.nan, -1, 0, 2]))
    np.testing.assert_array_equal(dx, [5, 0, 0, 5])


def test_relu_propagates_nan_and_infinity():
    y = engine.relu(np.array([np.nan, -np.inf, np.inf]))
    np.testing.assert_array_equal(y, [np.nan, 0, np.inf])


def test_relu_backward_gates_on_x_and_takes_zero_at_the_kink():
    dout = np.array([-2.0, -2.0, -2.0, -2.0, -2.0])
    assert engine.relu_backward(dout, KINKED).tolist() == [0, 0, 0, -2, -2]


def test_leaky_relu_with_slopes_below_above_and_beyond_zero():
    assert engine.leaky_relu(KINKED).tolist() == [-0.03, -0.005, 0, 0.5, 3]
    assert engine.leaky_relu(KINKED, 2.0).tolist() == [-6, -1, 0, 0.5, 3]
    assert engine.leaky_relu(KINKED, -1.0).tolist() == [3, 0.5, 0, 0.5, 3]


def test_leaky_relu_takes_integers_without_truncating():
    assert engine.leaky_relu(np.array([-3, 4]), 0.5).tolist() == [-1.5, 4]


def test_elu_bends_towards_minus_alpha():
    expected = [2 * (np.exp(-3) - 1), 2 * (np.exp(-0.5) - 1), 0, 0.5, 3]
    np.testing.assert_allclose(engine.elu(KINKED, 2.0), expected, rtol=1e-15)
    assert engine.elu(np.array([-1e-300])).item() == -1e-300


def test_the_kink_counts_as_the_left_side():
    at_zero = np.array([0.0])
    dout = np.array([5.0])
    assert engine.relu_backward(dout, at_zero).item() == 0
    assert engine.leaky_relu_backward(dout, at_zero, 0.25).item() == 1.25
    assert engine.elu_backward(dout, at_zero, 3.0).item() == 15


@pytest.mark.parametrize(
    ("name", "options"),
    [("relu", ()), ("leaky_relu", (0.3,)), ("leaky_relu", (-2.0,)), ("elu", (1.7,))],
)
def test_backward_agrees_with_central_differences(name, options, rng, assert_gradient):
    forward = getattr(engine, name)
    backward = getattr(engine, f"{name}_backward")
    x, dout = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 3, 4))
    assert_gradient(
        backward(dout, x, *options), lambda x: (dout * forward(x, *options)).sum(), x
    )


@pytest.mark.parametrize(
    "backward",
    [engine.relu_backward, engine.leaky_relu_backward, engine.elu_backward],
)
def test_a_gradient_of_another_shape_is_refused_with_both_shapes(backward):
    with pytest.raises(ValueError, match=r"dout is \(3, 1\), x is \(3,\)"):
        backward(np.ones((3, 1)), np.ones(3))
