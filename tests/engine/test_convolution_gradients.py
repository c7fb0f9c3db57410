"""The convolution's gradients: differences, loops, adjointness, numbers by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz.engine import conv2d, conv2d_backward
from cnnquiz.engine import windows as windows_module

CONFIGURATIONS = {
    "plain": ((2, 2, 4, 5), (3, 2, 3, 2), {}),
    "padded": ((2, 2, 3, 4), (2, 2, 3, 3), {"padding": 1}),
    "padded beyond the kernel": ((1, 1, 2, 2), (1, 1, 2, 2), {"padding": (3, 1)}),
    "strided with a rest": ((2, 1, 6, 7), (2, 1, 3, 2), {"stride": (2, 3)}),
    "dilated": ((1, 2, 6, 5), (2, 2, 2, 3), {"dilation": (2, 1), "padding": (1, 2)}),
    "grouped": ((2, 4, 3, 3), (6, 2, 2, 2), {"groups": 2, "padding": 1}),
    "depthwise": ((2, 3, 4, 4), (6, 1, 3, 3), {"groups": 3, "stride": 2, "padding": 1}),
    "one by one": ((2, 3, 3, 2), (2, 3, 1, 1), {}),
    "one by one, strided": ((1, 2, 4, 4), (2, 2, 1, 1), {"stride": 2}),
    "all at once": (
        (2, 4, 7, 6),
        (2, 2, 2, 3),
        {"stride": (2, 1), "padding": (2, 1), "dilation": (3, 2), "groups": 2},
    ),
}


@pytest.mark.parametrize("budget", [1, 1 << 20])
@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_all_three_agree_with_central_differences(
    name, budget, rng, assert_gradient, monkeypatch
):
    monkeypatch.setattr(windows_module, "TILE_BYTES", budget)
    x_shape, w_shape, options = CONFIGURATIONS[name]
    x, w, b = (rng.normal(size=s) for s in (x_shape, w_shape, w_shape[:1]))
    dout = rng.normal(size=conv2d(x, w, b, **options).shape)
    dx, dw, db = conv2d_backward(dout, x, w, **options)
    assert_gradient(dx, lambda x: (dout * conv2d(x, w, b, **options)).sum(), x)
    assert_gradient(dw, lambda w: (dout * conv2d(x, w, b, **options)).sum(), w)
    assert_gradient(db, lambda b: (dout * conv2d(x, w, b, **options)).sum(), b)


@given(
    st.integers(0, 2**32),
    st.tuples(*[st.integers(1, 3)] * 6),
    st.tuples(st.integers(0, 3), st.integers(0, 3)),
    st.integers(1, 2),
)
@settings(derandomize=True, max_examples=100, deadline=None)
def test_forward_and_backward_are_transposes_of_each_other(seed, sizes, padding, g):
    """⟨dout, conv(x, w)⟩ = ⟨dx, x⟩ = ⟨dw, w⟩, exactly on integers."""
    rng = np.random.default_rng(seed)
    kH, kW, sH, sW, dH, dW = sizes
    x = rng.integers(-3, 4, (2, 2 * g, 8, 9)).astype(float)
    w = rng.integers(-3, 4, (3 * g, 2, kH, kW)).astype(float)
    options = {
        "stride": (sH, sW),
        "padding": padding,
        "dilation": (dH, dW),
        "groups": g,
    }
    y = conv2d(x, w, **options)
    dout = rng.integers(-3, 4, y.shape).astype(float)
    dx, dw, db = conv2d_backward(dout, x, w, **options)
    assert (dout * y).sum() == (dx * x).sum() == (dw * w).sum()
    assert (db == dout.sum((0, 2, 3))).all()


def test_a_stride_spreads_the_gradient_over_the_cells_it_read():
    x, w = np.zeros((1, 1, 1, 5)), np.array([[[[1.0, 2.0]]]])
    dx, _, _ = conv2d_backward(np.array([[[[1.0, 10.0]]]]), x, w, stride=(1, 3))
    assert dx.tolist() == [[[[1, 2, 0, 10, 20]]]]


def test_cells_that_no_window_reaches_get_zero():
    x, w = np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3))
    dx, _, _ = conv2d_backward(np.ones((1, 1, 1, 1)), x, w, stride=2)
    assert dx[0, 0].tolist() == [[1, 1, 1, 0]] * 3 + [[0, 0, 0, 0]]


def test_the_gradients_are_sums_over_the_batch_and_not_means(rng):
    x, w = rng.normal(size=(1, 2, 4, 4)), rng.normal(size=(3, 2, 3, 3))
    dout = rng.normal(size=(1, 3, 2, 2))
    one = conv2d_backward(dout, x, w)
    two = conv2d_backward(np.repeat(dout, 2, 0), np.repeat(x, 2, 0), w)
    np.testing.assert_allclose(two[0], np.repeat(one[0], 2, 0))
    np.testing.assert_allclose(two[1], 2 * one[1])
    np.testing.assert_allclose(two[2], 2 * one[2])


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gradients_keep_the_dtype_and_leave_the_inputs_alone(stride, dtype, rng):
    x = rng.normal(size=(2, 2, 5, 5)).astype(dtype)
    w = rng.normal(size=(2, 2, 3, 3)).astype(dtype)
    dout = np.ones_like(conv2d(x, w, stride=stride))
    originals = [a.copy() for a in (dout, x, w)]
    gradients = conv2d_backward(dout, x, w, stride=stride)
    assert [g.dtype for g in gradients] == [dtype] * 3
    for gradient in gradients:
        gradient.fill(7)
    for array, original in zip((dout, x, w), originals, strict=True):
        np.testing.assert_array_equal(array, original)


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("groups", [1, 2])
def test_any_memory_layout_gives_the_same(stride, groups, rng):
    x = rng.integers(-3, 4, (2, 2, 5, 6)).astype(float)
    w = rng.integers(-3, 4, (4, 2 // groups, 3, 3)).astype(float)
    dout = rng.integers(-3, 4, conv2d(x, w, None, stride, groups=groups).shape) / 1
    expected = conv2d_backward(dout, x, w, stride, groups=groups)
    arguments = [np.asfortranarray(a) for a in (dout, x, w)]
    for got, want in zip(
        conv2d_backward(*arguments, stride, groups=groups), expected, strict=True
    ):
        np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("stride", [1, 2])
def test_an_empty_batch_gives_zero_weight_gradients(stride):
    x, w = np.zeros((0, 2, 5, 5)), np.ones((3, 2, 3, 3))
    dout = np.zeros_like(conv2d(x, w, stride=stride))
    dx, dw, db = conv2d_backward(dout, x, w, stride=stride)
    assert dx.shape == x.shape
    assert dw.shape == w.shape
    assert db.shape == (3,)
    assert not dw.any()
    assert not db.any()


def test_a_gradient_of_another_shape_is_refused_with_the_right_one():
    with pytest.raises(ValueError, match=r"dout must have shape \(1, 1, 2, 2\)"):
        conv2d_backward(
            np.ones((1, 1, 3, 3)), np.ones((1, 1, 4, 4)), np.ones([1, 1, 3, 3])
        )
