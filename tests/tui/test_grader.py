"""The grader's process: asked, cancelled, dead, and asked again."""

import asyncio
import os
import sys

import pytest

from cnnquiz.errors import GraderError
from cnnquiz.tui.grader import Grader


@pytest.fixture
async def warm(grader):
    yield grader
    await grader.close()


def process_of(graded):
    return graded.verdict["output"]


async def test_a_verdict_comes_with_its_seed_and_its_progress(warm):
    seen = []
    graded = await warm.grade("relu", "PASS", watch=seen.append)
    assert graded.verdict["status"] == "passed"
    assert graded.seed == 7
    assert [(p.stage, p.done, p.total) for p in seen] == [("drawn cases", 3, 10)]


async def test_the_first_word_on_a_wrong_file_is_a_harmless_stage(warm):
    seen = []
    await warm.grade("relu", "EARLY", watch=seen.append)
    assert seen[-1].stage.startswith("wrong: said of ")
    assert seen[-1].stage.isprintable()


async def test_the_process_stays_for_the_next_verdict(warm):
    first = await warm.grade("relu", "PASS")
    second = await warm.grade("relu", "WRONG")
    assert second.verdict["status"] == "wrong"
    assert process_of(first) == process_of(second)


async def test_a_cancelled_grading_ends_its_process_and_the_next_one_works(warm, gate):
    os.mkfifo(gate)
    before = await warm.grade("relu", "PASS")
    begun = asyncio.Event()
    held = asyncio.create_task(warm.grade("relu", "HOLD", watch=lambda _: begun.set()))
    await begun.wait()
    held.cancel()
    with pytest.raises(asyncio.CancelledError):
        await held
    with pytest.raises(ProcessLookupError):
        os.kill(int(process_of(before).split()[1]), 0)
    after = await warm.grade("relu", "PASS")
    assert process_of(after) != process_of(before)


async def test_a_dead_process_is_an_error_with_its_last_words(warm):
    with pytest.raises(GraderError, match=r"ended without a verdict \(out of luck\)"):
        await warm.grade("relu", "DIE")
    assert (await warm.grade("relu", "PASS")).verdict["passed"]


async def test_a_failure_is_said_as_the_service_says_it(warm):
    with pytest.raises(GraderError, match="nothing there"):
        await warm.grade("relu", "FAIL")


async def test_what_is_no_json_is_an_error(warm):
    with pytest.raises(GraderError, match="cannot be read"):
        await warm.grade("relu", "MUTTER")
    assert (await warm.grade("relu", "PASS")).verdict["passed"]


async def test_a_grader_that_cannot_be_started_is_an_error():
    with pytest.raises(GraderError, match="cannot be started"):
        await Grader(("/no/such/program",)).grade("relu", "PASS")


async def test_the_real_service_grades_a_real_answer():
    grader = Grader((sys.executable, "-m", "cnnquiz.service"))
    try:
        source = "import numpy as np\n\n\ndef relu(x):\n    return abs(x)\n"
        graded = await grader.grade("relu", source, seed=1)
        assert graded.verdict["status"] == "wrong"
        assert graded.seed == 1
    finally:
        await grader.close()
