"""Grade one submission in a worker: a process, a thread, or another machine.

A task holds all that a worker needs. What crosses the border, there and back, is
dataclasses of texts, numbers and arrays.
"""

from __future__ import annotations

import threading
import weakref
from dataclasses import dataclass

import cnnquiz
from cnnquiz.errors import CnnquizError, GraderError
from cnnquiz.grading.judging import Request
from cnnquiz.grading.players import Limits, Zygote, playing
from cnnquiz.grading.referee import grade
from cnnquiz.grading.submission import Submission
from cnnquiz.grading.verdict import Sandbox, Verdict

Result = tuple[Verdict, Sandbox]

LEVELS = ("none", "limits", "partial", "full")  # of a sandbox, from weak to strong
# What draws cases keeps its state for the whole process.
_ONE_AT_A_TIME = threading.Lock()
# A zygote dies with the thread that started it.
_own = threading.local()


@dataclass(frozen=True, slots=True)
class Task:
    """One submission, read, and how to grade it."""

    submission: Submission
    slug: str
    seed: int
    examples: int
    version: str = cnnquiz.__version__


def grade_task(task: Task, level: str = "none") -> Result:
    """Grade one submission in a worker, be it a process or a thread.

    Raises
    ------
    GraderError
        If the worker cannot grade: it has another version, lacks a pack, or its sandbox
        is below the level.
    """
    if task.version != cnnquiz.__version__:
        raise GraderError(
            f"a worker has cnnquiz {cnnquiz.__version__}; {task.version} is asked for"
        )
    with _ONE_AT_A_TIME:
        try:
            return grade_here(task, _own_zygote(level))
        except CnnquizError as error:
            _forget_zygote()
            # Not every error can be pickled; this one can.
            raise GraderError(str(error)) from None


def grade_here(task: Task, zygote: Zygote) -> Result:
    """Grade one submission with players of this zygote."""
    request = Request(task.submission, task.slug, task.seed, task.examples)
    return grade(request, zygote)


def _own_zygote(level: str) -> Zygote:
    """Return this thread's zygote, whose players have at least this sandbox."""
    if not hasattr(_own, "zygote"):
        _own.zygote = Zygote()
        _own.level = "none"
        weakref.finalize(threading.current_thread(), _own.zygote.close)
    zygote: Zygote = _own.zygote
    if level != _own.level:
        require(level, zygote)
        _own.level = level
    return zygote


def _forget_zygote() -> None:
    if hasattr(_own, "zygote"):
        _own.zygote.close()
        del _own.zygote


def require(level: str, zygote: Zygote) -> None:
    """Make sure that this machine's sandbox has at least this level.

    Raises
    ------
    GraderError
        If it has not.
    """
    with playing(zygote, Limits()) as player:
        has = player.sandbox
    if LEVELS.index(has.level) < LEVELS.index(level):
        lacks = "; ".join(has.missing) or "layers that this platform does not have"
        raise GraderError(
            f"the sandbox here is '{has.level}', and '{level}' is required. "
            f"Missing: {lacks}. 'cnnquiz doctor' says more"
        )
