"""The quiz that was begun last, as the record knows it: left, or gone through."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnquiz.study.record import Record
    from cnnquiz.tui.learner import Learner
    from cnnquiz.tui.quiz import Quiz


@dataclass(frozen=True, slots=True)
class Session:
    """A quiz by the ids of its questions, with the scores of those answered."""

    id: str
    title: str
    seed: int
    items: tuple[str, ...]
    scores: dict[str, float] = field(default_factory=dict)


def begin(learner: Learner, quiz: Quiz) -> None:
    """Write the start of a quiz to the record, so that it can be continued."""
    payload = {"kind": "quiz", "title": quiz.title, "seed": quiz.seed,
               "items": [item.id for item in quiz.items]}  # fmt: skip
    event = learner.keep_event("session_begun", payload)
    quiz.session = event.id if event else None


def end(learner: Learner, quiz: Quiz) -> None:
    """Write that a quiz is over."""
    if quiz.session is not None:
        payload = {"session": quiz.session, "points": quiz.points}
        learner.keep_event("session_ended", payload)


def unfinished(record: Record) -> Session | None:
    """Return the quiz that was begun last, if questions of it are left."""
    begun = [
        event
        for event in record.events("session_begun")
        if event.payload.get("kind") == "quiz"
    ]
    ended = {event.payload.get("session") for event in record.events("session_ended")}
    if not begun or begun[-1].id in ended:
        return None
    last = begun[-1]
    asked = tuple(last.payload["items"])
    scores = {
        answer.item: answer.score
        for answer in record.answers()
        if answer.at >= last.at and answer.item in asked
    }
    if len(scores) == len(asked):
        return None
    title, seed = last.payload["title"], last.payload["seed"]
    return Session(last.id, title, seed, asked, scores)
