"""A failing case is made small enough to follow by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.exercise import Case
from cnnquiz.grading.rehearsal import rehearse
from cnnquiz.grading.shrink import weight


@pytest.mark.parametrize(
    ("arguments", "weighs"),
    [
        ({"x": np.array([[0.0, 5.0]]), "stride": 2}, (2, 1)),
        ({"layers": [(3, 1, 0), (2, 2, 1)]}, (6, 5)),
        ({"layers": [{"kernel_size": 3}, {"out_features": 0}]}, (2, 1)),
        ({"params": {"w": np.ones(3), "b": np.zeros(1)}}, (4, 3)),
        ({"layers": []}, (0, 0)),
    ],
)
def test_arrays_and_lists_weigh_what_there_is_to_read(
    arguments: dict, weighs: tuple
) -> None:
    """Arrays in dicts and numbers in lists have to be followed too."""
    assert weight(Case(arguments)) == weighs


def test_a_drawn_case_of_one_layer_replaces_a_pinned_one_of_three() -> None:
    """A case whose arguments are lists is made smaller like any other."""
    exercise = catalog.find("receptive_field").load()
    idea = exercise.misconception("jump-before")
    failed = next(
        check
        for check in rehearse(exercise, idea.implementation).checks
        if check.status == "failed"
    )
    assert failed.counterexample is not None
    assert failed.counterexample.arguments == {"layers": [(2, 2, 1)]}
