"""stats: how the learning goes, with bars in the terminal or as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from cnnquiz.cli.terminal import Look
from cnnquiz.cli.voice import Voice
from cnnquiz.report.plots import bar, columns, count, duration, percent

if TYPE_CHECKING:
    from datetime import date

    from cnnquiz.study.stats import Share, Statistics

BAR = 24  # cells
DAYS = 28


@click.command("stats", epilog="Example: cnnquiz stats --format json")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text"
)
@click.pass_obj
def stats_command(data_dir: str | None, format_: str) -> None:
    """Show what is due, what you remember, what is weak, and the time you spent."""
    from cnnquiz.cli.data import the_record
    from cnnquiz.study.scheduler import Schedule
    from cnnquiz.study.stats import statistics

    zone = datetime.now(UTC).astimezone().tzinfo or UTC
    with the_record(data_dir) as record:
        now = record.clock()
        schedule = Schedule.from_record(record)
        told = statistics(record, schedule, now, zone)
    if format_ == "json":
        print(json.dumps(as_document(told), indent=2, ensure_ascii=False))
    else:
        _Report(told, now.astimezone(zone).date()).print()


def as_document(told: Statistics) -> dict[str, Any]:
    """Return the statistics as JSON; a share has its 95 % interval."""
    days = told.practice.seconds_by_day
    return {
        "schema": "cnnquiz.stats/1",
        "due": {"questions": told.due_questions, "exercises": told.due_exercises},
        "due_ahead": list(told.due_ahead),
        "cards": told.cards,
        "retention": [
            {"predicted": each.predicted, "observed": _share(each.observed)}
            for each in told.retention
        ],
        "mastery": [
            {
                "topic": each.topic,
                "all_time": _share(each.all_time),
                "recent": _share(each.recent),
                "last": each.last.isoformat(),
            }
            for each in told.mastery
        ],
        "misconceptions": [
            asdict(each) | {"last": each.last.isoformat()}
            for each in told.misconceptions
        ],
        "calibration": [
            {"confidence": each.confidence, "answers": _share(each.answers)}
            for each in told.calibration
        ],
        "practice": {
            "streak": told.practice.streak,
            "longest_streak": told.practice.longest_streak,
            "seconds": told.practice.seconds,
            "seconds_by_day": {day.isoformat(): days[day] for day in days},
        },
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "right": share.right,
        "asked": share.asked,
        "share": share.share,
        "interval": list(share.interval),
    }


class _Report:
    """The statistics as text; each part says so when it has nothing to show."""

    def __init__(self, told: Statistics, today: date) -> None:
        self._told = told
        self._today = today
        self._voice = Voice(Look.of_stdout())

    def print(self) -> None:
        """Print every part, or where to begin."""
        told = self._told
        if not (told.cards or told.practice.seconds_by_day):
            self._voice.say("Nothing was answered or graded yet.")
            self._voice.say(
                "'cnnquiz drill' asks questions; 'cnnquiz list' shows work."
            )
            return
        self._voice.say(
            f"Due now: {count(told.due_questions, 'question')} and "
            f"{count(told.due_exercises, 'exercise')}, of {told.cards} cards."
        )
        ahead = ", ".join(str(due) for due in told.due_ahead)
        self._voice.say(f"Due on each of the next {len(told.due_ahead)} days: {ahead}.")
        self._retention()
        self._mastery()
        self._misconceptions()
        self._calibration()
        self._time()

    def _retention(self) -> None:
        self._title("Recall after a day or more, predicted against observed")
        if not self._told.retention:
            self._voice.say("No card came back after a day yet.")
        for each in self._told.retention:
            self._voice.line(f"  predicted {self._bar(each.predicted)}")
            self._voice.line(f"  observed  {self._share(each.observed)}")

    def _mastery(self) -> None:
        from cnnquiz.questions.topics import TOPICS

        self._title("Topics, the weakest first (the newest 20 answers of each)")
        if not self._told.mastery:
            self._voice.say("No question was answered yet.")
        for each in self._told.mastery:
            known = TOPICS.get(each.topic)
            self._voice.line(f"  {known.title if known else each.topic}")
            self._voice.line(f"    {self._share(each.recent)}")

    def _misconceptions(self) -> None:
        from cnnquiz.questions.misconceptions import load_misconceptions

        self._title("Misconceptions not yet put right")
        if not self._told.misconceptions:
            self._voice.say("None.")
        known = load_misconceptions()
        for each in self._told.misconceptions:
            places = ", ".join(each.where)
            seen = count(each.times, "time")
            self._voice.listed(f"{each.id}:", f"seen {seen}, in {places}")
            if each.id in known:
                self._voice.listed("   ", known[each.id].correction)

    def _calibration(self) -> None:
        from cnnquiz.study.stats import CONFIDENCE

        if not self._told.calibration:
            return
        self._title("How often you were right, by how sure you were")
        for each in self._told.calibration:
            name = f"{each.confidence} {CONFIDENCE[each.confidence]}"
            self._voice.line(f"  {name:9} {self._share(each.answers)}")

    def _time(self) -> None:
        practice = self._told.practice
        self._title("Time")
        self._voice.say(
            f"{duration(practice.seconds)} in all; {count(practice.streak, 'day')} "
            f"in a row, {count(practice.longest_streak, 'day')} at the longest."
        )
        days = [self._today - timedelta(days=back) for back in reversed(range(DAYS))]
        seconds = [practice.seconds_by_day.get(day) for day in days]
        line = columns(seconds, ascii=self._voice.look.ascii)
        self._voice.line(f"  last {DAYS} days |{line}|")

    def _title(self, text: str) -> None:
        print()
        self._voice.say(text)

    def _share(self, share: Share) -> str:
        low, high = share.interval
        return (
            f"{self._bar(share.share or 0.0)}  {share.right} of {share.asked} "
            f"({low:.0%} to {high:.0%})"
        )

    def _bar(self, share: float) -> str:
        """Draw a share as a bar, and say it."""
        drawn = bar(share, BAR, ascii=self._voice.look.ascii)
        return f"{drawn} {percent(share)}"
