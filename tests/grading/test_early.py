"""The first word on a wrong file comes from pinned cases alone; a right one has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnnquiz.grading.judging import Request
from cnnquiz.grading.referee import grade
from cnnquiz.grading.submission import Submission

RELU = "import numpy as np\ndef relu(x):\n    return {}\n"


@pytest.fixture
def heard(zygote):
    """Grade a relu and return what was said, in order, and the verdict."""

    def hear(body: str):
        said = []
        request = Request(
            Submission(Path("relu.py"), RELU.format(body).encode()),
            "relu",
            0,
            observe=lambda stage, done, total: said.append(stage),
            early=said.append,
        )
        verdict, _ = grade(request, zygote)
        return said, verdict

    return hear


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [("np.abs(x)", "wrong", "should be 0"), ("1 / 0", "error", "ZeroDivisionError")],
)
def test_a_wrong_file_is_told_before_anything_is_drawn(heard, body, status, message):
    """One early verdict, of the status and the first problem that the last one has."""
    said, verdict = heard(body)
    (early,) = (word for word in said if not isinstance(word, str))
    assert said.index(early) < said.index("drawn cases")
    assert (early.status, verdict.status) == (status, status)
    assert message in early.message
    assert early.line == verdict.line


def test_nothing_is_told_early_of_a_right_file(heard):
    """Only the whole judgement says that a file is right."""
    said, verdict = heard("np.maximum(x, 0)")
    assert verdict.status == "passed"
    assert all(isinstance(word, str) for word in said)
