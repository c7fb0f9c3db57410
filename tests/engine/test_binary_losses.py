"""Binary and focal cross-entropy against their definitions, and their gradients."""

import math

import numpy as np
import pytest

from cnnquiz import engine


def test_binary_cross_entropy_agrees_with_its_definition(rng):
    x, t = rng.normal(size=(3, 4)), rng.uniform(size=(3, 4))
    losses = [
        -target * math.log(1 / (1 + math.exp(-logit)))
        - (1 - target) * math.log(1 - 1 / (1 + math.exp(-logit)))
        for logit, target in zip(x.ravel(), t.ravel(), strict=True)
    ]
    got = engine.binary_cross_entropy_with_logits(x, t)
    assert got == pytest.approx(sum(losses) / 12, rel=1e-12)


def test_binary_cross_entropy_is_exact_far_out():
    def loss(logit, target):
        return engine.binary_cross_entropy_with_logits(
            np.array([logit]), np.array([target])
        )

    assert loss(1e4, 0.0) == 1e4
    assert loss(-1e4, 1.0) == 1e4
    assert loss(1e4, 1.0) == 0
    assert loss(50.0, 1.0) == pytest.approx(math.exp(-50), rel=1e-14)


@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0, 5.0])
@pytest.mark.parametrize("alpha", [0.25, 0.9])
def test_focal_loss_agrees_with_its_definition(gamma, alpha, rng):
    x, t = rng.normal(size=(3, 4)), rng.integers(0, 2, (3, 4))
    losses = []
    for logit, target in zip(x.ravel(), t.ravel(), strict=True):
        p = 1 / (1 + math.exp(-logit))
        p_true, weight = (p, alpha) if target else (1 - p, 1 - alpha)
        losses.append(-weight * (1 - p_true) ** gamma * math.log(p_true))
    got = engine.focal_loss(x, t, gamma, alpha)
    assert got == pytest.approx(sum(losses) / 12, rel=1e-12)


def test_focal_loss_of_gamma_zero_is_half_the_binary_cross_entropy(rng):
    x, t = rng.normal(size=20), rng.integers(0, 2, 20)
    half = engine.binary_cross_entropy_with_logits(x, t) / 2
    assert engine.focal_loss(x, t, 0.0, 0.5) == pytest.approx(half, rel=1e-13)


def test_focal_loss_far_out_is_finite_and_exact():
    x, t = np.array([1e4, -1e4]), np.array([0, 1])
    assert engine.focal_loss(x, t, 2.0, 0.5) == 0.5e4
    assert engine.focal_loss(x, 1 - t, 2.0, 0.5) == 0
    assert engine.focal_loss_backward(x, t, 2.0, 0.5).tolist() == [0.25, -0.25]


@pytest.mark.parametrize("shape", [(3, 4), (1,)])
def test_binary_gradient_agrees_with_central_differences(shape, rng, assert_gradient):
    x, t = rng.normal(size=shape), rng.uniform(size=shape)
    assert_gradient(
        engine.binary_cross_entropy_with_logits_backward(x, t),
        lambda x: engine.binary_cross_entropy_with_logits(x, t),
        x,
    )


@pytest.mark.parametrize("shape", [(3, 4), (1,)])
@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0, 5.0])
def test_focal_gradient_agrees_with_central_differences(
    gamma, shape, rng, assert_gradient
):
    x, t = rng.normal(size=shape), rng.integers(0, 2, shape)
    assert_gradient(
        engine.focal_loss_backward(x, t, gamma, 0.3),
        lambda x: engine.focal_loss(x, t, gamma, 0.3),
        x,
    )


@pytest.mark.parametrize("name", ["binary_cross_entropy_with_logits", "focal_loss"])
def test_nothing_to_average_is_nan_and_other_shapes_are_refused(name):
    loss, backward = getattr(engine, name), getattr(engine, f"{name}_backward")
    assert math.isnan(loss(np.ones(0), np.ones(0)))
    assert backward(np.ones((0, 2)), np.ones((0, 2))).shape == (0, 2)
    with pytest.raises(ValueError, match=r"logits is \(3, 1\), targets is \(3,\)"):
        loss(np.ones((3, 1)), np.ones(3))


def test_focal_loss_refuses_soft_targets_and_a_negative_gamma():
    with pytest.raises(ValueError, match=r"targets must be 0 or 1, got 0\.5"):
        engine.focal_loss(np.zeros(3), np.array([0, 1, 0.5]))
    with pytest.raises(ValueError, match="gamma must be at least 0, got -1"):
        engine.focal_loss(np.zeros(1), np.zeros(1), gamma=-1)
