"""Output sizes against counting, and errors that show their arithmetic."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz.engine import conv_output_size, conv_transpose_output_size

lengths = st.integers(1, 30)
kernels = st.integers(1, 5)
strides = st.integers(1, 4)
paddings = st.integers(0, 4)
dilations = st.integers(1, 3)


@given(lengths, kernels, strides, paddings, dilations)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_the_output_size_counts_the_starts_that_leave_room(n, k, s, p, d):
    last_cell = n + p - 1
    starts = [
        start
        for start in range(-p, n + p, s)
        if all(start + i * d <= last_cell for i in range(k))
    ]
    if starts:
        assert conv_output_size(n, k, s, p, d) == len(starts)
    else:
        with pytest.raises(ValueError, match="does not fit"):
            conv_output_size(n, k, s, p, d)


@pytest.mark.parametrize(
    ("arguments", "size"),
    [
        ((5, 3), 3),
        ((7, 3, 2), 3),
        ((8, 3, 2), 3),  # rounds down
        ((28, 5, 1, 2), 28),
        ((224, 7, 2, 3), 112),
        ((227, 11, 4), 55),
        ((10, 3, 1, 0, 2), 6),
        ((1, 1), 1),
    ],
)
def test_known_output_sizes(arguments, size):
    assert conv_output_size(*arguments) == size


@given(lengths, kernels, strides, paddings, dilations, st.integers(0, 3))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_the_transposed_size_is_one_that_shrinks_back(n, k, s, p, d, extra):
    extra %= s
    try:
        size = conv_transpose_output_size(n, k, s, p, extra, d)
    except ValueError:
        return
    assert size + 2 * p >= d * (k - 1) + 1
    assert conv_output_size(size, k, s, p, d) == n


def test_too_large_a_kernel_shows_the_arithmetic():
    with pytest.raises(ValueError, match=r"extent 5 .* does not fit into 4 cells"):
        conv_output_size(2, kernel_size=3, padding=1, dilation=2)


def test_padding_that_crops_everything_shows_the_arithmetic():
    with pytest.raises(ValueError, match=r"\(1 − 1\) × stride 1 .* = -1"):
        conv_transpose_output_size(1, kernel_size=1, padding=1)


@pytest.mark.parametrize(
    "wrong",
    [{"kernel_size": 0}, {"stride": 0}, {"padding": -1}, {"dilation": 0}],
)
@pytest.mark.parametrize("size", [conv_output_size, conv_transpose_output_size])
def test_a_window_that_cannot_be_has_no_output_size(size, wrong):
    ((name, value),) = wrong.items()
    with pytest.raises(ValueError, match=rf"^{size.__name__}: .* {name} {value}\b"):
        size(**{"n": 5, "kernel_size": 3} | wrong)


def test_output_padding_is_not_negative():
    with pytest.raises(ValueError, match="output_padding -1"):
        conv_transpose_output_size(5, 3, output_padding=-1)
