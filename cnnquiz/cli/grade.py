"""grade: one command, one verdict."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cnnquiz.cli.terminal import Look
from cnnquiz.errors import ExitCode, RecordError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor

    from cnnquiz.grading.batch import Graded, Job
    from cnnquiz.grading.players import Zygote
    from cnnquiz.grading.verdict import GradeReport, Verdict
    from cnnquiz.report.ledger import Ledger

LEVELS = ("limits", "partial", "full")
FORMATS = ("text", "json", "junit", "gradescope", "csv", "html")

EPILOG = """\b
Examples:
  cnnquiz grade conv2d.py
  cnnquiz grade homework.py --exercise conv2d
  cnnquiz grade submissions/ --jobs 2 --format junit --output report.xml
  cnnquiz grade submissions/ --resume class.jsonl --format html --output class.html

\b
Exit codes: 0 all passed, 1 at least one did not, 2 a wrong command line,
3 the grader failed, 130 interrupted.
"""


@click.command("grade", epilog=EPILOG)
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
)
@click.option("--exercise", metavar="SLUG", help="Which exercise the files answer.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    help="How to say the verdict.",
)
@click.option("--output", type=click.Path(path_type=Path), help="Write it to a file.")
@click.option(
    "--seed", type=click.IntRange(min=0), help="Repeat the cases of a verdict."
)
@click.option(
    "--examples",
    type=click.IntRange(1, 10_000),
    default=100,
    show_default=True,
    help="How many cases to draw.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="How many files at a time.")
@click.option(
    "--resume",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Keep verdicts there, and grade only what is new or changed.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Grade on a Dask cluster, whose scheduler is there.",
)
@click.option("--allow-slow", is_flag=True, help="Count right but slow as passed.")
@click.option("--no-record", is_flag=True, help="Keep the verdict out of your record.")
@click.option(
    "--require-sandbox",
    type=click.Choice(LEVELS),
    help="Refuse to grade on a machine that holds less.",
)
@click.pass_obj
def grade_command(data_dir: str | None, /, **options: Any) -> int:
    """Grade files, or every file below a folder that is named after an exercise.

    A single file's verdict goes into your record, unless CI is set.
    """
    asked = _Asked(**options)
    _check(asked)
    from cnnquiz.grading import launch

    started = launch.start()  # it loads NumPy while this process loads what judges
    from cnnquiz.curriculum.draw import preload
    from cnnquiz.grading.players import Zygote

    preload()
    with contextlib.closing(Zygote(started)) as zygote:
        gc.freeze()  # what is loaded by now stays: the collector need not go through it
        return _grade(asked, data_dir, zygote)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command line says."""

    paths: tuple[Path, ...]
    exercise: str | None
    format_: str
    output: Path | None
    seed: int | None
    examples: int
    jobs: int | None
    resume: Path | None
    cluster: str | None
    allow_slow: bool
    no_record: bool
    require_sandbox: str | None

    @property
    def alone(self) -> bool:
        """Whether it is one file, whose verdict is the learner's own."""
        return len(self.paths) == 1 and not self.paths[0].is_dir()


def _check(asked: _Asked) -> None:
    """Refuse what can be refused before anything is started."""
    from cnnquiz.curriculum.catalog import find

    if asked.exercise is not None:
        find(asked.exercise)
    if asked.cluster is not None and asked.jobs is not None:
        raise UsageError("--jobs is about this machine and --cluster about others")
    for path in asked.paths:
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"there is no file '{path}'")


def _grade(asked: _Asked, data_dir: str | None, zygote: Zygote) -> int:
    from cnnquiz.grading import batch

    with contextlib.ExitStack() as stack:
        ledger = _open_ledger(asked, stack)
        seed = asked.seed if ledger is None or asked.seed is not None else ledger.seed
        if seed is None:
            seed = batch.fresh_seed()
        jobs = batch.find_jobs(asked.paths, asked.exercise, seed, asked.examples)
        if asked.require_sandbox:
            from cnnquiz.grading.worker import require

            require(asked.require_sandbox, zygote)
        executor = _connect(asked, stack)
        graded = _grade_all(asked, jobs, zygote, ledger, executor)
        notes = _notes(ledger, graded, len(jobs))
    return _report(asked, data_dir, seed, graded, notes)


def _open_ledger(asked: _Asked, stack: contextlib.ExitStack) -> Ledger | None:
    if asked.resume is None:
        return None
    from cnnquiz.report.ledger import Ledger

    ledger = Ledger(asked.resume, level=asked.require_sandbox or "none")
    return stack.enter_context(contextlib.closing(ledger))


def _connect(asked: _Asked, stack: contextlib.ExitStack) -> Executor | None:
    if asked.cluster is None:
        return None
    from cnnquiz.grading.cluster import connect

    return stack.enter_context(connect(asked.cluster))


def _grade_all(
    asked: _Asked,
    jobs: Sequence[Job],
    zygote: Zygote,
    ledger: Ledger | None,
    executor: Executor | None,
) -> Graded:
    from cnnquiz.grading.batch import grade_all

    graded = grade_all(
        jobs,
        workers=asked.jobs or (1 if asked.alone else os.cpu_count() or 1),
        executor=executor,
        zygote=zygote,
        told=None if asked.alone else _progress(),
        kept=ledger,
        level=asked.require_sandbox or "none",
    )
    if not asked.alone and sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
    return graded


def _notes(ledger: Ledger | None, graded: Graded, total: int) -> list[str]:
    """Say what an earlier run had done already, and what was not kept of this one."""
    if ledger is None:
        return []
    notes = [f"{graded.reused} of {total} verdicts were taken over from {ledger.path}."]
    if ledger.problem:
        notes.append(f"Not all verdicts are kept in {ledger.path}: {ledger.problem}.")
    return notes


def _report(
    asked: _Asked, data_dir: str | None, seed: int, graded: Graded, notes: list[str]
) -> int:
    """Say what came out, keep a learner's verdict, and return the exit code."""
    from cnnquiz.grading import batch
    from cnnquiz.grading.submission import read

    said = batch.report(
        graded.results,
        seed,
        allow_slow=asked.allow_slow,
        interrupted=graded.interrupted,
        notes=notes,
    )
    _say(said, asked.format_, asked.output)
    if asked.format_ not in {"text", "html"}:  # the others have no place for notes
        for note in notes:
            print(f"cnnquiz: {note}", file=sys.stderr)
    in_ci = os.environ.get("CI") == "true"
    new = len(graded.results) > graded.reused
    if asked.alone and new and not (asked.no_record or in_ci):
        source = read(asked.paths[0]).text
        keep_verdict(data_dir, source, graded.results[0][0], seed)
    if graded.interrupted:
        return ExitCode.INTERRUPTED
    passed = all(v.passed(allow_slow=asked.allow_slow) for v in said.submissions)
    return ExitCode.PASSED if passed else ExitCode.NOT_PASSED


def _progress() -> Callable[[int, int, Verdict], None] | None:
    """Return what draws one line of progress, in a terminal only."""
    if not sys.stderr.isatty():
        return None
    from cnnquiz.report.progress import Progress

    progress = Progress()

    def told(done: int, total: int, verdict: Verdict) -> None:
        line = progress.line(done, total, verdict)
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    return told


def _say(said: GradeReport, format_: str, output: Path | None) -> None:
    from cnnquiz import report

    look = Look.of_stdout()
    if output is None:
        text = report.render(
            said, format_, width=look.width, colour=look.colour, ascii=look.ascii
        )
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
        return
    text = report.render(said, format_)
    try:
        output.write_text(
            text if text.endswith("\n") else text + "\n", encoding="utf-8"
        )
    except OSError as error:
        raise UsageError(f"'{output}' cannot be written: {error.strerror}") from None


def keep_verdict(
    data_dir: str | None, source: str, verdict: Verdict, seed: int
) -> None:
    """Write a verdict into the learner's record; never more than a warning."""
    from cnnquiz.cli.record import open_record
    from cnnquiz.report import verdict_to_json
    from cnnquiz.study import answering

    record = open_record(data_dir)
    if record is None:
        return
    try:
        with record:
            answering.keep_verdict(
                record, verdict.exercise, source, verdict_to_json(verdict), seed=seed
            )
    except RecordError as error:
        print(f"cnnquiz: the verdict is not in your record: {error}", file=sys.stderr)
