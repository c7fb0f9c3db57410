"""What home draws: steps with their keys, mastery, the last verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnquiz.tui import look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from cnnquiz.study.rows import Submission
    from cnnquiz.study.stats import Mastery
    from cnnquiz.tui.overview import Overview, Step
    from cnnquiz.tui.quiz import Quiz

KEYS = {
    "interview": "c", "continue": "c", "review": "r", "topic": "s", "exercise": "s",
    "quiz": "q",
}  # fmt: skip
BAR = 10


def mastery(topics: tuple[Mastery, ...]) -> Content:
    """Draw the topics that were asked, the weakest first."""
    from cnnquiz.questions.topics import TOPICS

    rows = [
        look.styled(
            look.bar(each.recent.share or 0, BAR),
            f" {each.recent.right:>2}/{each.recent.asked:<2} ",
            TOPICS[each.topic].title if each.topic in TOPICS else each.topic,
        )
        for each in topics
    ]
    return look.stacked(rows) if rows else look.styled(("No question yet.", "dim"))


def verdicts(told: Overview) -> Content:
    """List the last verdicts, the newest first."""
    from cnnquiz.tui.overview import ago

    def row(each: Submission) -> Content:
        sign = look.RIGHT if each.passed else look.WRONG
        style = "good" if each.passed else "bad"
        status = each.status.replace("_", " ")
        return look.styled(
            (f"{sign} ", style),
            f"{each.exercise} ",
            (status, style),
            (f", {ago(each.at, told.now)}", "dim"),
        )

    rows = [row(each) for each in told.verdicts]
    return look.stacked(rows) if rows else look.styled(("No verdict yet.", "dim"))


def left(quiz: Quiz) -> Step:
    """Return the step that goes on with a quiz."""
    from cnnquiz.tui.overview import Step
    from cnnquiz.tui.quiz import named

    done = f"{len(quiz.scores)} of {len(quiz.items)} answered"
    return Step("continue", named(quiz.kind, quiz.title), f"you left it, {done}")


def headline(told: Overview) -> Content:
    """Draw the top line: what has passed, and for how many days in a row."""
    streak = f"{told.streak} days in a row" if told.streak > 1 else ""
    many = "exercise" if told.passed == 1 else "exercises"
    passed = f"{told.passed} {many} passed" if told.passed else ""
    said = ", ".join(part for part in (passed, streak) if part)
    return look.styled((" cnnquiz ", "bold reverse"), f"  {said}")


def keys(steps: Sequence[Step]) -> list[str]:
    """Return the key of each step; of two with the same key the first one has it."""
    wanted = [KEYS[step.kind] for step in steps]
    return [" " if key in wanted[:i] else key for i, key in enumerate(wanted)]


def line(key: str, title: str, reason: str) -> Content:
    """Draw something to do, with its key and what there is to say about it."""
    return look.styled((f" {key}  ", "bold"), f"{title}  ", (reason, "dim"))
