"""Hold an interview on standard input and output: what is said, and what is read.

What is asked, when it is over and what it is worth is decided by the sitting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cnnquiz.cli.referee import Grades
from cnnquiz.cli.terminal import Look, ask
from cnnquiz.cli.voice import Voice
from cnnquiz.curriculum import catalog
from cnnquiz.errors import CnnquizError, ExitCode
from cnnquiz.questions.feedback import feedback
from cnnquiz.questions.marking import Mark, mark
from cnnquiz.questions.parsing import AnswerError, parse_ticks
from cnnquiz.questions.presentation import Labelled, arrange, assemble, steps
from cnnquiz.questions.select import find
from cnnquiz.study.interview import talks
from cnnquiz.study.interview.files import start
from cnnquiz.study.interview.outcomes import said
from cnnquiz.study.interview.sections import span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnnquiz.curriculum.catalog import Entry
    from cnnquiz.grading.verdict import Sandbox, Verdict
    from cnnquiz.study.interview.outcomes import Outcome
    from cnnquiz.study.interview.sitting import Sitting
    from cnnquiz.study.interview.units import Unit

COMMANDS = "grade, hint, next, time or pause"


class _Stopped(Exception):  # noqa: N818 - how a reading ends, not an error
    """The input has ended, or the learner pauses."""


class _Skipped(Exception):  # noqa: N818 - how a reading ends, not an error
    """The learner goes past a question."""


@dataclass(slots=True)
class Interviewer:
    """Puts what comes next until there is nothing, the time is over, or input ends."""

    sitting: Sitting
    grades: Grades
    folder: Path = field(default_factory=Path)
    confidence: bool = False
    ask: Callable[[str], str | None] = ask
    voice: Voice = field(default_factory=lambda: Voice(Look.of_stdout()))
    part: int | None = None

    def run(self) -> int:
        """Hold the interview; what was answered is kept however it ends."""
        self._open()
        try:
            while (unit := self.sitting.current) is not None:
                self._put(unit)
        except _Stopped:
            self._pause()
            return ExitCode.PASSED
        except KeyboardInterrupt:
            print()
            self._pause()
            return ExitCode.INTERRUPTED
        if self.sitting.out_of_time:
            self.voice.say("The time is over.")
        self.sitting.end()
        self._review()
        return ExitCode.PASSED

    @property
    def _at_once(self) -> bool:
        return self.sitting.preset.feedback == "at once"

    def _open(self) -> None:
        sitting = self.sitting
        self.voice.say(f"{sitting.preset.name}: {sitting.preset.what}.")
        self.voice.say(f"{span(sitting.left)}, seed {sitting.seed}.")
        if sitting.outcomes:
            self.voice.say(f"It goes on: {len(sitting.outcomes)} done before.")
        self.voice.say(
            "'skip' goes past a question, 'time' tells the time, 'pause' or ^D stops."
        )

    def _pause(self) -> None:
        self.sitting.pause()
        self.voice.say(
            f"Paused. 'cnnquiz interview {self.sitting.preset.name} --resume' goes on."
        )

    def _put(self, unit: Unit) -> None:
        print()
        if unit.part != self.part:
            self.part = unit.part
            part = self.sitting.preset.parts[unit.part]
            self.voice.say(f"{part.title}. {span(self.sitting.left)} left.")
        self.voice.say(unit.lead)
        put = {"question": self._question, "talk": self._talk}.get(
            unit.kind, self._exercise
        )
        try:
            outcome = put(unit)
        except _Skipped:
            outcome = self.sitting.skip(unit)
            self.voice.say("Skipped.")
        if outcome.seconds > outcome.budget:
            took, budget = span(outcome.seconds), span(outcome.budget)
            self.voice.say(f"That took {took}; the time for it is {budget}.")

    def _question(self, unit: Unit) -> Outcome:
        item = arrange(find(unit.id), self.sitting.seed)
        self.voice.say(f"{self._number(unit)} {item.topic}, {item.level}")
        self.voice.question(item)
        parts = []
        for step in steps(item):
            if step.title:
                self.voice.say(step.title)
            parts.append(self._choose(step.prompt, step.parse, step.choices))
        sure = self.voice.how_sure(self._read) if self.confidence else None
        answer = assemble(item, parts)
        result = mark(item, answer, self.grades.run)
        outcome = self.sitting.answer(unit, item, answer, result, confidence=sure)
        if self._at_once:
            told = feedback(item, answer, result)
            self.voice.line(f"{told.verdict}: {told.headline}")
            self.voice.explained(told)
        else:
            self.voice.say("Noted.")
        return outcome

    def _talk(self, unit: Unit) -> Outcome:
        talk = talks.find(unit.id)
        self.voice.say(f"{self._number(unit)} {unit.id}")
        self.voice.say(talk.prompt)
        text = ""
        if talk.words:
            text = self._read("Your answer (- if you said it aloud)")
            if text.strip().lower() == "skip":
                raise _Skipped
            self.voice.say("Which of these hold?")
        count = tuple(range(len(talk.points)))
        listed = [Labelled(str(1 + i), talk.points[i]) for i in count]
        ticked = self._choose(
            "Their numbers, such as 1 3; 0 for none",
            lambda line: parse_ticks(line, count, none=True),
            listed,
        )
        outcome = self.sitting.say(unit, text, ticked)
        self.voice.say(f"{len(ticked)} of {len(count)} points.")
        return outcome

    def _exercise(self, unit: Unit) -> Outcome:
        entry = catalog.find(unit.id)
        self.voice.say(f"{entry.slug}, {entry.level}, {entry.minutes} min")
        self.voice.say(entry.title)
        path = self._file(unit, entry)
        while not self.sitting.out_of_time:
            match self._read(f"Write it, then type {COMMANDS}").strip().lower():
                case "grade":
                    self._grade(unit, path)
                case "hint":
                    self._hint(unit)
                case "next" | "skip":
                    break
                case word:
                    self.voice.say(f"'{word}' is none of {COMMANDS}.")
        outcome = self.sitting.close(unit)
        if self._at_once:
            self.voice.say(f"'cnnquiz solution {entry.slug}' shows a model solution.")
        return outcome

    def _file(self, unit: Unit, entry: Entry) -> Path:
        """Say where to write; a file that is there is never written over."""
        known = self.sitting.file_of(unit)
        path = Path(known) if known else (self.folder / f"{entry.slug}.py").absolute()
        started = start(entry, path, self.sitting.seed)
        if known is None:
            self.sitting.open(unit, str(path))
        self.voice.line(f"File: {path}")
        if started:
            self.voice.say("It holds the stub: its docstring is the task.")
        elif known is None:
            self.voice.say("It was there already and is kept as it is.")
        return path

    def _grade(self, unit: Unit, path: Path) -> None:
        from cnnquiz.report import verdict_to_json

        try:
            judged = self.grades.grade(path, unit.id)
        except CnnquizError as error:
            self.voice.say(f"{error}")
            return
        data = verdict_to_json(judged.verdict)
        self.sitting.graded(unit, judged.source, data, seed=judged.seed)
        if self._at_once:
            self._say_verdict(judged.verdict, judged.sandbox, judged.seed)
            return
        checks = judged.verdict.checks
        held = sum(check.status == "passed" for check in checks)
        status = judged.verdict.status
        self.voice.say(f"{status}: {held} of {len(checks)} checks hold.")

    def _say_verdict(self, verdict: Verdict, sandbox: Sandbox, seed: int) -> None:
        from cnnquiz import report
        from cnnquiz.grading import batch

        look = self.voice.look
        told = batch.report([(verdict, sandbox)], seed)
        text = report.render(
            told, "text", width=look.width, colour=look.colour, ascii=look.ascii
        )
        print(text, flush=True)

    def _hint(self, unit: Unit) -> None:
        hint = self.sitting.hint(unit)
        if hint is None:
            self.voice.say("There are no more hints.")
        else:
            number, text = hint
            self.voice.say(f"Hint {number} (it costs a quarter of the points): {text}")

    def _review(self) -> None:
        """Say what was left unsaid until the end."""
        if self._at_once:
            return
        for outcome in self.sitting.outcomes:
            print()
            if outcome.code:
                self._review_code(outcome.unit)
            elif outcome.unit.kind == "question" and not outcome.skipped:
                self._review_question(outcome)

    def _review_question(self, outcome: Outcome) -> None:
        item = find(outcome.id)
        shown = tuple(each.id for each in outcome.shown)
        told = feedback(item, None, Mark(outcome.score, "", misconceptions=shown))
        self.voice.line(f"{told.verdict}: {item.id}")
        self.voice.say(item.stem)
        if not outcome.right:
            self.voice.say(f"You said: {said(outcome.given)}")
            self.voice.explained(told)

    def _review_code(self, unit: Unit) -> None:
        from cnnquiz.grading.verdict import Sandbox
        from cnnquiz.report import verdict_from_json

        self.voice.say(f"{unit.id}: 'cnnquiz solution {unit.id}' shows a solution.")
        for row in self.sitting.submissions(unit)[-1:]:
            verdict = verdict_from_json(row.verdict)
            self._say_verdict(verdict, Sandbox("full", ("as graded",)), row.seed or 0)

    def _number(self, unit: Unit) -> str:
        number, most = self.sitting.number_of(unit)
        return f"[{number}/{most}]"

    def _choose(
        self, prompt: str, parse: Callable[[str], Any], choices: Sequence[Labelled]
    ) -> Any:
        """Ask until it can be read."""
        self.voice.choices(choices)
        while True:
            line = self._read(prompt)
            if line.strip().lower() == "skip":
                raise _Skipped
            try:
                return parse(line)
            except AnswerError as error:
                self.voice.say(f"{error}")

    def _read(self, prompt: str) -> str:
        """Read a line that is not about the interview itself."""
        while True:
            line = self.ask(self.voice.fit(prompt))
            word = None if line is None else line.strip().lower()
            if line is None or word == "pause":
                raise _Stopped
            if word != "time":
                return line
            used, left = span(self.sitting.used), span(self.sitting.left)
            self.voice.say(f"{used} used, {left} left.")
