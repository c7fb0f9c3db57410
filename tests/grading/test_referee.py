"""The verdict of a whole grading, from the file to its speed."""

from __future__ import annotations

import contextlib

import pytest

from cnnquiz import resources
from cnnquiz.grading import referee
from cnnquiz.grading.outcome import PlayerEnded, Raised
from cnnquiz.grading.players import Player
from cnnquiz.grading.timing import WrongWhenTimed
from cnnquiz.grading.verdict import Speed, Status

RIGHT = "import numpy as np\ndef relu(x):\n    return np.maximum(x, 0)\n"


def test_a_class_is_graded_through_its_driver_and_without_a_speed(judge) -> None:
    """An exercise that is never slow has no workload."""
    source = next(resources.tree("solutions").rglob("early_stopping.py")).read_text()
    verdict = judge(source, "early_stopping")
    assert verdict.status is Status.PASSED, verdict.message
    assert verdict.speed is None
    assert "checks hold" in verdict.message


@pytest.mark.parametrize(
    ("measured", "status", "said"),
    [
        (Speed(2.0, 10.0), Status.PASSED, "checks hold"),
        (
            Speed(40.4, 10.0),
            Status.SLOW,
            "right, but it takes 40 times the engine's time; the limit is 10",
        ),
        (
            WrongWhenTimed("on larger arguments, no"),
            Status.WRONG,
            "on larger arguments",
        ),
        (PlayerEnded(Status.MEMORY, "it took too much"), Status.MEMORY, "it took too"),
    ],
)
def test_what_timing_finds_is_the_verdict(judge, monkeypatch, measured, status, said):
    """A right submission may be slow, and wrong or dead on large arguments."""

    def measure(exercise, fresh, seed):
        if isinstance(measured, Exception):
            raise measured
        return measured

    monkeypatch.setattr(referee.timing, "measure", measure)
    verdict = judge(RIGHT)
    assert verdict.status is status
    assert said in verdict.message
    assert all(check.status == "passed" for check in verdict.checks)
    assert verdict.speed == (measured if isinstance(measured, Speed) else None)


def test_a_file_that_loads_only_once_is_wrong(judge, monkeypatch) -> None:
    """It is timed in a player of its own, which loads it afresh."""
    real, loads = Player.load, []

    def load(self, source, spec):
        loads.append(spec)
        return real(self, source, spec) if len(loads) == 1 else Raised("OSError", "")

    monkeypatch.setattr(Player, "load", load)
    verdict = judge(RIGHT)
    assert verdict.status is Status.WRONG
    assert verdict.message == "it did not load a second time"


def test_a_player_that_dies_among_the_cases_is_said_with_its_call(judge) -> None:
    """The first call has come back, the second has not."""
    source = (
        "import os, numpy as np\ncalls = []\ndef relu(x):\n    calls.append(1)\n"
        "    if len(calls) == 2:\n        os._exit(4)\n    return np.maximum(x, 0)\n"
    )
    verdict = judge(source)
    assert verdict.status is Status.CRASHED
    assert verdict.message == (
        "the process ended itself with exit code 4 in a call (call 2)"
    )


def test_the_time_for_speed_is_what_the_cases_have_left(judge, monkeypatch) -> None:
    """A timed player gets one second at least."""
    given = []
    real = referee.players.playing

    @contextlib.contextmanager
    def playing(zygote, limits):
        given.append(limits.total_wall)
        with real(zygote, limits) as player:
            yield player

    def measure(exercise, fresh, seed):
        fresh(False)
        return Speed(1.0, 10.0)

    monkeypatch.setattr(referee.players, "playing", playing)
    monkeypatch.setattr(referee.timing, "measure", measure)
    monkeypatch.setattr(referee, "ALL_WALL", 0.0)
    assert judge(RIGHT).status is Status.PASSED
    assert given[-1] == 1.0
