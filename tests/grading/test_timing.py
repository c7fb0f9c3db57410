"""Speed is measured on simulated clocks: what is read off them, and when it ends."""

from __future__ import annotations

import os
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.exercise import Workload
from cnnquiz.grading import timing
from cnnquiz.grading.outcome import Raised, Returned
from cnnquiz.grading.timing import WrongWhenTimed, measure

RELU = catalog.find("relu").load()
REQUEST = 0.25  # seconds that a request costs by itself
RIGHT = Returned(np.ones(3))


class World:
    """An engine and a submission that take as long as they are told to."""

    def __init__(self, monkeypatch, engine, own, *, limit=10.0, width=1):
        self.engine, self.own = engine, own
        self.clock = 0.0
        self.outcome = RIGHT
        self.slower = [1.0, 1.0]  # the first player, the second
        self.later = 0.0
        self.loads = []
        self.players = []
        workload = Workload(
            lambda size, rng: {"x": np.ones(width), "size": size},
            limit,
            "pixels",
            self.reference,
        )
        self.exercise = replace(RELU, workload=workload)
        monkeypatch.setattr(
            timing, "time", SimpleNamespace(thread_time=lambda: self.clock)
        )

    def reference(self, x, size):
        """Take the engine's time."""
        self.clock += self.engine(size)
        return RIGHT.value

    def fresh(self, loaded):
        """Start a player."""
        self.loads.append(loaded)
        if not loaded:
            return Player(self, 1.0)
        self.players.append(Player(self, self.slower[len(self.players)]))
        return self.players[-1]

    def measure(self):
        """Measure the submission."""
        return measure(self.exercise, self.fresh, seed=0)


class Player:
    """A player whose processor time is counted, not spent."""

    def __init__(self, world, slow):
        self.pid = os.getpid()
        self.world, self.slow = world, slow
        self.used = 0.0

    def cpu_time(self):
        """Return what it has used."""
        return self.used

    def nothing(self, arguments):
        """Receive arguments; meanwhile the other one may be at work, unasked."""
        self.used += REQUEST
        self.world.players[-1].used += self.world.later

    def call(self, arguments, **others):
        """Receive arguments, and work."""
        self.used += REQUEST + self.slow * self.world.own(arguments["size"])
        return self.world.outcome


def test_far_below_the_limit_two_sizes_are_enough(monkeypatch) -> None:
    """What requests cost is not the submission's."""
    world = World(monkeypatch, lambda n: n / 1000, lambda n: 2 * n / 1000)
    speed = world.measure()
    assert speed.ratio == pytest.approx(2)
    assert [size for size, _, _ in speed.points] == [1, 2]
    assert (speed.limit, speed.growth) == (10, "")
    assert world.loads == [False, True]


def test_beyond_the_limit_it_is_measured_again_before_it_is_said(monkeypatch) -> None:
    """In a fresh player; how the time grows is said with what the work is made of."""
    world = World(monkeypatch, lambda n: n / 1000, lambda n: n / 20)
    speed = world.measure()
    assert speed.ratio == pytest.approx(50)
    assert speed.growth == "the time grows like pixels: a Python loop over them?"
    assert world.loads == [False, True, True]


@pytest.mark.parametrize(
    ("slower", "ratio", "slow"), [([30, 1], 2, False), ([10, 30], 20, True)]
)
def test_the_better_of_two_measurements_counts(
    monkeypatch, slower, ratio, slow
) -> None:
    """Something else may have had the machine during either."""
    world = World(monkeypatch, lambda n: n / 1000, lambda n: n / 500)
    world.slower = slower
    speed = world.measure()
    assert speed.ratio == pytest.approx(ratio)
    assert bool(speed.growth) is slow


def test_a_time_that_grows_with_the_square_is_said(monkeypatch) -> None:
    """Four times for each doubling."""
    world = World(monkeypatch, lambda n: n / 2000, lambda n: n * n / 20)
    assert world.measure().growth == (
        "the time grows faster than pixels: each doubling takes 4.0x"
    )


def test_near_the_limit_pairs_decide_on_the_largest_size(monkeypatch) -> None:
    """Sizes grow until the engine's own time can be told well."""
    world = World(monkeypatch, lambda n: n / 1000, lambda n: 8 * n / 1000)
    speed = world.measure()
    assert speed.ratio == pytest.approx(8)
    assert [size for size, _, _ in speed.points] == [1, 2, 4]


def test_a_submission_is_given_three_seconds(monkeypatch) -> None:
    """Then what is known must do; one point does not show how the time grows."""
    world = World(monkeypatch, lambda n: n * 0.5e-3, lambda n: 1.4 * n)
    speed = world.measure()
    assert [size for size, _, _ in speed.points] == [1]
    assert speed.ratio == pytest.approx(2_800)
    assert speed.growth == ""


def test_arguments_of_a_megabyte_are_large_enough(monkeypatch) -> None:
    """Beyond, sending them costs more than most work."""
    world = World(monkeypatch, lambda n: 1e-5, lambda n: 8e-5, width=200_000)
    assert [size for size, _, _ in world.measure().points] == [1]


def test_work_after_an_answer_is_billed_too(monkeypatch) -> None:
    """From the end of the answer before to the end of this one."""
    world = World(monkeypatch, lambda n: n / 1000, lambda n: n / 1000)
    world.later = 1.0
    assert world.measure().ratio > 300


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Raised("MemoryError", ""), "on larger arguments it raised MemoryError"),
        (Returned(np.zeros(3)), "on larger arguments, at [0] it is 0 and should be 1"),
        (Returned(np.ones(2)), "on larger arguments, the result has shape (2,)"),
    ],
)
def test_a_wrong_result_is_found_when_it_is_timed(monkeypatch, outcome, said) -> None:
    """Right on small arguments is not enough."""
    world = World(monkeypatch, lambda n: n / 1000, lambda n: n / 1000)
    world.outcome = outcome
    with pytest.raises(WrongWhenTimed) as wrong:
        world.measure()
    assert str(wrong.value).startswith(said)


def test_where_values_are_free_they_are_not_compared(monkeypatch) -> None:
    """Randomness decides them."""
    world = World(monkeypatch, lambda n: n / 1000, lambda n: n / 1000)
    world.outcome = Returned(np.zeros(3))
    world.exercise = replace(world.exercise, values="free")
    assert world.measure().ratio == pytest.approx(1)


@pytest.mark.parametrize(("off", "passes"), [(1e-3, True), (-1e-3, True), (0.5, False)])
def test_results_are_compared_by_their_largest_value(monkeypatch, off, passes) -> None:
    """In tuples and dicts too: a ten-thousandth of it is rounding."""
    right = {"a": (np.array([100.0]), np.zeros(2)), "b": 0.0}
    world = World(monkeypatch, lambda n: n / 1000, lambda n: n / 1000)
    world.outcome = Returned({"a": (np.array([100.0]), np.full(2, off)), "b": 0.0})
    workload = replace(world.exercise.workload, reference=None)

    def reference(x, size):
        world.clock += size / 1000
        return right

    world.exercise = replace(world.exercise, workload=workload, reference=reference)
    if passes:
        assert world.measure().ratio == pytest.approx(1)
    else:
        with pytest.raises(WrongWhenTimed):
            world.measure()


def test_an_exercise_without_a_workload_has_no_speed() -> None:
    """Nobody may ask for it."""
    with pytest.raises(ValueError, match="relu has no workload"):
        measure(replace(RELU, workload=None), lambda loaded: None, 0)


def test_both_run_on_one_core_and_are_let_go(monkeypatch) -> None:
    """Cores differ in speed."""
    if not hasattr(os, "sched_getaffinity"):
        pytest.skip("this system does not pin processes")
    before = os.sched_getaffinity(0)
    with timing._on_one_core(os.getpid()):
        assert len(os.sched_getaffinity(0)) == 1
    assert os.sched_getaffinity(0) == before
    with timing._on_one_core(0x7FFFFFF):  # there is no such process
        assert os.sched_getaffinity(0) == before
    monkeypatch.delattr(os, "sched_setaffinity")
    with timing._on_one_core(os.getpid()):
        assert os.sched_getaffinity(0) == before
