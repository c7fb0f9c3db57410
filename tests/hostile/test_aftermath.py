"""What stays when a grading is over, or is cut off: nothing."""

from __future__ import annotations

import contextlib
import subprocess
import sys

import numpy as np
import pytest
import warden

from cnnquiz.curriculum import catalog
from cnnquiz.grading import timing
from cnnquiz.grading.player import Load
from cnnquiz.grading.players import Limits, playing

LOOKS = 5_000
LOOPING = """
from cnnquiz.grading.player import Load
from cnnquiz.grading.players import Limits, Zygote, playing
zygote = Zygote()
with playing(zygote, Limits(load_wall=200, load_cpu=200)) as player:
    print(zygote._process.pid, player.pid, flush=True)
    player.load(b"while True: pass", Load("x.py", "x", "x", [], [], None, []))
"""
# It works for a tenth of a second after each answer, when nobody waits for it.
BURNS_LATER = b"""
import signal, time
def burn(*args):
    until = time.process_time() + 0.1
    while time.process_time() < until:
        pass
signal.signal(signal.SIGALRM, burn)
def relu(x):
    signal.setitimer(signal.ITIMER_REAL, 0.001)
    return x * (x > 0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal")
def test_when_the_grader_is_killed_its_processes_end() -> None:
    """Neither the zygote nor a looping player outlives it."""
    with subprocess.Popen(
        [sys.executable, "-c", LOOPING], stdout=subprocess.PIPE, text=True
    ) as grader:
        pids = {int(word) for word in grader.stdout.readline().split()}
        assert len(pids) == 2
        assert pids <= set(warden.processes())
        grader.kill()
    for _ in range(LOOKS):
        alive = pids & set(warden.processes())
        if not alive:
            break
    assert not alive


def test_nothing_of_a_submission_reaches_the_next(zygote) -> None:
    """It looks for what it left in modules, builtins and the environment itself."""
    for _ in range(2):
        assert warden.judge("contain_poison_the_next", zygote).breaches == []


def test_work_between_the_calls_is_billed(zygote) -> None:
    """A submission cannot put its work where no clock runs."""
    exercise = catalog.find("relu").load()
    spec = Load("relu.py", "relu", "relu", ["x"], [], None, [])
    with contextlib.ExitStack() as stack:
        player, idle = (
            stack.enter_context(playing(zygote, Limits())) for _ in range(2)
        )
        assert player.load(BURNS_LATER, spec) is None
        rng = np.random.default_rng(0)
        clock = timing._Clock(player, idle, exercise, exercise.workload, rng)
        clock.pair(1)
        answered = player.cpu_time()
        for _ in range(LOOKS * 100):
            if player.cpu_time() > answered + 0.05:
                break
        billed, _ = clock.pair(1)
    assert billed > 0.05
