"""What the progress screen shows: the statistics, and the names of misconceptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cnnquiz.questions.misconceptions import load_misconceptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from cnnquiz.study.record import Record
    from cnnquiz.study.rows import Submission
    from cnnquiz.study.stats import Statistics


@dataclass(frozen=True, slots=True)
class Lesson:
    """A misconception in words, and the sentence that puts it right."""

    title: str
    correction: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How the learning goes on one day; `lessons` names what the statistics do."""

    told: Statistics
    today: date
    lessons: Mapping[str, Lesson]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was answered or graded yet."""
        return not (self.told.cards or self.told.practice.seconds_by_day)

    def lesson(self, misconception: str) -> Lesson:
        """Return the words for a misconception; its id where nothing else is known."""
        unknown = Lesson(misconception.replace("-", " "), "")
        return self.lessons.get(misconception, unknown)


def standing(record: Record) -> Standing:
    """Gather it from a record; days are those of this machine's zone."""
    from cnnquiz.study.scheduler import Schedule
    from cnnquiz.study.stats import statistics

    now = record.clock()
    zone = datetime.now(UTC).astimezone().tzinfo or UTC
    told = statistics(record, Schedule.from_record(record), now, zone)
    wanted = [each.id for each in told.misconceptions]
    known = lessons(record.submissions()) if wanted else {}
    return Standing(
        told,
        now.astimezone(zone).date(),
        {each: known[each] for each in wanted if each in known},
    )


def lessons(submissions: Iterable[Submission]) -> dict[str, Lesson]:
    """Return the questions' misconceptions, and those that verdicts have named."""
    named = {
        str(each["id"]): Lesson(str(each["title"]), str(each["lesson"]))
        for submission in submissions
        for each in submission.verdict.get("misconceptions") or ()
        if {"id", "title", "lesson"} <= each.keys()
    }
    ours = {
        id_: Lesson(each.title, each.correction)
        for id_, each in load_misconceptions().items()
    }
    return named | ours
