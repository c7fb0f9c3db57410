"""Grade many files: one zygote a worker, results in a stable order.

Grading maps over a `concurrent.futures` executor, so that it runs on one core or on
many; what was graded before an interruption is kept.
"""

from __future__ import annotations

import contextlib
import functools
import random
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cnnquiz
from cnnquiz.errors import UsageError
from cnnquiz.grading import submission
from cnnquiz.grading.players import Zygote
from cnnquiz.grading.referee import CASES, Request, grade
from cnnquiz.grading.verdict import GradeReport, Sandbox, Verdict

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from pathlib import Path

Told = Callable[[int, int, Verdict], None]
"""Told of each verdict as it comes: how many are done, of how many, and the verdict."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to grade."""

    path: Path
    slug: str
    seed: int
    examples: int


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


@functools.cache
def _own_zygote() -> Zygote:
    return Zygote()


def _grade_job(job: Job) -> tuple[Verdict, Sandbox]:
    """Grade one file in a worker process, which keeps a zygote for the next."""
    request = Request(submission.read(job.path), job.slug, job.seed, job.examples)
    return grade(request, _own_zygote())


def grade_all(
    jobs: Sequence[Job],
    *,
    workers: int = 1,
    executor: Executor | None = None,
    zygote: Zygote | None = None,
    told: Told | None = None,
) -> tuple[list[tuple[Verdict, Sandbox]], bool]:
    """Grade files in order; also say whether it was interrupted on the way."""
    results: list[tuple[Verdict, Sandbox]] = []
    with contextlib.closing(_results(jobs, workers, executor, zygote)) as stream:
        try:
            for result in stream:
                results.append(result)
                if told:
                    told(len(results), len(jobs), result[0])
        except KeyboardInterrupt:
            return results, True
    return results, False


def _results(
    jobs: Sequence[Job], workers: int, executor: Executor | None, zygote: Zygote | None
) -> Generator[tuple[Verdict, Sandbox], None, None]:
    if executor is None and (workers <= 1 or len(jobs) <= 1):
        own = zygote or Zygote()
        try:
            for job in jobs:
                read = submission.read(job.path)
                yield grade(Request(read, job.slug, job.seed, job.examples), own)
        finally:
            if zygote is None:
                own.close()
        return
    if zygote is not None:
        zygote.close()
    pool = executor or _processes(min(workers, len(jobs)))
    futures: list[Future[tuple[Verdict, Sandbox]]] = []
    try:
        futures = [pool.submit(_grade_job, job) for job in jobs]
        for future in futures:
            yield future.result()
    finally:
        for future in futures:
            future.cancel()
        if executor is None:
            pool.shutdown(wait=True, cancel_futures=True)


def _processes(count: int) -> Executor:
    # A single file's verdict does not wait for these to load.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Spawned, not forked: a fork would inherit locks that another thread holds.
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"))


def report(
    results: Sequence[tuple[Verdict, Sandbox]],
    seed: int,
    *,
    allow_slow: bool = False,
    interrupted: bool = False,
) -> GradeReport:
    """Put verdicts together; the sandbox is the weakest that any of them had."""
    order = ("none", "limits", "partial", "full")
    held = [sandbox for _, sandbox in results if sandbox.layers]
    weakest = min(held, key=lambda s: order.index(s.level), default=Sandbox("none"))
    return GradeReport(
        version=cnnquiz.__version__,
        seed=seed,
        sandbox=weakest,
        submissions=tuple(verdict for verdict, _ in results),
        allow_slow=allow_slow,
        interrupted=interrupted,
    )
