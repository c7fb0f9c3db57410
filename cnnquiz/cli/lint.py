"""lint: tell an author what is to be mended in exercises and questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cnnquiz.cli.terminal import Look
from cnnquiz.cli.voice import Voice
from cnnquiz.errors import ExitCode, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cnnquiz.curriculum.catalog import Entry
    from cnnquiz.resources import Pack


@click.command(
    "lint",
    epilog="""\b
Examples:
  cnnquiz lint                       everything, packs too; takes minutes
  cnnquiz lint conv2d                one exercise
  cnnquiz lint my-pack               one pack: its exercises and questions
""",
)
@click.argument("names", nargs=-1, metavar="[EXERCISE|PACK]...")
def lint_command(names: tuple[str, ...]) -> int:
    """Try out exercises and questions, and say what is to be mended.

    Each exercise's worked example, model solution and loop form are run, and each wrong
    idea must be rejected and named. Exit code 1 if something is to be mended.
    """
    voice = Voice(Look.of_stdout())
    found = 0
    for problem in _of_names(names, voice) if names else _of_everything(voice):
        found += 1
        voice.line(problem)
    print(f"{found} to mend." if found else "Nothing to mend.")
    return ExitCode.NOT_PASSED if found else ExitCode.PASSED


def _of_everything(voice: Voice) -> Iterator[str]:
    from cnnquiz.curriculum import catalog
    from cnnquiz.lint import taken
    from cnnquiz.questions.check import check_all
    from cnnquiz.resources import packs

    yield from packs().problems
    for pack in packs().loaded:
        yield from taken(pack)
    for entry in catalog.every():
        yield from _of_entry(entry, voice)
    yield from check_all()


def _of_names(names: tuple[str, ...], voice: Voice) -> Iterator[str]:
    from cnnquiz.curriculum import catalog
    from cnnquiz.lint import taken
    from cnnquiz.resources import packs

    known = {pack.name: pack for pack in packs().loaded}
    entries = {name: _entry(name, known) for name in names if name not in known}
    for name in names:
        if name in entries:
            yield from _of_entry(entries[name], voice)
            continue
        yield from taken(known[name])
        for entry in catalog.of_pack(known[name]):
            yield from _of_entry(entry, voice)
        yield from _of_questions(known[name])


def _entry(name: str, packs: Collection[str]) -> Entry:
    from cnnquiz.curriculum import catalog

    if not catalog.is_slug(name):
        known = [*packs, *(entry.slug for entry in catalog.every())]
        raise UsageError(
            f"no exercise or pack is called '{name}'.{did_you_mean(name, known)}"
        )
    return catalog.find(name)


def _of_entry(entry: Entry, voice: Voice) -> Iterator[str]:
    """Yield what is to be mended in an exercise; say when there is nothing."""
    from cnnquiz.lint import problems

    nothing = True
    for problem in problems(entry):
        nothing = False
        yield f"{entry.slug}: {problem}"
    if nothing:
        voice.line(f"{entry.slug}: nothing to mend")


def _of_questions(pack: Pack) -> Iterator[str]:
    """Yield what is to be mended in a pack's questions."""
    from cnnquiz.questions.check import check_file

    for path in sorted((pack.root / "questions").glob("*.toml")):
        if path.stem != "misconceptions":
            yield from check_file(path)
