"""How each thing that was asked went, as plain data: what a scorecard is made from."""

from __future__ import annotations

import contextlib
import json
import textwrap
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cnnquiz.curriculum import catalog
from cnnquiz.errors import CnnquizError, DataError
from cnnquiz.questions.misconceptions import load_misconceptions
from cnnquiz.questions.select import find
from cnnquiz.report.safe import one_line
from cnnquiz.study.interview import talks
from cnnquiz.study.interview.log import FINAL, What
from cnnquiz.study.interview.presets import Questions
from cnnquiz.study.interview.units import Done, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cnnquiz.questions.items import Item
    from cnnquiz.study.interview.log import Log, Rows, Step
    from cnnquiz.study.interview.presets import Part
    from cnnquiz.study.rows import Answer, Submission

HINT_COSTS = 0.25
# Exercises whose own checks each look for a bug; these checks all exercises share.
DEBUGGING = ("debug_cnn",)
COMMON_CHECKS = frozenset(
    {
        "runs", "type", "shape", "dtype", "agrees_with_reference",
        "leaves_inputs_unchanged", "keeps_earlier_results", "repeats",
        "leaves_global_rng",
    }
)  # fmt: skip
LONGEST_MESSAGE = 200
BEGINNING = 50  # characters of a question that tell which one it was
# What the highest check that holds is worth; training tasks have checks of their own.
LADDER = (
    ("agrees_with_reference", 0.75),
    ("shape", 0.5),
    ("predicts", 0.5),
    ("runs", 0.25),
    ("trains", 0.25),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A misconception that an answer or a verdict showed, and where."""

    id: str
    title: str
    correction: str
    source: str
    where: str


@dataclass(frozen=True, slots=True)
class Code:
    """How an exercise went: its best verdict, and what it took."""

    status: str
    message: str
    passed: bool
    checks_passed: int
    checks: int
    submissions: int
    hints: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One unit that is over, or an exercise that is not yet `closed`.

    `score` is from 0 to 1, hints taken off. `type` is the question's, or "exercise" or
    "talk". `worth` are the points of an exam, of which a wrong answer costs `penalty`
    times as many.
    """

    unit: Unit
    type: str
    score: float
    level: str
    seconds: float
    budget: float
    topic: str = ""
    given: str = ""
    confidence: int | None = None
    skipped: bool = False
    worth: float = 0.0
    penalty: float = 0.0
    shown: tuple[Shown, ...] = ()
    code: Code | None = None
    closed: bool = True
    asked: str = ""
    """The beginning of the question."""

    @property
    def name(self) -> str:
        """Return what a reader knows it by."""
        return f"“{self.asked}”" if self.asked else self.id

    @property
    def id(self) -> str:
        """Return the id of what was asked."""
        return self.unit.id

    @property
    def right(self) -> bool:
        """Return whether nothing is missing; a hint does not make it wrong."""
        return self.code.passed if self.code else self.score == 1

    @property
    def earned(self) -> float:
        """Return the share of its points: below 0 where a wrong answer costs some."""
        wrong = self.score == 0 and not self.skipped
        return -self.penalty if wrong else self.score

    @property
    def done(self) -> Done:
        """Return what decides about the unit that follows."""
        return Done(self.unit, self.score, tuple(each.id for each in self.shown))


def outcomes(log: Log, rows: Rows) -> list[Outcome]:
    """Return what is over of a sitting, in the order in which it was asked."""
    found = []
    for steps in _by_unit(log):
        if steps[-1].what in FINAL:
            with contextlib.suppress(CnnquizError):  # the exercise is there no more
                found.append(outcome(log, steps, rows))
    return found


def under_way(log: Log, rows: Rows) -> list[Outcome]:
    """Return the exercise that was graded and is not closed, if there is one."""
    return [
        replace(outcome(log, steps, rows), closed=False)
        for steps in _by_unit(log)
        if steps[-1].what not in FINAL
        and any(step.what == What.GRADED for step in steps)
    ]


def _by_unit(log: Log) -> Iterable[list[Step]]:
    steps: dict[Unit, list[Step]] = defaultdict(list)
    for step in log.steps:
        if step.unit is not None:
            steps[step.unit].append(step)
    return steps.values()


def outcome(log: Log, steps: Sequence[Step], rows: Rows) -> Outcome:
    """Return how one unit went, from its steps."""
    unit = steps[-1].unit
    if unit is None:
        raise ValueError("outcome: these steps are of no unit")
    part = log.preset.parts[unit.part]
    seconds = sum(step.elapsed for step in steps)
    if unit.kind == "question":
        return _question(
            unit, part, log.plan.parts[unit.part].most, steps[-1], rows, seconds
        )
    if unit.kind == "exercise":
        return _exercise(unit, steps, rows, seconds)
    return _talk(unit, steps[-1], seconds)


def _question(
    unit: Unit, part: Part, most: int, last: Step, rows: Rows, seconds: float
) -> Outcome:
    item = _item(unit.id)
    row = rows.answers.get(last.told.get("answer", ""))
    budget = item.seconds if item else 60
    worth, penalty = 0.0, 0.0
    if isinstance(part, Questions):
        budget = part.seconds or budget
        worth, penalty = part.weight / max(1, most), part.penalty
    return Outcome(
        unit,
        type=item.type if item else "",
        score=row.score if row else 0.0,
        level=item.level if item else "medium",
        seconds=seconds,
        budget=budget,
        topic=item.topic if item else (row.topic if row and row.topic else ""),
        given=row.answer if row else "",
        confidence=row.confidence if row else None,
        skipped=row is None,
        worth=worth,
        penalty=penalty,
        shown=tuple(_shown_by(row, item)) if row else (),
        asked=textwrap.shorten(item.stem, BEGINNING, placeholder=" …") if item else "",
    )


def _item(id_: str) -> Item | None:
    try:
        return find(id_)
    except DataError:  # the bank no longer has it
        return None


def _shown_by(row: Answer, item: Item | None) -> Iterator[Shown]:
    known = load_misconceptions()
    for id_ in () if row.correct else row.misconceptions:
        told = known.get(id_)
        yield Shown(
            id_,
            told.title if told else id_,
            told.correction if told else "",
            item.source if item else "",
            row.item,
        )


def _talk(unit: Unit, last: Step, seconds: float) -> Outcome:
    talk = talks.find(unit.id)
    ticked = last.told.get("points", ())
    return Outcome(
        unit,
        type="talk",
        score=len(ticked) / len(talk.points),
        level="medium",
        seconds=seconds,
        budget=talk.seconds,
        given=last.told.get("text", ""),
        skipped=last.what == What.SKIPPED,
    )


def _exercise(unit: Unit, steps: Sequence[Step], rows: Rows, seconds: float) -> Outcome:
    entry = catalog.find(unit.id)
    graded = (step.told["submission"] for step in steps if step.what == What.GRADED)
    submissions = [rows.submissions[id_] for id_ in graded if id_ in rows.submissions]
    hints = sum(step.what == What.HINTED for step in steps)
    code = _code(unit.id, submissions, hints)
    best = max((credit(unit.id, row.verdict) for row in submissions), default=0.0)
    return Outcome(
        unit,
        type="exercise",
        score=max(0.0, best - HINT_COSTS * hints),
        level=entry.level,
        seconds=seconds,
        budget=60.0 * entry.minutes,
        skipped=not submissions,
        shown=tuple(_shown_in(submissions)),
        code=code,
    )


def credit(slug: str, verdict: Mapping[str, Any]) -> float:
    """Return what a verdict is worth, before hints.

    Passed 1; right but slow, or right but for what is around it, 0.75; the right shape,
    or a network that predicts, 0.5; what runs or trains 0.25. A script to mend: the
    share of the checks made for it.
    """
    if verdict.get("passed"):
        return 1.0
    status = {check["name"]: check["status"] for check in verdict.get("checks") or ()}
    if slug in DEBUGGING:
        own = [how for name, how in status.items() if name not in COMMON_CHECKS]
        return own.count("passed") / len(own) if own else 0.0
    if verdict.get("status") == "slow":
        return 0.75
    for name, worth in LADDER:
        if status.get(name) == "passed":
            return worth
    return 0.0


def _code(slug: str, submissions: Sequence[Submission], hints: int) -> Code:
    if not submissions:
        return Code("not submitted", "", False, 0, 0, 0, hints)
    # Of equals the last one: what is handed in is what was sent last.
    best = max(reversed(submissions), key=lambda row: credit(slug, row.verdict))
    checks = best.verdict.get("checks") or ()
    return Code(
        status=best.status,
        message=one_line(str(best.verdict.get("message", "")), LONGEST_MESSAGE),
        passed=best.passed,
        checks_passed=sum(check["status"] == "passed" for check in checks),
        checks=len(checks),
        submissions=len(submissions),
        hints=hints,
    )


def _shown_in(submissions: Iterable[Submission]) -> Iterator[Shown]:
    """Yield what the verdicts name, each misconception once an exercise."""
    seen = set()
    for row in submissions:
        for told in row.verdict.get("misconceptions") or ():
            if told["id"] not in seen:
                seen.add(told["id"])
                yield Shown(
                    told["id"],
                    str(told.get("title", told["id"])),
                    str(told.get("lesson", "")),
                    f"the verdict on {row.exercise}",
                    row.exercise,
                )


def said(given: str) -> str:
    """Return an answer as it is kept, in words."""
    try:
        value = json.loads(given)
    except ValueError:
        return given
    match value:
        case {"text": text}:
            return str(text)
        case dict():
            return "; ".join(f"{key}: {value[key]}" for key in value)
        case list():
            return "; ".join(map(str, value))
    return str(value)
