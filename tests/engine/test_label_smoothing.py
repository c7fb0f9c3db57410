"""Label smoothing against its definition; test_cross_entropies holds the other laws."""

import math

import numpy as np
import pytest

from cnnquiz import engine


@pytest.mark.parametrize("smoothing", [0.0, 0.3, 1.0])
def test_it_is_the_cross_entropy_against_softened_targets(smoothing, rng):
    logits, labels = rng.normal(size=(5, 4)), rng.integers(0, 4, 5)
    total = 0.0
    for row, label in zip(logits, labels, strict=True):
        exponentials = [math.exp(value) for value in row]
        for c, value in enumerate(exponentials):
            target = (1 - smoothing) * (c == label) + smoothing / 4
            total -= target * math.log(value / sum(exponentials))
    got = engine.label_smoothing_loss(logits, labels, smoothing)
    assert got == pytest.approx(total / 5, rel=1e-14)


def test_without_smoothing_it_is_the_cross_entropy(rng):
    logits, labels = rng.normal(size=(5, 4)), rng.integers(0, 4, 5)
    assert engine.label_smoothing_loss(logits, labels, 0.0) == pytest.approx(
        engine.cross_entropy(logits, labels), rel=1e-15
    )


def test_a_prediction_equal_to_the_targets_has_no_gradient():
    targets = 0.8 * np.eye(4) + 0.2 / 4
    gradient = engine.label_smoothing_loss_backward(
        np.log(targets), np.arange(4), smoothing=0.2
    )
    np.testing.assert_allclose(gradient, 0, atol=1e-16)


@pytest.mark.parametrize("smoothing", [-0.1, 1.5, math.nan])
def test_smoothing_outside_zero_to_one_is_refused(smoothing):
    logits, labels = np.ones((1, 2)), np.array([0])
    with pytest.raises(ValueError, match=f"be in 0 to 1, got {smoothing}"):
        engine.label_smoothing_loss(logits, labels, smoothing)
    with pytest.raises(ValueError, match=f"be in 0 to 1, got {smoothing}"):
        engine.label_smoothing_loss_backward(logits, labels, smoothing)
