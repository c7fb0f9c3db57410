"""interview: a mock interview in the interface or line by line, and its scorecard."""

from __future__ import annotations

import contextlib
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cnnquiz.cli import completion
from cnnquiz.cli.terminal import Look
from cnnquiz.cli.voice import Voice
from cnnquiz.errors import ExitCode, UsageError
from cnnquiz.study.interview.formats import FORMATS
from cnnquiz.study.interview.presets import PRESETS, find

if TYPE_CHECKING:
    from cnnquiz.study.interview.sitting import Sitting
    from cnnquiz.study.record import Record

SCORECARD = "scorecard"


@click.command(
    "interview",
    epilog="""\b
Examples:
  cnnquiz interview                        the formats, one line each
  cnnquiz interview screen --seed 7
  cnnquiz interview live --folder practice
  cnnquiz interview --resume               go on where you stopped
  cnnquiz interview scorecard --format html --output scorecard.html
""",
)
@click.argument(
    "preset",
    required=False,
    metavar="[PRESET|scorecard]",
    shell_complete=completion.interviews,
)
@click.argument("id_", required=False, metavar="[ID]")
@click.option(
    "--plain", is_flag=True, help="Line by line on standard input and output."
)
@click.option(
    "-n", "count", type=click.IntRange(1, 500), help="At most so many questions."
)
@click.option("--seed", type=click.IntRange(min=0), help="Repeat an interview.")
@click.option("--resume", is_flag=True, help="Go on with the one that was left.")
@click.option("--confidence", is_flag=True, help="Ask how sure you are.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the files to write go.  [default: here; in the interface, beside your "
    "record]",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to write the scorecard.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the scorecard to a file.",
)
@click.pass_obj
def interview_command(
    data_dir: str | None,
    preset: str | None,
    id_: str | None,
    plain: bool,
    count: int | None,
    seed: int | None,
    resume: bool,
    confidence: bool,
    folder: Path | None,
    format_: str,
    output: Path | None,
) -> int:
    """Take a mock interview, or print the scorecard of the last one (or of ID).

    Every answer is in your record before anything is said about it. Leaving stops the
    clock: Esc, or line by line 'pause', ^C or the end of input; --resume goes on. It
    asks line by line with --plain, in a pipe, and with --format or --output.
    """
    from cnnquiz.cli.data import the_record
    from cnnquiz.cli.practice import can_draw

    if preset != SCORECARD and id_ is not None:
        raise UsageError(f"'{id_}' is one too many; ID goes with 'scorecard'")
    if preset == SCORECARD:
        with the_record(data_dir) as record:
            return _scorecard(record, id_, format_, output)
    if preset is None and not resume:
        _list()
        return ExitCode.PASSED
    if preset is not None:
        find(preset)
    if not (plain or output or format_ != "text") and can_draw():
        if resume:
            with the_record(data_dir) as record:
                _resumed(record, preset)
        return _open(data_dir, preset, seed, count, resume, confidence, folder)
    with the_record(data_dir) as record:
        if resume:
            sitting = _resumed(record, preset)
        else:
            seed = secrets.randbelow(1 << 20) if seed is None else seed
            _mention_left(record)
            sitting = _begin(record, preset or "", seed, count)
        return _take(sitting, folder or Path(), confidence, format_, output)


def _open(
    data_dir: str | None,
    preset: str | None,
    seed: int | None,
    count: int | None,
    resume: bool,
    confidence: bool,
    folder: Path | None,
) -> int:
    """Open it in the interface."""
    from cnnquiz.cli.practice import open_interface
    from cnnquiz.tui.interview import Wanted

    return open_interface(
        data_dir, Wanted(preset, seed, count, resume, confidence, folder)
    )


def _list() -> None:
    voice = Voice(Look.of_stdout())
    for preset in PRESETS.values():
        timed = ", timed" if preset.timed else ""
        voice.listed(
            f"{preset.name:9}{preset.minutes:4} min",
            f"{preset.what}{timed}. Judged: {preset.judged}",
        )
    print()
    voice.say("'cnnquiz interview screen' takes one.")


def _begin(record: Record, preset: str, seed: int, count: int | None) -> Sitting:
    from cnnquiz.study.interview.sitting import Sitting

    return Sitting.begin(record, find(preset), seed, count)


def _resumed(record: Record, preset: str | None) -> Sitting:
    from cnnquiz.study.interview.sitting import Sitting

    sitting = Sitting.resume(record, preset)
    if sitting is None:
        of = f" of '{preset}'" if preset else ""
        raise UsageError(f"no interview{of} was left unfinished")
    return sitting


def _mention_left(record: Record) -> None:
    from cnnquiz.study.interview.sitting import Sitting

    left = Sitting.resume(record)
    if left is not None:
        name = left.preset.name
        print(f"(An interview that you left: 'cnnquiz interview {name} --resume'.)")


def _take(
    sitting: Sitting, folder: Path, sure: bool, format_: str, output: Path | None
) -> int:
    """Hold the interview, then say how it went, finished or not."""
    from cnnquiz.cli.interviewer import Interviewer
    from cnnquiz.cli.referee import Referee

    with contextlib.closing(Referee()) as referee:
        interviewer = Interviewer(sitting, referee, folder, sure)
        code = interviewer.run()
    if code != ExitCode.INTERRUPTED:
        print()
        if output is not None:
            _scorecard(sitting.record, sitting.id, "text", None)
        _scorecard(sitting.record, sitting.id, format_, output)
    return code


def _scorecard(
    record: Record, id_: str | None, format_: str, output: Path | None
) -> int:
    from cnnquiz.study.interview.formats import render
    from cnnquiz.study.interview.scorecard import of_session

    card = of_session(record, id_)
    if output is None:
        look = Look.of_stdout()
        text = render(card, format_, width=look.width, ascii=look.ascii)
        # Bytes: the terminal's encoding may lack what Markdown and HTML may hold.
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
        return ExitCode.PASSED
    try:
        output.write_text(render(card, format_), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"'{output}' cannot be written: {error.strerror}") from None
    print(f"{output} is written.", file=sys.stderr)
    return ExitCode.PASSED
