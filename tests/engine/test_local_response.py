"""Local response normalization against loops over its windows, and its gradient."""

import numpy as np
import pytest

from cnnquiz import engine


def local_response_norm_by_hand(x, size, alpha, beta, k):
    y = np.empty_like(x)
    C = x.shape[1]
    for n, c, h, w in np.ndindex(x.shape):
        energy = sum(
            x[n, j, h, w] ** 2
            for j in range(c - size // 2, c + (size - 1) // 2 + 1)
            if 0 <= j < C
        )
        y[n, c, h, w] = x[n, c, h, w] / (k + alpha / size * energy) ** beta
    return y


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 11])
def test_forward_agrees_with_its_definition(size, rng):
    x = rng.normal(size=(2, 5, 2, 3))
    np.testing.assert_allclose(
        engine.local_response_norm(x, size, 0.7, 0.6, 1.5),
        local_response_norm_by_hand(x, size, 0.7, 0.6, 1.5),
        rtol=1e-13,
    )


@pytest.mark.parametrize("size", [1, 2, 3, 4, 9])
def test_backward_agrees_with_central_differences(size, rng, assert_gradient):
    x, dout = rng.normal(size=(2, 2, 5, 2))
    gradient = engine.local_response_norm_backward(dout, x, size, 0.7, 0.6, 1.5)

    def loss(x):
        return (dout * engine.local_response_norm(x, size, 0.7, 0.6, 1.5)).sum()

    assert_gradient(gradient, loss, x)


def test_an_empty_batch_is_taken_and_bad_arguments_are_refused():
    assert engine.local_response_norm(np.ones((0, 3, 2)), 3).shape == (0, 3, 2)
    with pytest.raises(ValueError, match="size must be at least 1, got 0"):
        engine.local_response_norm(np.ones((1, 3)), 0)
    with pytest.raises(ValueError, match=r"\(N, C, \.\.\.\), got \(3,\)"):
        engine.local_response_norm(np.ones(3), 1)
