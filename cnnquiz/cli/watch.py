"""watch: grade a file again each time it is saved."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cnnquiz.cli import completion
from cnnquiz.cli.grade import keep_verdict
from cnnquiz.cli.terminal import Look
from cnnquiz.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from cnnquiz.curriculum.exercise import Case
    from cnnquiz.grading.players import Zygote
    from cnnquiz.grading.verdict import Verdict

POLL = 0.15  # seconds between looks at the file


@click.command("watch", epilog="Example: cnnquiz watch conv2d.py")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--exercise",
    metavar="SLUG",
    help="Which exercise the file answers.",
    shell_complete=completion.exercises,
)
@click.option(
    "--seed", type=click.IntRange(min=0), help="Repeat the cases of a verdict."
)
@click.option("--no-record", is_flag=True, help="Keep verdicts out of your record.")
@click.pass_obj
def watch_command(
    data_dir: str | None,
    path: Path,
    exercise: str | None,
    seed: int | None,
    no_record: bool,
) -> int:
    """Grade PATH now and again each time it is saved, until ^C.

    The last counterexample is tried first. A file that disappears is waited for.
    """
    from cnnquiz.grading import batch, submission
    from cnnquiz.grading.players import Zygote

    if path.is_dir():
        raise UsageError(f"'{path}' is a folder; watch takes one file")
    zygote = Zygote()
    try:
        slug = submission.identify(submission.read(path), exercise)
        seed = batch.fresh_seed() if seed is None else seed
        _Watch(path, slug, seed, zygote, None if no_record else (data_dir,)).run()
    except KeyboardInterrupt:
        print()
    finally:
        zygote.close()
    return ExitCode.INTERRUPTED


@dataclass(slots=True)
class _Watch:
    """One file, watched by its time, size and identity: editors may replace it."""

    path: Path
    slug: str
    seed: int
    zygote: Zygote
    record_in: tuple[str | None] | None
    last: tuple[Case, ...] = ()
    seen: tuple[int, int, int] | None = field(default=None)
    missing: bool = False

    def run(self) -> None:
        """Look at the file, grade it when it has changed, for ever."""
        while True:
            now = self._identity()
            if now is None and not self.missing:
                self._note(f"{self.path} is gone; waiting for it to come back")
            elif now is not None and now != self.seen:
                self.seen = now
                self._grade()
            self.missing = now is None
            time.sleep(POLL)

    def _identity(self) -> tuple[int, int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _grade(self) -> None:
        from cnnquiz import report
        from cnnquiz.curriculum.exercise import Case
        from cnnquiz.grading import batch, judging, referee, submission

        self._note("grading ...", end="\r")
        try:
            read = submission.read(self.path)
        except UsageError:
            return  # it went away between the look and the reading
        asked = judging.Request(
            read, self.slug, self.seed, first=self.last, early=self._early
        )
        result = referee.grade(asked, self.zygote)
        failed = [c.counterexample for c in result[0].checks if c.counterexample]
        if failed:
            arguments = dict(failed[0].arguments)
            self.last = (Case(arguments, "the last counterexample"),)
        look = Look.of_stdout()
        if sys.stdout.isatty():
            print("\x1b[2J\x1b[H", end="")
        said = batch.report([result], self.seed)
        print(
            report.render(
                said, "text", width=look.width, colour=look.colour, ascii=look.ascii
            ),
            flush=True,
        )
        if self.record_in is not None:
            keep_verdict(self.record_in[0], read.text, result[0], self.seed)
        self._note(f"Watching {self.path}. ^C ends.")

    def _early(self, verdict: Verdict) -> None:
        """Say what is wrong before the rest is known; the last verdict stays above."""
        from cnnquiz.report.safe import one_line

        look = Look.of_stdout()
        said = one_line(f"{verdict.status}: {verdict.message} ...")
        self._note(said[: look.width - 1], end="\r")

    def _note(self, text: str, end: str = "\n") -> None:
        print(
            text, end=end if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True
        )
