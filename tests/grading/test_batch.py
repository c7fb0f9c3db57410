"""Grading many: the same verdicts over any executor, and nothing graded is lost."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

import pytest

from cnnquiz.errors import GraderError, UsageError
from cnnquiz.grading import batch, worker
from cnnquiz.grading.verdict import Sandbox, Status, Verdict

SOURCES = {
    "ann": "import numpy as np\ndef relu(x):\n    return np.maximum(x, 0)\n",
    "bob": "import numpy as np\ndef relu(x):\n    return np.abs(x)\n",
    "cem": "def relu(x)\n",
}
STATUSES = [Status.PASSED, Status.WRONG, Status.INVALID]


@pytest.fixture
def jobs(tmp_path):
    """Write a class of three, and return what there is to grade."""
    for name, source in SOURCES.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "relu.py").write_text(source)
    return batch.find_jobs([tmp_path], None, seed=4, examples=20)


@pytest.fixture
def graded(monkeypatch):
    """Judge files by their text instead of running them; return those judged."""
    judged = []

    def grade(request, zygote):
        judged.append(request.submission.path.parent.name)
        passed = b"maximum" in request.submission.source
        status = Status.PASSED if passed else Status.WRONG
        verdict = Verdict(str(request.submission.path), request.slug, status, "")
        return verdict, Sandbox("none")

    monkeypatch.setattr(worker, "grade", grade)
    monkeypatch.setattr(worker, "_own_zygote", lambda level: None)
    return judged


class Inline(Executor):
    """Runs a task when its result is asked for, or breaks, or is late to begin."""

    def __init__(self, breaks_after: int = 1_000) -> None:
        self.submitted = 0
        self.breaks_after = breaks_after

    def submit(self, function, /, *arguments):
        """Run it now."""
        future: Future = Future()
        self.submitted += 1
        if self.submitted > self.breaks_after:
            future.set_exception(BrokenExecutor("a process died"))
        else:
            future.set_result(function(*arguments))
        return future


def statuses(graded) -> list[Status]:
    return [verdict.status for verdict, _ in graded.results]


def told_of(graded) -> list[tuple]:
    """Return what verdicts say, but for how long they took."""
    return [
        (v.file, v.status, v.message, [c.status for c in v.checks], v.misconceptions)
        for v, _ in graded.results
    ]


def threads():
    return ThreadPoolExecutor(2)


def processes():
    return ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))


@pytest.mark.parametrize("make", [threads, processes])
def test_any_executor_gives_the_verdicts_of_this_process(make, jobs) -> None:
    """In the order of the jobs, whichever is done first."""
    here = batch.grade_all(jobs)
    assert statuses(here) == STATUSES
    with make() as executor:
        there = batch.grade_all(jobs, executor=executor)
        again = batch.grade_all(jobs, executor=executor)
    assert told_of(there) == told_of(again) == told_of(here)


def test_results_stand_in_the_order_of_the_jobs(jobs, graded, monkeypatch) -> None:
    """Although the last is done first."""
    made = []

    class Backwards(Inline):
        def submit(self, function, /, *arguments):
            future: Future = Future()
            made.append((future, function, arguments))
            if len(made) == 3:
                for late, run, given in reversed(made):
                    late.set_result(run(*given))
            return future

    there = batch.grade_all(jobs, executor=Backwards())
    assert graded == ["cem", "bob", "ann"]
    assert [v.file for v, _ in there.results] == [str(job.path) for job in jobs]


def test_a_task_needs_no_file_where_it_is_graded(jobs) -> None:
    """It is data, and so is its verdict: a worker may be another machine."""
    task = pickle.loads(pickle.dumps(jobs[1].task()))  # noqa: S301 - ours
    jobs[1].path.unlink()
    verdict, sandbox = pickle.loads(  # noqa: S301 - ours
        pickle.dumps(worker.grade_task(task))
    )
    assert verdict.status is Status.WRONG
    assert [m.id for m in verdict.misconceptions] == ["abs-value"]
    assert sandbox.level in {"full", "partial", "limits"}


def test_few_files_are_read_ahead(jobs, graded, monkeypatch) -> None:
    """A class of any size takes bounded memory: the next is read as one is done."""
    monkeypatch.setattr(batch, "IN_FLIGHT", 2)
    executor, ahead = Inline(), []
    batch.grade_all(
        jobs * 5,
        executor=executor,
        told=lambda done, total, verdict: ahead.append(executor.submitted - done),
    )
    assert len(ahead) == 15
    assert max(ahead) < 2


def test_what_a_dead_process_leaves_is_graded_by_others(jobs, graded, monkeypatch):
    """And what it had graded is not graded twice."""
    pools = [Inline(breaks_after=1), Inline(breaks_after=1), Inline()]
    left = iter(pools)

    @contextmanager
    def processes(count):
        yield next(left)

    monkeypatch.setattr(batch, "_processes", processes)
    monkeypatch.setattr(batch, "IN_FLIGHT", 1)
    there = batch.grade_all(jobs, workers=2)
    assert statuses(there) == [Status.PASSED, Status.WRONG, Status.WRONG]
    assert graded == ["ann", "bob", "cem"]


def test_processes_that_die_again_and_again_are_an_error(jobs, graded, monkeypatch):
    """It ends, and says what happened."""

    @contextmanager
    def processes(count):
        yield Inline(breaks_after=0)

    monkeypatch.setattr(batch, "_processes", processes)
    with pytest.raises(GraderError, match="a process that grades died"):
        batch.grade_all(jobs, workers=2)


def test_killing_the_processes_loses_nothing(jobs) -> None:
    """The real ones, by a signal that nothing can catch."""
    killed = []

    def kill(done, total, verdict) -> None:
        if done == 1:
            for child in multiprocessing.active_children():
                os.kill(child.pid, signal.SIGKILL)
                killed.append(child.pid)

    there = batch.grade_all(jobs * 2, workers=2, told=kill)
    assert killed
    assert statuses(there) == STATUSES * 2


def test_a_worker_of_another_version_does_not_grade(jobs) -> None:
    """Its verdict would be another one."""
    task = replace(jobs[0].task(), version="0.0.1")
    with pytest.raises(GraderError, match=r"0\.0\.1 is asked for"):
        worker.grade_task(task)


def test_a_worker_that_lacks_an_exercise_says_so(jobs) -> None:
    """The error can cross the border between processes."""
    task = replace(jobs[0].task(), slug="of_a_pack")
    with pytest.raises(GraderError, match="there is no exercise 'of_a_pack'") as found:
        worker.grade_task(task)
    same = pickle.loads(pickle.dumps(found.value))  # noqa: S301 - ours
    assert str(same) == str(found.value)


def test_a_worker_with_a_weaker_sandbox_does_not_grade(jobs, monkeypatch) -> None:
    """Each worker looks at its own machine, once."""
    looked = []

    def require(level, zygote):
        looked.append(level)
        if level == "full":
            raise GraderError("the sandbox here is 'partial'")

    monkeypatch.setattr(worker, "require", require)
    with threads() as executor:
        graded = batch.grade_all(jobs, executor=executor, level="limits")
        with pytest.raises(GraderError, match="the sandbox here is 'partial'"):
            batch.grade_all(jobs[:1], executor=executor, level="full")
    assert statuses(graded) == STATUSES
    assert looked.count("limits") <= 2
    assert looked[-1] == "full"


def test_whatever_else_a_worker_raises_is_the_graders_failure(jobs) -> None:
    """Not a submission's, and not a traceback."""

    class Failing(Inline):
        def submit(self, function, /, *arguments):
            future: Future = Future()
            future.set_exception(RuntimeError("no room"))
            return future

    with pytest.raises(GraderError, match=r"RuntimeError: no room"):
        batch.grade_all(jobs, executor=Failing())


def test_a_file_that_vanishes_is_one_submissions_failure(jobs) -> None:
    """The rest of the class is graded."""
    jobs[0].path.unlink()
    there = batch.grade_all(jobs[:2])
    assert statuses(there) == [Status.INVALID, Status.WRONG]
    assert "there is no file" in there.results[0][0].message


@pytest.mark.parametrize("executor", [None, Inline()])
def test_an_interruption_keeps_what_is_graded(
    executor, jobs, graded, monkeypatch
) -> None:
    """The verdict that had come counts."""
    monkeypatch.setattr(batch, "IN_FLIGHT", 1)

    def interrupt(done, total, verdict) -> None:
        if done == 2:
            raise KeyboardInterrupt

    there = batch.grade_all(jobs, executor=executor, told=interrupt)
    assert there.interrupted
    assert statuses(there) == [Status.PASSED, Status.WRONG]


def test_kept_results_are_not_graded_again(jobs, graded) -> None:
    """Those that are new are kept as they come."""
    ann = worker.grade_task(jobs[0].task())
    graded.clear()

    class Kept:
        new: list = []  # noqa: RUF012 - this test's

        def find(self, task):
            return ann if task == jobs[0].task() else None

        def keep(self, task, result):
            self.new.append(task.submission.path.parent.name)

    there = batch.grade_all(jobs, kept=Kept())
    assert graded == Kept.new == ["bob", "cem"]
    assert there.reused == 1
    assert statuses(there) == [Status.PASSED, Status.WRONG, Status.WRONG]


def test_a_sandbox_that_is_too_weak_is_an_error(zygote, monkeypatch) -> None:
    """With what it lacks, and where to read more; the same or a stronger one will do."""

    @contextmanager
    def playing(zygote, limits):
        missing = ("file access: no Landlock",)
        yield SimpleNamespace(sandbox=Sandbox("partial", (), missing))

    monkeypatch.setattr(worker, "playing", playing)
    for level in ("none", "limits", "partial"):
        worker.require(level, zygote)
    with pytest.raises(GraderError) as weak:
        worker.require("full", zygote)
    assert str(weak.value) == (
        "the sandbox here is 'partial', and 'full' is required. "
        "Missing: file access: no Landlock. 'cnnquiz doctor' says more"
    )


def test_single_files_and_whole_folders_are_found(tmp_path) -> None:
    """A folder's files are named after their exercises; a file may be asked about."""
    (tmp_path / "relu.py").write_text("")
    (tmp_path / "mine.py").write_text("")
    asked = batch.find_jobs([tmp_path / "mine.py", tmp_path], "softmax", seed=1)
    assert [(j.path.name, j.slug, j.seed) for j in asked] == [
        ("mine.py", "softmax", 1),
        ("relu.py", "softmax", 1),
    ]
    (found,) = batch.find_jobs([tmp_path], None, seed=1, examples=7)
    assert (found.slug, found.examples) == ("relu", 7)
    (tmp_path / "relu.py").unlink()
    with pytest.raises(UsageError, match="holds no file that is named after"):
        batch.find_jobs([tmp_path], None, seed=1)


def test_each_grading_has_a_seed_of_its_own() -> None:
    """So that no answer can be learnt by heart."""
    seeds = {batch.fresh_seed() for _ in range(20)}
    assert len(seeds) > 15
    assert all(0 <= seed < 1 << 31 for seed in seeds)


def test_a_report_has_the_weakest_sandbox_that_any_had() -> None:
    """A file that was never run had none, and says nothing of it."""
    full, partial = (
        Sandbox(level, ("resource limits",)) for level in ("full", "partial")
    )
    verdict = Verdict("relu.py", "relu", Status.PASSED, "")
    results = [(verdict, full), (verdict, partial), (verdict, Sandbox("none"))]
    report = batch.report(results, 5, notes=["a note"])
    assert report.sandbox == partial
    assert (report.seed, report.notes) == (5, ("a note",))
    assert report.submissions == (verdict,) * 3
    assert batch.report([], 5).sandbox == Sandbox("none")


def test_a_zygote_that_processes_do_not_need_is_ended(jobs, graded) -> None:
    """Each process starts one of its own."""
    closed = []
    mine = SimpleNamespace(close=lambda: closed.append(True))
    batch.grade_all(jobs, executor=Inline(), zygote=mine)
    assert closed == [True]


def test_a_worker_keeps_its_zygote_until_it_is_forgotten(monkeypatch) -> None:
    """One for each thread; and there may be none to forget."""
    monkeypatch.setattr(worker, "_own", SimpleNamespace())
    started = []

    def start():
        started.append(SimpleNamespace(closed=False))
        started[-1].close = lambda: setattr(started[-1], "closed", True)
        return started[-1]

    monkeypatch.setattr(worker, "Zygote", start)
    monkeypatch.setattr(worker, "require", lambda level, zygote: None)
    worker._forget_zygote()
    first = worker._own_zygote("full")
    assert worker._own_zygote("full") is first
    worker._forget_zygote()
    assert first.closed
    assert worker._own_zygote("none") is not first
    assert len(started) == 2
