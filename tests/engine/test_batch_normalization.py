"""Batch norm against one channel at a time, its two variances, and its gradients."""

import math
import statistics

import numpy as np
import pytest

from cnnquiz import engine


@pytest.fixture
def layer(rng):
    """Return gamma, beta, running_mean and running_var of three channels."""
    return (
        rng.normal(size=3),
        rng.normal(size=3),
        rng.normal(size=3),
        rng.uniform(0.5, 2, 3),
    )


@pytest.mark.parametrize("shape", [(4, 3, 5, 6), (2, 3, 7), (8, 3), (1, 3, 1, 2)])
def test_training_agrees_with_one_channel_at_a_time(shape, layer, rng):
    x = 3 + 2 * rng.normal(size=shape)
    gamma, beta, running_mean, running_var = layer
    y, new_mean, new_var = engine.batch_norm(x, *layer, momentum=0.3, eps=0.01)
    for c in range(3):
        values = x[:, c].ravel().tolist()
        mean, var = statistics.fmean(values), statistics.pvariance(values)
        expected = gamma[c] * (x[:, c] - mean) / math.sqrt(var + 0.01) + beta[c]
        np.testing.assert_allclose(y[:, c], expected, rtol=1e-10, atol=1e-12)
        unbiased = statistics.variance(values)
        assert new_mean[c] == pytest.approx(0.7 * running_mean[c] + 0.3 * mean)
        assert new_var[c] == pytest.approx(0.7 * running_var[c] + 0.3 * unbiased)


def test_evaluation_uses_and_keeps_the_running_statistics(layer, rng):
    x = rng.normal(size=(4, 3, 2, 2))
    gamma, beta, running_mean, running_var = layer
    y, new_mean, new_var = engine.batch_norm(x, *layer, eps=0.01, training=False)
    for c in range(3):
        root = math.sqrt(running_var[c] + 0.01)
        expected = gamma[c] * (x[:, c] - running_mean[c]) / root + beta[c]
        np.testing.assert_allclose(y[:, c], expected, rtol=1e-12)
    np.testing.assert_array_equal(new_mean, running_mean)
    np.testing.assert_array_equal(new_var, running_var)


def test_a_large_offset_costs_no_digits():
    x = 1e8 + np.array([[0.0], [1.0], [2.0], [3.0]])
    one, zero = np.ones(1), np.zeros(1)
    y, _, _ = engine.batch_norm(x, one, zero, zero, one, eps=0.0)
    expected = (np.arange(4) - 1.5) / math.sqrt(1.25)
    np.testing.assert_allclose(y.ravel(), expected, rtol=1e-12)


def test_evaluation_takes_an_empty_batch(layer):
    y, _, _ = engine.batch_norm(np.ones((0, 3, 2, 2)), *layer, training=False)
    assert y.shape == (0, 3, 2, 2)


@pytest.mark.parametrize("shape", [(4, 3, 2, 5), (6, 3)])
def test_backward_agrees_with_central_differences(shape, layer, rng, assert_gradient):
    gamma, beta, *running = layer
    x, dout = rng.normal(size=shape), rng.normal(size=shape)

    def loss(x=x, gamma=gamma, beta=beta):
        return (dout * engine.batch_norm(x, gamma, beta, *running, eps=0.02)[0]).sum()

    dx, dgamma, dbeta = engine.batch_norm_backward(dout, x, gamma, eps=0.02)
    assert_gradient(dx, lambda x: loss(x=x), x)
    assert_gradient(dgamma, lambda gamma: loss(gamma=gamma), gamma)
    assert_gradient(dbeta, lambda beta: loss(beta=beta), beta)


def test_training_refuses_a_lone_value_a_channel(layer):
    with pytest.raises(ValueError, match="at least 2 values a channel, got 1"):
        engine.batch_norm(np.ones((1, 3, 1, 1)), *layer)
    with pytest.raises(ValueError, match="at least 2 values a channel, got 0"):
        engine.batch_norm_backward(np.ones((0, 3)), np.ones((0, 3)), layer[0])


@pytest.mark.parametrize("position", range(4))
def test_parameters_of_another_length_are_refused_by_name(position, layer):
    name = ["gamma", "beta", "running_mean", "running_var"][position]
    wrong = [*layer]
    wrong[position] = np.ones(2)
    with pytest.raises(ValueError, match=rf"batch_norm: {name} must have shape \(3,\)"):
        engine.batch_norm(np.ones((2, 3, 4, 4)), *wrong)


def test_x_without_channels_is_refused(layer):
    with pytest.raises(ValueError, match=r"x must have shape \(N, C, \.\.\.\)"):
        engine.batch_norm(np.ones(3), *layer)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("shape", [(3, 2), (3, 2, 3, 3)])
def test_a_folded_layer_equals_the_layer_and_its_batch_norm(shape, bias, layer, rng):
    x, w = rng.normal(size=(4, *shape[1:])), rng.normal(size=shape)
    b = rng.normal(size=3) if bias else None

    def apply(w, b):
        return engine.linear(x.reshape(4, -1), w.reshape(3, -1), b)

    after, _, _ = engine.batch_norm(apply(w, b), *layer, eps=0.1, training=False)
    folded = engine.fold_batch_norm(w, b, *layer, eps=0.1)
    np.testing.assert_allclose(apply(*folded), after, rtol=1e-11, atol=1e-12)


def test_folding_refuses_parameters_that_do_not_fit_the_weights(layer):
    with pytest.raises(ValueError, match=r"gamma must have shape \(5,\) \(w is \(5, 2"):
        engine.fold_batch_norm(np.ones((5, 2)), np.ones(5), *layer)


@pytest.mark.parametrize("training", [True, False])
def test_integers_are_taken_as_float64(training, layer, rng):
    x = rng.integers(-5, 6, (4, 3, 2))
    got = engine.batch_norm(x, *layer, training=training)
    expected = engine.batch_norm(x.astype(float), *layer, training=training)
    for ours, theirs in zip(got, expected, strict=True):
        assert ours.dtype == np.float64
        np.testing.assert_array_equal(ours, theirs)


def test_the_gradient_neither_shifts_nor_stretches_a_channel(layer, rng):
    x, dout = rng.normal(size=(2, 4, 3, 5))
    dx, _, _ = engine.batch_norm_backward(dout, x, layer[0], eps=0.0)
    centred = x - x.mean(axis=(0, 2), keepdims=True)
    np.testing.assert_allclose(dx.sum(axis=(0, 2)), 0, atol=1e-12)
    np.testing.assert_allclose((dx * centred).sum(axis=(0, 2)), 0, atol=1e-12)
