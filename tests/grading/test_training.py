"""The training judge, on a stand-in that takes milliseconds, and on the real task."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cnnquiz.curriculum import catalog
from cnnquiz.grading import training
from cnnquiz.grading.judging import Request
from cnnquiz.grading.referee import grade
from cnnquiz.grading.submission import Submission
from cnnquiz.grading.verdict import Status

GOOD = """
import numpy as np
def train_cnn(x, y, rng):
    means = np.stack([x[y == k].mean(axis=0).ravel() for k in range(2)])
    return {"means": means.astype(np.float32)}
def predict(params, x):
    flat = x.reshape(len(x), 1, -1)
    return ((flat - params["means"]) ** 2).sum(axis=2).argmin(axis=1)
"""


def two_patterns(seed: int):
    """Draw images of two patterns in noise, which class means tell apart."""
    rng = np.random.default_rng(seed)

    def images(n):
        y = rng.integers(0, 2, n)
        x = rng.normal(0, 0.1, (n, 1, 14, 14))
        x[np.arange(n), 0, 3 + 6 * y, 3] += 3
        return x.astype(np.float32), y

    return (*images(200), *images(100))


@pytest.fixture
def train(zygote):
    """Judge a source text on the stand-in."""
    real = catalog.find("train_cnn").load()

    def judged(source: str, **changes):
        fast = {"data": two_patterns, "cpu_seconds": 2.0, **changes}
        exercise = replace(real, training=replace(real.training, **fast))
        submission = Submission(Path("train_cnn.py"), source.encode())
        return training.judge(Request(submission, "train_cnn", 0), exercise, zygote)[0]

    return judged


def test_a_network_that_reads_well_passes(train) -> None:
    """All four checks hold, and a high accuracy is praised."""
    verdict = train(GOOD)
    assert verdict.status is Status.PASSED, verdict.message
    assert [c.status for c in verdict.checks] == ["passed"] * 4
    assert verdict.praise


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        (("astype(np.float32)", "astype(np.float64)"), Status.WRONG, "float32"),
        (('{"means": means', '{"means": np.nan * means'), Status.WRONG, "NaN"),
        (("means.astype(np.float32)}", "np.zeros(3001, np.float32)}"), Status.WRONG, "3,001"),
        (('return {"means"', 'return 3 or {"means"'), Status.WRONG, "a dict"),
        (('{"means"', "{'n' * 99: x[0], \"means\""), Status.WRONG, "letters"),
        (('{"means"', "{'n': x[:0], \"means\""), Status.WRONG, "empty"),
        (("    flat =", "    raise NotImplementedError\n    flat ="), Status.ERROR, "predict"),
        (("    flat =", "    import os; os._exit(1)\n    flat ="), Status.CRASHED, "itself"),
        ((".argmin(axis=1)", ".argmin()"), Status.WRONG, "labels"),
        ((".argmin(axis=1)", ".argmin(axis=1)[:3]"), Status.WRONG, "shape (3,)"),
        ((".argmin(axis=1)", ".argmax(axis=1)"), Status.WRONG, "84%"),
        (("    means =", "    1 / 0\n    means ="), Status.ERROR, "ZeroDivisionError"),
        (("    means =", "    while True: pass\n    means ="), Status.TIMEOUT, "2 s"),
        (("def predict", "def guess"), Status.INVALID, "'predict'"),
        (("    means =", "    raise NotImplementedError\n    means ="), Status.NOT_STARTED, ""),
        (("import numpy as np", "import numpy as np, torch"), Status.INVALID, "torch"),
    ],
)  # fmt: skip
def test_each_way_to_fail_is_said(train, change, status, said) -> None:
    """The status and the message name what is wrong."""
    verdict = train(GOOD.replace(*change))
    assert verdict.status is status, verdict.message
    assert said in verdict.message


def test_nothing_but_the_parameters_reaches_the_second_process(train) -> None:
    """A global that training leaves behind is not there when predicting."""
    source = GOOD.replace("    means =", "    global seen; seen = x, y\n    means =")
    source = source.replace("    flat =", "    seen\n    flat =")
    verdict = train(source)
    assert verdict.status is Status.ERROR
    assert "NameError" in verdict.message


@pytest.mark.parametrize(
    ("gate", "distinction", "status", "praised"),
    [(0.8, 1.1, Status.PASSED, False), (0.8, 0.9, Status.PASSED, True)],
)
def test_only_a_high_accuracy_is_praised(
    train, gate, distinction, status, praised
) -> None:
    """Between the gate and distinction it just passes."""
    verdict = train(GOOD, gate=gate, distinction=distinction)
    assert verdict.status is status, verdict.message
    assert bool(verdict.praise) is praised


@pytest.mark.parametrize(
    ("accuracy", "said"),
    [(0.1, "linear model"), (0.5, "Without convolution"), (0.7, "beyond what works")],
)
def test_what_falls_short_is_told_what_reaches_that_far(accuracy, said) -> None:
    """What a linear model, and what an MLP reaches, is known from the baselines."""
    assert said in training._hint(accuracy)


def test_training_that_ends_its_process_is_said(train) -> None:
    """So is one that ends it while the file loads."""
    verdict = train(
        GOOD.replace("    means =", "    import os; os._exit(5)\n    means =")
    )
    assert verdict.status is Status.CRASHED
    assert [c.status for c in verdict.checks][:2] == ["failed", "skipped"]
    verdict = train("import os; os._exit(5)")
    assert verdict.status is Status.CRASHED
    assert "exit code 5 while loading the file" in verdict.message


def test_an_exercise_that_does_not_train_is_no_training_task(zygote) -> None:
    """Nobody may ask for it."""
    request = Request(Submission(Path("relu.py"), b""), "relu", 0)
    with pytest.raises(ValueError, match="relu is no training task"):
        training.judge(request, catalog.find("relu").load(), zygote)


LINEAR = """
import numpy as np
def train_cnn(x, y, rng):
    x = x.reshape(len(x), -1)
    w, b = np.zeros((10, 196), np.float32), np.zeros(10, np.float32)
    for _ in range(300):
        i = rng.integers(0, len(x), 256)
        z = x[i] @ w.T + b
        p = np.exp(z - z.max(1, keepdims=True)); p /= p.sum(1, keepdims=True)
        p[np.arange(256), y[i]] -= 1
        w -= (0.5 / 256) * (p.T @ x[i]); b -= (0.5 / 256) * p.sum(0)
    return {"w": w.astype(np.float32), "b": b.astype(np.float32)}
def predict(params, x):
    return (x.reshape(len(x), -1) @ params["w"].T + params["b"]).argmax(1)
"""


def test_a_linear_model_fails_the_real_gate(zygote) -> None:
    """On the real task it gets a quarter right, and is told why."""
    submission = Submission(Path("train_cnn.py"), LINEAR.encode())
    verdict, _ = grade(Request(submission, "train_cnn", 0), zygote)
    assert verdict.status is Status.WRONG
    assert "linear model" in verdict.message


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(8))
def test_the_model_solution_passes_the_real_gate(zygote, seed: int) -> None:
    """On each of eight seeds, with room above the gate."""
    source = catalog.find("train_cnn").solution.read_bytes()
    submission = Submission(Path("train_cnn.py"), source)
    verdict, _ = grade(Request(submission, "train_cnn", seed), zygote)
    assert verdict.status is Status.PASSED, verdict.message
