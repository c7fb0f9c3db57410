"""What the terminal can show, and how to ask in it."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """How to draw on standard output."""

    width: int
    colour: bool
    ascii: bool

    @classmethod
    def of_stdout(cls) -> Look:
        """80 columns and no colour in a pipe; the terminal's own otherwise."""
        encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
        terminal = sys.stdout.isatty()
        columns = shutil.get_terminal_size((80, 24)).columns if terminal else 80
        return cls(
            width=max(40, min(columns, 120)),
            colour=terminal
            and "NO_COLOR" not in os.environ
            and os.environ.get("TERM") != "dumb",
            ascii=not encoding.startswith("utf") or "CNNQUIZ_ASCII" in os.environ,
        )


def ask(prompt: str) -> str | None:
    """Ask for a line; None at the end of input.

    The prompt ends with a newline when standard input is not a terminal, so that
    whoever reads our output by lines sees it.
    """
    terminal = sys.stdin.isatty()
    print(prompt, end=" " if terminal else "\n", flush=True)
    line = sys.stdin.readline()
    if not line:
        if terminal:
            print()
        return None
    return line.rstrip("\r\n")


def confirm(question: str) -> bool:
    """Ask a question whose answer is no unless it begins with y."""
    answer = ask(f"{question} [y/N]")
    return (answer or "").strip().lower() in {"y", "yes"}
