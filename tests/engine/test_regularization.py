"""Dropout's laws, and weight penalties worked by hand."""

import numpy as np
import pytest

from cnnquiz import engine


def test_dropout_keeps_one_minus_p_of_the_values_and_their_mean(rng):
    p, size = 0.3, 100_000
    y, mask = engine.dropout(np.ones(size), p, rng)
    kept = np.count_nonzero(mask) / size
    # seven standard deviations: √(0.3 · 0.7 / 100,000) ≈ 0.00145
    assert abs(kept - 0.7) < 7 * 0.00145
    assert abs(y.mean() - 1) < 7 * 0.00145 / 0.7


def test_the_mask_is_the_multiplier_that_was_applied(rng):
    x = rng.normal(size=(4, 5, 6))
    y, mask = engine.dropout(x, 0.75, rng)
    assert set(np.unique(mask)) == {0, 4}
    np.testing.assert_array_equal(y, x * mask)


def test_every_element_has_a_draw_of_its_own(rng):
    _, mask = engine.dropout(np.ones((50, 8, 8)), 0.5, rng)
    rows = mask.reshape(50, -1)
    assert len(np.unique(rows, axis=0)) == 50
    assert len(np.unique(rows, axis=1).T) > 50


def test_evaluation_changes_and_draws_nothing(rng):
    x = np.array([1.0, -2.0])
    before = rng.bit_generator.state
    y, mask = engine.dropout(x, 0.9, rng, training=False)
    assert rng.bit_generator.state == before
    assert y.tolist() == [1, -2]
    assert mask.tolist() == [1, 1]


def test_dropping_nothing_keeps_everything(rng):
    y, mask = engine.dropout(np.array([3.0, 4.0]), 0.0, rng)
    assert (y.tolist(), mask.tolist()) == ([3, 4], [1, 1])


def test_the_same_seed_gives_the_same_mask_and_the_next_call_another():
    x = np.ones(64)
    first, second = np.random.default_rng(5), np.random.default_rng(5)
    _, mask = engine.dropout(x, 0.5, first)
    np.testing.assert_array_equal(mask, engine.dropout(x, 0.5, second)[1])
    assert (mask != engine.dropout(x, 0.5, first)[1]).any()


@pytest.mark.parametrize("p", [-0.1, 1.0, float("nan")])
def test_p_outside_zero_to_one_is_refused(rng, p):
    with pytest.raises(ValueError, match=rf"must be in \[0, 1\), got {p}"):
        engine.dropout(np.ones(2), p, rng)


def test_dropout_backward_agrees_with_central_differences(rng, assert_gradient):
    x, dout = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    _, mask = engine.dropout(x, 0.4, rng)
    assert_gradient(
        engine.dropout_backward(dout, mask), lambda x: (dout * (x * mask)).sum(), x
    )
    with pytest.raises(ValueError, match="dropout_backward: dout and mask"):
        engine.dropout_backward(dout, mask[0])


@pytest.mark.parametrize(
    ("l1", "l2", "loss", "gradient"),
    [
        (0, 0, 0, [0, 0, 0]),
        (0.5, 0, 3.5, [0.5, 0, -0.5]),
        (0, 0.5, 6.25, [1.5, 0, -2]),
        (1, 2, 7 + 25, [7, 0, -9]),
    ],
)
def test_weight_penalty_worked_by_hand(l1, l2, loss, gradient):
    got_loss, got_gradient = engine.weight_penalty(np.array([3.0, 0.0, -4.0]), l1, l2)
    assert got_loss == loss
    assert got_gradient.tolist() == gradient


def test_the_penalty_gradient_agrees_with_central_differences(rng, assert_gradient):
    w = rng.normal(size=(3, 4))
    _, gradient = engine.weight_penalty(w, 0.7, 1.3)
    assert_gradient(gradient, lambda w: engine.weight_penalty(w, 0.7, 1.3)[0], w)
