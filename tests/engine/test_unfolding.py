"""Unfolding and folding against loops, and against each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz import engine

pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))
paddings = st.tuples(st.integers(0, 2), st.integers(0, 2))


def columns_by_loops(x, kernel_size, stride, padding, dilation):
    """Collect the cells of each window in the order of the definition."""
    (kH, kW), (sH, sW), (pH, pW), (dH, dW) = kernel_size, stride, padding, dilation
    N, C = x.shape[:2]
    x = np.pad(x, ((0, 0), (0, 0), (pH, pH), (pW, pW)))
    starts = [
        (r, q)
        for r in range(0, x.shape[2] - dH * (kH - 1), sH)
        for q in range(0, x.shape[3] - dW * (kW - 1), sW)
    ]
    columns = np.zeros((N, C * kH * kW, len(starts)), x.dtype)
    for n in range(N):
        for position, (r, q) in enumerate(starts):
            columns[n, :, position] = [
                x[n, c, r + i * dH, q + j * dW]
                for c in range(C)
                for i in range(kH)
                for j in range(kW)
            ]
    return columns


@given(st.integers(0, 2**32), st.integers(0, 2), pairs, pairs, paddings, pairs)
@settings(derandomize=True, max_examples=80, deadline=None)
def test_loops_agree_and_folding_is_the_transpose(seed, N, kernel, s, p, d):
    rng = np.random.default_rng(seed)
    x = rng.integers(-5, 6, (N, 2, 7, 8)).astype(np.float32)
    columns = engine.unfold(x, kernel, s, p, d)
    np.testing.assert_array_equal(columns, columns_by_loops(x, kernel, s, p, d))
    assert columns.dtype == np.float32

    y = rng.integers(-5, 6, columns.shape).astype(np.float32)
    image = engine.fold(y, (7, 8), kernel, s, p, d)
    assert image.dtype == np.float32
    assert (columns * y).sum() == (x * image).sum()


def test_a_filter_times_the_columns_is_the_convolution(rng):
    x, w = rng.normal(size=(2, 3, 6, 5)), rng.normal(size=(4, 3, 3, 2))
    product = w.reshape(4, -1) @ engine.unfold(x, (3, 2), stride=2, padding=1)
    y = engine.conv2d(x, w, stride=2, padding=1)
    np.testing.assert_allclose(product.reshape(y.shape), y, atol=1e-12)


def test_folding_windows_that_do_not_overlap_undoes_unfolding(rng):
    x = rng.normal(size=(2, 3, 4, 6))
    columns = engine.unfold(x, (2, 3), stride=(2, 3))
    np.testing.assert_array_equal(engine.fold(columns, (4, 6), (2, 3), (2, 3)), x)


def test_the_results_are_new_arrays(rng):
    x = rng.normal(size=(1, 2, 3, 3))
    columns = engine.unfold(x, 1)
    assert not np.shares_memory(columns, x)
    assert not np.shares_memory(engine.fold(columns, 3, 1), columns)


def test_im2col_and_col2im_are_the_same_functions():
    assert engine.im2col is engine.unfold
    assert engine.col2im is engine.fold


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: engine.unfold(np.ones((2, 3, 3)), 2), "x must have 4 axes"),
        (lambda: engine.unfold(np.ones((1, 1, 3, 3)), 4), "does not fit"),
        (lambda: engine.fold(np.ones((1, 4, 5)), 3, 2), r"must have shape \(1, 4, 4\)"),
        (lambda: engine.fold(np.ones((1, 5, 4)), 3, 2), r"must have shape \(1, 4, 4\)"),
        (lambda: engine.fold(np.ones((4, 4)), 3, 2), "cols must have 3 axes"),
        (
            lambda: engine.fold(np.ones((1, 4, 1)), 1, 2),
            "fold: a kernel .* does not fit into 1 cells",
        ),
        (lambda: engine.unfold(np.ones((1, 1, 3, 3)), 2, 0), "unfold: stride must be"),
    ],
)
def test_what_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_folding_the_unfolded_counts_each_cell_once_per_window(rng):
    x, options = rng.normal(size=(2, 3, 5, 6)), {"kernel_size": (2, 3), "padding": 1}
    there_and_back = engine.fold(engine.unfold(x, **options), (5, 6), **options)
    windows = engine.unfold(np.ones((1, 1, 5, 6)), **options)
    counts = engine.fold(windows, (5, 6), **options)
    assert counts.max() == 2 * 3  # every place in the window has met the cell
    np.testing.assert_allclose(there_and_back, counts * x, rtol=1e-13)
