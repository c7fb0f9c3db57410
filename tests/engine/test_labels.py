"""One-hot labels: their shape, their dtype and the labels that are refused."""

import numpy as np
import pytest

from cnnquiz import engine


def test_each_label_becomes_a_row():
    y = engine.one_hot(np.array([1, 0, 2]), 4)
    assert y.dtype == np.float64
    assert y.tolist() == [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0]]


def test_the_class_axis_is_appended_to_any_shape(rng):
    labels = rng.integers(0, 5, (2, 3, 4))
    y = engine.one_hot(labels, 5)
    assert y.shape == (2, 3, 4, 5)
    np.testing.assert_array_equal(y.argmax(axis=-1), labels)
    np.testing.assert_array_equal(y.sum(axis=-1), 1)


def test_uint8_labels_and_no_labels_are_taken():
    assert engine.one_hot(np.array([255], np.uint8), 256)[0, 255] == 1
    assert engine.one_hot(np.array([], np.int64), 3).shape == (0, 3)


@pytest.mark.parametrize(("labels", "wrong"), [([0, -1], -1), ([3, 0], 3)])
def test_a_label_outside_the_classes_is_refused_and_named(labels, wrong):
    with pytest.raises(ValueError, match=rf"one_hot: labels .* 0 to 2 .* got {wrong}"):
        engine.one_hot(np.array(labels), 3)


@pytest.mark.parametrize("labels", [[0.0, 1.0], [True, False]])
def test_labels_that_are_not_integers_are_refused(labels):
    with pytest.raises(TypeError, match="one_hot: labels must be integers, got dtype"):
        engine.one_hot(np.array(labels), 2)


@pytest.mark.parametrize("labels", [[], [0]])
def test_there_is_at_least_one_class_and_no_half_of_one(labels):
    labels = np.array(labels, int)
    with pytest.raises(ValueError, match="num_classes must be at least 1, got 0"):
        engine.one_hot(labels, 0)
    with pytest.raises(TypeError, match="integer"):
        engine.one_hot(labels, 2.5)
