"""A zygote for the whole run, and a way to grade a source text."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnnquiz.grading.judging import Request
from cnnquiz.grading.players import Zygote
from cnnquiz.grading.referee import grade
from cnnquiz.grading.submission import Submission
from cnnquiz.grading.verdict import Verdict


@pytest.fixture(scope="session")
def zygote():
    """Start one clean process to fork players from."""
    started = Zygote()
    yield started
    started.close()


@pytest.fixture
def judge(zygote):
    """Grade a source text as an exercise, with a fixed seed."""

    def judged(source: str | bytes, slug: str = "relu", seed: int = 0) -> Verdict:
        data = source if isinstance(source, bytes) else source.encode()
        request = Request(Submission(Path(f"{slug}.py"), data), slug, seed)
        return grade(request, zygote)[0]

    return judged
