"""export, import, reset: the record belongs to its learner."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cnnquiz.cli.terminal import confirm
from cnnquiz.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from cnnquiz.questions.items import Item
    from cnnquiz.study.record import Record


def the_record(data_dir: str | None) -> Record:
    """Open the record for a command that is nothing without it."""
    from cnnquiz.study.record import Record

    record = Record.open(_path(data_dir))
    if record.notice:
        print(f"cnnquiz: {record.notice}", file=sys.stderr)
    return record


def _path(data_dir: str | None) -> Path:
    from cnnquiz.study.location import record_path

    return record_path(Path(data_dir) if data_dir else None)


@click.command(
    "export",
    epilog="""\b
Examples:
  cnnquiz export --output backup.json
  cnnquiz export --format csv | column -s, -t
  cnnquiz export --format anki --output cnnquiz.tsv
""",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "csv", "anki"]),
    default="json",
    show_default=True,
    help="The whole record, its answers, or the questions as notes for Anki.",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file."
)
@click.pass_obj
def export_command(data_dir: str | None, format_: str, output: Path | None) -> None:
    """Write your record to standard output, or to a file.

    JSON is the whole of it, and 'cnnquiz import' reads it back.
    """
    path = _path(data_dir)
    if output is not None and output.exists() and path.exists():
        if output.samefile(path):
            raise UsageError(f"'{output}' is your record itself; choose another file")
    text = _anki() if format_ == "anki" else _of_record(data_dir, format_)
    if output is None:
        # Bytes: the terminal's encoding may lack what a learner typed.
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
        return
    _write(output, text)
    print(f"{output} is written.", file=sys.stderr)


def _of_record(data_dir: str | None, format_: str) -> str:
    from cnnquiz.study.exchange import answers_csv, export

    with the_record(data_dir) as record:
        if format_ == "csv":
            return answers_csv(record)
        return json.dumps(export(record), indent=1, allow_nan=False) + "\n"


def _write(path: Path, text: str) -> None:
    """Write a file as a whole: a full disk leaves the one before as it was."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"'{path}' cannot be written: {error.strerror}") from None


def _anki() -> str:
    from cnnquiz.questions.bank import load_bank
    from cnnquiz.study.exchange import anki_tsv

    return anki_tsv((item.id, _front(item), _back(item)) for item in load_bank())


def _front(item: Item) -> str:
    from cnnquiz.questions.presentation import choices, code_of, partners, prompt

    texts = [item.stem, code_of(item)]
    if item.type == "match":
        texts += [f"{p.label}) {p.text}" for p in partners(item)]  # type: ignore[arg-type]
    texts += [f"{choice.label}) {choice.text}" for choice in choices(item)]
    texts.append(prompt(item))
    return "\n".join(text for text in texts if text)


def _back(item: Item) -> str:
    from cnnquiz.questions.answers import right_answer, say

    answer = say(item, right_answer(item))
    return f"{answer}\n\n{item.working}\n\n(Source: {item.source})"


@click.command("import", epilog="Example: cnnquiz import backup.json")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def import_command(data_dir: str | None, file: Path) -> None:
    """Add the rows of an export in FILE (- for standard input) to your record.

    What is in your record already is left alone: importing twice changes nothing.
    """
    from cnnquiz.study.exchange import import_, parse

    document = parse(_read(file))
    with the_record(data_dir) as record:
        done = import_(record, document)
    print(f"{done.added} rows added; {done.known} were in your record already.")


def _read(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"'{file}' cannot be read: {error.strerror}") from None


@click.command("reset", epilog="Example: cnnquiz reset")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def reset_command(data_dir: str | None, yes: bool) -> int:
    """Begin a new record. Asks first, and keeps the old one beside it."""
    from cnnquiz.study.record import reset

    path = _path(data_dir)
    if not path.exists():
        print(f"There is no record at {path} yet.")
        return ExitCode.PASSED
    if not (yes or confirm(f"Set your record {path} aside and begin a new one?")):
        print("Your record is kept as it is.")
        return ExitCode.NOT_PASSED
    kept = reset(path)
    print(f"The next record is a new one. The old one is kept as {kept}.")
    print(f"To go back, rename it to {path.name}.")
    return ExitCode.PASSED
