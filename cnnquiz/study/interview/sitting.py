"""One interview under way: every step is in the record before anything follows it.

What is asked next, how much time is left and when it is over are decided here; a front
end shows, asks and reports. After ^C or a kill, `Sitting.resume` goes on where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cnnquiz
from cnnquiz.curriculum import catalog
from cnnquiz.study import sessions
from cnnquiz.study.answering import keep_answer, keep_verdict
from cnnquiz.study.fields import storable
from cnnquiz.study.interview import plan as plans
from cnnquiz.study.interview.log import FINAL, KIND, Log, Rows, Step, What, read
from cnnquiz.study.interview.outcomes import Outcome, outcome, outcomes
from cnnquiz.study.reviews import source_of
from cnnquiz.study.rows import EventKind
from cnnquiz.study.scheduler import bring_forward

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cnnquiz.questions.items import Item
    from cnnquiz.questions.marking import Mark
    from cnnquiz.study.interview.presets import Preset
    from cnnquiz.study.interview.units import Unit
    from cnnquiz.study.record import Record
    from cnnquiz.study.rows import Submission

SKIPPED_WHY = "skipped in an interview"
NO_TIME = "no time was left"


class Sitting:
    """An interview that is being taken; make one with `begin` or `resume`."""

    def __init__(self, record: Record, log: Log, rows: Rows) -> None:
        self.record = record
        self.outcomes = outcomes(log, rows)
        self._log = log
        self._rows = rows
        self._since = record.clock()

    @classmethod
    def begin(
        cls, record: Record, preset: Preset, seed: int, most: int | None = None
    ) -> Sitting:
        """Draw an interview and write down its plan; `most` limits its questions."""
        plan = plans.make(preset, seed, most)
        ids = [unit.id for part in plan.parts for unit in part.units]
        session = sessions.begin(record, KIND, preset.name, seed, ids, {})
        told = {
            "plan": plans.as_data(plan),
            "version": cnnquiz.__version__,
            "most": most,
        }
        event = record.add_event(
            KIND, Step(What.PLANNED, None, 0.0, told).as_data(session.id)
        )
        log = Log(session.id, event.at, cnnquiz.__version__, preset, plan, most)
        return cls(record, log, Rows())

    @classmethod
    def resume(cls, record: Record, preset: str | None = None) -> Sitting | None:
        """Return the interview that was left last, of one preset or of any."""
        left = [
            log
            for log in read(record)
            if not log.ended and preset in {None, log.preset.name}
        ]
        if not left:
            return None
        log = left[-1]
        log.plan = plans.still_there(log.plan)
        return cls(record, log, Rows.of(record))

    @property
    def id(self) -> str:
        """Return the id of the session."""
        return self._log.id

    @property
    def preset(self) -> Preset:
        """Return the format."""
        return self._log.preset

    @property
    def seed(self) -> int:
        """Return the seed, which also decides the order of options."""
        return self._log.plan.seed

    @property
    def seconds(self) -> float:
        """Return the time for it all."""
        return 60.0 * self._log.minutes

    @property
    def used(self) -> float:
        """Return the seconds of work so far; pauses are none."""
        return self._log.used + self._running()

    @property
    def left(self) -> float:
        """Return the seconds that are left; below 0 once they are over."""
        return self.seconds - self.used

    @property
    def out_of_time(self) -> bool:
        """Return whether the interview closes now: asked between units, not in them."""
        return self.preset.timed and self.left <= 0

    @property
    def current(self) -> Unit | None:
        """Return what to put now; None at the end, or when the time is over."""
        return None if self._log.ended or self.out_of_time else self._next()

    def number_of(self, unit: Unit) -> tuple[int, int]:
        """Return which question of its part a unit is, and of how many at most."""
        before = [
            each.unit
            for each in self.outcomes
            if each.unit.part == unit.part and each.unit.kind != "exercise"
        ]
        return len(before) + 1, self._log.plan.parts[unit.part].most

    def answer(
        self,
        unit: Unit,
        item: Item,
        answer: Any,
        mark: Mark,
        *,
        confidence: int | None = None,
    ) -> Outcome:
        """Keep a marked answer; it is on disk when this returns."""
        elapsed = self._lap()
        before = sum(step.elapsed for step in self._steps(unit))
        row = keep_answer(
            self.record,
            item,
            answer,
            mark,
            seconds=before + elapsed,
            confidence=confidence,
        )
        self._rows.answers[row.id] = row
        self._add(What.ANSWERED, unit, elapsed, answer=row.id)
        return self.outcomes[-1]

    def say(self, unit: Unit, text: str, points: Collection[int]) -> Outcome:
        """Keep what was said in a talk, and the points that were ticked."""
        said = storable(text)
        self._add(What.SAID, unit, self._lap(), text=said, points=sorted(points))
        return self.outcomes[-1]

    def skip(self, unit: Unit) -> Outcome:
        """Go past a unit without an answer; a question comes back in reviews."""
        self._add(What.SKIPPED, unit, self._lap())
        if unit.kind == "question":
            bring_forward(self.record, [source_of(unit.id)], SKIPPED_WHY)
        return self.outcomes[-1]

    def open(self, unit: Unit, file: str) -> None:
        """Keep which file answers an exercise."""
        self._add(What.OPENED, unit, self._lap(), file=file)

    def file_of(self, unit: Unit) -> str | None:
        """Return the file that was opened for an exercise."""
        opened = [s for s in self._steps(unit) if s.what == What.OPENED]
        return str(opened[-1].told["file"]) if opened else None

    def graded(
        self, unit: Unit, source: str, verdict: Mapping[str, Any], *, seed: int
    ) -> Submission:
        """Keep a verdict on the exercise that is open."""
        elapsed = self._lap()
        before = sum(step.elapsed for step in self._steps(unit))
        row = keep_verdict(
            self.record,
            unit.id,
            source,
            verdict,
            seed=seed,
            hints=self.hints(unit),
            seconds=before + elapsed,
        )
        self._rows.submissions[row.id] = row
        self._add(What.GRADED, unit, elapsed, submission=row.id)
        return row

    def submissions(self, unit: Unit) -> list[Submission]:
        """Return what was graded of an exercise in this sitting."""
        ids = [s.told["submission"] for s in self._steps(unit) if s.what == What.GRADED]
        return [self._rows.submissions[id_] for id_ in ids]

    def hint(self, unit: Unit) -> tuple[int, str] | None:
        """Take the next hint for an exercise: its number and text; None after three."""
        hints = catalog.find(unit.id).load().hints
        number = self.hints(unit) + 1
        if number > len(hints):
            return None
        told = {"exercise": unit.id, "number": number}
        self.record.add_event(EventKind.HINT, told)
        self._add(What.HINTED, unit, self._lap(), number=number)
        return number, hints[number - 1]

    def hints(self, unit: Unit) -> int:
        """Return how many hints were taken for an exercise."""
        return sum(step.what == What.HINTED for step in self._steps(unit))

    def close(self, unit: Unit) -> Outcome:
        """Be done with an exercise."""
        self._add(What.CLOSED, unit, self._lap())
        return self.outcomes[-1]

    def pause(self) -> None:
        """Stop the clock; `resume` starts it again."""
        self._add(What.PAUSED, self._next(), self._lap())

    def end(self) -> None:
        """Be done with the interview; what there was no time for is skipped."""
        if self.out_of_time:
            while (unit := self._next()) is not None:
                self._add(What.SKIPPED, unit, self._lap(), why=NO_TIME)
        sessions.end(self.record, self._session())
        self._log.ended = True

    def _next(self) -> Unit | None:
        last = self._log.steps[-1] if self._log.steps else None
        if last is not None and last.unit is not None and last.what not in FINAL:
            return last.unit  # it was begun: time that passes does not take it away
        done = [each.done for each in self.outcomes]
        return plans.upcoming(self._log.plan, done, self.left / 60)

    def _running(self) -> float:
        """Return the seconds since the last step; a clock set back counts as none."""
        return max(0.0, (self.record.clock() - self._since).total_seconds())

    def _lap(self) -> float:
        """Return the seconds since the last step, and begin the next."""
        now = self.record.clock()
        elapsed = max(0.0, (now - self._since).total_seconds())
        self._since = now
        return elapsed

    def _steps(self, unit: Unit) -> list[Step]:
        return [step for step in self._log.steps if step.unit == unit]

    def _add(self, what: What, unit: Unit | None, elapsed: float, **told: Any) -> None:
        step = Step(what, unit, elapsed, told)
        self.record.add_event(KIND, step.as_data(self.id))
        self._log.steps.append(step)
        if unit is not None and what in FINAL:
            self.outcomes.append(outcome(self._log, self._steps(unit), self._rows))

    def _session(self) -> sessions.Session:
        plan = self._log.plan
        return sessions.Session(self.id, KIND, plan.preset, plan.seed, ())
