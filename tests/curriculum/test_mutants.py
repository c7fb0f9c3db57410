"""A right solution with one small thing changed is rejected, unless it does the same."""

from __future__ import annotations

import tomllib
import warnings
from pathlib import Path

import pytest

from cnnquiz.curriculum import catalog
from tests.curriculum.mutants import mutants_of, survives

LISTED = tomllib.loads((Path(__file__).parent / "survivors.toml").read_text())
ENTRIES = [
    pytest.param(entry, id=entry.slug)
    for entry in catalog.CATALOG
    if entry.load().training is None  # that one is judged by what it predicts
]
QUICK = [p for p in ENTRIES if p.id != "debug_cnn"]  # which takes seconds a mutant
SAMPLE = 30  # one mutant of so many is tried in the quick tier


def survivors(entry: catalog.Entry, step: int = 1) -> set[str]:
    """Return those of every so-manieth mutant that the grader accepts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a mutant may divide by zero as it likes
        mutants = list(mutants_of(entry))[::step]
        return {m.key for m in mutants if survives(entry.load(), m)}


@pytest.mark.parametrize("entry", QUICK)
def test_a_sample_of_mutants_is_rejected(entry: catalog.Entry) -> None:
    """But for those that are listed with the reason why they are right."""
    assert survivors(entry, SAMPLE) <= LISTED.get(entry.slug, {}).keys()


@pytest.mark.exhaustive
@pytest.mark.parametrize("entry", ENTRIES)
def test_all_mutants_are_rejected(entry: catalog.Entry) -> None:
    """And each that is listed is still one."""
    assert survivors(entry) == set(LISTED.get(entry.slug, {}))


def test_a_mutant_is_rejected_for_what_it_does() -> None:
    """The solution itself survives: it is not the machinery that rejects."""
    entry = catalog.find("leaky_relu")
    kept = {m.key for m in mutants_of(entry) if survives(entry.load(), m)}
    assert kept == set(LISTED["leaky_relu"])
