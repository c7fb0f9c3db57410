"""Digits among clutter: the same canvases as a plain loop draws."""

import zlib

import numpy as np
import pytest

from cnnquiz import engine


def canvas_by_hand(rng, image, pool, mirrored):
    """Draw one canvas step by step, one random number after the other."""
    canvas = np.zeros((14, 14), np.uint8)
    decoy, digit = np.array([0, 0]), np.array([0, 0])
    while np.abs(decoy - digit).max() < 5:
        decoy, digit = rng.integers(0, 7, 4).reshape(2, 2)
    blend(canvas, decoy, mirrored[rng.integers(len(mirrored))])
    for _ in range(4):
        source = pool[rng.integers(len(pool))]
        row, col = rng.integers(0, 5, 2)
        blend(canvas, rng.integers(0, 11, 2), source[row : row + 4, col : col + 4])
    for h, w in np.ndindex(8, 8):
        if image[max(h - 1, 0) : h + 2, max(w - 1, 0) : w + 2].any():
            canvas[digit[0] + h, digit[1] + w] = image[h, w]
    return canvas


def blend(canvas, place, patch):
    for h, w in np.ndindex(patch.shape):
        row, col = place[0] + h, place[1] + w
        canvas[row, col] = max(canvas[row, col], patch[h, w])


def split_by_hand(rng, images, labels, copies):
    mirrored = [
        image[:, ::-1]
        for image, label in zip(images, labels, strict=True)
        if label in {3, 4, 6, 7, 9}
    ]
    chosen = rng.permutation(np.tile(np.arange(len(images)), copies))
    canvases = [canvas_by_hand(rng, images[i], images, mirrored) for i in chosen]
    return np.array(canvases), labels[chosen]


@pytest.fixture(scope="module")
def task():
    return engine.digits_among_clutter(seed=0)


def test_the_canvases_are_those_of_a_plain_loop():
    images, labels = engine.load_digits()
    rng = np.random.default_rng(7)
    order = rng.permutation(1797)
    small_train = split_by_hand(rng, images[order[:1437]], labels[order[:1437]], 1)
    small_test = split_by_hand(rng, images[order[1437:]], labels[order[1437:]], 2)

    got = engine.digits_among_clutter(seed=7, train_copies=1, test_copies=2)
    for expected, actual in zip((*small_train, *small_test), got, strict=True):
        whole = actual * 16 if actual.ndim == 4 else actual
        np.testing.assert_array_equal(whole.reshape(expected.shape), expected)


def test_shapes_and_dtypes_are_those_of_the_exercise(task):
    x_train, y_train, x_test, y_test = task
    assert x_train.shape == (17244, 1, 14, 14)
    assert x_test.shape == (1800, 1, 14, 14)
    assert x_train.dtype == x_test.dtype == np.float32
    assert (y_train.shape, y_test.shape) == ((17244,), (1800,))
    assert y_train.dtype == y_test.dtype == np.int64
    assert (x_train.min(), x_train.max()) == (0, 1)


def test_the_canvases_are_those_that_the_gate_was_measured_on(task):
    """If NumPy ever changes its stream, the exercise's gate must be measured again."""
    sums = [zlib.crc32(np.ascontiguousarray(array)) for array in task]
    assert sums == [1182255433, 43244415, 2231791287, 2777197120]


def test_no_test_digit_is_seen_in_training(task):
    """Each digit's originals are divided between the two sets, none in both."""
    _, y_train, _, y_test = task
    _, labels = engine.load_digits()
    train, test = np.bincount(y_train) / 12, np.bincount(y_test) / 5
    np.testing.assert_array_equal(train + test, np.bincount(labels))


def test_another_seed_gives_another_task(task):
    other = engine.digits_among_clutter(seed=1, train_copies=1, test_copies=5)
    assert (other[2] != task[2]).any()


@pytest.mark.parametrize("copies", [(0, 1), (1, -1)])
def test_each_digit_appears_at_least_once(copies):
    with pytest.raises(ValueError, match="at least 1, got {} and {}".format(*copies)):
        engine.digits_among_clutter(0, *copies)
