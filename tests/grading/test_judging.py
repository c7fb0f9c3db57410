"""How checks, counterexamples and the name of a mistake come together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.exercise import Broken, Law
from cnnquiz.grading import judging
from cnnquiz.grading.checks import Court
from cnnquiz.grading.outcome import PlayerEnded
from cnnquiz.grading.rehearsal import InProcess, rehearse
from cnnquiz.grading.submission import Submission
from cnnquiz.grading.verdict import Status

RELU = catalog.find("relu").load()
NOWHERE = Submission(Path("relu.py"), b"")


def asked(**others):
    """Ask for a grading."""
    return judging.Request(NOWHERE, "relu", 0, 5, **others)


def test_a_stub_that_has_begun_is_not_a_stub() -> None:
    """Only where the very first case says so, nothing is written yet."""
    calls = []

    def later(x):
        calls.append(x)
        if len(calls) > 1:
            raise NotImplementedError
        return np.maximum(x, 0)

    def never(x):
        raise NotImplementedError

    for function, begun in ((later, True), (never, False)):
        judgement = judging.Judgement()
        court = Court(RELU, InProcess(RELU, function))
        assert judging.try_cases(judgement, court, asked()) is begun


def test_a_law_that_is_broken_names_its_mistake() -> None:
    """And a misconception may be known by the check that it fails."""
    known = RELU.misconceptions[0]
    law = Law(
        "law", "a law holds", lambda trial: Broken("it is so", known.id), needs=()
    )
    judged = rehearse(replace(RELU, laws=[law]), RELU.reference)
    assert [m.id for m in judged.mistakes] == [known.id]
    assert judged.failures["law"].message == "it is so"
    claimed = replace(known, claimed_by="law")
    law = replace(law, holds=lambda trial: "it is so")
    exercise = replace(RELU, laws=[law], misconceptions=[claimed])
    assert [m.id for m in rehearse(exercise, RELU.reference).mistakes] == [known.id]


def test_a_law_keeps_the_case_it_failed_on() -> None:
    """It makes calls of its own: no smaller case is looked for."""
    law = Law("law", "a law holds", lambda trial: "it is so")
    judged = rehearse(replace(RELU, laws=[law]), RELU.reference)
    failed = next(c for c in judged.checks if c.status == "failed")
    first = RELU.pinned[0].arguments["x"]
    np.testing.assert_array_equal(failed.counterexample.arguments["x"], first)


def test_a_player_that_ends_while_the_case_is_made_small_loses_nothing() -> None:
    """The counterexample that was found stays."""
    judgement = judging.Judgement()
    runner = InProcess(RELU, np.abs)
    court = Court(RELU, runner)
    request, ended = asked(), []
    assert judging.try_cases(judgement, court, request)

    def observe(stage, number, count):
        if stage == "looking for the smallest case":

            def end(*anything, **others):
                ended.append(stage)
                raise PlayerEnded(Status.TIMEOUT, "it ran out of time")

            runner.call = end

    judging.judge_checks(judgement, court, replace(request, observe=observe))
    assert ended
    failed = next(c for c in judgement.checks if c.status == "failed")
    kept = judgement.failures[failed.name].tried.case.arguments
    assert failed.counterexample.arguments == kept


@pytest.mark.parametrize("kind", [KeyError, IndexError])
def test_a_smaller_case_fails_in_the_same_way(kind) -> None:
    """Another exception is another mistake."""

    def function(x):
        if x.size > 3:
            raise kind
        if x.size > 1:
            raise ZeroDivisionError
        return np.maximum(x, 0)

    case = next(c for c in RELU.pinned if c.arguments["x"].size > 3)
    judged = rehearse(replace(RELU, pinned=[case]), function)
    failed = next(c for c in judged.checks if c.name == "runs")
    assert failed.message.startswith(f"it raised {kind.__name__}")
    assert failed.counterexample.arguments["x"].size == 4
