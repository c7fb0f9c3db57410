"""Drawn cases tell each wrong idea from right code soon, on nearly every seed."""

from __future__ import annotations

import pytest

from cnnquiz.curriculum import catalog
from tests.curriculum.kill_matrix import (
    GOAL,
    by_a_law,
    first_cases,
    first_shown,
    share,
)

IDEAS = [
    pytest.param(exercise, way, id=f"{exercise.slug}:{idea.id}{number or ''}")
    for entry in catalog.CATALOG
    for exercise in [entry.load()]
    if exercise.training is None and exercise.slug != "debug_cnn"  # minutes a seed
    for idea in exercise.misconceptions
    if not by_a_law(exercise, idea)
    for number, way in enumerate(idea.implementations)
]


@pytest.mark.exhaustive
@pytest.mark.parametrize(("exercise", "way"), IDEAS)
def test_the_first_drawn_cases_reveal_it_on_99_of_100_seeds(exercise, way) -> None:
    """Without the pinned cases, which show it every time."""
    batches = [first_cases(exercise, seed) for seed in range(100)]
    assert share(first_shown(exercise, way, batches)) >= GOAL


def test_right_code_is_revealed_by_nothing() -> None:
    """So it is the wrong idea that shows, not the machinery."""
    exercise = catalog.find("conv2d").load()
    batches = [first_cases(exercise, seed) for seed in range(3)]
    assert share(first_shown(exercise, exercise.reference, batches)) == 0
