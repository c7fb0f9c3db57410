"""Dice loss against one mask at a time, and its gradient."""

import math

import numpy as np
import pytest

from cnnquiz import engine


def test_each_sample_has_a_ratio_of_its_own(rng):
    probs, targets = rng.uniform(size=(3, 2, 4)), rng.integers(0, 2, (3, 2, 4))
    ratios = [
        (2 * (p * t).sum() + 0.5) / (p.sum() + t.sum() + 0.5)
        for p, t in zip(probs, targets, strict=True)
    ]
    got = engine.dice_loss(probs, targets, eps=0.5)
    assert got == pytest.approx(1 - sum(ratios) / 3, rel=1e-13)


def test_two_empty_masks_agree_and_disjoint_ones_do_not():
    empty, left, right = np.zeros((1, 2)), np.array([[1, 0]]), np.array([[0, 1]])
    assert engine.dice_loss(empty, empty) == 0
    assert engine.dice_loss(left, right) == pytest.approx(1, abs=1e-6)
    assert engine.dice_loss(left, left) == 0


@pytest.mark.parametrize("shape", [(3, 2, 4), (2, 5), (1, 1, 2, 2)])
def test_backward_agrees_with_central_differences(shape, rng, assert_gradient):
    probs, targets = rng.uniform(size=shape), rng.integers(0, 2, shape)
    assert_gradient(
        engine.dice_loss_backward(probs, targets, eps=0.1),
        lambda probs: engine.dice_loss(probs, targets, eps=0.1),
        probs,
    )


def test_an_empty_batch_is_nan_and_bad_shapes_are_refused():
    assert math.isnan(engine.dice_loss(np.ones((0, 2)), np.ones((0, 2))))
    assert engine.dice_loss_backward(np.ones((0, 2)), np.ones((0, 2))).shape == (0, 2)
    with pytest.raises(ValueError, match=r"probs is \(2, 3\), targets is \(2, 1\)"):
        engine.dice_loss(np.ones((2, 3)), np.ones((2, 1)))
    with pytest.raises(ValueError, match=r"probs must have shape \(N, \.\.\.\)"):
        engine.dice_loss(np.ones(3), np.ones(3))
