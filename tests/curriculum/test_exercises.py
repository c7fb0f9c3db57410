"""What must be true of every exercise, whoever writes it: the rules of `cnnquiz lint`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnquiz import lint
from cnnquiz.curriculum import catalog
from cnnquiz.questions.bank import load_topic

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
# The quick tier tries a fixed sample of the ideas, each in its first way, on a few drawn
# cases; the exhaustive one all of them, in every way, on as many cases as a grading.
FEW = 30
EVERY = 3
MISCONCEPTIONS = [
    pytest.param(
        exercise,
        idea,
        way,
        id=f"{exercise.slug}:{idea.id}{number or ''}",
        marks=[pytest.mark.exhaustive] if number or place % EVERY else [],
    )
    for entry in catalog.CATALOG
    for exercise in [entry.load()]
    for place, idea in enumerate(exercise.misconceptions)
    for number, way in enumerate(idea.implementations)
    if exercise.training is None
]


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize(
    "rule", [lint.marks, lint.statement, lint.worked_example, lint.words]
)
def test_statement_and_words(entry: catalog.Entry, rule) -> None:
    """A learner finds what is needed, and the worked example holds."""
    assert list(rule(entry)) == []


@pytest.mark.parametrize("entry", ENTRIES)
def test_topics_lead_to_questions(entry: catalog.Entry) -> None:
    """Each topic has three or more that the program marks by itself."""
    topics = entry.load().topics
    assert len(set(topics)) == len(topics)
    for topic in topics:
        marked = [item for item in load_topic(topic) if item.type != "explain"]
        assert len(marked) >= 3, topic


@pytest.mark.parametrize("entry", UNWRITTEN)
def test_stub_says_which_task_is_open(entry: catalog.Entry) -> None:
    """It ends in a plain NotImplementedError."""
    assert list(lint.unwritten(entry)) == []


@pytest.mark.parametrize("entry", JUDGED_BY_CASES)
@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.exhaustive)])
def test_model_solution_holds(entry: catalog.Entry, seed: int) -> None:
    """It passes every check, and none of them by being skipped."""
    assert list(lint.solution(entry, seed)) == []


@pytest.mark.parametrize("entry", JUDGED_BY_CASES)
def test_pinned_cases_come_first_with_the_worked_example(entry: catalog.Entry) -> None:
    """The first case a learner meets is the one in the statement."""
    assert list(lint.pinned_cases(entry.load())) == []


@pytest.mark.parametrize(("exercise", "idea", "way"), MISCONCEPTIONS)
def test_misconception_is_rejected_and_named(
    exercise: Exercise, idea: Misconception, way
) -> None:
    """Each wrong idea fails a check and is called by its own name, and no other."""
    assert list(lint.mistake(exercise, idea, way, examples=FEW)) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize(("exercise", "idea", "way"), MISCONCEPTIONS)
def test_misconception_is_named_on_as_many_cases_as_in_a_grading(
    exercise: Exercise, idea: Misconception, way
) -> None:
    """What `cnnquiz lint` tries."""
    assert list(lint.mistake(exercise, idea, way)) == []
