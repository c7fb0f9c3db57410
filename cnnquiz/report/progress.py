"""How far a batch has come, in one line, with an estimate of the time left."""

from __future__ import annotations

import time
from collections.abc import Callable

from cnnquiz.grading.verdict import Verdict
from cnnquiz.report.safe import one_line

ENOUGH = 3  # verdicts; from fewer, nothing is known of the others
MAX_NAME = 24


class Progress:
    """Knows when a batch began; verdicts that were taken over took no time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._before: int | None = None

    def line(self, done: int, total: int, verdict: Verdict) -> str:
        """Say how many are done, what came out last, and how long the rest may take."""
        if self._before is None:
            self._before = done - 1
        exercise = one_line(verdict.exercise, MAX_NAME)
        said = f"{done}/{total}  {exercise}: {verdict.status}"
        graded = done - self._before
        if done < total and graded >= ENOUGH:
            left = (self._clock() - self._began) / graded * (total - done)
            said += f"  about {duration(left)} left"
        return said


def duration(seconds: float) -> str:
    """Say a duration in its largest unit, rounded up: 9 s, 3 min, 2 h."""
    if seconds <= 90:
        return f"{_up(seconds)} s"
    if seconds <= 90 * 60:
        return f"{_up(seconds / 60)} min"
    return f"{_up(seconds / 3600)} h"


def _up(number: float) -> int:
    return max(1, -int(-number // 1))
