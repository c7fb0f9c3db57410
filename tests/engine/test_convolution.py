"""The forward convolution against seven loops, scipy and numbers worked by hand."""

import itertools

import numpy as np
import pytest
import scipy.signal
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz.engine import conv2d
from cnnquiz.engine import windows as windows_module


def seven_loops(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    """Add up every product, one at a time; nothing is read beyond the edge."""
    pairs = (v if isinstance(v, tuple) else (v, v) for v in (stride, padding, dilation))
    (sH, sW), (pH, pW), (dH, dW) = pairs
    (N, _, H, W), (C_out, C_group, kH, kW) = x.shape, w.shape
    H_out = (H + 2 * pH - dH * (kH - 1) - 1) // sH + 1
    W_out = (W + 2 * pW - dW * (kW - 1) - 1) // sW + 1
    y = np.zeros((N, C_out, H_out, W_out))
    for n, o, r, q in np.ndindex(y.shape):
        first = o // (C_out // groups) * C_group
        for c, i, j in np.ndindex(C_group, kH, kW):
            h, v = r * sH + i * dH - pH, q * sW + j * dW - pW
            if 0 <= h < H and 0 <= v < W:
                y[n, o, r, q] += w[o, c, i, j] * x[n, first + c, h, v]
        y[n, o, r, q] += 0 if b is None else b[o]
    return y


@st.composite
def cases(draw):
    """Draw a convolution of small integers whose kernel fits."""
    small, pairs = st.integers(1, 3), st.tuples(st.integers(1, 3), st.integers(1, 3))
    groups = draw(small)
    kH, kW = draw(pairs)
    stride, dilation = draw(pairs), draw(pairs)
    padding = draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
    extents = (dilation[0] * (kH - 1) + 1, dilation[1] * (kW - 1) + 1)
    H, W = (
        max(1, e - 2 * p + draw(st.integers(0, 4)))
        for e, p in zip(extents, padding, strict=True)
    )
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    C_group, per_group, N = draw(small), draw(small), draw(st.integers(0, 3))
    x = rng.integers(-3, 4, (N, groups * C_group, H, W))
    w = rng.integers(-3, 4, (groups * per_group, C_group, kH, kW))
    b = rng.integers(-3, 4, len(w)) if draw(st.booleans()) else None
    return x, w, b, stride, padding, dilation, groups


@given(cases(), st.sampled_from([1, 300, 1 << 20]), st.sampled_from("fdl"))
@settings(derandomize=True, max_examples=150, deadline=None)
def test_seven_loops_agree_exactly_on_integers(case, budget, dtype):
    x, w, b, *rest = case
    x, w = x.astype(dtype), w.astype(dtype)
    b = None if b is None else b.astype(dtype)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows_module, "TILE_BYTES", budget)
        y = conv2d(x, w, b, *rest)
    assert y.dtype == np.dtype(dtype)
    np.testing.assert_array_equal(y, seven_loops(x, w, b, *rest))


def test_one_channel_is_scipys_correlation_and_not_its_convolution(rng):
    x, w = rng.normal(size=(1, 1, 6, 7)), rng.normal(size=(1, 1, 3, 2))
    y = conv2d(x, w)[0, 0]
    args = x[0, 0], w[0, 0], "valid"
    np.testing.assert_allclose(y, scipy.signal.correlate2d(*args), atol=1e-12)
    assert not np.allclose(y, scipy.signal.convolve2d(*args))


def test_channels_are_summed_and_each_output_has_its_own_bias():
    x = np.array([1.0, 10.0]).reshape(1, 2, 1, 1)
    w = np.array([[1.0, 1.0], [0.0, 2.0], [3.0, 0.0]]).reshape(3, 2, 1, 1)
    y = conv2d(x, w, np.array([0.5, 0.25, 0.125]))
    assert y.ravel().tolist() == [11.5, 20.25, 3.125]


def test_groups_are_consecutive_blocks_of_channels():
    x = np.array([1.0, 2.0, 4.0, 8.0]).reshape(1, 4, 1, 1)
    y = conv2d(x, np.ones((2, 2, 1, 1)), groups=2)
    assert y.ravel().tolist() == [3.0, 12.0]


def test_convolution_is_linear_in_the_input_and_in_the_weights(rng):
    x, x2 = rng.normal(size=(2, 2, 3, 5, 6))
    w, w2 = rng.normal(size=(2, 4, 3, 3, 2))
    np.testing.assert_allclose(
        conv2d(2 * x - x2, w), 2 * conv2d(x, w) - conv2d(x2, w), atol=1e-12
    )
    np.testing.assert_allclose(
        conv2d(x, 2 * w - w2), 2 * conv2d(x, w) - conv2d(x, w2), atol=1e-12
    )


def test_shifting_the_input_shifts_the_output(rng):
    x = np.zeros((1, 1, 9, 9))
    x[..., 3:6, 3:6] = rng.normal(size=(3, 3))
    w = rng.normal(size=(1, 1, 3, 3))
    shifted = np.roll(conv2d(x, w, padding=1), (1, 2), axis=(2, 3))
    np.testing.assert_allclose(
        conv2d(np.roll(x, (1, 2), axis=(2, 3)), w, padding=1), shifted, atol=1e-12
    )


@pytest.mark.parametrize(
    ("x", "w", "b", "expected"),
    [
        ("f4", "f4", "f4", "f4"),
        ("f8", "f8", "f8", "f8"),
        ("u1", "f4", "f4", "f4"),
        ("i8", "f4", "f4", "f8"),
        ("f4", "f4", "f8", "f8"),
        ("u1", "u1", "u1", "i8"),
    ],
)
def test_the_dtype_is_the_common_one_and_holds_the_values(x, w, b, expected):
    y = conv2d(
        np.full((1, 1, 1, 1), 255, x), np.full((1, 1, 1, 1), 200, w), np.ones(1, b)
    )
    assert y.dtype == expected
    assert y.item() == 255 * 200 + 1


@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("kernel_size", [1, 3])
def test_any_memory_layout_gives_the_same(groups, kernel_size, rng):
    x = rng.integers(-9, 9, (2, 4, 5, 6)).astype(float)
    w = rng.integers(-9, 9, (4, 4 // groups, kernel_size, kernel_size)).astype(float)
    expected = conv2d(x, w, groups=groups)
    wide = np.zeros((2, 8, 5, 12))
    wide[:, ::2, :, ::-2] = x
    for layout in (np.asfortranarray(x), wide[:, ::2, :, ::-2]):
        x_read_only, w_read_only = layout.view(), np.asfortranarray(w)
        x_read_only.flags.writeable = w_read_only.flags.writeable = False
        y = conv2d(x_read_only, w_read_only, groups=groups)
        np.testing.assert_array_equal(y, expected)


@pytest.mark.parametrize("kernel_size", [1, 2])
def test_the_input_is_left_alone_and_the_result_is_new(kernel_size):
    x, w = np.ones((1, 1, 2, 2)), np.ones((1, 1, kernel_size, kernel_size))
    y = conv2d(x, w, np.ones(1))
    y += 1
    assert (x == 1).all()
    assert (w == 1).all()


@pytest.mark.parametrize("padding", [0, 1])
def test_an_empty_batch_gives_an_empty_batch(padding):
    y = conv2d(np.zeros((0, 3, 5, 5)), np.zeros((4, 3, 3, 3)), padding=padding)
    assert y.shape == (0, 4, 3 + 2 * padding, 3 + 2 * padding)


def test_large_images_are_cut_into_tiles_and_agree_with_one_piece(monkeypatch, rng):
    x = rng.integers(-4, 5, (3, 8, 90, 80)).astype(np.float32)
    w = rng.integers(-4, 5, (4, 8, 3, 3)).astype(np.float32)
    cut = conv2d(x, w, padding=1, stride=(1, 2))
    monkeypatch.setattr(windows_module, "TILE_BYTES", 1 << 40)
    np.testing.assert_array_equal(cut, conv2d(x, w, padding=1, stride=(1, 2)))


def test_float32_stays_within_a_few_units_of_the_summed_terms(rng):
    x = rng.normal(size=(2, 32, 12, 12)).astype(np.float32)
    w = rng.normal(size=(8, 32, 3, 3)).astype(np.float32)
    exact = conv2d(x.astype(np.float64), w.astype(np.float64))
    terms = conv2d(np.abs(x).astype(np.float64), np.abs(w).astype(np.float64))
    error = np.abs(conv2d(x, w) - exact) / (np.finfo(np.float32).eps * terms)
    assert error.max() < 3


def test_infinity_and_nan_stay_in_the_windows_that_hold_them():
    x = np.zeros((1, 1, 5, 5))
    x[0, 0, 0, 0], x[0, 0, 4, 4] = np.inf, np.nan
    y = conv2d(x, np.ones((1, 1, 2, 2)))[0, 0]
    finite = np.isfinite(y)
    assert not finite[0, 0]
    assert not finite[3, 3]
    assert finite.sum() == 14


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"stride": 0}, ValueError, "conv2d: stride must be at least 1, got 0"),
        ({"padding": -1}, ValueError, "conv2d: padding must be at least 0, got -1"),
        ({"dilation": (1, 0)}, ValueError, "conv2d: dilation must be at least 1"),
        ({"stride": 1.5}, TypeError, "conv2d: stride must be an int or a pair"),
        (
            {"dilation": 9},
            ValueError,
            "conv2d: a kernel of extent 19 .* does not fit into 5 cells",
        ),
        ({"groups": 2}, ValueError, "groups must divide both channel counts"),
    ],
)
def test_bad_arguments_are_refused_by_name(options, error, message):
    with pytest.raises(error, match=message):
        conv2d(np.ones((1, 3, 5, 5)), np.ones((4, 3, 3, 3)), **options)


def test_wrong_ideas_would_not_pass_these_tests(rng):
    """The oracle tells flipped, transposed, swapped and shifted kernels apart."""
    x, w = rng.integers(-3, 4, (2, 2, 5, 5)), rng.integers(-3, 4, (2, 2, 3, 3))
    right = conv2d(x, w, padding=1, stride=2)
    wrong = [
        conv2d(x, w[:, :, ::-1, ::-1], padding=1, stride=2),
        conv2d(x, w.swapaxes(2, 3), padding=1, stride=2),
        conv2d(x, w[:, ::-1], padding=1, stride=2),
        conv2d(x, w.swapaxes(0, 1), padding=1, stride=2),
        conv2d(x, w, padding=1)[:, :, 1::2, 1::2],
    ]
    np.testing.assert_array_equal(right, seven_loops(x, w, padding=1, stride=2))
    for one, other in itertools.combinations([right, *wrong], 2):
        assert one.shape != other.shape or (one != other).any()
