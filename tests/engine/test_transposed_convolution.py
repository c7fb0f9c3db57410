"""The transposed convolution against stamping, adjointness and differences."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz.engine import conv2d, conv_transpose2d, conv_transpose2d_backward

CONFIGURATIONS = {
    "plain": ((2, 2, 3, 2), (2, 3, 3, 2), {}),
    "strided": ((1, 2, 3, 2), (2, 2, 2, 3), {"stride": (2, 3)}),
    "padded": ((1, 1, 3, 4), (1, 2, 3, 3), {"stride": 2, "padding": 1}),
    "padded beyond the kernel": ((1, 1, 5, 5), (1, 1, 2, 2), {"padding": 2}),
    "output padding": (
        (2, 1, 3, 2),
        (1, 2, 3, 3),
        {"stride": (2, 3), "padding": 1, "output_padding": (1, 2)},
    ),
    "output padding beyond the last stamp": (
        (1, 2, 2, 2),
        (2, 1, 1, 1),
        {"stride": 3, "output_padding": 2},
    ),
    "output padding under dilation": (
        (1, 1, 3, 2),
        (1, 2, 2, 2),
        {"output_padding": (2, 1), "dilation": 3, "padding": (1, 0)},
    ),
    "grouped": ((2, 4, 3, 2), (4, 3, 2, 2), {"groups": 2, "stride": 2}),
    "all at once": (
        (2, 4, 3, 4),
        (4, 1, 3, 2),
        {
            "stride": (3, 1),
            "padding": (2, 1),
            "output_padding": (2, 0),
            "groups": 2,
            "dilation": (1, 2),
        },
    ),
}


def stamp(x, w, b=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    """Stamp the kernel once per input cell, then crop."""
    (sH, sW), (pH, pW), (aH, aW), (dH, dW) = (
        v if isinstance(v, tuple) else (v, v)
        for v in (stride, padding, output_padding, dilation)
    )
    (N, C_in, H, W), (_, C_group, kH, kW) = x.shape, w.shape
    full_H = (H - 1) * sH + dH * (kH - 1) + 1 + aH
    full_W = (W - 1) * sW + dW * (kW - 1) + 1 + aW
    y = np.zeros((N, C_group * groups, full_H, full_W))
    for n, c, h, v in np.ndindex(x.shape):
        first = c // (C_in // groups) * C_group
        for o, i, j in np.ndindex(C_group, kH, kW):
            y[n, first + o, h * sH + i * dH, v * sW + j * dW] += (
                x[n, c, h, v] * w[c, o, i, j]
            )
    y = y[:, :, pH : full_H - pH, pW : full_W - pW]
    return y if b is None else y + b[:, None, None]


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_it_is_stamping_and_its_gradients_are_those_of_differences(
    name, rng, assert_gradient
):
    x_shape, w_shape, options = CONFIGURATIONS[name]
    x, w = rng.normal(size=x_shape), rng.normal(size=w_shape)
    b = rng.normal(size=w_shape[1] * options.get("groups", 1))
    y = conv_transpose2d(x, w, b, **options)
    np.testing.assert_allclose(y, stamp(x, w, b, **options), atol=1e-12)

    dout = rng.normal(size=y.shape)
    dx, dw, db = conv_transpose2d_backward(dout, x, w, **options)
    assert_gradient(dx, lambda x: (dout * stamp(x, w, b, **options)).sum(), x)
    assert_gradient(dw, lambda w: (dout * stamp(x, w, b, **options)).sum(), w)
    assert_gradient(db, lambda b: (dout * stamp(x, w, b, **options)).sum(), b)


@given(
    st.integers(0, 2**32),
    st.tuples(*[st.integers(1, 3)] * 6),
    st.tuples(st.integers(0, 2), st.integers(0, 2)),
    st.integers(1, 2),
)
@settings(derandomize=True, max_examples=100, deadline=None)
def test_it_is_the_transpose_of_the_convolution(seed, sizes, padding, groups):
    """⟨conv(x), y⟩ = ⟨x, convᵀ(y)⟩, exactly on integers."""
    rng = np.random.default_rng(seed)
    kH, kW, sH, sW, dH, dW = sizes
    H, W, stride, dilation = 8, 9, (sH, sW), (dH, dW)
    x = rng.integers(-3, 4, (2, 2 * groups, H, W))
    w = rng.integers(-3, 4, (3 * groups, 2, kH, kW))
    there = conv2d(x, w, None, stride, padding, dilation, groups)
    y = rng.integers(-3, 4, there.shape)
    rest = (
        (H + 2 * padding[0] - dH * (kH - 1) - 1) % sH,
        (W + 2 * padding[1] - dW * (kW - 1) - 1) % sW,
    )
    back = conv_transpose2d(y, w, None, stride, padding, rest, groups, dilation)
    assert back.shape == x.shape
    assert (there * y).sum() == (x * back).sum()


def test_output_padding_moves_the_crop_and_appends_no_zeros():
    x, w = np.ones((1, 1, 2, 2)), np.ones((1, 1, 3, 3))
    y = conv_transpose2d(x, w, None, stride=2, padding=1, output_padding=1)
    whole = conv_transpose2d(x, w, None, stride=2)
    np.testing.assert_array_equal(y, whole[:, :, 1:5, 1:5])
    assert (y[:, :, -1] != 0).all()


def test_cells_beyond_the_last_stamp_hold_the_bias():
    y = conv_transpose2d(
        np.ones((1, 1, 1, 1)), np.ones((1, 1, 1, 1)), np.array([5.0]), 2, 0, 1
    )
    assert y[0, 0].tolist() == [[6, 5], [5, 5]]


def test_the_kernel_is_stamped_as_it_is():
    x, w = np.ones((1, 1, 1, 1)), np.arange(6.0).reshape(1, 1, 2, 3)
    np.testing.assert_array_equal(conv_transpose2d(x, w), w)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("stride", [1, 2])
def test_dtypes_stay_and_inputs_are_left_alone(dtype, stride):
    x, w = np.ones((1, 2, 3, 3), dtype), np.ones((2, 1, 1, 1), dtype)
    y = conv_transpose2d(x, w, np.ones(1, dtype), stride)
    gradients = conv_transpose2d_backward(y, x, w, stride)
    assert [a.dtype for a in (y, *gradients)] == [dtype] * 4
    for array in (y, *gradients):
        array.fill(9)
    assert (x == 1).all()
    assert (w == 1).all()


@pytest.mark.parametrize("stride", [1, 2])
def test_empty_batches_work(stride):
    x, w = np.zeros((0, 2, 3, 3)), np.ones((2, 1, 2, 2))
    y = conv_transpose2d(x, w, stride=stride)
    assert y.shape == (0, 1, 2 * stride + 2, 2 * stride + 2)
    dx, dw, db = conv_transpose2d_backward(y, x, w, stride)
    assert (dx.shape, dw.shape, db.shape) == (x.shape, w.shape, (1,))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"w": (3, 2, 2, 2)}, "w takes 3 input channels .* and x has 2"),
        ({"groups": 3}, "groups=3 must divide them"),
        ({"output_padding": 1}, r"output_padding must be smaller .* got \(1, 1\)"),
        ({"stride": 2, "output_padding": (0, 2)}, "output_padding must be smaller"),
        ({"padding": 3}, "nothing is left of the output"),
        ({"b": np.ones(3)}, r"b must have shape \(1,\)"),
        ({"w": (2, 1, 2)}, "w must have 4 axes|kernel_size"),
    ],
)
def test_what_does_not_fit_is_refused(options, message):
    w = np.ones(options.pop("w", (2, 1, 2, 2)))
    with pytest.raises((ValueError, TypeError), match=message):
        conv_transpose2d(np.ones((1, 2, 3, 3)), w, **options)


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"dout must have shape \(1, 1, 4, 4\)"):
        conv_transpose2d_backward(
            np.ones((1, 1, 3, 3)), np.ones((1, 2, 3, 3)), np.ones((2, 1, 2, 2))
        )
