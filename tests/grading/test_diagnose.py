"""An unknown mistake in one of several parts is described: which part, and how."""

from __future__ import annotations

import numpy as np
import pytest

from cnnquiz import engine
from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.networks.small_cnn import RIGHT
from cnnquiz.grading import diagnose
from cnnquiz.grading.compare import Expectation
from cnnquiz.grading.outcome import Returned
from cnnquiz.grading.rehearsal import rehearse


def described(slug, function):
    """Return what is said of a function's parts."""
    exercise = catalog.find(slug).load()
    return diagnose.describe_parts(exercise, rehearse(exercise, function).tried)


def backward(change):
    """Make a conv2d_backward of which some parts are changed."""

    def function(dout, x, w, stride=1, padding=0):
        right = engine.conv2d_backward(dout, x, w, stride, padding)
        parts = dict(zip(("dx", "dw", "db"), right, strict=True))
        parts |= {
            name: np.ascontiguousarray(f(parts[name])) for name, f in change.items()
        }
        return tuple(parts.values())

    return function


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dx": lambda a: -a}, "dw and db are right; dx is wrong: it is the negative"),
        ({"dw": lambda a: a[..., ::-1]}, "dw is wrong: it is flipped along its last axis"),
        ({"dw": lambda a: 3 * a}, "dw is wrong: it is 3 times the right one"),
        ({"dx": lambda a: 0 * a}, "dx is wrong: it is zero"),
        ({"dx": lambda a: a / a.shape[3]}, "dx is wrong: it is a multiple of the right one"),
        ({"db": lambda a: a + 1}, "dx and dw are right; db is wrong"),
        (
            {"dx": lambda a: -a, "dw": lambda a: a + 1},
            "db is right; dx is wrong: it is the negative of the right one; dw is wrong",
        ),
    ],
)  # fmt: skip
def test_each_wrong_part_is_said_with_what_makes_it_right(change, said) -> None:
    """By negative, flip, factor; where none fits, only that it is wrong."""
    found = described("conv2d_backward", backward(change))
    assert said in found
    if said.endswith("is wrong"):
        assert found.endswith(said)


def test_gradients_in_a_dict_are_said_by_their_names() -> None:
    """The loss and six gradients: the parts are what the dict holds."""

    def function(params, x, labels):
        loss, grads = RIGHT.loss_and_gradients(params, x, labels)
        return loss, {**grads, "w2": 3 * grads["w2"], "b1": -grads["b1"]}

    found = described("cnn_loss_and_gradients", function)
    assert found.startswith("loss and w1 and b2 and w3 and b3 are right; ")
    assert "b1 is wrong: it is the negative of the right one" in found
    assert "w2 is wrong: it is 3 times the right one" in found


def test_nothing_is_said_of_one_result_or_of_right_parts() -> None:
    """There is nothing to tell apart."""
    assert described("relu", np.abs) == ""
    assert described("conv2d_backward", backward({})) == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dw": lambda a: a[..., :1].repeat(2, axis=-1)}, "dw is wrong"),
        ({"dw": lambda a: a.mean()}, "dw is wrong"),
    ],
)
def test_a_part_of_another_shape_is_not_told_more_of(change, said) -> None:
    """No factor and no flip makes it right: its shape is said by another check."""
    assert described("conv2d_backward", backward(change)).endswith(said)


def test_a_part_that_is_right_only_where_all_is_zero_is_no_multiple() -> None:
    """Where the right one is zero, nothing is known of a factor."""
    exercise = catalog.find("conv2d_backward").load()
    right = (np.ones((1, 1, 2, 2)), np.ones((1, 1, 1, 1)), np.zeros(1))
    expected = Expectation(right, (1e-6,) * 3, None, exercise.parts)
    case = exercise.pinned[0]
    tried = diagnose.Tried(case, Returned((right[0], right[1], np.ones(1))), expected)
    assert diagnose.describe_parts(exercise, [tried]).endswith("db is wrong")


def test_of_single_numbers_no_factor_that_differs_is_told() -> None:
    """Any number is a multiple of any other: that says nothing."""

    def function(params, x, labels):
        loss, grads = RIGHT.loss_and_gradients(params, x, labels)
        return loss * (1 + x.mean()), grads

    assert described("cnn_loss_and_gradients", function).endswith("loss is wrong")


def test_two_ideas_may_explain_two_parts() -> None:
    """Together they must explain every wrong part: a third that nobody knows is none's."""

    def function(dout, x, w, more=0):
        return dout @ w + more, x.T @ dout, dout.copy()

    exercise = catalog.find("linear_backward").load()
    named = {m.id for m in rehearse(exercise, function).mistakes}
    assert named == {"dw-transposed", "db-not-summed"}
    judged = rehearse(exercise, lambda dout, x, w: function(dout, x, w, 1))
    assert judged.mistakes == []


def test_an_idea_behind_a_driver_is_run_as_the_player_runs_it() -> None:
    """The driver calls the idea in place of the learner's class."""
    exercise = catalog.find("early_stopping").load()
    idea = next(m for m in exercise.misconceptions if m.claimed_by is None)
    judged = rehearse(exercise, idea.implementation)
    assert idea.id in {m.id for m in judged.mistakes}
