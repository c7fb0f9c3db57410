"""A zygote for the whole run, a way to grade a source text, and one to act in a fork."""

from __future__ import annotations

import json
import os
import struct
import sys
import warnings
from pathlib import Path

import pytest

from cnnquiz.grading.judging import Request
from cnnquiz.grading.players import Zygote
from cnnquiz.grading.referee import grade
from cnnquiz.grading.submission import Submission
from cnnquiz.grading.verdict import Verdict

SIZES = struct.Struct(">QQ")


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


def _running():
    """Return the measurement under way, if coverage is measured."""
    coverage = sys.modules.get("coverage")
    return coverage and coverage.Coverage.current()


def _measure():
    """Measure this fork in memory, and return what ends that: a sandbox has no files."""
    running = _running()
    if running is None:
        return bytes
    running.stop()
    own = sys.modules["coverage"].Coverage(
        data_file=None, branch=True, include=["*/cnnquiz/grading/*"], config_file=False
    )
    own.get_data().dumps()  # load what this takes while files can be read
    own.start()

    def stop():
        own.stop()
        return own.get_data().dumps()

    return stop


def _act(act, reply, told_on):
    """Act, and write what came of it behind what the act has written itself."""
    leave = os._exit
    stop = _measure()
    try:
        said = {"result": act(reply)}
    except BaseException as error:  # noqa: BLE001 - told by the parent
        said = {"raised": f"{type(error).__name__}: {error}"}
    lines = stop()
    text = json.dumps(said).encode()
    with os.fdopen(told_on or reply, "wb", closefd=False) as pipe:
        pipe.write(text + lines + SIZES.pack(len(text), len(lines)))
    leave(0)


def _tell(data):
    """Take a fork's words apart: what was written before, and what came of the act."""
    text, lines = SIZES.unpack(data[-SIZES.size :])
    end = len(data) - SIZES.size
    if lines:
        measured = sys.modules["coverage"].CoverageData(no_disk=True)
        measured.loads(data[end - lines : end])
        _running().get_data().update(measured)
    before = end - lines - text
    return data[:before], json.loads(data[before : end - lines])


@pytest.fixture
def in_fork():
    """Call a function in a fork: what a sandbox does to a process is not undone.

    It is called with a descriptor. Returned is what was written there, and the result,
    which must be JSON. Where the function closes the descriptor, `told_on` is another
    one for the result.
    """

    def run(act, told_on=None):
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            # Python 3.12 warns of forks beside threads; this one starts no program.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            _act(act, writing, told_on)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            data = pipe.read()
        os.waitpid(pid, 0)
        assert len(data) >= SIZES.size, "the fork ended without a word"
        before, said = _tell(data)
        assert "raised" not in said, said["raised"]
        return before, said["result"]

    return run
