"""A scorecard in words: titles, lines and tables, which each format writes its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnquiz.study.interview.scorecard import FEWEST_DIGITS
from cnnquiz.study.stats import CONFIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from cnnquiz.study.interview.scorecard import Scorecard, TopicRow
    from cnnquiz.study.stats import Share

HEAT = 5  # cells
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part: lines of text, a table if it has rows, and notes on it.

    Nothing is markup. A line that begins with spaces belongs to the one before.
    """

    title: str
    lines: tuple[str, ...] = ()
    head: Row = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


def sections(card: Scorecard, zone: tzinfo | None = None) -> tuple[Section, ...]:
    """Return the eleven parts in order; dates are those of `zone`, None is here."""
    return (
        _verdict(card, zone),
        _dimensions(card),
        _misconceptions(card),
        _topics(card, zone),
        _calibration(card),
        _time(card),
        _code(card),
        _follow_ups(card),
        _plan(card, zone),
        _trend(card, zone),
        _export(card),
    )


def _verdict(card: Scorecard, zone: tzinfo | None) -> Section:
    mean = "" if card.mean is None else f", mean {card.mean:.2f} of 4"
    points = (
        "" if card.points is None else f", {card.points:g} of {card.out_of:g} points"
    )
    lines = [
        f"{card.verdict}{mean}{points}",
        f"{card.preset}: {card.what}",
        f"{_minute(card.at, zone)}, seed {card.seed}, cnnquiz {card.version}",
    ]
    if not card.finished:
        lines.append(
            f"So far: {card.answered} of at most {card.planned} answered. "
            f"'cnnquiz interview {card.preset} --resume' goes on."
        )
    return Section("Verdict", tuple(lines))


def _dimensions(card: Scorecard) -> Section:
    rows = tuple(
        (each.title, f"{each.score} of 4", f"{each.share:.0%}", _share(each.counts))
        for each in card.dimensions
    )
    evidence = tuple(f"{each.title}: {each.evidence}" for each in card.dimensions)
    lines: tuple[str, ...] = (
        "A mean of 3 and no dimension at 1 is a hire; what is self-rated decides "
        "nothing.",
    )
    if card.left_out:
        lines += (f"Without evidence, and left out: {', '.join(card.left_out)}.",)
    head = ("dimension", "score", "points", "right (95 % interval)")
    return Section("Dimensions", lines, head, rows, evidence)


def _misconceptions(card: Scorecard) -> Section:
    if not card.misconceptions:
        return Section("Misconceptions", ("None was shown.",))
    lines = []
    for each in card.misconceptions:
        times = f"{each.times}×" if each.times > 1 else "once"
        lines.append(f"{each.title} ({each.id}, {times}, in {', '.join(each.where)})")
        lines.extend(f"  {text}" for text in (each.correction,) if text)
        lines.extend(f"  Source: {text}" for text in (each.source,) if text)
    return Section("Misconceptions", tuple(lines))


def _topics(card: Scorecard, zone: tzinfo | None) -> Section:
    rows = tuple(
        (
            row.title,
            f"{row.answers.right}/{row.answers.asked}" if row.answers.asked else "-",
            _heat(row),
            _day(row.last, zone) if row.last else "never",
        )
        for row in card.topics
    )
    return Section("Topics", (), ("topic", "right", "share", "last asked"), rows)


def _heat(row: TopicRow) -> str:
    if row.answers.share is None:
        return ""
    full = round(row.answers.share * HEAT)
    return "█" * full + "░" * (HEAT - full)


def _calibration(card: Scorecard) -> Section:
    if not card.calibration:
        line = "Not asked; '--confidence' asks how sure you are."
        return Section("Calibration", (line,))
    sure = ", ".join(card.sure_and_wrong)
    lines = (f"Sure and wrong: {sure}.",) if sure else ("Never sure and wrong.",)
    rows = tuple(
        (f"{each.confidence}, {CONFIDENCE[each.confidence]}", _share(each.answers))
        for each in card.calibration
    )
    return Section("Calibration", lines, ("how sure", "right (95 % interval)"), rows)


def _time(card: Scorecard) -> Section:
    over = card.used - card.time
    said = f"; {span(over)} over" if over > 0 else ""
    lines = (f"{span(card.used)} of {span(card.time)}{said}. Pauses are not counted.",)
    rows = tuple(
        (
            each.id,
            span(each.seconds),
            span(each.budget),
            each.remark or ("right" if each.right else "not right"),
        )
        for each in card.times
    )
    return Section("Time", lines, ("asked", "took", "budget", "answer"), rows)


def _code(card: Scorecard) -> Section:
    if not card.code:
        return Section("Code", ("No code was asked for, or none came to an end.",))
    lines = []
    for row in card.code:
        status = row.status.replace("_", " ")
        lines.append(
            f"{row.slug}: {status}, {row.checks_passed} of {row.checks} checks, "
            f"{_count(row.submissions, 'submission')}, {_count(row.hints, 'hint')}"
        )
        lines.extend(f"  {text}" for text in (row.message,) if text)
        lines.extend(f"  Resembles: {title}" for title in row.resembles)
        if row.solution:
            lines.append(f"  '{row.solution}' shows a model solution.")
    return Section("Code", tuple(lines))


def _follow_ups(card: Scorecard) -> Section:
    lines = []
    for each in card.follow_ups:
        lines.append(f"After {each.about}:")
        lines.extend(f"  {line}" for line in each.prompt.splitlines())
        lines.append(f"  '{each.command}'")
    return Section("An interviewer would ask next", tuple(lines) or ("Nothing.",))


def _plan(card: Scorecard, zone: tzinfo | None) -> Section:
    rows = tuple(
        (each.command, each.why, _day(each.due, zone) if each.due else "any time")
        for each in card.plan
    )
    return Section("Plan", (), ("drill", "why", "next review"), rows)


def _trend(card: Scorecard, zone: tzinfo | None) -> Section:
    rows = tuple(
        (
            _minute(past.at, zone),
            past.verdict,
            "-" if past.mean is None else f"{past.mean:.2f}",
        )
        for past in card.trend
    )
    if len(rows) < 2:
        return Section("Trend", (f"This is the first of '{card.preset}'.",))
    lines = (f"The last {len(rows)} of '{card.preset}', this one included.",)
    return Section("Trend", lines, ("when", "verdict", "mean"), rows)


def _export(card: Scorecard) -> Section:
    again = f"cnnquiz interview {card.preset} --seed {card.seed}"
    most = f" -n {card.most}" if card.most is not None else ""
    short = card.id[:FEWEST_DIGITS]
    lines = (
        f"cnnquiz interview scorecard {short} --format json --output scorecard.json",
        "  prints it again: text, markdown, html or json. It stays on your machine.",
        f"{again}{most}",
        "  asks the same again.",
    )
    return Section("Export", lines)


def flat(text: str) -> str:
    """Return a text on one line, as a cell of a table needs it."""
    return " ".join(text.split())


def columns(rows: Iterable[Row]) -> list[int]:
    """Return how wide each column is."""
    return [max(map(len, column)) for column in zip(*rows, strict=True)]


def _share(share: Share) -> str:
    low, high = share.interval
    return f"{share.right} of {share.asked} ({low:.0%} to {high:.0%})"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def span(seconds: float) -> str:
    """Return a time as minutes and seconds, or hours and minutes; none below 0."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return (
            f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
        )
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _minute(at: datetime, zone: tzinfo | None) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _day(at: datetime, zone: tzinfo | None) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d}"
