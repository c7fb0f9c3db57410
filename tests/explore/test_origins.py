"""Questions and verdicts lead to operations with their own numbers."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from cnnquiz import explore
from cnnquiz.curriculum.catalog import find
from cnnquiz.curriculum.draw import draw_many
from cnnquiz.curriculum.exercise import Case
from cnnquiz.explore.cases import BUILDERS as OF_CASES
from cnnquiz.explore.items import BUILDERS as OF_ITEMS
from cnnquiz.grading.verdict import (
    CheckResult,
    Counterexample,
    Status,
    Verdict,
)
from cnnquiz.questions.answers import right_answer
from cnnquiz.questions.generators import GENERATORS, generate
from cnnquiz.report import verdict_from_json, verdict_to_json
from cnnquiz.values import Rng

SEEDS = range(4)
# What a question asks is found in this table of its operation.
ASKED = {
    "feature-map": "y",
    "convolve-or-correlate": "y",
    "multichannel-entry": "y",
    "pool-by-hand": "y",
    "max-pool-backward": "dx",
    "softmax-value": "p",
    "cross-entropy-value": "loss",
    "cross-entropy-gradient": "gradient",
    "batch-norm-output": "y",
    "conv-output-size": "y",
    "conv-transpose-size": "y",
    "conv-weight-gradient": "dw",
    "dropout-value": "y",
}


def answered(operation, table, item):
    """Return what an operation answers to a question."""
    result = operation.results()[table]
    if item.origin.generator in {"conv-output-size", "conv-transpose-size"}:
        return result.shape[2:] if item.type == "shape" else result.shape[2]
    if operation.aim is not None and item.type == "number":
        assert operation.aim.table == table
        return result[operation.aim.place]
    return result.reshape(result.shape[-2:])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("level", ["easy", "medium", "hard"])
@pytest.mark.parametrize("generator", OF_ITEMS)
def test_a_question_opens_with_its_numbers_and_the_walk_gives_its_answer(
    generator, level, seed
):
    item = generate(generator, seed, level)
    operation = explore.of_item(item)
    if operation is None:
        assert generator == "dropout-value"
        return
    assert operation.trouble == ""
    got = np.asarray(answered(operation, ASKED[generator], item)).squeeze()
    expected = np.asarray(right_answer(item)).squeeze()
    assert got.shape == expected.shape
    np.testing.assert_allclose(got, expected, atol=1e-3)


def test_the_walk_begins_where_the_question_looks():
    item = generate("multichannel-entry", 3, "hard")
    operation = explore.of_item(item)
    steps = operation.steps()
    last = steps[operation.start(steps)]
    assert last.writes[0].place == (0, 0, *item.parameters["index"])
    assert last.writes[0].value == item.answer


def test_other_questions_lead_nowhere():
    others = set(GENERATORS) - set(OF_ITEMS)
    assert explore.of_item(generate(min(others), 1, "easy")) is None
    assert explore.of_item(SimpleNamespace(origin=None, parameters=None)) is None


def cases_of(slug, count=40):
    """Return an exercise with cases of it: pinned ones, then drawn ones."""
    exercise = find(slug).load()
    drawn = [Case(case) for case, _ in draw_many(exercise.draw, count, seed=5)]
    return exercise, [*exercise.pinned, *drawn]


def table_of(slug):
    return {
        "conv2d_backward": "dx",
        "max_pool2d_backward": "dx",
        "avg_pool2d_backward": "dx",
        "softmax": "p",
        "cross_entropy": "mean loss",
        "cross_entropy_backward": "gradient",
    }.get(slug, "y")


def called(exercise, arguments):
    """Return what the engine says to a case; its first part where there are several."""
    usable = {
        k: np.random.default_rng(v.seed) if isinstance(v, Rng) else v
        for k, v in arguments.items()
    }
    result = exercise.reference(**usable)
    return np.asarray(result[0] if isinstance(result, tuple) else result)


@pytest.mark.parametrize("slug", OF_CASES)
def test_a_case_opens_with_its_arguments_and_the_walk_gives_the_engines_answer(slug):
    exercise, cases = cases_of(slug)
    opened = 0
    for case in cases:
        operation = explore.of_case(slug, case.arguments)
        if operation is None:
            continue
        opened += 1
        got = operation.results()[table_of(slug)]
        expected = called(exercise, case.arguments)
        if slug == "batch_norm":
            expected = expected.swapaxes(0, 1)
        if slug == "softmax":
            axis = case.arguments.get("axis", -1)
            expected = np.moveaxis(expected, axis, -1)
        np.testing.assert_allclose(
            got.ravel(), expected.ravel(), rtol=1e-4, atol=1e-5, err_msg=case.why
        )
    assert opened > len(cases) // 3


@pytest.mark.parametrize(
    ("slug", "part"),
    [
        *((slug, None) for slug in OF_CASES),
        ("conv2d_backward", "dw"),
        ("conv2d_backward", "db"),
        ("batch_norm", "running_var"),
    ],
)
def test_a_counterexample_opens_at_its_first_wrong_cell(slug, part):
    exercise, cases = cases_of(slug, 5)
    case = next(c for c in cases if explore.of_case(slug, c.arguments) is not None)
    usable = {
        k: np.random.default_rng(v.seed) if isinstance(v, Rng) else v
        for k, v in case.arguments.items()
    }
    right = exercise.reference(**usable)
    parts = list(right) if isinstance(right, tuple) else [right]
    index = exercise.parts.index(part) if part else 0
    got = [np.array(each, float) for each in parts]
    got[index].reshape(-1)[-1] += 100
    wrong = got[index] != np.asarray(parts[index])
    name = exercise.parts[index] if exercise.parts else ""
    example = Counterexample(
        case.arguments,
        right,
        tuple(got) if isinstance(right, tuple) else got[0],
        {name: wrong} if name else wrong,
    )
    check = CheckResult("values", "Values", "failed", 1, "wrong", example)
    verdict = Verdict("f.py", slug, Status.WRONG, "wrong", checks=(check,))
    kept = verdict_from_json(verdict_to_json(verdict))
    for each in (verdict, kept):
        operation = explore.of_verdict(each)
        steps = operation.steps()
        assert operation.aim is not None
        step = steps[operation.start(steps)]
        written = [c for c in step.writes if (c.table, c.place) == operation.aim]
        value = np.asarray(parts[index], float).reshape(-1)[-1]
        if slug == "max_pool2d_backward" and not value:  # it won nowhere
            assert any(cell.place == operation.aim.place for cell in step.reads)
            continue
        (cell,) = written
        assert cell.value == pytest.approx(value, rel=1e-4, abs=1e-5)


def test_a_verdict_without_a_case_leads_nowhere():
    passed = CheckResult("values", "Values", "passed", 30)
    law = CheckResult("law", "Law", "failed", 1, "broken", Counterexample({"x": 1}))
    for checks in ((), (passed,), (law,)):
        verdict = Verdict("f.py", "conv2d", Status.WRONG, "no", checks=checks)
        assert explore.of_verdict(verdict) is None


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"x": np.ones((0, 1, 3, 3)), "w": np.ones((1, 1, 2, 2))},
        {"x": np.full((1, 1, 3, 3), np.nan), "w": np.ones((1, 1, 2, 2))},
        {"x": np.ones((1, 1, 3, 3)), "w": "…"},
        {"x": np.ones((1, 1, 3, 3)), "w": np.ones((1, 1, 4, 4))},
        {"x": np.ones((1, 1, 99, 99)), "w": np.ones((1, 1, 2, 2))},
    ],
    ids=["nothing", "empty", "nan", "cut", "too small", "too large"],
)
def test_a_case_that_cannot_be_walked_through_leads_nowhere(arguments):
    assert explore.of_case("conv2d", arguments) is None
    assert explore.of_case("relu", {"x": np.ones(3)}) is None


def test_no_word_of_a_step_needs_more_than_ascii():
    for name in explore.OPERATIONS:
        operation = explore.of_name(name)
        said = [operation.title, operation.kind.about]
        for step in operation.steps():
            said += [step.title, *step.words]
        assert all(re.fullmatch(r"[ -~]+", text) for text in said), name
