"""Code of a learner is run in the sandbox, and tests are tried on it there."""

from __future__ import annotations

import pytest

from cnnquiz.grading.bench import Bench


@pytest.fixture(scope="module")
def bench():
    """One process that starts players, for all tests."""
    made = Bench()
    yield made
    made.close()


def test_each_test_is_tried(bench) -> None:
    """What holds says nothing; what does not is named."""
    code = "import numpy as np\ndef double(x):\n    return x + x\n"
    said = bench.run(
        code, ["double(2) == 4", "double(2) == 5", "nothing", "np.ones(1)"]
    )
    assert said[0] == said[3] == ""
    assert said[1] == "This does not hold: double(2) == 5"
    assert said[2].startswith("nothing: it raised NameError")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("x = (1 +)", "does not load: syntax error"),
        ("x = 1 / 0", "raised ZeroDivisionError"),
        ("import os\nos._exit(0)", "ended itself"),
        ("while True: pass", "ran out of"),
        ("import requests", "cannot be imported"),
        ("open('/etc/passwd').read()", "PermissionError"),
    ],
)
def test_code_that_does_not_come_to_its_end_fails_each_test(
    bench, code, reason
) -> None:
    """One reason for each test, and the next piece of code is tried as ever."""
    said = bench.run(code, ["True", "True"])
    assert len(said) == 2
    assert all(reason in each for each in said)
    assert bench.run("x = 1", ["x == 1"]) == [""]


def test_a_test_that_does_not_end_ends(bench) -> None:
    """Those before it keep their results, those after it fail with it."""
    code = "def forever():\n    while True: pass\n"
    said = bench.run(code, ["True", "forever()", "True"])
    assert said[0] == ""
    assert all("does not come to an end" in each for each in said[1:])
    assert len(said) == 3


def test_a_bench_that_was_never_used_has_nothing_to_end() -> None:
    """No process was started."""
    unused = Bench()
    unused.close()
    assert unused._zygote is None
