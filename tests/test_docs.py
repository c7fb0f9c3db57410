"""Each command that the documentation shows is one that cnnquiz has."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from cnnquiz.cli import COMMANDS, cnnquiz
from cnnquiz.curriculum.catalog import CATALOG
from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.generators import GENERATORS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# A command in a block of its own, in a table or in a sentence.
_BLOCK = re.compile(r"```(?:sh|console|yaml|bash)\n(.*?)```", re.DOTALL)
_SHOWN = re.compile(r"(?:^|[ `\"(]|/)cnnquiz ((?:[a-z]|-)[^`\n#|>]*)", re.MULTILINE)


def shown():
    """Yield every command in a block of shell, with its page."""
    for page in PAGES:
        for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
            joined = block.replace("\\\n", " ")
            for words in _SHOWN.findall(joined):
                yield pytest.param(words.strip(), id=f"{page.stem}: {words.strip()}")


def context_of(words):
    """Parse a command line as far as its last command, without running it."""
    context = click.Context(cnnquiz, info_name="cnnquiz")
    command, rest = cnnquiz, words
    while isinstance(command, click.Group):
        context = command.make_context("cnnquiz", rest, resilient_parsing=True)
        rest = [*context._protected_args, *context.args]
        name, command, rest = command.resolve_command(context, rest)
        assert command is not None, name
    strict = click.Context(command, parent=context, resilient_parsing=False)
    strict.resilient_parsing = False
    command.make_parser(strict).parse_args(args=list(rest))
    return command


@pytest.mark.parametrize("line", list(shown()))
def test_a_command_in_a_block_has_options_that_exist(line) -> None:
    """Its name is known, and so is each of its options."""
    words = [word for word in shlex.split(line) if word not in {"...", "||", "&&"}]
    assert context_of(words)


def test_the_readme_lists_every_command() -> None:
    """Each has a row, or stands in the row of another."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = "\n".join(
        line for line in text.splitlines() if line.startswith("| `cnnquiz")
    )
    told = set(
        re.findall(r"[a-z]+", re.sub(r"\|[^|]*\|$", "", rows, flags=re.MULTILINE))
    )
    assert set(COMMANDS) <= told


def test_the_readme_counts_what_there_is() -> None:
    """Exercises, fixed questions and generators."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"sets {len(CATALOG)} coding exercises" in " ".join(text.split())
    assert f"| {len(load_bank())}, and {len(GENERATORS)} generators |" in text


def test_a_command_that_does_not_exist_would_be_found() -> None:
    """So the pages are really held against the program."""
    with pytest.raises(click.UsageError):
        context_of(["grad", "x.py"])
    with pytest.raises(click.UsageError):
        context_of(["grade", "x.py", "--no-such-option"])


def test_every_page_links_to_pages_that_exist() -> None:
    """And every link inside docs/ leads somewhere."""
    for page in PAGES:
        for target in re.findall(
            r"\]\(([\w./-]+\.md)", page.read_text(encoding="utf-8")
        ):
            assert (page.parent / target).is_file(), f"{page.name}: {target}"
