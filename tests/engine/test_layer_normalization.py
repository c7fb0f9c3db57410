"""Layer norm against one row at a time, and its gradients."""

import math
import statistics

import numpy as np
import pytest

from cnnquiz import engine


def standardised_by_hand(row: np.ndarray, eps: float) -> np.ndarray:
    values = row.ravel().tolist()
    root = math.sqrt(statistics.pvariance(values) + eps)
    return (row - statistics.fmean(values)) / root


@pytest.mark.parametrize("shape", [(4, 6), (2, 3, 6), (6,), (1, 6)])
def test_each_row_is_standardised_by_itself(shape, rng):
    x, gamma, beta = 5 + rng.normal(size=shape), rng.normal(size=6), rng.normal(size=6)
    y = engine.layer_norm(x, gamma, beta, eps=0.01).reshape(-1, 6)
    for row, got in zip(x.reshape(-1, 6), y, strict=True):
        expected = gamma * standardised_by_hand(row, 0.01) + beta
        np.testing.assert_allclose(got, expected, rtol=1e-10, atol=1e-12)


def test_gamma_of_several_axes_standardises_them_together(rng):
    x, gamma, beta = rng.normal(size=(3, 2, 4, 5)), *rng.normal(size=(2, 2, 4, 5))
    y = engine.layer_norm(x, gamma, beta, eps=0.01)
    for sample, got in zip(x, y, strict=True):
        expected = gamma * standardised_by_hand(sample, 0.01) + beta
        np.testing.assert_allclose(got, expected, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(
    ("shape", "parameters"), [((4, 6), (6,)), ((2, 3, 4), (4,)), ((2, 3, 4), (3, 4))]
)
def test_backward_agrees_with_central_differences(
    shape, parameters, rng, assert_gradient
):
    x, dout = rng.normal(size=shape), rng.normal(size=shape)
    gamma, beta = rng.normal(size=(2, *parameters))

    def loss(x=x, gamma=gamma, beta=beta):
        return (dout * engine.layer_norm(x, gamma, beta, eps=0.02)).sum()

    dx, dgamma, dbeta = engine.layer_norm_backward(dout, x, gamma, eps=0.02)
    assert_gradient(dx, lambda x: loss(x=x), x)
    assert_gradient(dgamma, lambda gamma: loss(gamma=gamma), gamma)
    assert_gradient(dbeta, lambda beta: loss(beta=beta), beta)


def test_an_empty_batch_is_taken():
    empty, one = np.ones((0, 3)), np.ones(3)
    assert engine.layer_norm(empty, one, one).shape == (0, 3)
    dx, dgamma, _ = engine.layer_norm_backward(empty, empty, one)
    assert dx.shape == (0, 3)
    assert dgamma.tolist() == [0, 0, 0]


def test_parameters_that_do_not_fit_are_refused_by_name():
    x = np.ones((2, 3))
    with pytest.raises(ValueError, match=r"layer_norm: gamma must have shape \(3,\)"):
        engine.layer_norm(x, np.ones(2), np.ones(3))
    with pytest.raises(ValueError, match=r"layer_norm: beta must have shape \(3,\)"):
        engine.layer_norm(x, np.ones(3), np.ones(2))
    with pytest.raises(ValueError, match=r"gamma must have shape \(2, 3\)"):
        engine.layer_norm(x, np.ones((1, 2, 3)), np.ones((1, 2, 3)))
    with pytest.raises(ValueError, match="gamma must be an array"):
        engine.layer_norm(x, np.array(1.0), np.array(0.0))
    with pytest.raises(ValueError, match="gamma must be an array"):
        engine.layer_norm(np.ones((2, 0)), np.ones(0), np.ones(0))


def test_a_row_of_one_value_becomes_beta():
    y = engine.layer_norm(np.array([[7.0], [9.0]]), np.array([3.0]), np.array([2.0]))
    assert y.tolist() == [[2], [2]]
