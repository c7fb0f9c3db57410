"""Checks find what they are for, on outcomes made by hand and without a process."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.exercise import Broken, Case, Law
from cnnquiz.grading.checks import COMMON, Court, checks_for, result_of, skipped
from cnnquiz.grading.outcome import Raised, Returned
from cnnquiz.grading.rehearsal import rehearse
from cnnquiz.values import Rng

X = np.array([1.0, -2.0])
RELU = catalog.find("relu").load()
CASE = Case({"x": X}, "by hand")
BY_NAME = {check.name: check for check in COMMON}


class Scripted:
    """A runner that returns the outcomes of a list, one after the other."""

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.asked = []

    def call(self, arguments, *, meanwhile=list):
        """Return the next outcome; the last one for ever."""
        self.asked.append(arguments)
        meanwhile()
        return self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]


def found(check, *outcomes, exercise=RELU, cases=(CASE,)):
    """Try cases with these outcomes and return what a check finds, and the runner."""
    runner = Scripted(*outcomes)
    court = Court(exercise, runner)
    tried = [court.try_(case) for case in cases]
    return check.find(court, tried), runner


RIGHT = Returned(np.maximum(X, 0))


@pytest.mark.parametrize(
    ("name", "outcome", "said"),
    [
        ("runs", Raised("KeyError", "'k'"), "it raised KeyError: 'k'"),
        ("type", Returned(None), "None"),
        ("shape", Returned(X[:1]), "shape (1,)"),
        ("dtype", Returned(np.maximum(X, 0).astype(np.float32)), "float32"),
        ("agrees_with_reference", Returned(X), "[1] it is -2 and should be 0"),
        ("leaves_inputs_unchanged", replace(RIGHT, changed=("x", "w")), "argument x and w"),
        ("keeps_earlier_results", replace(RIGHT, earlier_changed=True), "shared buffer"),
    ],
)  # fmt: skip
def test_each_common_check_finds_its_fault_and_passes_what_is_right(
    name, outcome, said
) -> None:
    """A fault is found by the check that is named after it."""
    check = BY_NAME[name]
    assert said in found(check, outcome)[0].message
    assert found(check, RIGHT)[0] is None


def test_a_buffer_that_is_kept_for_each_shape_is_found_by_further_calls() -> None:
    """The second further call has the same shapes and other values."""
    earlier = replace(RIGHT, earlier_changed=True)
    failure, runner = found(BY_NAME["keeps_earlier_results"], RIGHT, RIGHT, earlier)
    assert "shared buffer" in failure.message
    np.testing.assert_array_equal(runner.asked[-1]["x"], X[::-1])


def test_other_places_are_found_inside_dicts_and_numbers_stay() -> None:
    """Whatever holds the arrays, the shapes are the same."""
    exercise = replace(RELU, reference=lambda p, n, i: 0, rounding=lambda p, n, i: 0)
    case = Case({"p": {"w": X}, "n": 3, "i": np.array([1, 2])}, "nested")
    check = BY_NAME["keeps_earlier_results"]
    _, runner = found(check, Returned(0), exercise=exercise, cases=[case])
    asked = runner.asked[-1]
    np.testing.assert_array_equal(asked["p"]["w"], X[::-1])
    assert asked["n"] == 3
    np.testing.assert_array_equal(asked["i"], [1, 2])


@pytest.mark.parametrize(
    ("again", "exercise", "fails"),
    [
        (Returned(np.maximum(X, 0)), RELU, False),
        (Returned(np.maximum(X, 0) + 1e-9), RELU, False),
        (Returned(np.maximum(X, 0) + 1e-9), replace(RELU, values="free"), True),
        (Returned(np.maximum(X, 0) + 1), RELU, True),
        (Raised("ValueError", ""), RELU, True),
    ],
)
def test_the_same_again(again, exercise, fails: bool) -> None:
    """Rounding may differ where values are compared; free ones must be the same."""
    failure, _ = found(BY_NAME["repeats"], RIGHT, again, exercise=exercise)
    assert (failure is not None) is fails


def test_a_random_exercise_must_draw_from_the_generator_passed_in() -> None:
    """Only where there is one; and its values are judged by laws alone."""
    case = Case({"x": X, "rng": Rng(1)}, "random")
    exercise = replace(
        RELU,
        pinned=[case],
        values="free",
        reference=lambda x, rng: x,
        rounding=lambda x, rng: x,
    )
    checks = {check.name: check for check in checks_for(exercise)}
    assert "agrees_with_reference" not in checks
    drew = replace(RIGHT, global_rng=True)
    check = checks["leaves_global_rng"]
    assert "global" in found(check, drew, exercise=exercise, cases=[case])[0].message
    assert found(check, RIGHT, exercise=exercise, cases=[case])[0] is None
    assert "leaves_global_rng" not in {c.name for c in checks_for(RELU)}


def law(holds, **others):
    """Make the check of a law."""
    made = Law("law", "a law holds", holds, **others)
    return next(c for c in checks_for(replace(RELU, laws=[made])) if c.name == "law")


def compare_with_more(trial):
    """Say whether twice the argument gives twice the result."""
    twice = trial.call(x=2 * trial.arguments["x"])
    return None if np.allclose(twice, 2 * trial.result) else "it is not homogeneous"


@pytest.mark.parametrize(
    ("outcomes", "said", "misconception"),
    [
        ([RIGHT, Returned(2 * RIGHT.value)], None, None),
        ([RIGHT, RIGHT], "it is not homogeneous", None),
        ([RIGHT, Raised("KeyError", "")], "a further call raised KeyError", None),
        ([RIGHT, Returned("words")], "cannot be compared (UFuncTypeError)", None),
        ([Raised("KeyError", "")], "it raised KeyError", None),
    ],
)
def test_a_law_calls_again_and_says_what_does_not_hold(outcomes, said, misconception):
    """Whatever the submission returns or raises in the further calls."""
    failure, _ = found(law(compare_with_more), *outcomes)
    if said is None:
        assert failure is None
    else:
        assert said in failure.message
        assert failure.misconception is misconception


def test_a_law_may_name_the_mistake() -> None:
    """What it looks at: fresh arguments, the result, what is right."""
    seen = []

    def holds(trial):
        trial.arguments["x"][:] = 9
        seen.append((trial.arguments["x"], trial.result, trial.expected))
        return Broken("it is so", "relu-shift")

    failure, _ = found(law(holds), Returned(X))
    assert (failure.message, failure.misconception) == ("it is so", "relu-shift")
    ((arguments, result, expected),) = seen
    np.testing.assert_array_equal(arguments, X)
    np.testing.assert_array_equal(result, X)
    np.testing.assert_array_equal(expected, [1, 0])


def test_a_law_is_tried_on_its_own_cases_or_on_the_first_ones() -> None:
    """As many as it says."""
    seen = []

    def holds(trial):
        seen.append(trial.arguments["x"].size)

    own = Case({"x": np.ones(5)}, "its own")
    found(law(holds, own_cases=(own,)), RIGHT)
    assert seen == [5]
    seen.clear()
    cases = [Case({"x": np.ones(size)}, "") for size in (1, 2, 3)]
    found(law(holds, cases=2), RIGHT, cases=cases)
    assert seen == [1, 2]


def test_how_a_check_went_is_said_with_the_case_on_which_it_failed() -> None:
    """With values where values are what is wrong; without where it did not run."""
    check = BY_NAME["agrees_with_reference"]
    failure, _ = found(check, Returned(X))
    result = result_of(check, 7, failure)
    assert (result.status, result.cases) == ("failed", 7)
    np.testing.assert_array_equal(result.counterexample.got, X)
    np.testing.assert_array_equal(result.counterexample.expected, [1, 0])
    assert result.counterexample.why == "by hand"
    runs = BY_NAME["runs"]
    raised = result_of(runs, 7, found(runs, Raised("KeyError", ""))[0]).counterexample
    assert (raised.got, raised.expected) == (None, None)
    passed = result_of(BY_NAME["repeats"], 7, None)
    assert (passed.status, passed.cases) == ("passed", 7)
    assert result_of(BY_NAME["repeats"], 70, None).cases == 8
    assert (
        skipped(check, "has the right shape").message == "needs 'has the right shape'"
    )


def test_a_rehearsal_names_what_a_wrong_function_gets_wrong() -> None:
    """The same checks, without a process: the model passes, a raising one does not."""
    assert all(c.status == "passed" for c in rehearse(RELU, RELU.reference).checks)

    def raises(x):
        raise KeyError("k")

    first = rehearse(RELU, raises).checks[0]
    assert (first.name, first.status) == ("runs", "failed")
    assert first.message == "it raised KeyError: 'k'"


def test_a_rehearsal_drives_as_a_player_would() -> None:
    """An exercise whose function takes a function has a driver."""
    exercise = catalog.find("early_stopping").load()
    assert exercise.driver is not None
    from cnnquiz import resources

    source = next(resources.tree("solutions").rglob("early_stopping.py")).read_text()
    names: dict = {}
    exec(source, names)  # noqa: S102 - our model solution
    judged = rehearse(exercise, names["EarlyStopping"], examples=5)
    assert {c.status for c in judged.checks} == {"passed"}
