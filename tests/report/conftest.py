"""Reports to draw: one for each thing that a verdict can say."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from cnnquiz.grading.verdict import (
    CheckResult,
    Counterexample,
    GradeReport,
    NamedMistake,
    Sandbox,
    Speed,
    Status,
    Verdict,
)

FULL = Sandbox("full", ("resource limits", "file access", "system calls"))
FLIP = NamedMistake(
    "kernel-flip",
    "your kernel is flipped",
    "A CNN layer slides the kernel as it is stored: y[i, j] = Σ x[i + u, j + v]·w[u, v]. "
    "Rotating it by 180° first is what mathematics calls convolution.",
)


@dataclass(frozen=True)
class Rng:
    """Stands for a generator among the arguments, as on the wire."""

    seed: int


@dataclass(frozen=True)
class Unsupported:
    """Stands for a value that no check can look into, as on the wire."""

    what: str


def checks(failed: str, found: Counterexample | None, message: str) -> tuple:
    """Return checks in their order, of which one failed."""
    titles = {
        "runs": "runs without an exception",
        "type": "returns what the statement asks for",
        "shape": "has the right shape",
        "dtype": "has the right dtype",
        "agrees_with_reference": "agrees with the reference",
        "linear": "is linear in x",
    }
    result, status = [], "passed"
    for name, title in titles.items():
        if name == failed:
            result.append(CheckResult(name, title, "failed", 110, message, found))
            status = "skipped"
        elif status == "passed":
            result.append(CheckResult(name, title, "passed", 110))
        else:
            said = f"needs '{titles[failed]}'"
            result.append(CheckResult(name, title, "skipped", 0, said))
    return tuple(result)


def wrong(exercise: str, failed: str, message: str, found=None, **more) -> Verdict:
    """Return a verdict on a submission that fails one check."""
    return Verdict(
        f"work/{exercise}.py", exercise, Status.WRONG, message, 0.41,
        checks=checks(failed, found, message), **more,
    )  # fmt: skip


def whole(*rows) -> np.ndarray:
    """Return a float64 array of these rows; one row is a vector."""
    return np.array(rows[0] if len(rows) == 1 else rows, np.float64)


def mask(shape, *places) -> np.ndarray:
    """Return marks at these places."""
    marks = np.zeros(shape, bool)
    for place in places:
        marks[place] = True
    return marks


def _flipped() -> Verdict:
    x = whole([1, 2, 0], [0, 1, 3]).reshape(1, 1, 2, 3)
    w = whole([1, 0], [0, -1]).reshape(1, 1, 2, 2)
    expected, got = (
        whole([0, -1]).reshape(1, 1, 1, 2),
        whole([0, 1]).reshape(1, 1, 1, 2),
    )
    found = Counterexample(
        {"x": x, "w": w, "b": None, "stride": 1, "padding": 0},
        expected, got, mask(got.shape, (0, 0, 0, 1)),
    )  # fmt: skip
    message = "at [0, 0, 0, 1] it is 1 and should be -1 (1 of 2 cells are wrong)"
    said = f"{FLIP.title}: {message}"
    verdict = wrong(
        "conv2d", "agrees_with_reference", message, found, misconceptions=(FLIP,)
    )
    return replace(
        verdict, message=said, output="x has shape (1, 1, 2, 3)\n" * 3 + "done\n"
    )


def _batch() -> Verdict:
    expected = np.arange(24.0).reshape(2, 2, 2, 3)
    got = expected.copy()
    got[1, 0] += 0.5
    x, w = np.arange(24).reshape(2, 2, 2, 3), np.ones((2, 2, 1, 1), np.float32)
    found = Counterexample(
        {"x": x, "w": w}, expected, got, expected != got, "integer images"
    )
    message = "at [1, 0, 0, 0] it is 12.5 and should be 12 (6 of 24 cells are wrong)"
    return wrong("conv2d_fast", "agrees_with_reference", message, found)


def _gradients() -> Verdict:
    x = whole([1, 2], [3, 4])
    expected = (x, whole([5, 6, 7]), whole([1.5]))
    got = (x, whole([5, 3, 3.5]), whole([1.5]))
    marks = {"dw": mask(3, 1, 2)}
    found = Counterexample({"dout": x, "x": x, "rng": Rng(7)}, expected, got, marks)
    return wrong(
        "linear_backward", "agrees_with_reference", "dw[1] is 3 and should be 6", found
    )


def _close() -> Verdict:
    expected, got = whole([0.25, 0.125, 0.625]), whole([0.25, 0.1250004, 0.6249996])
    found = Counterexample(
        {"x": whole([1, 2, 3]), "axis": -1}, expected, got, expected != got
    )
    return wrong("softmax", "agrees_with_reference", "two cells are wrong", found)


def _shape() -> Verdict:
    x = np.zeros((1, 1, 3, 4))
    found = Counterexample(
        {"x": x, "kernel_size": 2}, np.zeros((1, 1, 2, 3)), np.zeros((1, 1, 3, 2))
    )
    message = "the result has shape (1, 1, 3, 2), should have (1, 1, 2, 3)"
    return wrong("max_pool2d", "shape", message, found)


def _dtype() -> Verdict:
    x = whole([1, 2]).astype(np.float32)
    found = Counterexample({"x": x}, whole([1, 2]), whole([1, 2]), None, "float32")
    return wrong("relu", "dtype", "the result is float64 and should be float32", found)


def _nothing() -> Verdict:
    found = Counterexample({"x": whole([1, -2])}, whole([1, 0]), None)
    message = "the result is None (is a return missing?); the statement asks for a NumPy array"
    return wrong("relu", "type", message, found)


def _matrix() -> Verdict:
    found = Counterexample(
        {"x": whole([1])}, whole([1]), Unsupported("an instance of numpy.matrix")
    )
    return wrong("relu", "type", "the result is an instance of numpy.matrix", found)


def _scalar() -> Verdict:
    found = Counterexample({"n": 7, "kernel_size": 3, "stride": 2}, 3, 2, np.True_)
    return wrong(
        "conv_output_size", "agrees_with_reference", "it is 2 and should be 3", found
    )


def _law() -> Verdict:
    found = Counterexample(
        {"x": whole([1, 2]), "p": 0.5, "rng": Rng(3)}, None, whole([2, 2])
    )
    first = "it changed its argument x; work on a copy"
    later = "two calls gave the same mask"
    told = (
        CheckResult("runs", "runs without an exception", "passed", 1),
        CheckResult("unchanged", "leaves its arguments unchanged", "failed", 60, first, found),
        CheckResult("draws", "draws a mask for each image", "failed", 12, later, found),
    )  # fmt: skip
    return Verdict("dropout.py", "dropout", Status.WRONG, first, 0.2, checks=told)


def _large() -> Verdict:
    expected = np.arange(3 * 8 * 40 * 50, dtype=np.float64).reshape(3, 8, 40, 50)
    got = expected.copy()
    got[2, 5, 30, 41] = -1
    found = Counterexample({"x": expected}, expected, got, expected != got)
    return wrong("pad2d", "agrees_with_reference", "one cell is wrong", found)


def _ended(status: Status, message: str, **more) -> Verdict:
    return Verdict("work/conv2d.py", "conv2d", status, message, 1.0, **more)


def _hostile() -> Verdict:
    nasty = "\x1b[31mred\x1b[0m \x07 \u202egnp.exe \u200b\u2028 \ud800 \x9b2J <b>&amp;</b> `x`"
    found = Counterexample(
        {nasty: whole([1]), "s": nasty}, nasty, {nasty: nasty}, None, nasty
    )
    return Verdict(
        f"work/{nasty}.py", "conv2d", Status.ERROR, f"it raised ValueError: {nasty}", 0.1, 3,
        checks=checks("runs", found, nasty),
        misconceptions=(NamedMistake("id", nasty, nasty),), output=f"{nasty}\r\n\ttab\rback\n",
    )  # fmt: skip


PASSED = Verdict(
    "work/relu.py", "relu", Status.PASSED, "all 8 checks hold on 108 cases", 0.31,
    checks=(CheckResult("runs", "runs without an exception", "passed", 108),),
    speed=Speed(3.14159, 12.0), praise="One line, and no copy that is not needed.",
)  # fmt: skip
SLOW = Verdict(
    "work/conv2d.py", "conv2d", Status.SLOW, "right, but it takes 1834 times the engine's time",
    2.5, checks=(CheckResult("runs", "runs without an exception", "passed", 110),),
    speed=Speed(1834.2, 12.0, "the time grows like output pixels: a Python loop over them?"),
)  # fmt: skip

VERDICTS = {
    "passed": lambda: PASSED,
    "slow": lambda: SLOW,
    "flipped": _flipped,
    "batch": _batch,
    "gradients": _gradients,
    "close": _close,
    "shape": _shape,
    "dtype": _dtype,
    "nothing": _nothing,
    "matrix": _matrix,
    "scalar": _scalar,
    "law": _law,
    "large": _large,
    "hostile": _hostile,
    "error": lambda: _ended(
        Status.ERROR, "it raised IndexError: index 3 is out of bounds", line=12,
        checks=checks("runs", Counterexample({"x": whole([1])}), "it raised IndexError"),
    ),
    "timeout": lambda: _ended(Status.TIMEOUT, "a call took more than 2 s (call 3)"),
    "memory": lambda: _ended(Status.MEMORY, "it used more than 1 GB"),
    "crashed": lambda: _ended(Status.CRASHED, "it ended by signal 11"),
    "blocked": lambda: _ended(Status.BLOCKED, "it may not open files (line 4)", line=4),
    "not_started": lambda: _ended(Status.NOT_STARTED, "it is still the stub"),
    "invalid": lambda: _ended(Status.INVALID, "'(' was never closed", line=7),
}  # fmt: skip


def report_of(*verdicts: Verdict, **more) -> GradeReport:
    """Return a report on these verdicts."""
    return GradeReport(
        **{
            "version": "1.2.3",
            "seed": 42,
            "sandbox": FULL,
            "submissions": verdicts,
            **more,
        }
    )


@pytest.fixture
def verdict():
    """Return a function that makes the verdict of a name."""
    return lambda name: VERDICTS[name]()


@pytest.fixture
def report(verdict):
    """Return a function that makes a report on the verdicts of these names."""
    return lambda *names, **more: report_of(*map(verdict, names), **more)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try a test that asks for `sample` on each verdict."""
    if "sample" in metafunc.fixturenames:
        metafunc.parametrize("sample", VERDICTS)
