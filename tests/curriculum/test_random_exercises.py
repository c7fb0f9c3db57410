"""Exercises that only laws judge: right code is not failed by chance."""

from __future__ import annotations

import importlib.util

import pytest

from cnnquiz.curriculum import catalog
from cnnquiz.grading.rehearsal import rehearse

RANDOM = [e for e in catalog.CATALOG if e.load().values == "free"]
TRAINS = {"debug_cnn"}  # each rehearsal trains networks, so fewer seeds are tried


def failures(entry: catalog.Entry, seeds: range) -> dict[int, list[str]]:
    """Return the checks that fail the model solution, by seed."""
    spec = importlib.util.spec_from_file_location(entry.slug, entry.solution)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function = getattr(module, entry.signature.name)
    judged = {s: rehearse(entry.load(), function, s, examples=30) for s in seeds}
    return {s: list(j.failures) for s, j in judged.items() if j.failures}


@pytest.mark.parametrize("entry", [pytest.param(e, id=e.slug) for e in RANDOM])
def test_right_code_is_not_failed_by_chance(entry: catalog.Entry) -> None:
    """Twelve seeds, no failure; the laws' bounds are at seven standard deviations."""
    assert failures(entry, range(2 if entry.slug in TRAINS else 12)) == {}


@pytest.mark.exhaustive
@pytest.mark.parametrize("entry", [pytest.param(e, id=e.slug) for e in RANDOM])
def test_right_code_is_not_failed_by_chance_in_two_thousand(
    entry: catalog.Entry,
) -> None:
    """The same on two thousand seeds."""
    assert failures(entry, range(200 if entry.slug in TRAINS else 2_000)) == {}
