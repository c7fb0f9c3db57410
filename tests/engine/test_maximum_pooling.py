"""Max pooling against loops, with the cases where implementations differ."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz.engine import max_pool2d, max_pool2d_backward, max_pooling

GRID = [  # kernel_size, stride, padding
    (2, None, 0),
    (3, 2, 1),
    (3, 1, 2),
    ((2, 3), (1, 2), (1, 0)),
    ((1, 4), None, (0, 3)),
    (2, 3, 1),
    (1, 2, 0),
]


def loops(x, kernel_size, stride, padding):
    """Walk each window in row-major order, inside the image only.

    Returns the maxima and the cell that won each window, by the rule that a later
    cell wins only if it is greater, or NaN.
    """
    stride = kernel_size if stride is None else stride
    (kH, kW), (sH, sW), (pH, pW) = (
        v if isinstance(v, tuple) else (v, v) for v in (kernel_size, stride, padding)
    )
    N, C, H, W = x.shape
    size = (H + 2 * pH - kH) // sH + 1, (W + 2 * pW - kW) // sW + 1
    y, winners = np.zeros((N, C, *size), x.dtype), {}
    for n, c, r, q in np.ndindex(y.shape):
        cells = [
            (h, v)
            for h in range(r * sH - pH, r * sH - pH + kH)
            for v in range(q * sW - pW, q * sW - pW + kW)
            if 0 <= h < H and 0 <= v < W
        ]
        best = cells[0]
        for cell in cells[1:]:
            value = x[n, c][cell]
            if value > x[n, c][best] or value != value:  # noqa: PLR0124 - NaN
                best = cell
        y[n, c, r, q], winners[n, c, r, q] = x[n, c][best], best
    return y, winners


def loops_backward(dout, x, *geometry):
    """Give each gradient to the winner, with a loop over windows."""
    dx = np.zeros(x.shape)
    for (n, c, r, q), (h, v) in loops(x, *geometry)[1].items():
        dx[n, c, h, v] += dout[n, c, r, q]
    return dx


@st.composite
def maps(draw):
    """Draw tie-heavy maps, some with −∞ and NaN."""
    shape = (
        draw(st.integers(0, 2)),
        2,
        draw(st.integers(4, 7)),
        draw(st.integers(4, 7)),
    )
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    values = draw(st.sampled_from([[-1.0, 0.0, 1.0], [-np.inf, -2.0], [np.nan, 1, 2]]))
    return rng.choice(values, shape)


@given(maps(), st.sampled_from(GRID), st.sampled_from([np.float32, np.float64]))
@settings(derandomize=True, max_examples=120, deadline=None)
def test_loops_agree_forward_and_backward_on_ties_infinities_and_nans(x, case, dtype):
    x = x.astype(dtype)
    y = max_pool2d(x, *case)
    assert y.dtype == dtype
    np.testing.assert_array_equal(y, loops(x, *case)[0])
    dout = np.arange(1, y.size + 1, dtype=dtype).reshape(y.shape)
    dx = max_pool2d_backward(dout, x, *case)
    assert dx.dtype == dtype
    np.testing.assert_array_equal(dx, loops_backward(dout, x, *case))


@pytest.mark.parametrize("case", GRID)
def test_backward_agrees_with_central_differences(case, rng, assert_gradient):
    x = rng.permutation(2 * 2 * 5 * 6).reshape(2, 2, 5, 6).astype(float)  # no ties
    dout = rng.normal(size=max_pool2d(x, *case).shape)
    dx = max_pool2d_backward(dout, x, *case)
    assert_gradient(dx, lambda x: (dout * max_pool2d(x, *case)).sum(), x)


def test_padding_never_wins_not_even_against_negative_numbers():
    x = np.full((1, 1, 2, 2), -5.0)
    assert (max_pool2d(x, 2, padding=1) == -5).all()
    lowest = np.full((1, 1, 2, 2), np.iinfo(np.int8).min, np.int8)
    assert (max_pool2d(lowest, 2, padding=1) == -128).all()


def test_a_window_of_minus_infinity_gives_its_gradient_to_its_first_real_cell():
    x = np.full((1, 1, 1, 2), -np.inf)
    dx = max_pool2d_backward(np.array([[[[3.0, 5.0]]]]), x, (1, 2), 2, (0, 1))
    assert dx.tolist() == [[[[3.0, 5.0]]]]


@pytest.mark.parametrize("case", [(2, 1), (3, 1)])
def test_overlapping_windows_add_up_in_the_cell_they_share(case):
    x = np.zeros((1, 1, 5, 5))
    x[0, 0, 2, 2] = 1
    dout = np.ones_like(max_pool2d(x, *case))
    dx = max_pool2d_backward(dout, x, *case)
    assert dx[0, 0, 2, 2] == case[0] ** 2
    assert dx.sum() == dout.sum()


def test_a_tie_goes_to_the_first_cell_alone():
    dx = max_pool2d_backward(np.array([[[[1.0]]]]), np.zeros((1, 1, 2, 2)), 2)
    assert dx.tolist() == [[[[1, 0], [0, 0]]]]
    x = np.array([[[[0.0, 1, 0], [1, 0, 0], [1, 0, 0]]]])
    dx = max_pool2d_backward(np.array([[[[1.0]]]]), x, 3)
    assert dx[0, 0].tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 0]]


def test_a_nan_is_the_maximum_and_does_not_leave_its_window():
    x = np.array([[[[1.0, np.nan, 2.0, 3.0]]]])
    np.testing.assert_array_equal(max_pool2d(x, (1, 2)), [[[[np.nan, 3.0]]]])


def test_gradients_that_are_not_finite_stay_with_the_winner():
    x = np.array([[[[1.0, 2.0, 4.0, 3.0]]]])
    dout = np.array([[[[np.nan, np.inf]]]])
    dx = max_pool2d_backward(dout, x, (1, 2))
    np.testing.assert_array_equal(dx, [[[[0, np.nan, np.inf, 0]]]])


@pytest.mark.parametrize("dtype", ["u1", "i8", "f4", "f8"])
def test_the_dtype_stays_and_the_input_is_left_alone(dtype):
    x = np.arange(16).astype(dtype).reshape(1, 1, 4, 4)
    for kernel_size in (1, 2):
        y = max_pool2d(x, kernel_size)
        assert y.dtype == x.dtype
        y[...] = 0
    assert x.ravel().tolist() == list(range(16))


def test_transposed_and_read_only_views_give_the_same(rng):
    x = rng.random((2, 3, 6, 5))
    view = np.asfortranarray(x)
    view.flags.writeable = False
    np.testing.assert_array_equal(max_pool2d(view, 3, 2, 1), max_pool2d(x, 3, 2, 1))
    dout = rng.random((2, 3, 3, 3))
    np.testing.assert_array_equal(
        max_pool2d_backward(np.asfortranarray(dout), view, 3, 2, 1),
        max_pool2d_backward(dout, x, 3, 2, 1),
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((2, None, 2), r"padding must be smaller than kernel_size, got padding \(2, 2"),
        (((3, 2), 1, (2, 2)), "padding must be smaller"),
        ((5,), "max_pool2d.*: a kernel of extent 5 .* does not fit into 4 cells"),
        ((2, 0), "max_pool2d: stride must be at least 1"),
    ],
)
def test_windows_that_make_no_sense_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        max_pool2d(np.ones((1, 1, 4, 4)), *arguments)


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"dout must have shape \(1, 1, 2, 2\)"):
        max_pool2d_backward(np.ones((1, 1, 4, 4)), np.ones((1, 1, 4, 4)), 2)


def test_a_map_is_pooled_in_blocks_of_any_shape():
    feature_map = np.array([[4, 2, 3, 1], [5, 1, 7, 4], [2, 8, 4, 6], [1, 4, 9, 3]])
    assert max_pooling(feature_map, (2, 2)).tolist() == [[5, 7], [8, 9]]
    assert max_pooling(feature_map, (1, 4)).tolist() == [[4], [7], [8], [9]]
    assert max_pooling(feature_map, (4, 1)).tolist() == [[5, 8, 9, 6]]
    assert max_pooling(feature_map, (3, 3)).tolist() == [[8]]  # the rest is left out
    assert max_pooling(feature_map, (2, 2)).dtype == feature_map.dtype


def test_only_a_map_is_taken_and_only_one_that_holds_a_block():
    with pytest.raises(ValueError, match=r"feature_map must have 2 axes \(H, W\)"):
        max_pooling(np.ones((1, 2, 2)), (2, 2))
    with pytest.raises(ValueError, match="does not fit into 2 cells"):
        max_pooling(np.ones((2, 2)), (3, 1))
