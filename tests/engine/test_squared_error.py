"""Mean squared error against its definition, and its gradient."""

import math

import numpy as np
import pytest

from cnnquiz import engine


def test_the_mean_is_over_all_elements():
    predictions = np.array([[1.0, 2.0], [3.0, 4.0]])
    targets = np.array([[1, 0], [0, 0]])
    assert engine.mse_loss(predictions, targets) == (0 + 4 + 9 + 16) / 4


def test_unsigned_integers_do_not_wrap():
    assert engine.mse_loss(np.array([1], np.uint8), np.array([3], np.uint8)) == 4


@pytest.mark.parametrize("shape", [(3, 4), (1,)])
def test_backward_agrees_with_central_differences(shape, rng, assert_gradient):
    x, targets = rng.normal(size=(2, *shape))
    assert_gradient(
        engine.mse_loss_backward(x, targets), lambda x: engine.mse_loss(x, targets), x
    )


def test_nothing_to_average_is_nan_and_nothing_is_broadcast():
    assert math.isnan(engine.mse_loss(np.ones(0), np.ones(0)))
    assert engine.mse_loss_backward(np.ones(0), np.ones(0)).shape == (0,)
    with pytest.raises(ValueError, match=r"predictions is \(3,\), targets is \(3, 1\)"):
        engine.mse_loss(np.ones(3), np.ones((3, 1)))
