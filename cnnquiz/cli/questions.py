"""questions: list them, show one with its answer, check them all."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cnnquiz.cli import completion
from cnnquiz.cli.terminal import Look
from cnnquiz.cli.voice import Voice
from cnnquiz.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnquiz.questions.bank import Bank
    from cnnquiz.questions.items import Item, Level

_format = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text"
)


@click.group(
    "questions",
    invoke_without_command=True,
    epilog="""\b
Examples:
  cnnquiz questions list --topic pooling
  cnnquiz questions show conv-output-size --seed 7 --level hard
  cnnquiz questions check
""",
)
@click.pass_context
def questions_command(ctx: click.Context) -> None:
    """List, show and check the questions: fixed ones and generators."""
    if ctx.invoked_subcommand is None:
        print(ctx.get_help())


@questions_command.command("list", epilog="Example: cnnquiz questions list")
@click.option("--topic", help="Only this topic.", shell_complete=completion.topics)
@_format
def list_command(topic: str | None, format_: str) -> None:
    """Show every fixed question and every generator."""
    from cnnquiz.questions.bank import load_bank

    fixed = load_bank(None if topic is None else [topic])
    made = [row for row in _generators() if topic in {None, row["topic"]}]
    if format_ == "json":
        rows = [_listed(item) for item in fixed]
        _print_json(
            {"schema": "cnnquiz.questions/1", "fixed": rows, "generators": made}
        )
    else:
        _print_list(fixed, made)


def _listed(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "topic": item.topic,
        "type": item.type,
        "level": item.level,
        "source": item.source,
        "misconceptions": list(item.misconceptions),
    }


def _generators() -> list[dict[str, Any]]:
    from cnnquiz.questions.generators import GENERATORS

    return [
        {"id": g.id, "title": g.title, "topic": g.topic, "levels": list(g.levels)}
        for g in GENERATORS.values()
    ]


def _print_list(fixed: Bank, made: list[dict[str, Any]]) -> None:
    from cnnquiz.questions.topics import TOPICS

    voice = Voice(Look.of_stdout())
    for topic in TOPICS.values():
        items = fixed.of_topic(topic.id)
        generators = [row for row in made if row["topic"] == topic.id]
        if not items and not generators:
            continue
        print()
        voice.line(f"{topic.title} ({topic.id})")
        for item in items:
            voice.line(f"  {item.level:6}  {item.type:7}  {item.id}")
        for row in generators:
            voice.line(f"  generator        {row['id']}: {row['title']}")
    print()
    voice.line(f"{len(fixed)} fixed questions, {len(made)} generators.")


@questions_command.command(
    "show", epilog="Example: cnnquiz questions show iou --seed 7 --level easy"
)
@click.argument("id_", metavar="ID")
@click.option("--seed", type=click.IntRange(min=0), help="The numbers of a generator.")
@click.option("--level", type=click.Choice(["easy", "medium", "hard"]))
@_format
def show_command(id_: str, seed: int | None, level: Level | None, format_: str) -> None:
    """Show one question with its answer.

    The ID of a generator draws new numbers. A generated question can be shown again by
    its own ID, such as iou:easy:7.
    """
    item = _item(id_, seed, level)
    if format_ == "json":
        from cnnquiz.questions.document import as_document

        _print_json(as_document(item))
    else:
        _print_item(item)


def _item(id_: str, seed: int | None, level: Level | None) -> Item:
    from cnnquiz.questions.generators import GENERATORS, generate
    from cnnquiz.questions.select import find

    if id_ in GENERATORS:
        seed = secrets.randbelow(10**6) if seed is None else seed
        return generate(id_, seed, level or GENERATORS[id_].levels[0])
    item = find(id_)
    if seed is not None or level is not None:
        raise UsageError(f"'{id_}' is one question; --seed and --level draw others")
    return item


def _print_item(item: Item) -> None:
    from cnnquiz.questions.answers import right_answer
    from cnnquiz.questions.document import shown_choices
    from cnnquiz.questions.feedback import feedback
    from cnnquiz.questions.marking import Mark
    from cnnquiz.questions.presentation import prompt

    voice = Voice(Look.of_stdout())
    voice.line(f"{item.id}: {item.topic}, {item.level}, {item.type}")
    voice.question(item)
    voice.choices(shown_choices(item))
    voice.say(prompt(item))
    print()
    voice.explained(feedback(item, right_answer(item), Mark(1, "")))


@questions_command.command(
    "check",
    epilog="Example: cnnquiz questions check cnnquiz/questions/bank/pooling.toml",
)
@click.argument(
    "paths",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@_format
def check_command(paths: tuple[Path, ...], format_: str) -> int:
    """Say by file and line what breaks a rule.

    Without PATHS, the whole bank and every generator. A file is named after its topic.
    """
    from cnnquiz.questions.check import check_all

    problems = _of_files(paths) if paths else check_all()
    if format_ == "json":
        _print_json({"schema": "cnnquiz.questions.check/1", "problems": problems})
    else:
        _print_problems(problems, paths)
    return ExitCode.NOT_PASSED if problems else ExitCode.PASSED


def _print_problems(problems: list[str], paths: tuple[Path, ...]) -> None:
    voice = Voice(Look.of_stdout())
    for problem in problems:
        voice.line(problem)
    if problems:
        print(f"{len(problems)} to mend.")
        return
    what = f"{len(paths)} files" if paths else "the bank and the generators"
    print(f"Nothing to mend in {what}.")


def _of_files(paths: Iterable[Path]) -> list[str]:
    from cnnquiz.questions.check import check_file
    from cnnquiz.questions.topics import TOPICS

    for path in paths:
        if path.stem not in TOPICS:
            raise UsageError(f"'{path}' is not named after a topic, as pooling.toml is")
    return [problem for path in paths for problem in check_file(path)]


def _print_json(document: object) -> None:
    print(json.dumps(document, indent=2, ensure_ascii=False))
