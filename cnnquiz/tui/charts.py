"""The plots of the progress screen, as text of at most 54 columns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from cnnquiz.questions.topics import TOPICS
from cnnquiz.report import plots
from cnnquiz.study.stats import CONFIDENCE
from cnnquiz.tui import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.content import Content

    from cnnquiz.study.stats import Mastery, OpenMisconception, Retention, Statistics
    from cnnquiz.tui.standing import Lesson, Standing

BAR, SHORT_BAR = 24, 10
WEEKS = 22
CERTAIN = 3


def headline(standing: Standing) -> Content:
    """Say in a line where the learner stands."""
    practice = standing.told.practice
    today = practice.seconds_by_day.get(standing.today, 0.0)
    said = [
        f"{plots.duration(today)} today" if today else "",
        f"{plots.duration(practice.seconds)} in all",
        f"{plots.count(practice.streak, 'day')} in a row" if practice.streak else "",
    ]
    return look.styled((" Progress ", "bold"), ", ".join(filter(None, said)))


def due(standing: Standing) -> Content:
    """Draw how much comes due on each of the next days."""
    told = standing.told
    most = max(1, *told.due_ahead)
    rows = [
        look.styled(
            f"{plots.count(told.due_questions, 'question')} and "
            f"{plots.count(told.due_exercises, 'exercise')} due now, {told.cards} in all"
        )
    ]
    for ahead, count in enumerate(told.due_ahead):
        day = standing.today + timedelta(days=ahead)
        drawn = f"{_bar(count / most).rstrip('░.')} {count}".strip()
        style = "" if count else "dim"
        rows.append(look.styled((f"{_day(day, ahead):<9} {drawn}", style)))
    later = told.cards - sum(told.due_ahead)
    rows.append(look.styled((f"later     {later}", "dim")))
    return look.stacked(rows)


def recall(told: Statistics) -> Content:
    """Draw what was remembered, with a line where it was predicted."""
    if not told.retention:
        return _nothing("No question has come back after a day yet.")
    asked = sum(each.observed.asked for each in told.retention)
    right = sum(each.observed.right for each in told.retention)
    predicted = sum(e.predicted * e.observed.asked for e in told.retention) / asked
    line = "|" if look.is_ascii() else "│"
    return look.stacked(
        [
            look.styled(
                f"{plots.percent(predicted).strip()} predicted, "
                f"{plots.percent(right / asked).strip()} came, of "
                f"{plots.count(asked, 'review')}"
            ),
            *(_recalled(each) for each in told.retention),
            look.styled((f"A bar is what came, the {line} what was predicted.", "dim")),
        ]
    )


def calibration(told: Statistics) -> Content:
    """Draw how often the learner was right at each confidence."""
    if not told.calibration:
        return _nothing("Not asked yet: F6 in a quiz asks how sure you are.")
    rows = [
        look.styled(
            f"{CONFIDENCE[each.confidence]:<9} {_bar(each.answers.share or 0)} ",
            f"{plots.percent(each.answers.share or 0)}",
            (f"  {each.answers.right} of {each.answers.asked}", "dim"),
        )
        for each in told.calibration
    ]
    mistaken = sum(
        each.answers.asked - each.answers.right
        for each in told.calibration
        if each.confidence == CERTAIN
    )
    rows.append(look.styled(f"Certain and wrong: {plots.count(mistaken, 'time')}."))
    return look.stacked(rows)


def activity(standing: Standing) -> Content:
    """Draw the last weeks as a calendar, and say the time spent."""
    practice, ascii_ = standing.told.practice, look.is_ascii()
    week = sum(
        practice.seconds_by_day.get(standing.today - timedelta(days=back), 0.0)
        for back in range(7)
    )
    drawn = plots.calendar(practice.seconds_by_day, standing.today, WEEKS, ascii=ascii_)
    return look.stacked(
        [
            *(look.styled(row) for row in drawn),
            look.styled((plots.legend(ascii=ascii_), "dim")),
            look.styled(
                f"{plots.duration(week)} in the last 7 days, "
                f"{plots.duration(practice.seconds)} in all."
            ),
            look.styled(
                f"{plots.count(practice.streak, 'day')} in a row, "
                f"{plots.count(practice.longest_streak, 'day')} at the longest."
            ),
        ]
    )


def topics(told: Statistics) -> Iterator[tuple[str, Content]]:
    """Draw each topic: the weakest first, those not asked yet last."""
    asked = {each.topic: each for each in told.mastery}
    for id_, each in asked.items():
        yield id_, _topic(each)
    for id_, topic in TOPICS.items():
        if id_ not in asked:
            row = _topic_row(0, "not asked", topic.title)
            yield id_, look.styled((row, "dim"))


def misconception(each: OpenMisconception, lesson: Lesson) -> Content:
    """Name a misconception in a line, and how often it was shown."""
    return look.styled(f"{lesson.title} ", (f" {_times(each)}", "dim"))


def correction(each: OpenMisconception, lesson: Lesson) -> Content:
    """Say what puts a misconception right, and where it was seen."""
    places = ", ".join(each.where)
    return look.styled(f"{lesson.correction} ", (f"Seen in {places}.", "dim"))


def _topic(each: Mastery) -> Content:
    known = TOPICS.get(each.topic)
    asked = f"{each.recent.right:>2} of {each.recent.asked}"
    title = known.title if known else each.topic
    return look.styled(_topic_row(each.recent.share or 0, asked, title))


def _topic_row(share: float, asked: str, title: str) -> str:
    return f"{_bar(share, SHORT_BAR)}  {asked:<9}  {title}"


def _recalled(each: Retention) -> Content:
    share = each.observed.share or 0
    return look.styled(
        f"{plots.percent(each.predicted)} ",
        plots.bar(share, BAR, ascii=look.is_ascii(), mark=each.predicted),
        f" {plots.percent(share)}",
        (f"  {each.observed.right} of {each.observed.asked}", "dim"),
    )


def _bar(share: float, width: int = BAR) -> str:
    return plots.bar(share, width, ascii=look.is_ascii())


def _day(day: date, ahead: int) -> str:
    return ("today", "tomorrow")[ahead] if ahead < 2 else plots.WEEKDAYS[day.weekday()]


def _times(each: OpenMisconception) -> str:
    return "once" if each.times == 1 else plots.count(each.times, "time")


def _nothing(said: str) -> Content:
    return look.styled((said, "dim"))
