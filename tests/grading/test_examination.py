"""What the examination tries, in a fork that has entered the sandbox, and in one without."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from cnnquiz.grading import examination, sandbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux's layers")


@pytest.fixture
def tried(in_fork, tmp_path):
    """Return what stopped each act, in a fork with or without the sandbox."""
    secret, own = tmp_path / "secret.py", tmp_path / "yours.txt"
    for file in (secret, own):
        file.write_text("")
    grader = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)

    def run(*, inside):
        def act(_reply):
            if inside:
                ruleset, readable = sandbox.prepare()
                missing = sandbox.enter(3 << 30, 20, ruleset, readable).missing
                if missing:
                    return missing
            else:
                os.environ[examination.SECRET] = "seen"
            return examination.probe(
                str(secret), str(own), grader.pid, examination.SECRET
            )

        result = in_fork(act)[1]
        if isinstance(result, dict):
            pytest.skip(f"not all layers here: {result}")
        return dict(result)

    yield run
    grader.communicate(b"\n")


def test_inside_every_act_is_stopped(tried) -> None:
    """Each with the error that a learner would see."""
    assert all(tried(inside=True).values())


def test_outside_what_an_ordinary_program_may_do_is_done(tried) -> None:
    """So the acts are real ones, and what stops them is the sandbox."""
    said = tried(inside=False)
    done = {act for act, error in said.items() if not error}
    assert done >= {
        "read your files",
        "read the solutions",
        "write a file",
        "change a file's mode",
        "open a local socket",
        "send a datagram",
        "start a process",
        "start a thread",
        "run a program",
        "signal the grader",
        "see your environment",
    }
