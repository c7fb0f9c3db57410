"""quiz: questions in the interface, or line by line for pipes and screen readers."""

from __future__ import annotations

import os
import secrets
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cnnquiz.cli import completion
from cnnquiz.cli.terminal import Look, ask
from cnnquiz.cli.voice import Voice
from cnnquiz.errors import ExitCode, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cnnquiz.explore import Operation
    from cnnquiz.grading.bench import Bench
    from cnnquiz.questions.items import Item, Level
    from cnnquiz.questions.presentation import Step
    from cnnquiz.study.record import Record
    from cnnquiz.tui.interview import Wanted
    from cnnquiz.tui.quiz import Quiz


def open_interface(
    data_dir: str | None, start: str | Quiz | Operation | Wanted | None = None
) -> int:
    """Open the terminal interface; without a terminal, say what works there."""
    if not can_draw():
        raise UsageError(
            "the interface needs a terminal. 'cnnquiz quiz --plain' asks line by line; "
            "'cnnquiz --help' shows the commands"
        )
    from cnnquiz.tui.app import run

    return int(run(Path(data_dir) if data_dir else None, start))


def can_draw() -> bool:
    """Return whether there is a terminal, or a browser in its place (`serve`)."""
    in_browser = "TEXTUAL_DRIVER" in os.environ
    return in_browser or (sys.stdin.isatty() and sys.stdout.isatty())


@click.command(
    "quiz",
    epilog="\b\nExamples:\n  cnnquiz quiz\n  cnnquiz quiz --plain -n 5 --topic pooling",
)
@click.option(
    "--plain", is_flag=True, help="Line by line on standard input and output."
)
@click.option("-n", "count", type=click.IntRange(1, 500), default=10, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), help="Repeat a quiz.")
@click.option(
    "--topic",
    "topics",
    multiple=True,
    help="Only this topic (repeatable).",
    shell_complete=completion.topics,
)
@click.option("--level", type=click.Choice(["easy", "medium", "hard"]))
@click.pass_obj
def quiz_command(
    data_dir: str | None,
    plain: bool,
    count: int,
    seed: int | None,
    topics: tuple[str, ...],
    level: Level | None,
) -> int:
    """Ask questions and explain the answers.

    Without --plain, and with none of the other options, you choose in the interface.
    """
    from cnnquiz.cli.record import open_record
    from cnnquiz.questions.select import choose
    from cnnquiz.questions.topics import TOPICS

    for topic in topics:
        if topic not in TOPICS:
            near = did_you_mean(topic, TOPICS)
            raise UsageError(f"there is no topic '{topic}'.{near} {', '.join(TOPICS)}")
    if not plain:
        chosen = _is_given("count", "seed", "topics", "level") and can_draw()
        start = _drawn(count, seed, topics, level) if chosen else "quiz"
        return open_interface(data_dir, start)
    seed = secrets.randbelow(1 << 31) if seed is None else seed
    items = choose(count, seed, topics=topics or None, level=level)
    record = open_record(data_dir)
    try:
        plainly = Plainly(items, seed, record)
        plainly.voice.say(f"{len(items)} questions, seed {seed}. ^D ends the quiz.")
        return plainly.run()
    finally:
        if record:
            record.close()


def _is_given(*names: str) -> bool:
    """Return whether one of these options stands on the command line."""
    context = click.get_current_context()
    default = click.core.ParameterSource.DEFAULT
    return any(context.get_parameter_source(name) is not default for name in names)


def _drawn(
    count: int, seed: int | None, topics: tuple[str, ...], level: Level | None
) -> Quiz:
    from cnnquiz.tui.quiz import draw

    return draw(count, topics, level, seed)


@dataclass(slots=True)
class Plainly:
    """Questions on standard input and output, one line at a time.

    `cards` maps items to the scheduler's keys that they are asked for; `confidence`
    asks how sure the learner is; `before` counts the questions of the same sitting
    that were answered earlier.
    """

    items: Sequence[Item]
    seed: int
    record: Record | None
    cards: Mapping[str, str] = field(default_factory=dict)
    confidence: bool = False
    before: int = 0
    voice: Voice = field(default_factory=lambda: Voice(Look.of_stdout()))
    scores: list[float] = field(default_factory=list)
    bench: Bench | None = None

    def run(self) -> int:
        """Ask each question; end cleanly at the end of input."""
        try:
            for number, item in enumerate(self.items, 1 + self.before):
                if not self._ask(number, item):
                    break
        except KeyboardInterrupt:
            print()
            self._sum_up()
            return ExitCode.INTERRUPTED
        finally:
            if self.bench:
                self.bench.close()
        self._sum_up()
        return ExitCode.PASSED

    def _ask(self, number: int, drawn: Item) -> bool:
        """Put one question; False at the end of input."""
        from cnnquiz.questions.feedback import feedback
        from cnnquiz.questions.marking import mark
        from cnnquiz.questions.presentation import arrange, assemble, steps
        from cnnquiz.study.answering import keep_answer

        item = arrange(drawn, self.seed)
        print()
        of = len(self.items) + self.before
        self.voice.say(f"[{number}/{of}] {item.topic}, {item.level}")
        self.voice.question(item)
        began = time.monotonic()
        parts = []
        for step in steps(item):
            part = self._ask_step(step)
            if part is None:
                return False
            parts.append(part.value)
        seconds = time.monotonic() - began
        confidence = self.voice.how_sure(ask) if self.confidence else None
        answer = assemble(item, parts)
        result = mark(item, answer, self._run)
        if self.record:
            keep_answer(
                self.record,
                item,
                answer,
                result,
                seconds=seconds,
                confidence=confidence,
                card=self.cards.get(item.id),
            )
        self.scores.append(result.score)
        told = feedback(item, answer, result)
        # The one line that a program may read; its record is on disk by now.
        self.voice.line(f"{told.verdict}: {told.headline}")
        self.voice.explained(told)
        return True

    def _run(self, code: str, tests: Sequence[str]) -> list[str]:
        """Try what fills a blank; the sandbox starts with the first one."""
        from cnnquiz.grading.bench import Bench  # with NumPy, which few sittings need

        self.bench = self.bench or Bench()
        return self.bench.run(code, tests)

    def _ask_step(self, step: Step) -> _Given | None:
        """Ask for one thing until it can be read; None at the end of input."""
        from cnnquiz.questions.parsing import AnswerError

        if step.title:
            self.voice.say(step.title)
        self.voice.choices(step.choices)
        while True:
            line = ask(self.voice.fit(step.prompt))
            if line is None:
                return None
            try:
                return _Given(step.parse(line))
            except AnswerError as error:
                self.voice.say(f"{error}")

    def _sum_up(self) -> None:
        if not self.scores:
            self.voice.say("No question was answered.")
            return
        points = sum(self.scores)
        print()
        self.voice.say(f"{points:.3g} of {len(self.scores)} points.")


class _Given:
    """What was typed, read; it may itself be None."""

    def __init__(self, value: Any) -> None:
        self.value = value
