"""Numbers: short, alike within an array, and different where it matters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz.report.numbers import number, writer

tried = settings(derandomize=True, max_examples=100, deadline=None)


@pytest.mark.parametrize(
    ("cells", "written"),
    [
        ([3.0, -2.0, 0.0, -0.0], ["3", "-2", "0", "0"]),
        ([0.5, 2.25], ["0.50", "2.25"]),
        ([1 / 3, 2.0], ["0.333", "2.000"]),
        ([123.456, 1.0], ["123.5", "1.0"]),
        ([0.9999, 4.5e-9, 0.0], ["0.9999", "4.5e-09", "0.0000"]),
        ([1e-7, 2.5e-7], ["1e-07", "2.5e-07"]),
        ([1e12, 1.0], ["1e+12", "1"]),
        ([np.nan, np.inf, -np.inf, 1.0], ["nan", "inf", "-inf", "1"]),
    ],
)
def test_floats_are_written_alike(cells, written) -> None:
    """Whole numbers without a point; others with common decimals, no false zeros."""
    write = writer([np.array(cells)])
    assert [write(cell) for cell in np.array(cells)] == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (np.float32(0.1), "0.1"),
        (np.float16(0.5), "0.5"),
        (np.int64(2**62 + 1), str(2**62 + 1)),
        (np.uint8(255), "255"),
        (10**18 + 1, str(10**18 + 1)),
        (True, "True"),
        (np.False_, "False"),
        (np.complex128(1 + 2j), "1+2j"),
        ("a\x1bb", "a\\x1bb"),
    ],
)
def test_one_number_is_written_in_its_own_kind(value, written) -> None:
    """Integers are exact, float32 is not shown with the digits of a float64."""
    assert number(value) == written


@tried
@given(
    st.lists(
        st.tuples(st.floats(width=32), st.floats(width=32)), min_size=1, max_size=8
    )
)
def test_what_differs_looks_different(pairs) -> None:
    """A marked cell never looks like the right one beside it."""
    ones, others = (np.array(side) for side in zip(*pairs, strict=True))
    write = writer([ones, others], pairs)
    for one, other in pairs:
        both_nan = np.isnan(one) and np.isnan(other)
        assert (write(one) == write(other)) == (one == other or both_nan)
