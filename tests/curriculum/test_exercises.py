"""What must be true of every exercise, whoever writes it."""

from __future__ import annotations

import ast
import doctest
import importlib.util
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cnnquiz.curriculum import catalog
from cnnquiz.grading.rehearsal import rehearse
from cnnquiz.questions.topics import TOPICS

if TYPE_CHECKING:
    from cnnquiz.curriculum.exercise import Exercise, Misconception

ENTRIES = [pytest.param(entry, id=entry.slug) for entry in catalog.CATALOG]
UNWRITTEN = [
    pytest.param(entry, id=entry.slug)
    for entry in catalog.CATALOG
    if entry.load().stub is None
]
JUDGED_BY_CASES = [
    pytest.param(entry, id=entry.slug)
    for entry in catalog.CATALOG
    if entry.load().training is None
]
MISCONCEPTIONS = [
    pytest.param(exercise, idea, way, id=f"{exercise.slug}:{idea.id}{number or ''}")
    for entry in catalog.CATALOG
    for exercise in [entry.load()]
    for idea in exercise.misconceptions
    for number, way in enumerate(idea.implementations)
    if exercise.training is None
]


def solution_of(entry: catalog.Entry):
    """Load an entry's model solution as a module."""
    spec = importlib.util.spec_from_file_location(entry.slug, entry.solution)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("entry", ENTRIES)
def test_stub_and_solution_carry_their_mark(entry: catalog.Entry) -> None:
    """A renamed copy is still recognized by its first line."""
    for path in (entry.stub, entry.solution):
        mark = path.read_text().partition("\n")[0]
        seeded = entry.load().stub is not None and path == entry.stub
        assert mark == f"# cnnquiz: {entry.slug}" + " seed=0" * seeded


@pytest.mark.parametrize("entry", ENTRIES)
def test_statement_says_what_a_learner_needs(entry: catalog.Entry) -> None:
    """Shapes, dtypes, limits, a worked example and a source are all there."""
    statement = entry.statement
    assert len(entry.title) <= 88
    for needed in ("Parameters", "Returns", "Source:", "You may import", ">>> "):
        assert needed in statement, needed
    workload = entry.load().workload
    if workload is not None:
        assert f"{workload.limit:,g} times the engine's time" in " ".join(
            statement.split()
        )


@pytest.mark.parametrize("entry", UNWRITTEN)
def test_stub_ends_in_a_plain_not_implemented_error(entry: catalog.Entry) -> None:
    """The stub says which task is open when it is run."""
    tree = ast.parse(entry.stub.read_text())
    raised = [ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Raise)]
    assert raised
    assert all(text.startswith("raise NotImplementedError(") for text in raised)


@pytest.mark.parametrize("entry", ENTRIES)
def test_worked_examples_are_what_the_model_solution_prints(
    entry: catalog.Entry,
) -> None:
    """The doctest in the statement holds for the model solution."""
    module = solution_of(entry)
    names = {**vars(module), "np": np}
    examples = doctest.DocTestParser().get_doctest(
        entry.statement, names, entry.slug, None, 0
    )
    results = doctest.DocTestRunner(verbose=False).run(examples)
    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.parametrize("entry", ENTRIES)
def test_hints_and_follow_ups_are_three_and_different(entry: catalog.Entry) -> None:
    """Each hint says something that the one before did not."""
    exercise = entry.load()
    assert exercise.slug == entry.slug
    assert len(set(exercise.hints)) == 3
    assert len(set(exercise.follow_ups)) == 3
    assert all(question.endswith("?") for question in exercise.follow_ups)
    assert exercise.topics
    assert set(exercise.topics) <= set(TOPICS)


@pytest.mark.parametrize("entry", JUDGED_BY_CASES)
@pytest.mark.parametrize("seed", [0, 1])
def test_model_solution_holds(entry: catalog.Entry, seed: int) -> None:
    """The model solution passes every check, and none of them by being skipped."""
    exercise = entry.load()
    function = getattr(solution_of(entry), entry.signature.name)
    judged = rehearse(exercise, function, seed)
    assert {c.name: c.message for c in judged.checks if c.status != "passed"} == {}


@pytest.mark.parametrize("entry", JUDGED_BY_CASES)
def test_pinned_cases_come_first_with_the_worked_example(entry: catalog.Entry) -> None:
    """The first case a learner meets is the one in the statement."""
    exercise = entry.load()
    assert exercise.pinned[0].why == "the worked example"
    assert all(case.why for case in exercise.pinned)


@pytest.mark.parametrize(("exercise", "idea", "way"), MISCONCEPTIONS)
def test_misconception_is_rejected_and_named(
    exercise: Exercise, idea: Misconception, way
) -> None:
    """Each wrong idea fails a check and is called by its own name, and no other."""
    judged = rehearse(exercise, way)
    assert judged.failures, "it passes every check"
    assert [m.id for m in judged.mistakes] == [idea.id]


@pytest.mark.parametrize("entry", ENTRIES)
def test_misconceptions_teach(entry: catalog.Entry) -> None:
    """Titles finish the sentence of a verdict; lessons are one or two sentences."""
    for idea in entry.load().misconceptions:
        assert idea.title[0].islower() or idea.title.startswith(("ReLU", "NaN", "IoU"))
        assert not idea.title.endswith(".")
        assert idea.lesson.endswith(".")
        assert 20 <= len(idea.lesson) <= 260
