"""How fast is it: processor time against the engine's, on the same work.

Wall-clock ratios swing twentyfold on a busy machine; ratios of processor time stay
within two. So the submission's player is timed from outside, on its process's clock,
paired with the engine on the same arguments in the same moment, on the same core; the
median of five pairs is the ratio; and a ratio over the limit is measured again in a
fresh player before it is believed.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz.grading.compare import Expectation, build, mismatch
from cnnquiz.grading.outcome import Raised
from cnnquiz.grading.players import Player
from cnnquiz.grading.verdict import Speed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cnnquiz.curriculum.exercise import Arguments, Exercise, Workload

ENOUGH = 4e-3  # seconds of the engine's time: below this, requests cost as much as work
MEASURABLE = 3e-4  # seconds of the engine's time that its clock can tell
BUDGET = 3.0  # seconds of the submission's time, in all
PAIRS = 5
MAX_BYTES = 1 << 20  # of arguments: beyond, requests cost more than most work


class WrongWhenTimed(Exception):  # noqa: N818 - it is a verdict, not an error of ours
    """A timed result is wrong: right on small arguments, wrong on large ones."""


@dataclass(slots=True)
class _Clock:
    """Times one player and the engine on the same arguments.

    `idle` is a player without a submission: what it takes to receive the arguments
    there is what a request costs by itself, and is subtracted.
    """

    player: Player
    idle: Player
    exercise: Exercise
    workload: Workload
    rng: np.random.Generator
    spent: float = 0.0
    billed: float = 0.0

    def pair(self, size: int, *, engine_first: bool = False) -> tuple[float, float]:
        """Return the processor seconds of submission and engine for one size."""
        arguments = self.workload.arguments(size, self.rng)
        if engine_first:
            right, reference = self._engine(arguments)
            got, own = self._submission(arguments)
        else:
            got, own = self._submission(arguments)
            right, reference = self._engine(arguments)
        if not isinstance(got, Raised) and self.exercise.values == "compared":
            tolerance = 1e-4 * _largest(right)
            expected = Expectation(right, tolerance, None, self.exercise.parts)
            problem = mismatch(got, expected)
            if problem:
                raise WrongWhenTimed(f"on larger arguments, {problem.message}")
        return own, reference

    def _submission(self, arguments: Arguments) -> tuple[Any, float]:
        cost = _cpu(self.idle, lambda: self.idle.nothing(arguments))
        # From the end of the answer before: work between calls is billed too.
        before = self.billed or self.player.cpu_time()
        outcome = self.player.call(arguments, watch=False, cpu=BUDGET + 1, wall=15)
        self.billed = self.player.cpu_time()
        used = self.billed - before
        self.spent += used
        if isinstance(outcome, Raised):
            raise WrongWhenTimed(f"on larger arguments it raised {outcome}")
        return outcome.value, max(used - cost, 1e-7)

    def _engine(self, arguments: Arguments) -> tuple[Any, float]:
        reference = self.workload.reference or self.exercise.reference
        given = build(arguments)
        before = time.thread_time()
        with np.errstate(all="ignore"):
            right = reference(**given)
        return right, max(time.thread_time() - before, 1e-7)


def _cpu(player: Player, action: Callable[[], None]) -> float:
    before = player.cpu_time()
    action()
    return player.cpu_time() - before


def _largest(value: Any) -> float:
    if isinstance(value, dict):
        return max(map(_largest, value.values()))
    if isinstance(value, (list, tuple)):
        return max(map(_largest, value))
    return float(np.max(np.abs(value), initial=0.0))


def measure(exercise: Exercise, fresh: Callable[[bool], Player], seed: int) -> Speed:
    """Measure a correct submission's speed.

    Parameters
    ----------
    exercise : Exercise
        It must have a workload.
    fresh : callable
        Makes a fresh player, with the submission loaded or without.
    seed : int
        Of the data.

    Raises
    ------
    WrongWhenTimed
        If a timed result is wrong.
    PlayerEnded
        If it does not come back.
    """
    workload = exercise.workload
    if workload is None:
        raise ValueError(f"{exercise.slug} has no workload")
    idle = fresh(False)
    speed = _measure(exercise, workload, fresh(True), idle, seed)
    if speed.ratio <= workload.limit:
        return speed
    confirmed = _measure(exercise, workload, fresh(True), idle, seed + 1)
    return min(speed, confirmed, key=lambda s: s.ratio)


def _measure(
    exercise: Exercise, workload: Workload, player: Player, idle: Player, seed: int
) -> Speed:
    with _on_one_core(player.pid):
        rng = np.random.default_rng(seed)
        clock = _Clock(player, idle, exercise, workload, rng)
        clock.pair(1)  # warm both
        points: list[tuple[int, float, float]] = []
        size, over, clear = 1, 0, 0
        while True:
            own, reference = clock.pair(size)
            points.append((size, own, reference))
            over += own > workload.limit * reference and own > ENOUGH
            clear += own < workload.limit / 4 * reference and reference > MEASURABLE
            if max(over, clear) >= 2 or reference >= ENOUGH:
                break
            if clock.spent + 2 * own > BUDGET:
                break
            if _bytes(workload, size, rng) > MAX_BYTES:
                break
            size *= 2
        if max(over, clear) < 2:
            ratio = _paired_ratio(clock, size, points[-1])
        else:  # twice far below the limit, or twice beyond it: no need of pairs
            ratio = statistics.median(o / r for _, o, r in points[-2:])
    growth = _growth(points, workload.unit) if ratio > workload.limit else ""
    return Speed(ratio, workload.limit, growth, tuple(points))


def _bytes(workload: Workload, size: int, rng: np.random.Generator) -> int:
    given = workload.arguments(size, rng).values()
    return sum(value.nbytes for value in given if isinstance(value, np.ndarray))


def _paired_ratio(clock: _Clock, size: int, first: tuple[int, float, float]) -> float:
    """Return the median ratio of five interleaved pairs, or of those that time allows."""
    ratios = [first[1] / first[2]]
    for turn in range(1, PAIRS):
        if clock.spent + first[1] > BUDGET:
            break
        own, reference = clock.pair(size, engine_first=turn % 2 == 1)
        ratios.append(own / reference)
    return statistics.median(ratios)


def _growth(points: list[tuple[int, float, float]], unit: str) -> str:
    """Say how the time grows with the work, from its slope in double logarithms."""
    solid = [(size, own) for size, own, _ in points if own > 5e-4][-4:]
    if len(solid) < 2:
        return ""
    (size0, own0), (size1, own1) = solid[0], solid[-1]
    slope = float(np.log(own1 / own0) / np.log(size1 / size0))
    if slope > 1.6:
        return f"the time grows faster than {unit}: each doubling takes {2**slope:.1f}x"
    return f"the time grows like {unit}: a Python loop over them?"


@contextlib.contextmanager
def _on_one_core(pid: int) -> Iterator[None]:
    """Pin the player and this process to one core: cores differ in speed."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    try:
        # The one this runs on by now: the scheduler has kept other graders off it.
        core = {ctypes.CDLL(None).sched_getcpu()}
        os.sched_setaffinity(pid, core)
        os.sched_setaffinity(0, core)
    except OSError:
        yield
        return
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
        with contextlib.suppress(OSError):
            os.sched_setaffinity(pid, cores)
