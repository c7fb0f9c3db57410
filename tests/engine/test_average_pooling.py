"""Average pooling over windows, regions and whole maps, against loops."""

import numpy as np
import pytest

from cnnquiz.engine import (
    adaptive_avg_pool2d,
    adaptive_avg_pool2d_backward,
    avg_pool2d,
    avg_pool2d_backward,
    global_avg_pool2d,
    global_avg_pool2d_backward,
    pad2d,
)

GRID = [  # kernel_size, stride, padding
    (2, None, 0),
    (3, 2, 1),
    ((2, 3), (1, 2), (1, 2)),
    (2, 3, 1),
    (1, 1, 0),
]


@pytest.mark.parametrize("case", GRID)
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
def test_each_output_is_the_mean_of_its_window_with_the_padding(case, dtype, rng):
    x = rng.integers(-20, 20, (2, 2, 6, 7)).astype(dtype)
    y = avg_pool2d(x, *case)
    kernel_size, stride, padding = case
    stride = kernel_size if stride is None else stride
    (kH, kW), (sH, sW) = (
        v if isinstance(v, tuple) else (v, v) for v in (kernel_size, stride)
    )
    padded = pad2d(x, padding)
    assert y.dtype == (np.float32 if dtype == np.float32 else np.float64)
    assert y.shape[2] == (padded.shape[2] - kH) // sH + 1
    assert y.shape[3] == (padded.shape[3] - kW) // sW + 1
    for r, q in np.ndindex(y.shape[2:]):
        window = padded[:, :, r * sH : r * sH + kH, q * sW : q * sW + kW]
        np.testing.assert_allclose(y[:, :, r, q], window.mean((2, 3)), rtol=1e-6)


def test_the_padding_counts_in_the_divisor():
    assert avg_pool2d(np.ones((1, 1, 1, 1)), 2, stride=1, padding=1).tolist() == [
        [[[0.25, 0.25], [0.25, 0.25]]]
    ]


@pytest.mark.parametrize("case", GRID)
def test_backward_agrees_with_central_differences(case, rng, assert_gradient):
    x = rng.normal(size=(2, 2, 6, 7))
    dout = rng.normal(size=avg_pool2d(x, *case).shape)
    dx = avg_pool2d_backward(dout, x.shape, *case)
    assert_gradient(dx, lambda x: (dout * avg_pool2d(x, *case)).sum(), x)


@pytest.mark.parametrize("output_size", [1, 2, 3, 5, (2, 7), (9, 4)])
def test_adaptive_regions_are_those_of_the_formula(output_size, rng, assert_gradient):
    x = rng.normal(size=(2, 2, 5, 7))
    y = adaptive_avg_pool2d(x, output_size)
    rows, columns = y.shape[2:]
    for i, j in np.ndindex(rows, columns):
        top, bottom = int(np.floor(i * 5 / rows)), int(np.ceil((i + 1) * 5 / rows))
        left, right = (
            int(np.floor(j * 7 / columns)),
            int(np.ceil((j + 1) * 7 / columns)),
        )
        np.testing.assert_allclose(
            y[:, :, i, j], x[:, :, top:bottom, left:right].mean((2, 3))
        )
    dout = rng.normal(size=y.shape)
    assert_gradient(
        adaptive_avg_pool2d_backward(dout, x.shape),
        lambda x: (dout * adaptive_avg_pool2d(x, output_size)).sum(),
        x,
    )


def test_adaptive_pooling_is_ordinary_pooling_where_the_size_divides(rng):
    x = rng.normal(size=(2, 3, 6, 8))
    np.testing.assert_allclose(adaptive_avg_pool2d(x, (3, 2)), avg_pool2d(x, (2, 4)))
    np.testing.assert_allclose(adaptive_avg_pool2d(x, (6, 8)), x)


def test_global_pooling_is_one_mean_per_channel(rng, assert_gradient):
    x, dout = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(2, 3))
    y = global_avg_pool2d(x)
    assert y.shape == (2, 3)
    np.testing.assert_allclose(y, adaptive_avg_pool2d(x, 1)[:, :, 0, 0])
    assert_gradient(
        global_avg_pool2d_backward(dout, x.shape),
        lambda x: (dout * global_avg_pool2d(x)).sum(),
        x,
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtypes_stay_and_inputs_are_left_alone(dtype, rng):
    x = rng.random((2, 2, 4, 4)).astype(dtype)
    before = x.copy()
    for y, gradient in [
        (avg_pool2d(x, 1), avg_pool2d_backward(x, x.shape, 1)),
        (adaptive_avg_pool2d(x, 4), adaptive_avg_pool2d_backward(x, x.shape)),
        (global_avg_pool2d(x), global_avg_pool2d_backward(x[..., 0, 0], x.shape)),
    ]:
        assert y.dtype == gradient.dtype == dtype
        y.fill(7)
        gradient.fill(7)
    np.testing.assert_array_equal(x, before)


def test_integers_are_averaged_in_float64():
    x = np.array([[[[255, 254]]]], np.uint8)
    for y in (avg_pool2d(x, (1, 2)), adaptive_avg_pool2d(x, 1), global_avg_pool2d(x)):
        assert y.dtype == np.float64
        assert y.item() == 254.5


def test_empty_batches_work_in_every_form():
    shape = (0, 2, 4, 4)
    x = np.zeros(shape)
    assert avg_pool2d(x, 2).shape == (0, 2, 2, 2)
    assert avg_pool2d_backward(avg_pool2d(x, 2), shape, 2).shape == shape
    assert adaptive_avg_pool2d(x, 3).shape == (0, 2, 3, 3)
    assert adaptive_avg_pool2d_backward(np.zeros((0, 2, 3, 3)), shape).shape == shape
    assert global_avg_pool2d(x).shape == (0, 2)
    assert global_avg_pool2d_backward(np.zeros((0, 2)), shape).shape == shape


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: avg_pool2d(x, 2, padding=2), "avg_pool2d: padding must be smaller"),
        (lambda x: avg_pool2d(x[0], 2), r"x must have 4 axes"),
        (
            lambda x: avg_pool2d_backward(x, x.shape, 2),
            r"dout must have shape \(1, 2, 2",
        ),
        (lambda x: adaptive_avg_pool2d(x, 0), "output_size must be at least 1"),
        (lambda x: adaptive_avg_pool2d(x[0], 1), "x must have 4 axes"),
        (
            lambda x: adaptive_avg_pool2d_backward(x[:, :1], x.shape),
            "dout must have sh",
        ),
        (lambda x: global_avg_pool2d(x[:, :, :0]), "at least one cell per image"),
        (
            lambda x: global_avg_pool2d_backward(x, x.shape),
            r"dout must have shape \(1, 2",
        ),
    ],
)
def test_what_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call(np.ones((1, 2, 4, 4)))
