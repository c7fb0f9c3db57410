"""Arrays drawn as grids."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnquiz.report.arrays import pair, picture
from cnnquiz.report.spans import draw

tried = settings(derandomize=True, max_examples=60, deadline=None)


def drawn(rows) -> list[str]:
    return draw(rows, width=200, colour=False, ascii=False).split("\n")


def test_a_matrix_is_drawn_in_aligned_columns() -> None:
    """The name and the shape stand above."""
    assert drawn(picture("x", np.array([[1.0, -10.0], [3.0, 4.0]]), 60)) == [
        "x (2, 2)",
        "   1  -10",
        "   3    4",
    ]


def test_four_axes_are_drawn_as_labelled_slices() -> None:
    """Images by image and channel; weights, whose axes are others, by index."""
    array = np.arange(4.0).reshape(1, 2, 1, 2)
    assert drawn(picture("x", array, 60)) == [
        "x (1, 2, 1, 2)",
        " n=0, c=0   n=0, c=1",
        " 0  1       2  3",
    ]
    assert drawn(picture("w", array, 60))[1] == " [0, 0, :, :]   [0, 1, :, :]"


def test_slices_go_below_each_other_where_it_is_narrow() -> None:
    """Nothing is drawn beyond the width."""
    rows = drawn(picture("x", np.arange(4.0).reshape(1, 2, 1, 2), 12))
    assert [row for row in rows if "c=" in row] == [" n=0, c=0", " n=0, c=1"]


@pytest.mark.parametrize("shape", [(0,), (2, 0), (1, 0, 3, 3)])
def test_an_empty_array_says_so(shape) -> None:
    """An array without cells has a shape all the same."""
    assert drawn(picture("x", np.zeros(shape), 60)) == [f"x {shape}", " (empty)"]


def test_wrong_cells_stand_in_brackets_beside_the_right_ones() -> None:
    """The mark needs no colour, and moves no column."""
    expected, got = np.array([1.0, 2.0, 3.0]), np.array([1.0, 5.0, 3.0])
    assert drawn(pair("", expected, got, expected != got, 60)) == [
        "expected (3,)    got (3,)",
        " 1  2  3          1 [5] 3",
    ]


def test_wrong_cells_have_a_style_too() -> None:
    """Colours and Textual draw from the style, which stands beside the text."""
    expected, got = np.array([1.0, 2.0]), np.array([1.0, 5.0])
    spans = [
        span for row in pair("", expected, got, expected != got, 60) for span in row
    ]
    assert [span.text for span in spans if span.style == "wrong"] == ["[5]"]


def test_results_go_below_each_other_where_that_shows_them_whole() -> None:
    """Beside each other, half of the columns would be cut."""
    expected = np.arange(12.0) * 1000
    got = expected + 1
    rows = drawn(pair("", expected, got, expected != got, 84))
    assert "…" not in "".join(rows)
    assert rows[0] == "expected (12,)"


def test_integers_in_place_of_floats_are_named() -> None:
    """Cells that were cut to integers look right but for this."""
    rows = drawn(pair("", np.array([1.5]), np.array([1]), np.array([True]), 60))
    assert rows[0].endswith("got (1,) int64")


@tried
@given(st.data())
def test_a_wrong_cell_is_always_seen(data) -> None:
    """However large the array and wherever the cell, at any width."""
    shape = data.draw(
        hnp.array_shapes(min_dims=1, max_dims=3, max_side=40)
        | hnp.array_shapes(min_dims=4, max_dims=5, max_side=9)
    )
    expected = np.zeros(shape)
    place = tuple(data.draw(st.integers(0, n - 1)) for n in shape)
    got = expected.copy()
    got[place] = 7
    rows = drawn(
        pair("", expected, got, expected != got, data.draw(st.integers(20, 90)))
    )
    assert sum(row.count("[7]") for row in rows) == 1
    assert len(rows) < 250


def test_a_wrong_cell_is_found_among_very_many_slices() -> None:
    """No search stops short."""
    got = np.zeros((30, 30, 30, 1, 1))
    got[29, 29, 29] = 7
    rows = drawn(pair("", np.zeros(got.shape), got, got != 0, 60))
    assert rows[1:3] == [
        " [29, 29, 29, :, :]             [29, 29, 29, :, :]",
        " 0                             [7]",
    ]
    assert rows[-1] == " … 26999 more slices"


def test_a_cut_slice_says_which_part_is_shown() -> None:
    """As an index that can be typed; it never looks like a marked cell."""
    assert drawn(picture("y", np.zeros((2, 40, 8)), 76))[1] == " [0, 0:6, 0:8]"
    assert drawn(picture("y", np.zeros((40, 8)), 76))[1] == " [0:6, 0:8]"


def test_what_is_left_out_is_said() -> None:
    """A large array is cut around the wrong cell; its shape and the part are said."""
    expected = np.zeros((2, 8, 40, 50))
    got = expected.copy()
    got[1, [3, 4, 5], 30, 41] = 1
    text = "\n".join(drawn(pair("", expected, got, expected != got, 76)))
    assert "expected (2, 8, 40, 50)" in text
    assert "n=1, c=3 [27:33, 36:46]" in text
    assert "… 14 more slices, 1 with wrong cells" in text
