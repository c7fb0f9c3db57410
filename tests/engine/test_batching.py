"""Minibatches: every sample once, with its label, in another order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz import engine


@settings(derandomize=True, max_examples=50)
@given(st.integers(0, 20), st.integers(1, 25))
def test_every_sample_occurs_once_beside_its_own_label(N, batch_size):
    x, y = np.arange(N * 3).reshape(N, 3), np.arange(N) * 10
    batches = list(engine.minibatches(x, y, batch_size, np.random.default_rng(N)))
    seen = [label for _, labels in batches for label in labels.tolist()]
    assert sorted(seen) == y.tolist()
    for rows, labels in batches:
        np.testing.assert_array_equal(rows, x[labels // 10])
    assert all(len(rows) == batch_size for rows, _ in batches[:-1])


def test_the_order_is_random_and_each_epoch_has_another(rng):
    x = np.arange(100)
    first, second = (
        np.concatenate([rows for rows, _ in engine.minibatches(x, x, 10, rng)])
        for _ in range(2)
    )
    assert (first != x).any()
    assert (first != second).any()


def test_a_batch_is_a_copy(rng):
    x = np.ones(4)
    for batch in engine.minibatches(x, x, 2, rng):
        for array in batch:
            array[...] = 9
    assert x.tolist() == [1] * 4


def test_senseless_arguments_are_refused(rng):
    with pytest.raises(ValueError, match="same length, got 2 and 3"):
        next(engine.minibatches(np.ones(2), np.ones(3), 1, rng))
    with pytest.raises(ValueError, match="batch_size must be at least 1, got 0"):
        next(engine.minibatches(np.ones(2), np.ones(2), 0, rng))


def test_nothing_is_checked_before_the_first_batch(rng):
    batches = engine.minibatches(np.ones(2), np.ones(3), 1, rng)
    with pytest.raises(ValueError, match="same length"):
        next(batches)
