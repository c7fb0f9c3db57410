"""Group and instance norm against one group at a time, and their gradients."""

import math
import statistics

import numpy as np
import pytest

from cnnquiz import engine


def group_norm_by_hand(x, num_groups, gamma, beta, eps):
    y = np.empty_like(x)
    N, C = x.shape[:2]
    size = C // num_groups
    for n in range(N):
        for first in range(0, C, size):
            values = x[n, first : first + size].ravel().tolist()
            mean, var = statistics.fmean(values), statistics.pvariance(values)
            for c in range(first, first + size):
                x_hat = (x[n, c] - mean) / math.sqrt(var + eps)
                y[n, c] = gamma[c] * x_hat + beta[c]
    return y


@pytest.fixture
def affine(rng):
    """Return gamma and beta of six channels."""
    return rng.normal(size=6), rng.normal(size=6)


@pytest.mark.parametrize("num_groups", [1, 2, 3, 6])
@pytest.mark.parametrize("shape", [(2, 6, 4, 5), (3, 6, 7)])
def test_neighbouring_channels_are_standardised_together(
    shape, num_groups, affine, rng
):
    x = 5 + rng.normal(size=shape)
    np.testing.assert_allclose(
        engine.group_norm(x, num_groups, *affine, eps=0.01),
        group_norm_by_hand(x, num_groups, *affine, 0.01),
        rtol=1e-10,
        atol=1e-12,
    )


def test_an_instance_norm_standardises_each_channel_alone(affine, rng):
    x = rng.normal(size=(2, 6, 4, 5))
    np.testing.assert_allclose(
        engine.instance_norm(x, *affine, eps=0.01),
        group_norm_by_hand(x, 6, *affine, 0.01),
        rtol=1e-10,
        atol=1e-12,
    )


def test_a_channel_of_one_pixel_becomes_its_beta(affine):
    y = engine.instance_norm(np.full((2, 6, 1, 1), 9.0), *affine)
    np.testing.assert_array_equal(y[..., 0, 0], [affine[1]] * 2)


@pytest.mark.parametrize("shape", [(2, 6, 2, 3), (3, 6)])
@pytest.mark.parametrize("num_groups", [1, 2, 3])
def test_group_norm_backward_agrees_with_central_differences(
    shape, num_groups, affine, rng, assert_gradient
):
    gamma, beta = affine
    x, dout = rng.normal(size=shape), rng.normal(size=shape)

    def loss(x=x, gamma=gamma, beta=beta):
        return (dout * engine.group_norm(x, num_groups, gamma, beta, eps=0.02)).sum()

    dx, dgamma, dbeta = engine.group_norm_backward(dout, x, num_groups, gamma, eps=0.02)
    assert_gradient(dx, lambda x: loss(x=x), x)
    assert_gradient(dgamma, lambda gamma: loss(gamma=gamma), gamma)
    assert_gradient(dbeta, lambda beta: loss(beta=beta), beta)


def test_instance_norm_backward_agrees_with_central_differences(
    affine, rng, assert_gradient
):
    gamma, beta = affine
    x, dout = rng.normal(size=(2, 2, 6, 2, 3))

    def loss(x=x, gamma=gamma, beta=beta):
        return (dout * engine.instance_norm(x, gamma, beta, eps=0.02)).sum()

    dx, dgamma, dbeta = engine.instance_norm_backward(dout, x, gamma, eps=0.02)
    assert_gradient(dx, lambda x: loss(x=x), x)
    assert_gradient(dgamma, lambda gamma: loss(gamma=gamma), gamma)
    assert_gradient(dbeta, lambda beta: loss(beta=beta), beta)


def test_an_empty_batch_is_taken(affine):
    empty = np.ones((0, 6, 2, 2))
    assert engine.group_norm(empty, 3, *affine).shape == empty.shape
    dx, dgamma, _ = engine.group_norm_backward(empty, empty, 3, affine[0])
    assert dx.shape == empty.shape
    assert dgamma.tolist() == [0] * 6


@pytest.mark.parametrize("num_groups", [0, 4, 7, -2])
def test_groups_that_do_not_divide_the_channels_are_refused(num_groups, affine):
    with pytest.raises(ValueError, match=rf"divide the 6 .* got {num_groups}"):
        engine.group_norm(np.ones((2, 6, 2)), num_groups, *affine)


def test_shapes_that_do_not_fit_are_refused(affine):
    with pytest.raises(ValueError, match=r"instance_norm: gamma must have shape \(5,"):
        engine.instance_norm(np.ones((2, 5, 2)), *affine)
    with pytest.raises(ValueError, match=r"group_norm: beta must have shape \(6,\)"):
        engine.group_norm(np.ones((2, 6, 2)), 2, affine[0], np.ones(2))
    with pytest.raises(ValueError, match="with values in every sample"):
        engine.group_norm(np.ones((2, 6, 0)), 2, *affine)
    with pytest.raises(ValueError, match=r"got \(6,\)"):
        engine.instance_norm(np.ones(6), *affine)


def test_one_group_is_a_layer_norm_over_the_whole_sample(affine, rng):
    x = rng.normal(size=(2, 6, 4, 5))
    gamma, beta = (np.broadcast_to(a[:, None, None], (6, 4, 5)) for a in affine)
    np.testing.assert_allclose(
        engine.group_norm(x, 1, *affine),
        engine.layer_norm(x, gamma, beta),
        rtol=1e-10,
        atol=1e-12,
    )
