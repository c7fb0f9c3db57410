"""Pointwise, separable and dilated convolutions against the general one."""

import numpy as np
import pytest

from cnnquiz.engine import (
    conv2d,
    depthwise_separable_conv2d,
    dilate_kernel,
    pointwise_conv2d,
)


def test_a_pointwise_convolution_is_a_matrix_on_each_pixel(rng):
    x, w, b = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(4, 3, 1, 1)), np.arange(4)
    y = pointwise_conv2d(x, w, b)
    for n, h, v in np.ndindex(2, 4, 5):
        np.testing.assert_allclose(y[n, :, h, v], w[:, :, 0, 0] @ x[n, :, h, v] + b)


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), ((1, 2), (0, 1))])
def test_a_separable_convolution_is_one_with_the_product_kernel(stride, padding, rng):
    x = rng.normal(size=(2, 3, 6, 5))
    depthwise, pointwise = rng.normal(size=(3, 1, 3, 2)), rng.normal(size=(4, 3, 1, 1))
    kernel = pointwise * depthwise[:, 0]
    np.testing.assert_allclose(
        depthwise_separable_conv2d(x, depthwise, pointwise, stride, padding),
        conv2d(x, kernel, None, stride, padding),
        atol=1e-12,
    )


@pytest.mark.parametrize("dilation", [1, 2, (1, 3), (4, 2)])
def test_a_dilated_convolution_is_an_ordinary_one_with_the_spread_kernel(dilation, rng):
    x = rng.integers(-3, 4, (2, 2, 9, 9))
    w = rng.integers(-3, 4, (3, 2, 3, 2))
    np.testing.assert_array_equal(
        conv2d(x, dilate_kernel(w, dilation)), conv2d(x, w, dilation=dilation)
    )


def test_the_spread_kernel_has_zeros_between_weights_and_none_at_the_end():
    w = np.array([[[[1, 2], [3, 4]]]])
    assert dilate_kernel(w, (2, 3))[0, 0].tolist() == [
        [1, 0, 0, 2],
        [0, 0, 0, 0],
        [3, 0, 0, 4],
    ]
    assert not np.shares_memory(dilate_kernel(w, 1), w)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (pointwise_conv2d, r"must have shape \(C_out, C_in, 1, 1\)"),
        (lambda x, w: pointwise_conv2d(x, w[:, :1, :1, :1]), "but x has 2"),
        (lambda x, w: depthwise_separable_conv2d(x, w, w), "with C = 2"),
        (lambda x, w: depthwise_separable_conv2d(x[0], w, w), "x must have 4 axes"),
        (lambda _, w: dilate_kernel(w[0], 2), "w must have 4 axes"),
        (lambda _, w: dilate_kernel(w, 0), "dilation must be at least 1"),
        (lambda _, w: dilate_kernel(w[..., :0], 2), "must have weights"),
    ],
)
def test_what_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call(np.ones((1, 2, 4, 4)), np.ones((2, 2, 3, 3)))
