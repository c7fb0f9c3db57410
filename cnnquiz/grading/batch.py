"""Grade many files: one submission in, one verdict out, over any executor.

Grading maps over a `concurrent.futures` executor, so that it runs on one core, on many,
or on many machines; what was graded before an interruption is kept.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import random
import signal
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import cnnquiz
from cnnquiz.errors import CnnquizError, GraderError, UsageError
from cnnquiz.grading import submission
from cnnquiz.grading.judging import CASES
from cnnquiz.grading.players import Zygote
from cnnquiz.grading.submission import Submission
from cnnquiz.grading.verdict import GradeReport, Sandbox, Verdict
from cnnquiz.grading.worker import LEVELS, Result, Task, grade_here, grade_task

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from pathlib import Path

Told = Callable[[int, int, Verdict], None]
"""Told of each verdict as it comes: how many are done, of how many, and the verdict."""

IN_FLIGHT = 256  # tasks ahead of the graders; what is read ahead stays bounded
POOLS = 3  # a file that ends its grader's process so often will do it again


@dataclass(frozen=True, slots=True)
class Job:
    """One file to grade."""

    path: Path
    slug: str
    seed: int
    examples: int

    def task(self) -> Task:
        """Read the file; one that has become unreadable is one submission's failure."""
        try:
            read = submission.read(self.path)
        except UsageError as error:
            read = Submission(self.path, b"", str(error))
        return Task(read, self.slug, self.seed, self.examples)


class Kept(Protocol):
    """Results of an earlier run."""

    def find(self, task: Task) -> Result | None:
        """Return what was kept of the same task."""

    def keep(self, task: Task, result: Result) -> None:
        """Keep a result."""


@dataclass(frozen=True, slots=True)
class Graded:
    """What came of a batch: results in the order of its jobs, as far as it came."""

    results: tuple[Result, ...]
    interrupted: bool = False
    reused: int = 0


def fresh_seed() -> int:
    """Draw a seed: new cases each time, so that no answer can be learnt by heart."""
    return random.SystemRandom().randrange(1 << 31)


def find_jobs(
    paths: Sequence[Path], exercise: str | None, seed: int, examples: int = CASES
) -> list[Job]:
    """Return what there is to grade below these files and folders.

    Raises
    ------
    UsageError
        If a path does not exist, holds no exercise, or names none.
    """
    jobs = []
    for path in paths:
        if path.is_dir():
            found = submission.collect(path)
            if not found:
                raise UsageError(
                    f"'{path}' holds no file that is named after an exercise "
                    "('cnnquiz list' shows their names)"
                )
            jobs += [Job(file, exercise or file.stem, seed, examples) for file in found]
        else:
            read = submission.read(path)
            slug = submission.identify(read, exercise)
            jobs.append(Job(path, slug, seed, examples))
    return jobs


def grade_all(
    jobs: Sequence[Job],
    *,
    workers: int = 1,
    executor: Executor | None = None,
    zygote: Zygote | None = None,
    told: Told | None = None,
    kept: Kept | None = None,
    level: str = "none",
) -> Graded:
    """Grade files: here, on this many processes, or on an executor.

    An executor's workers refuse to grade in a sandbox below the level.

    Raises
    ------
    GraderError
        If what grades fails; what was graded before is with `kept`.
    """
    results = _found(jobs, kept) if kept else {}
    reused, interrupted = len(results), False
    graded = _graded(jobs, results, workers, executor, zygote, level)
    with contextlib.closing(graded):
        try:
            for number, task, result in graded:
                results[number] = result
                if kept:
                    kept.keep(task, result)
                if told:
                    told(len(results), len(jobs), result[0])
        except KeyboardInterrupt:
            interrupted = True
    in_order = tuple(results[number] for number in sorted(results))
    return Graded(in_order, interrupted, reused)


def _found(jobs: Sequence[Job], kept: Kept) -> dict[int, Result]:
    found = ((number, kept.find(job.task())) for number, job in enumerate(jobs))
    return {number: result for number, result in found if result is not None}


_Numbered = tuple[int, Task]
_Finished = tuple[int, Task, Result]


def _graded(
    jobs: Sequence[Job],
    done: dict[int, Result],
    workers: int,
    executor: Executor | None,
    zygote: Zygote | None,
    level: str,
) -> Generator[_Finished, None, None]:
    """Grade the jobs whose numbers are not among those done, which the caller adds to."""

    def left() -> list[int]:
        return [number for number in range(len(jobs)) if number not in done]

    def tasks() -> Iterator[_Numbered]:
        return ((number, jobs[number].task()) for number in left())

    if executor is None and (workers <= 1 or len(left()) <= 1):
        yield from _here(tasks(), zygote)
        return
    if zygote is not None:
        zygote.close()
    if executor is not None:
        yield from _mapped(tasks(), executor, level)
        return
    from concurrent.futures import BrokenExecutor

    for _ in range(POOLS):
        with contextlib.suppress(BrokenExecutor):
            with _processes(min(workers, len(left()))) as pool:
                yield from _mapped(tasks(), pool, level)
            return
    raise GraderError(f"a process that grades died, in {POOLS} pools one after another")


def _here(
    tasks: Iterable[_Numbered], zygote: Zygote | None
) -> Generator[_Finished, None, None]:
    with contextlib.nullcontext(zygote) if zygote else _fresh_zygote() as own:
        for number, task in tasks:
            yield number, task, grade_here(task, own)


def _fresh_zygote() -> contextlib.closing[Zygote]:
    return contextlib.closing(Zygote())


def _mapped(
    tasks: Iterator[_Numbered], executor: Executor, level: str
) -> Generator[_Finished, None, None]:
    """Give tasks to an executor, never too many, and yield what comes back first."""
    from concurrent.futures import FIRST_COMPLETED, wait

    flying: dict[Future[Result], _Numbered] = {}

    def fly(count: int) -> None:
        for numbered in itertools.islice(tasks, count):
            flying[executor.submit(grade_task, numbered[1], level)] = numbered

    try:
        fly(IN_FLIGHT)
        while flying:
            landed, _ = wait(flying, return_when=FIRST_COMPLETED)
            for future in landed:
                yield *flying.pop(future), _result_of(future)
            fly(len(landed))
    finally:
        for future in flying:
            future.cancel()


def _result_of(future: Future[Result]) -> Result:
    from concurrent.futures import BrokenExecutor

    try:
        return future.result()
    except (CnnquizError, BrokenExecutor):
        raise
    except Exception as error:
        said = f"a process that grades failed ({type(error).__name__}: {error})"
        raise GraderError(said) from error


@contextlib.contextmanager
def _processes(count: int) -> Generator[Executor, None, None]:
    # A single file's verdict does not wait for these to load.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Spawned, not forked: a fork would inherit locks that another thread holds.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, context, initializer=_end_quietly)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


# ^C reaches every process; one that ends by the signal itself prints no traceback.
_end_quietly = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)


def report(
    results: Sequence[Result],
    seed: int,
    *,
    allow_slow: bool = False,
    interrupted: bool = False,
    notes: Sequence[str] = (),
) -> GradeReport:
    """Put verdicts together; the sandbox is the weakest that any of them had."""
    held = [sandbox for _, sandbox in results if sandbox.layers]
    weakest = min(held, key=lambda s: LEVELS.index(s.level), default=Sandbox("none"))
    return GradeReport(
        version=cnnquiz.__version__,
        seed=seed,
        sandbox=weakest,
        submissions=tuple(verdict for verdict, _ in results),
        allow_slow=allow_slow,
        interrupted=interrupted,
        notes=tuple(notes),
    )
