"""help: the pages of docs/, in the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cnnquiz.cli.terminal import Look
from cnnquiz.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from pathlib import Path


@click.command("help", epilog="Example: cnnquiz help grading")
@click.argument("topic", required=False)
def help_command(topic: str | None) -> None:
    """Read a page about TOPIC; without one, list the pages."""
    from cnnquiz.resources import tree

    pages = {path.stem: path for path in sorted(tree("docs").glob("*.md"))}
    if topic is None:
        wide = max(map(len, pages))
        for name, path in pages.items():
            print(f"  {name:{wide}}  {title(path)}")
        print("\n'cnnquiz help PAGE' shows one; 'cnnquiz COMMAND --help' a command.")
        return
    if topic not in pages:
        near = did_you_mean(topic, pages)
        raise UsageError(f"there is no page '{topic}'.{near} 'cnnquiz help' lists them")
    text = pages[topic].read_text(encoding="utf-8")
    if Look.of_stdout().ascii:
        text = text.encode("ascii", "replace").decode()
    if sys.stdout.isatty():
        click.echo_via_pager(text)
    else:
        print(text, end="")


def title(page: Path) -> str:
    """Return a page's first heading."""
    first = page.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("#").strip()
