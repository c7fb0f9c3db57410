"""Average precision worked by hand and against a plain loop."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz import engine


def average_precision_by_hand(scores, correct, num_ground_truth):
    """Add up, for each object found, the best precision from there on."""
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    precision = [
        sum(correct[i] for i in order[: k + 1]) / (k + 1) for k in range(len(order))
    ]
    found = [k for k, i in enumerate(order) if correct[i]]
    return sum(max(precision[k:]) for k in found) / num_ground_truth


@pytest.mark.parametrize(
    ("scores", "correct", "objects", "area"),
    [
        ([], [], 3, 0),
        ([0.9], [1], 1, 1),
        ([0.9], [0], 1, 0),
        ([0.9], [1], 4, 0.25),
        ([0.9, 0.8], [0, 1], 1, 0.5),
        ([0.8, 0.9], [0, 1], 1, 1),
        ([0.9, 0.8, 0.7, 0.6], [1, 0, 0, 1], 2, 0.5 + 0.5 * 0.5),
        # precisions 1, 1/2, 2/3, 3/4: the second step is lifted to 3/4
        ([0.9, 0.8, 0.7, 0.6], [1, 0, 1, 1], 4, 0.25 * (1 + 0.75 + 0.75)),
    ],
)
def test_worked_by_hand(scores, correct, objects, area):
    got = engine.average_precision(np.array(scores), np.array(correct), objects)
    assert got == pytest.approx(area, rel=1e-15)


@settings(derandomize=True, max_examples=100)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=10),
    st.integers(0, 3),
)
def test_it_agrees_with_a_plain_loop_ties_included(detections, missed):
    scores = [score for score, _ in detections]
    correct = [hit for _, hit in detections]
    objects = sum(correct) + missed
    if objects == 0:
        return
    got = engine.average_precision(np.array(scores), np.array(correct, bool), objects)
    assert got == pytest.approx(average_precision_by_hand(scores, correct, objects))


def test_impossible_counts_and_unequal_lengths_are_refused():
    with pytest.raises(ValueError, match=r"at least 1 and .* got 0"):
        engine.average_precision(np.ones(1), np.zeros(1), 0)
    with pytest.raises(ValueError, match="at least the 2 correct detections, got 1"):
        engine.average_precision(np.ones(2), np.ones(2), 1)
    with pytest.raises(ValueError, match=r"correct must be 0 or 1, got 0\.7"):
        engine.average_precision(np.ones(2), np.array([1, 0.7]), 2)
    with pytest.raises(ValueError, match=r"got \(2,\) and \(3,\)"):
        engine.average_precision(np.ones(2), np.ones(3), 1)
