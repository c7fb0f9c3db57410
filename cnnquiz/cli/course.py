"""list, start, hint, solution: the exercises as a course."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cnnquiz.cli import completion
from cnnquiz.cli.record import open_record
from cnnquiz.cli.terminal import Look, confirm
from cnnquiz.curriculum.catalog import LEVELS, Entry, every, find
from cnnquiz.errors import ExitCode, RecordError, UsageError
from cnnquiz.resources import packs

if TYPE_CHECKING:
    from cnnquiz.study.rows import ExerciseProgress

MARKS = {"passed": "✓", "slow": "~", "attempted": "•", "not started": " "}
ASCII_MARKS = {"passed": "+", "slow": "~", "attempted": ".", "not started": " "}


@click.command("list", epilog="Example: cnnquiz list --track convolution")
@click.option("--track", help="Only this track.")
@click.option("--level", type=click.Choice(LEVELS), help="Only this level.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text"
)
@click.pass_obj
def list_command(
    data_dir: str | None, track: str | None, level: str | None, format_: str
) -> None:
    """Show the exercises and how far you are with them."""
    tracks = {entry.track for entry in every()}
    if track is not None and track not in tracks:
        raise UsageError(f"there is no track '{track}': {', '.join(sorted(tracks))}")
    entries = [
        entry
        for entry in every()
        if track in {None, entry.track} and level in {None, entry.level}
    ]
    for problem in packs().problems:
        print(f"cnnquiz: {problem}", file=sys.stderr)
    progress = _progress(data_dir)
    if format_ == "json":
        rows = [_as_data(entry, progress) for entry in entries]
        print(json.dumps({"schema": "cnnquiz.list/1", "exercises": rows}, indent=2))
    else:
        _print_list(entries, progress)


def _progress(data_dir: str | None) -> dict[str, ExerciseProgress]:
    """Read how far the learner is; nothing where there is no record yet."""
    from cnnquiz.study.location import record_path

    path = record_path(Path(data_dir) if data_dir else None)
    if not path.exists():
        return {}
    from cnnquiz.study.record import Record

    try:
        with Record.open(path) as record:
            return dict(record.exercise_progress())
    except RecordError as error:
        print(f"cnnquiz: {error}", file=sys.stderr)
        return {}


def _state(entry: Entry, progress: dict[str, ExerciseProgress]) -> str:
    known = progress.get(entry.slug)
    return known.state if known else "not started"


def _as_data(entry: Entry, progress: dict[str, ExerciseProgress]) -> dict[str, object]:
    return {
        "slug": entry.slug,
        "track": entry.track,
        "level": entry.level,
        "minutes": entry.minutes,
        "title": entry.title,
        "state": _state(entry, progress),
    }


def _print_list(entries: list[Entry], progress: dict[str, ExerciseProgress]) -> None:
    look = Look.of_stdout()
    marks = ASCII_MARKS if look.ascii else MARKS
    wide = max((len(entry.slug) for entry in entries), default=0)
    track = ""
    for entry in entries:
        if entry.track != track:
            track = entry.track
            print(f"\n{track}")
        mark = marks[_state(entry, progress)]
        row = f" {mark} {entry.slug:{wide}}  {entry.level:6} {entry.minutes:3} min  "
        room = look.width - len(row)
        title = (
            entry.title if len(entry.title) <= room else entry.title[: room - 1] + "…"
        )
        line = row + title
        print(line.encode("ascii", "replace").decode() if look.ascii else line)
    done = sum(_state(entry, progress) == "passed" for entry in entries)
    print(f"\n{done} of {len(entries)} passed. 'cnnquiz start SLUG' copies a stub.")


@click.command("start", epilog="Example: cnnquiz start conv2d practice/")
@click.argument("slug", required=False, shell_complete=completion.exercises)
@click.argument("folder", required=False, default=".", type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Copy all stubs, by track.")
@click.option("--seed", type=click.IntRange(0), help="Other bugs, for debug_cnn.")
def start_command(
    slug: str | None, folder: Path, everything: bool, seed: int | None
) -> None:
    """Copy the stub of exercise SLUG into FOLDER (the current one by default).

    A file that is there already is kept unless you say otherwise, and even then a copy
    of it is kept.
    """
    if seed is not None and (everything or slug is None):
        raise UsageError("--seed needs the SLUG of one exercise, as debug_cnn")
    if everything:
        target = Path(slug) if slug is not None else folder
        copies = [
            (entry, target / entry.track / f"{entry.slug}.py") for entry in every()
        ]
    elif slug is None:
        raise UsageError(
            "which exercise? Say a SLUG ('cnnquiz list' shows them) or --all"
        )
    else:
        copies = [(find(slug), folder / f"{slug}.py")]
    kept = [
        path
        for entry, path in copies
        if not _copy(entry, path, _stub(entry, seed), ask_first=not everything)
    ]
    if kept and everything:
        print(f"{len(kept)} files were there already and are kept as they are.")
    elif kept:
        raise click.exceptions.Exit(ExitCode.NOT_PASSED)


def _stub(entry: Entry, seed: int | None) -> bytes:
    """Return what a learner starts from: the stub, or the one of a seed."""
    if seed is None:
        return entry.stub.read_bytes()
    write = entry.load().stub
    if write is None:
        raise UsageError(f"'{entry.slug}' has one stub for all; --seed is not for it")
    return write(seed).encode()


def _copy(entry: Entry, path: Path, text: bytes, *, ask_first: bool) -> bool:
    """Write a stub; False if a file was there and is kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(text)
    except FileExistsError:
        if not ask_first or not confirm(f"{path} exists. Begin again from the stub?"):
            if ask_first:
                print(f"{path} is kept as it is.")
            return False
        backup = _free_name(path)
        path.rename(backup)
        path.write_bytes(text)
        print(f"Your file is now {backup}.")
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror}") from None
    print(f"{path}: {entry.title}")
    return True


def _free_name(path: Path) -> Path:
    numbers = range(1, 10_000)
    names = (path.with_name(f"{path.stem}.{n}{path.suffix}.bak") for n in numbers)
    return next(name for name in names if not name.exists())


@click.command("hint", epilog="Example: cnnquiz hint conv2d")
@click.argument("slug", shell_complete=completion.exercises)
@click.option(
    "-n", "number", type=click.IntRange(1, 3), help="This one, in place of the next."
)
@click.pass_obj
def hint_command(data_dir: str | None, slug: str, number: int | None) -> None:
    """Give away a little more of exercise SLUG: there are three hints."""
    from cnnquiz.study.answering import hints_taken

    hints = find(slug).load().hints
    record = open_record(data_dir)
    taken = hints_taken(record, slug) if record else 0
    shown = number if number is not None else min(taken + 1, len(hints))
    print(f"Hint {shown} of {len(hints)}: {hints[shown - 1]}")
    if record:
        record.add_event("hint", {"exercise": slug, "number": shown})
        record.close()


@click.command("solution", epilog="Example: cnnquiz solution relu")
@click.argument("slug", shell_complete=completion.exercises)
@click.option("--loops", is_flag=True, help="The form in plain loops, if there is one.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def solution_command(data_dir: str | None, slug: str, loops: bool, yes: bool) -> None:
    """Show a model solution of exercise SLUG; asks first if you never tried."""
    entry = find(slug)
    path = entry.loops if loops else entry.solution
    if path is None:
        raise UsageError(
            f"'{slug}' has no form in loops; 'cnnquiz solution {slug}' shows its "
            "model solution"
        )
    record = open_record(data_dir)
    tried = record.attempts(slug) if record else 0
    if not (yes or tried or confirm(f"You have not tried {slug} yet. Show it anyway?")):
        print(f"'cnnquiz start {slug}' copies the stub; 'cnnquiz hint {slug}' helps.")
        raise click.exceptions.Exit(ExitCode.NOT_PASSED)
    print(path.read_text(encoding="utf-8"), end="")
    if entry.loops and not loops:
        # Not on stdout: what is written into a file there is code alone.
        sys.stdout.flush()
        told = f"'cnnquiz solution {slug} --loops' shows it as loops."
        print(told, file=sys.stderr)
    if record:
        record.add_event("solution_shown", {"exercise": slug})
        record.close()
