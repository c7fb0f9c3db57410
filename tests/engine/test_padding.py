"""Padding against the picture in its docstring, cell by cell."""

import numpy as np
import pytest

from cnnquiz.engine import pad2d
from cnnquiz.engine.padding import crop, surround


def source_index(position, length, mode):
    """Say which cell a padded position shows, or None for a zero."""
    if 0 <= position < length:
        return position
    if mode == "zeros":
        return None
    if mode == "replicate":
        return 0 if position < 0 else length - 1
    return -position if position < 0 else 2 * (length - 1) - position


@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate"])
@pytest.mark.parametrize("padding", [0, 1, 2, (0, 1), (2, 0), (1, 3)])
def test_each_cell_shows_the_cell_that_the_mode_says(mode, padding, rng):
    x = rng.integers(1, 100, (2, 3, 3, 4)).astype(np.float32)
    pH, pW = padding if isinstance(padding, tuple) else (padding, padding)
    padded = pad2d(x, padding, mode)
    assert padded.shape == (2, 3, 3 + 2 * pH, 4 + 2 * pW)
    assert padded.dtype == np.float32
    for r in range(padded.shape[2]):
        for q in range(padded.shape[3]):
            h, w = source_index(r - pH, 3, mode), source_index(q - pW, 4, mode)
            expected = 0 if h is None or w is None else x[:, :, h, w]
            np.testing.assert_array_equal(padded[:, :, r, q], expected)


@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate"])
def test_the_result_never_shares_memory_with_the_input(mode, rng):
    x = rng.random((1, 1, 2, 2))
    assert not np.shares_memory(pad2d(x, 0, mode), x)


def test_the_mode_is_zeros_by_default():
    assert pad2d(np.ones((1, 1, 1, 1)), 1).sum() == 1


def test_reflection_reaches_to_the_far_edge_and_no_further():
    x = np.arange(3.0).reshape(1, 1, 1, 3)
    assert pad2d(x, (0, 2), "reflect").tolist() == [[[[2, 1, 0, 1, 2, 1, 0]]]]
    with pytest.raises(ValueError, match=r"the most is .* = \(0, 2\)"):
        pad2d(x, (0, 3), "reflect")


@pytest.mark.parametrize(
    ("x", "arguments", "message"),
    [
        (np.ones((2, 2)), (1,), r"x must have 4 axes \(N, C, H, W\), got shape \(2, 2"),
        (np.ones((1, 1, 2, 2)), (1, "circular"), "mode must be one of zeros, reflect"),
        (np.ones((1, 1, 2, 2)), (-1,), "padding must be at least 0"),
        (np.ones((1, 1, 0, 2)), (1, "replicate"), "no edge"),
    ],
)
def test_what_cannot_be_padded_is_refused(x, arguments, message):
    with pytest.raises(ValueError, match=message):
        pad2d(x, *arguments)


@pytest.mark.parametrize("shape", [(0, 2, 3, 3), (1, 0, 3, 3)])
@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate"])
def test_empty_batches_are_padded(shape, mode):
    N, C, H, W = shape
    assert pad2d(np.zeros(shape), 1, mode).shape == (N, C, H + 2, W + 2)


def test_cropping_undoes_padding(rng):
    x = rng.random((2, 1, 3, 4))
    np.testing.assert_array_equal(crop(surround(x, (2, 1), -np.inf), (2, 1)), x)
    np.testing.assert_array_equal(surround(x, (2, 1)), pad2d(x, (2, 1)))
