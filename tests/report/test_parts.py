"""Parts of a result are drawn under the names that a verdict calls them by."""

from __future__ import annotations

import copy

import pytest

from cnnquiz.grading.compare import Expectation, mismatches
from cnnquiz.report.parts import wrong_parts

ROWS = [
    {"output_shape": (4, 6, 6), "macs": 7},
    {"output_shape": (4, 3, 3), "macs": 7},
]
RIGHT = (ROWS, {"macs": 14})


def wrong(path: str) -> tuple:
    """Return the right result with one number changed."""
    rows, totals = copy.deepcopy(RIGHT)
    if path == "macs":
        totals["macs"] = 9
    elif path == "rows[1].macs":
        rows[1]["macs"] = 9
    else:
        rows[0]["output_shape"] = (4, 9, 6)
    return rows, totals


@pytest.mark.parametrize("path", ["macs", "rows[1].macs", "rows[0].output_shape[1]"])
def test_a_number_in_a_list_of_dicts_is_called_by_its_path(path: str) -> None:
    """Equal keys of several dicts are told apart."""
    expected = Expectation(RIGHT, 0.0, None, ("rows", "totals"))
    found = list(mismatches(wrong(path), expected))
    assert [m.part for m in found] == [path]
    (part,) = wrong_parts(RIGHT, wrong(path), {m.part: m.wrong for m in found})
    assert part.name == path
    assert part.got == 9
