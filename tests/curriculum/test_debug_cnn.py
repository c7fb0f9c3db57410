"""debug_cnn: its scripts run and do not learn, and each planted bug is found alone."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.networks import debug_bugs
from cnnquiz.curriculum.networks.debug_checks import digits
from cnnquiz.curriculum.networks.small_cnn import RIGHT
from cnnquiz.grading.rehearsal import rehearse

ENTRY = catalog.find("debug_cnn")
GROUP_CHECKS = (
    {"batches"},
    {"first_loss"},
    {"steps", "weights_differ"},
    {"gradients"},
)


def test_the_file_shipped_is_that_of_seed_0() -> None:
    """Statement and script are what `start --seed 0` writes."""
    assert ENTRY.stub.read_text(encoding="utf-8") == debug_bugs.stub(0)


def test_each_seed_has_bugs_of_its_own() -> None:
    """All combinations come up before one comes again."""
    count = len(debug_bugs.CHOICES)
    assert len({debug_bugs.planted(seed) for seed in range(count)}) == count
    scripts = {debug_bugs.stub(seed).partition("\n")[2] for seed in range(12)}
    assert len(scripts) == 12


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(3))
def test_three_mended_of_four_are_rejected_by_the_check_of_the_fourth(
    seed: int,
) -> None:
    """One check fails, and names the bug that is left."""
    exercise = ENTRY.load()
    for left, checks in zip(debug_bugs.planted(seed), GROUP_CHECKS, strict=True):
        judged = rehearse(exercise, debug_bugs.with_bugs(left), seed, examples=2)
        assert len(judged.failures) == 1
        assert set(judged.failures) <= checks
        assert [m.id for m in judged.mistakes] == [left.id]


def test_no_bug_is_named_that_is_not_there() -> None:
    """With two left, and with all four, what is named is among them."""
    exercise = ENTRY.load()
    for seed in range(2):
        planted = debug_bugs.planted(seed)
        for some in (*itertools.combinations(planted, 2), planted):
            judged = rehearse(exercise, debug_bugs.with_bugs(*some), seed, examples=2)
            named = {m.id for m in judged.mistakes}
            assert named
            assert named <= {bug.id for bug in some}


HALF_MENDED = {
    "the kernel is turned along one axis": (
        ("w[:, :, ::-1, ::-1]", "w[:, :, ::-1]"),
        "gradients",
    ),
    "cleared once an epoch": (
        (
            "            for grad in grads.values():\n                grad[...] = 0\n",
            "            if start == 0:\n"
            "                for grad in grads.values():\n"
            "                    grad[...] = 0\n",
        ),
        "steps",
    ),
    "the labels stay while the images move": (
        ("x[order], y[order]", "x[order], y"),
        "batches",
    ),
    "the loss is a sum": (
        (".sum(axis=1)).mean()", ".sum(axis=1)).sum()"),
        "first_loss",
    ),
    "the gradient is that of a sum": ((" / len(labels)", ""), "steps"),
    "a constant in every gradient": (
        ("grads[name] += grad", "grads[name] += grad + 0.01"),
        "weights_differ",
    ),
    "a rate that learns nothing": (("12, 0.2", "12, 0.001"), "learns"),
}


@pytest.mark.parametrize("name", HALF_MENDED)
def test_what_is_mended_badly_is_rejected(name: str) -> None:
    """A mending that makes another bug of it fails the check of its place."""
    change, check = HALF_MENDED[name]
    bug = debug_bugs.Bug("of-our-own", name, name, (change,))
    judged = rehearse(ENTRY.load(), debug_bugs.with_bugs(bug), examples=2)
    assert set(judged.failures) == {check}


def read_right(bugs: tuple[debug_bugs.Bug, ...], seed: int) -> float:
    """Train a script and return how many new digits its network reads."""
    x, y, x_new, y_new = digits(seed)
    with np.errstate(all="ignore"):
        params, _ = debug_bugs.with_bugs(*bugs)(x, y, np.random.default_rng(seed))
        return float(np.mean(RIGHT.forward(params, x_new).argmax(axis=1) == y_new))


@pytest.mark.parametrize("seed", range(3))
def test_a_script_runs_and_does_not_learn(seed: int) -> None:
    """With its four bugs it reads few digits; mended, most."""
    assert read_right(debug_bugs.planted(seed), seed) < 0.5
    assert read_right((), seed) > 0.8


@pytest.mark.exhaustive
def test_no_script_learns() -> None:
    """None of all the combinations."""
    learnt = {
        tuple(bug.id for bug in bugs): right
        for bugs in debug_bugs.CHOICES
        if (right := read_right(bugs, 0)) >= 0.5
    }
    assert learnt == {}
