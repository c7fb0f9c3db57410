"""Where the statement asks for new arrays, an argument's own memory is not one."""

from __future__ import annotations

import re

import numpy as np
import pytest

from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.catalog import CATALOG
from cnnquiz.grading.rehearsal import rehearse

# In evaluation the running statistics come back as they are.
NEW_IN_TRAINING_ALONE = {"batch_norm"}


def lazy_relu(x):
    """Copies nothing where nothing is negative."""
    return x if (x >= 0).all() else np.maximum(x, 0)


def lazy_pad2d(x, padding, mode="zeros"):
    """Copies nothing where nothing is padded."""
    high, wide = padding if isinstance(padding, tuple) else (padding, padding)
    if high == wide == 0:
        return x[:]
    names = {"zeros": "constant", "reflect": "reflect", "replicate": "edge"}
    return np.pad(x, ((0, 0), (0, 0), (high, high), (wide, wide)), names[mode])


def lazy_sgd_step(param, grad, velocity, lr, momentum=0.9, nesterov=False):
    """Takes the gradient for the first velocity."""
    velocity = momentum * velocity + grad if velocity.any() else grad
    return param - lr * (grad + momentum * velocity if nesterov else velocity), velocity


@pytest.mark.parametrize(
    ("function", "argument"),
    [(lazy_relu, "x"), (lazy_pad2d, "x"), (lazy_sgd_step, "grad")],
)
def test_a_result_that_is_an_argument_is_refused(function, argument) -> None:
    """And nothing else is said against it."""
    slug = function.__name__.removeprefix("lazy_")
    judgement = rehearse(catalog.find(slug).load(), function)
    failed = {check.name: check.message for check in judgement.checks if check.message}
    assert set(failed) == {"keeps_earlier_results"}
    assert f"returned its argument {argument}" in failed["keeps_earlier_results"]


def test_it_may_be_where_nothing_new_is_asked_for() -> None:
    """A flattened image may well lie where the image lies."""
    exercise = catalog.find("flatten").load()
    assert not exercise.fresh
    judgement = rehearse(exercise, lambda x: x.reshape(len(x), -1))
    assert not judgement.failures


def test_it_is_asked_where_the_statement_says_so_and_nowhere_else() -> None:
    """In the words "a new array" or "new arrays"."""
    says = {
        entry.slug
        for entry in CATALOG
        if re.search(r"\b[Nn]ew arrays?\b", entry.stub.read_text(encoding="utf-8"))
    }
    asks = {entry.slug for entry in CATALOG if entry.load().fresh}
    assert asks == says - NEW_IN_TRAINING_ALONE
