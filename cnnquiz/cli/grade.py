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
from cnnquiz.errors import ExitCode, GraderError, RecordError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnquiz.grading.players import Zygote
    from cnnquiz.grading.verdict import GradeReport, Verdict

LEVELS = ("none", "limits", "partial", "full")

EPILOG = """\b
Examples:
  cnnquiz grade conv2d.py
  cnnquiz grade homework.py --exercise conv2d
  cnnquiz grade submissions/ --jobs 2 --format junit --output report.xml

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
    type=click.Choice(["text", "json", "junit", "gradescope"]),
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
@click.option("--allow-slow", is_flag=True, help="Count right but slow as passed.")
@click.option("--no-record", is_flag=True, help="Keep the verdict out of your record.")
@click.option(
    "--require-sandbox",
    type=click.Choice(LEVELS[1:]),
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
    for path in asked.paths:
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"there is no file '{path}'")


def _grade(asked: _Asked, data_dir: str | None, zygote: Zygote) -> int:
    from cnnquiz.grading import batch
    from cnnquiz.grading.submission import read

    seed = batch.fresh_seed() if asked.seed is None else asked.seed
    work = batch.find_jobs(asked.paths, asked.exercise, seed, asked.examples)
    if asked.require_sandbox:
        _require(asked.require_sandbox, zygote)
    results, interrupted = batch.grade_all(
        work,
        workers=asked.jobs or (1 if asked.alone else os.cpu_count() or 1),
        zygote=zygote,
        told=None if asked.alone else _progress(),
    )
    said = batch.report(
        results, seed, allow_slow=asked.allow_slow, interrupted=interrupted
    )
    if not asked.alone and sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
    _say(said, asked.format_, asked.output)
    in_ci = os.environ.get("CI") == "true"
    if asked.alone and results and not (asked.no_record or in_ci):
        source = read(asked.paths[0]).text
        keep_verdict(data_dir, source, results[0][0], seed)
    if interrupted:
        return ExitCode.INTERRUPTED
    passed = all(v.passed(allow_slow=asked.allow_slow) for v in said.submissions)
    return ExitCode.PASSED if passed else ExitCode.NOT_PASSED


def _require(level: str, zygote: Zygote) -> None:
    from cnnquiz.grading.players import Limits, playing

    with playing(zygote, Limits()) as player:
        has = player.sandbox
    if LEVELS.index(has.level) < LEVELS.index(level):
        lacks = "; ".join(has.missing) or "layers that this platform does not have"
        raise GraderError(
            f"the sandbox here is '{has.level}', and '{level}' is required. "
            f"Missing: {lacks}. 'cnnquiz doctor' says more"
        )


def _progress() -> Callable[[int, int, Verdict], None] | None:
    """Return what draws one line of progress, in a terminal only."""
    if not sys.stderr.isatty():
        return None

    def told(done: int, total: int, verdict: Verdict) -> None:
        line = f"{done}/{total}  {verdict.exercise}: {verdict.status}"
        print(f"\r\x1b[K{line[:78]}", end="", file=sys.stderr, flush=True)

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
