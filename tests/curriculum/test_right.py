"""Right code passes, in whatever style it is written."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from cnnquiz.curriculum import catalog
from cnnquiz.grading.judging import Request
from cnnquiz.grading.players import Zygote
from cnnquiz.grading.referee import grade
from cnnquiz.grading.rehearsal import rehearse
from cnnquiz.grading.submission import read
from cnnquiz.grading.verdict import Status

FOLDER = Path(__file__).parents[1] / "right"
FILES = sorted(FOLDER.glob("*/*.py"))
TIGHT = {"conv2d_fast"}  # where a loop over pixels is too slow by intent


def function_in(path: Path):
    """Load a file and return the function or class that it answers with."""
    slug = path.parent.name
    spec = importlib.util.spec_from_file_location(f"{slug}_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, catalog.find(slug).signature.name)


def named(paths: list[Path]) -> list:
    """Give each file a readable name in the list of tests."""
    return [pytest.param(p, id=f"{p.parent.name}-{p.stem}") for p in paths]


@pytest.mark.parametrize("path", named(FILES[::3]))
def test_right_code_holds_every_check(path: Path) -> None:
    """No check fails it; the others of FILES go through the exhaustive tier."""
    assert failures(path, seed=0) == {}


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", named(FILES))
def test_right_code_holds_every_check_on_eleven_seeds(path: Path) -> None:
    """Nor on other cases."""
    assert {s: f for s in range(11) if (f := failures(path, s))} == {}


def failures(path: Path, seed: int) -> dict[str, str]:
    """Return the checks that a file fails, with what they say."""
    exercise = catalog.find(path.parent.name).load()
    judged = rehearse(exercise, function_in(path), seed)
    return {c.name: c.message for c in judged.checks if c.status != "passed"}


def test_every_exercise_has_right_code_in_several_styles() -> None:
    """One reference solution over-fits: three styles beside it do not."""
    for entry in catalog.CATALOG:
        if entry.load().training is None:
            styles = {p.stem for p in FILES if p.parent.name == entry.slug}
            assert len(styles) >= 3, entry.slug


def graded(path: Path, zygote: Zygote) -> Status:
    """Grade a file as the command line does, speed and all."""
    request = Request(read(path), path.parent.name, seed=0)
    return grade(request, zygote)[0].status


@pytest.fixture(scope="module")
def zygote():
    """Start one clean process to fork players from."""
    started = Zygote()
    yield started
    started.close()


@pytest.mark.parametrize("path", named(FILES[::25]))
def test_right_code_passes_in_the_player(path: Path, zygote: Zygote) -> None:
    """A sample goes the whole way, with the sandbox and the speed check."""
    allowed = {Status.PASSED}
    if path.parent.name in TIGHT and path.stem == "loops":
        allowed = {Status.SLOW}
    assert graded(path, zygote) in allowed


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", named(FILES))
def test_all_right_code_passes_in_the_player(path: Path, zygote: Zygote) -> None:
    """All of it goes the whole way."""
    allowed = {Status.PASSED}
    if path.parent.name in TIGHT and path.stem == "loops":
        allowed = {Status.SLOW}
    assert graded(path, zygote) in allowed
