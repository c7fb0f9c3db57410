"""Whether arguments fit together, and errors that show their arithmetic."""

import numpy as np
import pytest

from cnnquiz.engine.shapes import as_common_floating, check_conv, pair, sum_dtype


@pytest.mark.parametrize(
    ("value", "expected"),
    [(2, (2, 2)), ((1, 3), (1, 3)), ([4, 5], (4, 5)), (np.int64(2), (2, 2))],
)
def test_a_pair_is_made_of_one_number_or_two(value, expected):
    assert pair(value, "conv2d", "stride") == expected
    assert all(type(number) is int for number in pair(value, "conv2d", "stride"))


@pytest.mark.parametrize("value", [1.0, "2", (1, 2, 3), (1,), (1.5, 2), None])
def test_what_is_no_pair_is_named_with_its_value(value):
    with pytest.raises(TypeError, match="conv2d: stride must be an int or a pair"):
        pair(value, "conv2d", "stride")


@pytest.mark.parametrize("value", [0, -1, (1, 0), (0, 1)])
def test_too_small_a_number_is_named_with_its_bound(value):
    with pytest.raises(ValueError, match="conv2d: stride must be at least 1, got"):
        pair(value, "conv2d", "stride", least=1)


@pytest.mark.parametrize(
    ("x", "w", "b", "groups", "message"),
    [
        (
            (8, 3, 32, 32),
            (16, 4, 3, 3),
            None,
            1,
            "conv2d: w expects 4 input channels but x has 3",
        ),
        ((1, 4, 5, 5), (4, 4, 3, 3), None, 2, "w expects 8 input channels but x has 4"),
        ((1, 4, 5, 5), (3, 2, 3, 3), None, 2, "groups must divide both"),
        ((1, 4, 5, 5), (4, 4, 3, 3), None, 0, "got groups=0"),
        ((4, 5, 5), (4, 4, 3, 3), None, 1, r"x must have 4 axes .* got shape \(4, 5"),
        ((1, 4, 5, 5), (4, 4, 3), None, 1, r"w must have 4 axes"),
        ((1, 4, 5, 5), (6, 4, 3, 3), (4,), 1, r"b must have shape \(6,\)"),
        ((1, 4, 5, 5), (6, 4, 3, 3), (6, 1), 1, r"b must have shape \(6,\)"),
    ],
)
def test_shapes_that_do_not_fit_are_refused_with_the_numbers(x, w, b, groups, message):
    b = None if b is None else np.zeros(b)
    with pytest.raises(ValueError, match=message):
        check_conv("conv2d", np.zeros(x), np.zeros(w), b, groups)


def test_the_channel_message_ends_with_the_rule():
    with pytest.raises(ValueError, match="w expects") as caught:
        check_conv("conv2d", np.zeros((8, 3, 32, 32)), np.zeros((16, 4, 3, 3)), None, 1)
    assert str(caught.value) == (
        "conv2d: w expects 4 input channels but x has 3 (x is (8, 3, 32, 32), w is "
        "(16, 4, 3, 3)); w.shape[1] must equal x.shape[1] // groups"
    )


@pytest.mark.parametrize(
    ("dtypes", "expected"),
    [
        (("float32", "float32"), "float32"),
        (("float32", "float64"), "float64"),
        (("uint8", "float32"), "float32"),
        (("uint8", "uint8"), "int64"),
        (("bool", "int8"), "int64"),
    ],
)
def test_sums_keep_floating_dtypes_and_widen_integers(dtypes, expected):
    arrays = [np.ones(2, dtype) for dtype in dtypes]
    assert sum_dtype(*arrays, None) == expected


def test_integers_become_float64_where_gradients_are_taken():
    x, y = as_common_floating(np.ones(2, int), np.ones(2, int))
    assert x.dtype == y.dtype == np.float64
    x, y = as_common_floating(np.ones(2, np.float32), np.ones(2, np.float32))
    assert x.dtype == y.dtype == np.float32
