"""Interpolation against its formula cell by cell, and pixel shuffling."""

import math
from fractions import Fraction

import numpy as np
import pytest

from cnnquiz.engine import interpolate, interpolate_backward, pixel_shuffle

SIZES = [1, 2, 5, 7, (3, 4), (10, 1), (9, 13)]


def nearest_by_loops(x, rows, columns):
    """Read ⌊i·n/out⌋ in whole numbers."""
    y = np.zeros((*x.shape[:2], rows, columns), x.dtype)
    for i, j in np.ndindex(rows, columns):
        y[:, :, i, j] = x[:, :, i * x.shape[2] // rows, j * x.shape[3] // columns]
    return y


def bilinear_by_loops(x, rows, columns, align_corners):
    """Blend four cells with weights in exact fractions."""

    def position(i, n, out):
        if align_corners:
            return Fraction(i * (n - 1), out - 1) if out > 1 else Fraction(0)
        return max(Fraction(0), Fraction((2 * i + 1) * n, 2 * out) - Fraction(1, 2))

    y = np.zeros((*x.shape[:2], rows, columns))
    for i, j in np.ndindex(rows, columns):
        h, v = position(i, x.shape[2], rows), position(j, x.shape[3], columns)
        for a, wa in ((math.floor(h), 1 - h % 1), (math.floor(h) + 1, h % 1)):
            for b, wb in ((math.floor(v), 1 - v % 1), (math.floor(v) + 1, v % 1)):
                cell = x[:, :, min(a, x.shape[2] - 1), min(b, x.shape[3] - 1)]
                y[:, :, i, j] += float(wa * wb) * cell
    return y


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.uint8])
def test_nearest_copies_the_cell_that_the_formula_says(size, dtype, rng):
    x = rng.integers(0, 255, (2, 3, 5, 6)).astype(dtype)
    y = interpolate(x, size)
    assert y.dtype == dtype
    np.testing.assert_array_equal(y, nearest_by_loops(x, *y.shape[2:]))


@pytest.mark.parametrize("n", range(1, 20))
def test_nearest_is_exact_for_every_pair_of_lengths(n):
    x = np.arange(n).reshape(1, 1, 1, n)
    for out in (*range(1, 40), 98, 147, 196):  # 49 · (2 / 98) is less than 1
        expected = [i * n // out for i in range(out)]
        assert interpolate(x, (1, out)).ravel().tolist() == expected


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("align_corners", [False, True])
def test_bilinear_blends_as_the_formula_says(size, align_corners, rng):
    x = rng.normal(size=(2, 3, 5, 6))
    y = interpolate(x, size, mode="bilinear", align_corners=align_corners)
    np.testing.assert_allclose(
        y, bilinear_by_loops(x, *y.shape[2:], align_corners), atol=1e-12
    )


@pytest.mark.parametrize("mode", ["nearest", "bilinear"])
def test_a_whole_factor_is_the_same_as_the_size_it_leads_to(mode, rng):
    x = rng.normal(size=(1, 2, 4, 3))
    for factor in (1, 2, 3.0, (2, 3)):
        by_factor = interpolate(x, scale_factor=factor, mode=mode)
        np.testing.assert_allclose(
            by_factor, interpolate(x, by_factor.shape[2:], mode=mode), atol=1e-12
        )


def test_a_broken_factor_rounds_the_size_down_and_keeps_the_step():
    x = np.arange(5.0).reshape(1, 1, 1, 5)
    assert interpolate(x, scale_factor=(1, 0.7)).ravel().tolist() == [0, 1, 2]
    blended = interpolate(x, scale_factor=(1, 0.7), mode="bilinear").ravel()
    np.testing.assert_allclose(
        blended, [0.5 / 0.7 - 0.5, 1.5 / 0.7 - 0.5, 2.5 / 0.7 - 0.5]
    )


WAYS = [
    {"mode": "nearest"},
    {"mode": "bilinear"},
    {"mode": "bilinear", "align_corners": True},
]


@pytest.mark.parametrize("size", [1, (3, 4), (9, 13)])
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_gradient_is_the_slope_of_the_output(size, way, rng, assert_gradient):
    x = rng.normal(size=(2, 2, 3, 5))
    dout = rng.normal(size=interpolate(x, size, **way).shape)
    dx = interpolate_backward(dout, x.shape, size, **way)
    assert_gradient(dx, lambda x: (dout * interpolate(x, size, **way)).sum(), x)


@pytest.mark.parametrize("way", WAYS[:2], ids=str)
def test_the_gradient_of_a_broken_factor(way, rng, assert_gradient):
    x, by = rng.normal(size=(1, 2, 5, 4)), {"scale_factor": (0.7, 2.5)}
    dout = rng.normal(size=interpolate(x, **by, **way).shape)
    dx = interpolate_backward(dout, x.shape, **by, **way)
    assert_gradient(dx, lambda x: (dout * interpolate(x, **by, **way)).sum(), x)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_gradient_keeps_its_dtype_and_takes_empty_batches(dtype):
    dx = interpolate_backward(np.ones((0, 3, 4, 4), dtype), (0, 3, 2, 2), 4)
    assert (dx.shape, dx.dtype) == ((0, 3, 2, 2), dtype)
    dx = interpolate_backward(np.ones((1, 1, 4, 4), dtype), (1, 1, 2, 2), 4)
    assert (dx.tolist(), dx.dtype) == ([[[[4, 4], [4, 4]]]], dtype)


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"dout must have shape \(1, 2, 6, 6\)"):
        interpolate_backward(np.ones((1, 2, 4, 4)), (1, 2, 3, 3), scale_factor=2)
    with pytest.raises(ValueError, match="interpolate_backward: x_shape must be"):
        interpolate_backward(np.ones((1, 2, 4, 4)), (3, 3), 4)
    with pytest.raises(ValueError, match="interpolate_backward: size must be at least"):
        interpolate_backward(np.ones((1, 2, 4, 4)), (1, 2, 4, 4), 0)
    with pytest.raises(ValueError, match="interpolate_backward: mode must be"):
        interpolate_backward(np.ones((1, 2, 4, 4)), (1, 2, 4, 4), 4, mode="cubic")


@pytest.mark.parametrize("mode", ["nearest", "bilinear"])
def test_the_same_size_changes_nothing_and_shares_nothing(mode, rng):
    x = rng.normal(size=(2, 2, 3, 4)).astype(np.float32)
    y = interpolate(x, (3, 4), mode=mode)
    np.testing.assert_array_equal(y, x)
    assert y.dtype == np.float32
    assert not np.shares_memory(y, x)


def test_integers_are_blended_in_float64_and_empty_batches_work():
    x = np.array([[[[0, 255]]]], np.uint8)
    y = interpolate(x, (1, 3), mode="bilinear", align_corners=True)
    assert y.dtype == np.float64
    assert y.ravel().tolist() == [0, 127.5, 255]
    assert interpolate(np.zeros((0, 1, 2, 2)), 4, mode="bilinear").shape == (0, 1, 4, 4)
    assert interpolate(np.zeros((0, 1, 2, 2)), 4).shape == (0, 1, 4, 4)


def test_each_output_pixel_comes_from_the_channel_that_the_formula_says(rng):
    x = rng.integers(0, 99, (2, 18, 2, 3))
    y = pixel_shuffle(x, 3)
    assert y.shape == (2, 2, 6, 9)
    for c, h, w, i, j in np.ndindex(2, 2, 3, 3, 3):
        np.testing.assert_array_equal(
            y[:, c, 3 * h + i, 3 * w + j], x[:, (c * 3 + i) * 3 + j, h, w]
        )


def test_shuffling_by_one_copies(rng):
    x = rng.normal(size=(1, 2, 2, 2))
    y = pixel_shuffle(x, 1)
    np.testing.assert_array_equal(y, x)
    assert not np.shares_memory(y, x)
    assert pixel_shuffle(np.zeros((0, 4, 2, 2)), 2).shape == (0, 1, 4, 4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (interpolate, "either size or scale_factor"),
        (lambda x: interpolate(x, 2, 2.0), "either size or scale_factor"),
        (lambda x: interpolate(x, 2, mode="cubic"), "mode must be nearest or bilinear"),
        (lambda x: interpolate(x, 2, align_corners=True), "bilinear alone"),
        (lambda x: interpolate(x, 0), "size must be at least 1"),
        (lambda x: interpolate(x, scale_factor=0.1), "nothing is left"),
        (lambda x: interpolate(x, scale_factor=0), "positive number or two .* got 0"),
        (lambda x: interpolate(x, scale_factor=math.inf), "positive number .* got inf"),
        (lambda x: interpolate(x, scale_factor=(1, 2, 3)), r"got \(1, 2, 3\)"),
        (lambda x: interpolate(x[..., :0], 2), r"no cells to read in \(4, 0\)"),
        (lambda x: interpolate(x[0], 2), "x must have 4 axes"),
        (lambda x: pixel_shuffle(x, 3), "upscale_factor=3 with 4 channels"),
        (lambda x: pixel_shuffle(x, 0), "upscale_factor=0"),
    ],
)
def test_what_makes_no_sense_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call(np.ones((1, 4, 4, 4)))


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_gradient_sums_to_what_it_was_made_of(way, rng):
    dout = rng.normal(size=(1, 2, 9, 4))
    dx = interpolate_backward(dout, (1, 2, 5, 7), (9, 4), **way)
    np.testing.assert_allclose(dx.sum(), dout.sum(), rtol=1e-12)


def test_a_broken_upscale_factor_is_refused():
    with pytest.raises(TypeError, match="integer"):
        pixel_shuffle(np.ones((1, 4, 1, 1)), 2.0)
