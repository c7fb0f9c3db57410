"""An unknown mistake in one of several parts is described: which part, and how."""

from __future__ import annotations

import numpy as np
import pytest

from cnnquiz import engine
from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.networks.small_cnn import RIGHT
from cnnquiz.grading import diagnose
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
