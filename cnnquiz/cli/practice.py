"""quiz: questions in the interface, or line by line for pipes and screen readers."""

from __future__ import annotations

import secrets
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cnnquiz.cli.terminal import Look, ask
from cnnquiz.errors import ExitCode, UsageError, did_you_mean

if TYPE_CHECKING:
    from cnnquiz.questions.feedback import Feedback
    from cnnquiz.questions.items import Item
    from cnnquiz.questions.presentation import Step
    from cnnquiz.study.record import Record


def open_interface(data_dir: str | None, start: str | None = None) -> int:
    """Open the terminal interface; without a terminal, say what works there."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "the interface needs a terminal. 'cnnquiz quiz --plain' asks line by line; "
            "'cnnquiz --help' shows the commands"
        )
    from cnnquiz.tui.app import run

    return int(run(Path(data_dir) if data_dir else None, start))


@click.command(
    "quiz",
    epilog="\b\nExamples:\n  cnnquiz quiz\n  cnnquiz quiz --plain -n 5 --topic pooling",
)
@click.option(
    "--plain", is_flag=True, help="Line by line on standard input and output."
)
@click.option("-n", "count", type=click.IntRange(1, 500), default=10, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), help="Repeat a quiz.")
@click.option("--topic", "topics", multiple=True, help="Only this topic (repeatable).")
@click.option("--level", type=click.Choice(["easy", "medium", "hard"]))
@click.pass_obj
def quiz_command(
    data_dir: str | None,
    plain: bool,
    count: int,
    seed: int | None,
    topics: tuple[str, ...],
    level: Any,
) -> int:
    """Ask questions and explain the answers."""
    if not plain:
        return open_interface(data_dir, "quiz")
    from cnnquiz.cli.record import open_record
    from cnnquiz.questions.select import choose
    from cnnquiz.questions.topics import TOPICS

    for topic in topics:
        if topic not in TOPICS:
            near = did_you_mean(topic, TOPICS)
            raise UsageError(f"there is no topic '{topic}'.{near} {', '.join(TOPICS)}")
    seed = secrets.randbelow(1 << 31) if seed is None else seed
    items = choose(count, seed, topics=topics or None, level=level)
    return _Quiz(items, seed, open_record(data_dir)).run()


class _Quiz:
    """A quiz on standard input and output."""

    def __init__(self, items: list[Item], seed: int, record: Record | None) -> None:
        self._items, self._seed, self._record = items, seed, record
        self._look = Look.of_stdout()
        self._scores: list[float] = []

    def run(self) -> int:
        """Ask each question; end cleanly at the end of input."""
        self._say(f"{len(self._items)} questions, seed {self._seed}. ^D ends the quiz.")
        try:
            for number, item in enumerate(self._items, 1):
                if not self._ask(number, item):
                    break
        except KeyboardInterrupt:
            print()
            self._sum_up()
            return ExitCode.INTERRUPTED
        finally:
            if self._record:
                self._record.close()
        self._sum_up()
        return ExitCode.PASSED

    def _ask(self, number: int, drawn: Item) -> bool:
        """Put one question; False at the end of input."""
        from cnnquiz.questions.feedback import feedback
        from cnnquiz.questions.marking import mark
        from cnnquiz.questions.presentation import (
            arrange,
            assemble,
            code_of,
            partners,
            steps,
        )
        from cnnquiz.study.answering import keep_answer

        item = arrange(drawn, self._seed)
        print()
        self._say(f"[{number}/{len(self._items)}] {item.topic}, {item.level}")
        self._say(item.stem)
        self._say(code_of(item))
        if item.type == "match":
            for partner in partners(item):  # type: ignore[arg-type]
                self._list(partner.label, partner.text)
        began = time.monotonic()
        parts = []
        for step in steps(item):
            part = self._ask_step(step)
            if part is None:
                return False
            parts.append(part.value)
        answer = assemble(item, parts)
        result = mark(item, answer)
        if self._record:
            seconds = time.monotonic() - began
            keep_answer(self._record, item, answer, result, seconds=seconds)
        self._scores.append(result.score)
        self._tell(feedback(item, answer, result))
        return True

    def _ask_step(self, step: Step) -> _Given | None:
        """Ask for one thing until it can be read; None at the end of input."""
        from cnnquiz.questions.parsing import AnswerError

        if step.title:
            self._say(step.title)
        for choice in step.choices:
            self._list(f"{choice.label})", choice.text)
        while True:
            line = ask(self._fit(step.prompt))
            if line is None:
                return None
            try:
                return _Given(step.parse(line))
            except AnswerError as error:
                self._say(f"{error}")

    def _tell(self, told: Feedback) -> None:
        # The one line that a program may read; its record is on disk by now.
        print(self._fit(f"{told.verdict}: {told.headline}"), flush=True)
        self._say(f"The answer: {told.answer}")
        for note in told.notes:
            self._list(f"{'+' if note.right else '-'} {note.label}:", note.text)
        for correction in told.corrections:
            self._say(correction)
        if told.working:
            self._say(told.working)
        self._say(f"(Source: {told.source})")

    def _sum_up(self) -> None:
        if not self._scores:
            self._say("No question was answered.")
            return
        points = sum(self._scores)
        print()
        self._say(f"{points:.3g} of {len(self._scores)} points.")

    def _list(self, label: str, text: str) -> None:
        """Print a labelled text with a hanging indent."""
        wrapped = textwrap.wrap(
            text,
            self._look.width,
            initial_indent=f"  {label} ",
            subsequent_indent=" " * 6,
        )
        for line in wrapped or [f"  {label}"]:
            print(self._fit(line), flush=True)

    def _say(self, text: str) -> None:
        """Print paragraphs wrapped; lines that begin with a space are grids or code.

        No line of ours may begin like a verdict, whatever a text says.
        """
        for line in text.strip("\n").split("\n") if text else ():
            if line.startswith(("Correct:", "Partly:", "Wrong:")):
                line = f" {line}"  # noqa: PLW2901 - the same line, set off
            keep = line.startswith((" ", "\t")) or not line.strip()
            pieces = [line] if keep else textwrap.wrap(line, self._look.width)
            for piece in pieces:
                print(self._fit(piece), flush=True)

    def _fit(self, text: str) -> str:
        return text.encode("ascii", "replace").decode() if self._look.ascii else text


class _Given:
    """What was typed, read; it may itself be None."""

    def __init__(self, value: Any) -> None:
        self.value = value
