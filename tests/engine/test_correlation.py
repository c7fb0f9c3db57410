"""Correlation and convolution against scipy, loops and numbers worked by hand."""

import numpy as np
import pytest
import scipy.signal

from cnnquiz.engine import convolve2d, correlate2d

SEED_IMAGE = np.array(
    [
        [1, 1, 1, 0, 0],
        [0, 1, 1, 1, 0],
        [0, 0, 1, 1, 1],
        [0, 0, 1, 1, 0],
        [0, 1, 1, 0, 0],
    ]
)
SEED_FILTER = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])

both = pytest.mark.parametrize("function", [correlate2d, convolve2d])

SIZES = [
    ((5, 5), (3, 3)),
    ((4, 7), (2, 3)),
    ((7, 4), (1, 4)),
    ((3, 3), (3, 3)),
    ((6, 2), (5, 1)),
    ((1, 1), (1, 1)),
]


@pytest.mark.parametrize(("image_shape", "kernel_shape"), SIZES)
def test_scipy_agrees_on_the_valid_part(image_shape, kernel_shape, rng):
    image, kernel = rng.normal(size=image_shape), rng.normal(size=kernel_shape)
    np.testing.assert_allclose(
        correlate2d(image, kernel),
        scipy.signal.correlate2d(image, kernel, "valid"),
        atol=1e-12,
    )
    np.testing.assert_allclose(
        convolve2d(image, kernel),
        scipy.signal.convolve2d(image, kernel, "valid"),
        atol=1e-12,
    )


def test_the_well_known_5x5_image_and_3x3_filter():
    expected = [[4, 3, 4], [2, 4, 3], [2, 3, 4]]
    assert correlate2d(SEED_IMAGE, SEED_FILTER).tolist() == expected
    assert convolve2d(SEED_IMAGE, SEED_FILTER).tolist() == expected


def test_a_single_one_copies_the_kernel_turned_or_as_it_is():
    image = np.zeros((5, 5), int)
    image[2, 2] = 1
    kernel = np.arange(1, 10).reshape(3, 3)
    assert (convolve2d(image, kernel) == kernel).all()
    assert (correlate2d(image, kernel) == kernel[::-1, ::-1]).all()


def test_only_convolution_commutes(rng):
    image, kernel = np.zeros((5, 5)), rng.normal(size=(3, 3))
    image[1:4, 1:4] = rng.normal(size=(3, 3))
    other = image[1:4, 1:4]
    padded = np.zeros((7, 7))
    padded[2:5, 2:5] = kernel
    wide = np.zeros((7, 7))
    wide[2:5, 2:5] = other
    np.testing.assert_allclose(
        convolve2d(wide, kernel), convolve2d(padded, other), atol=1e-12
    )
    assert not np.allclose(correlate2d(wide, kernel), correlate2d(padded, other))


@both
def test_small_integers_do_not_wrap_around(function):
    image = np.full((2, 2), 255, np.uint8)
    assert function(image, np.full((2, 2), 255, np.uint8)).item() == 4 * 255**2


@both
def test_the_dtype_is_the_common_one(function):
    image = np.ones((2, 2), np.float32)
    assert function(image, np.ones((1, 1), np.float32)).dtype == np.float32
    assert function(image, np.ones((1, 1))).dtype == np.float64
    assert function(np.ones((2, 2), int), np.ones((1, 1))).dtype == np.float64


@both
def test_the_inputs_are_left_alone_and_not_shared(function, rng):
    image, kernel = rng.random((3, 3)), np.ones((1, 1))
    before = image.copy()
    y = function(image, kernel)
    y += 1
    np.testing.assert_array_equal(image, before)


@both
def test_transposed_views_give_the_same(function, rng):
    image, kernel = rng.random((4, 5)), rng.random((2, 3))
    np.testing.assert_array_equal(
        function(np.asfortranarray(image), np.asfortranarray(kernel)),
        function(image, kernel),
    )


@both
@pytest.mark.parametrize(
    ("image", "kernel", "message"),
    [
        ((3, 3), (4, 1), r"a kernel of \(4, 1\) does not fit into an image of"),
        ((3, 3), (1, 4), "does not fit"),
        ((3, 3), (0, 1), "1 ≤ kH"),
        ((1, 3, 3), (1, 1), r"image must have 2 axes \(H, W\)"),
        ((3, 3), (1, 1, 1), r"kernel must have 2 axes \(kH, kW\)"),
    ],
)
def test_what_does_not_fit_is_refused(function, image, kernel, message):
    with pytest.raises(ValueError, match=message) as caught:
        function(np.ones(image), np.ones(kernel))
    assert function.__name__ in str(caught.value)
