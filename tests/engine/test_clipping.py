"""Gradient clipping: one norm for all arrays, and a direction that stays."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz import engine


@settings(derandomize=True, max_examples=50)
@given(
    st.lists(st.lists(st.floats(-100, 100), max_size=4), min_size=1, max_size=3),
    st.floats(0.1, 100),
)
def test_the_norm_is_capped_and_the_direction_stays(values, max_norm):
    grads = [np.array(value) for value in values]
    norm = math.hypot(*(number for value in values for number in value))
    clipped, before = engine.clip_grad_norm(grads, max_norm)
    assert before == pytest.approx(norm)
    factor = min(1, max_norm / norm) if norm else 1
    for grad, result in zip(grads, clipped, strict=True):
        np.testing.assert_allclose(result, grad * factor, rtol=1e-12, atol=1e-300)


def test_a_norm_at_the_limit_changes_nothing_and_copies():
    grads = [np.array([3.0]), np.array([4.0])]
    clipped, norm = engine.clip_grad_norm(grads, 5.0)
    assert norm == 5
    assert [grad.tolist() for grad in clipped] == [[3], [4]]
    assert not np.shares_memory(grads[0], clipped[0])


def test_float32_gradients_whose_squares_overflow_are_clipped_all_the_same():
    clipped, norm = engine.clip_grad_norm([np.array([3e30, 4e30], np.float32)], 1.0)
    assert norm == pytest.approx(5e30, rel=1e-6)
    assert clipped[0].dtype == np.float32
    np.testing.assert_allclose(clipped[0], [0.6, 0.8], rtol=1e-6)


def test_no_gradients_have_norm_zero():
    assert engine.clip_grad_norm([], 1.0) == ([], 0.0)


def test_a_limit_that_is_not_positive_is_refused():
    with pytest.raises(ValueError, match="max_norm must be positive, got 0"):
        engine.clip_grad_norm([np.ones(1)], 0)


def test_one_nan_makes_every_gradient_nan():
    clipped, norm = engine.clip_grad_norm([np.array([1.0]), np.array([math.nan])], 5.0)
    assert math.isnan(norm)
    assert [math.isnan(grad.item()) for grad in clipped] == [True, True]
