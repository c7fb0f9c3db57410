"""The fully connected layer against loops over its definition."""

import numpy as np
import pytest

from cnnquiz import engine


def linear_by_hand(x, w, b):
    return [
        [
            sum(value * weight for value, weight in zip(row, weights, strict=True)) + b
            for weights, b in zip(w, b, strict=True)
        ]
        for row in x
    ]


def test_linear_agrees_with_its_definition(rng):
    x, w, b = rng.normal(size=(4, 3)), rng.normal(size=(2, 3)), rng.normal(size=2)
    np.testing.assert_allclose(
        engine.linear(x, w, b), linear_by_hand(x, w, b), rtol=1e-13
    )


def test_without_bias_nothing_is_added(rng):
    x, w = rng.normal(size=(4, 3)), rng.normal(size=(2, 3))
    np.testing.assert_array_equal(engine.linear(x, w), engine.linear(x, w, np.zeros(2)))


def test_integer_x_with_floating_weights_is_exact():
    x = np.array([[1, 2], [3, 4]], dtype=np.int16)
    y = engine.linear(x, np.array([[0.5, 0.25]]), np.array([10.0]))
    assert y.tolist() == [[11], [12.5]]


def test_axes_before_the_last_are_all_batch(rng):
    x, w, b = rng.normal(size=(2, 5, 3)), rng.normal(size=(4, 3)), rng.normal(size=4)
    dout = rng.normal(size=(2, 5, 4))
    rows = x.reshape(10, 3)
    np.testing.assert_allclose(
        engine.linear(x, w, b).reshape(10, 4), engine.linear(rows, w, b), rtol=1e-13
    )
    dx, dw, db = engine.linear_backward(dout, x, w)
    row_dx, row_dw, row_db = engine.linear_backward(dout.reshape(10, 4), rows, w)
    np.testing.assert_allclose(dx.reshape(10, 3), row_dx, rtol=1e-12)
    np.testing.assert_allclose(dw, row_dw, rtol=1e-12)
    np.testing.assert_allclose(db, row_db, rtol=1e-12)


def test_a_lone_sample_needs_no_batch_axis(rng):
    x, w, dout = rng.normal(size=3), rng.normal(size=(2, 3)), rng.normal(size=2)
    np.testing.assert_allclose(engine.linear(x, w), w @ x, rtol=1e-13)
    dx, dw, db = engine.linear_backward(dout, x, w)
    np.testing.assert_allclose(dx, w.T @ dout, rtol=1e-13)
    np.testing.assert_allclose(dw, np.outer(dout, x), rtol=1e-13)
    np.testing.assert_array_equal(db, dout)


def test_backward_agrees_with_central_differences(rng, assert_gradient):
    x, w, b = rng.normal(size=(4, 3)), rng.normal(size=(2, 3)), rng.normal(size=2)
    dout = rng.normal(size=(4, 2))
    dx, dw, db = engine.linear_backward(dout, x, w)
    assert_gradient(dx, lambda x: (dout * engine.linear(x, w, b)).sum(), x)
    assert_gradient(dw, lambda w: (dout * engine.linear(x, w, b)).sum(), w)
    assert_gradient(db, lambda b: (dout * engine.linear(x, w, b)).sum(), b)


def test_an_empty_batch_gives_zero_parameter_gradients():
    w = np.ones((2, 3))
    assert engine.linear(np.ones((0, 3)), w).shape == (0, 2)
    dx, dw, db = engine.linear_backward(np.ones((0, 2)), np.ones((0, 3)), w)
    assert dx.shape == (0, 3)
    assert dw.tolist() == [[0] * 3] * 2
    assert db.tolist() == [0, 0]


def test_shapes_that_do_not_fit_are_refused_with_the_arithmetic():
    with pytest.raises(ValueError, match=r"linear: w expects 4 inputs but x is \(2, 3"):
        engine.linear(np.ones((2, 3)), np.ones((5, 4)))
    with pytest.raises(ValueError, match=r"b must have shape \(5,\)"):
        engine.linear(np.ones((2, 4)), np.ones((5, 4)), np.ones(4))
    with pytest.raises(ValueError, match=r"dout must have shape \(2, 5\)"):
        engine.linear_backward(np.ones((2, 4)), np.ones((2, 4)), np.ones((5, 4)))
    with pytest.raises(ValueError, match=r"w must have shape \(out, in\), got \(4,\)"):
        engine.linear(np.ones((2, 4)), np.ones(4))


def test_flatten_runs_through_width_then_height_then_channels():
    N, C, H, W = 2, 3, 4, 5
    x = np.arange(N * C * H * W).reshape(N, C, H, W)
    flat = engine.flatten(x)
    assert flat.shape == (N, C * H * W)
    for n, c, h, w in np.ndindex(x.shape):
        assert flat[n, (c * H + h) * W + w] == x[n, c, h, w]


def test_flatten_of_a_transposed_view_follows_its_axes_not_its_memory(rng):
    x = rng.normal(size=(2, 4, 5, 3)).transpose(0, 3, 1, 2)
    np.testing.assert_array_equal(
        engine.flatten(x), engine.flatten(np.ascontiguousarray(x))
    )


def test_flatten_takes_an_empty_batch_and_refuses_a_lone_axis():
    assert engine.flatten(np.ones((0, 2, 3, 4))).shape == (0, 24)
    assert engine.flatten(np.ones((2, 3))).shape == (2, 3)
    with pytest.raises(ValueError, match=r"flatten: x must have a batch axis"):
        engine.flatten(np.ones(3))
