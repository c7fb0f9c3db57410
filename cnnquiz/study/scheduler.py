"""When each card is due, by FSRS, as a pure function of the log.

The `fsrs` package is used here alone, and imported when a schedule is first made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from cnnquiz.study.reviews import (
    SITTING_GAP,
    CardKind,
    Rating,
    Review,
    reviews,
)
from cnnquiz.study.rows import Answer, Event, EventKind, Submission
from cnnquiz.study.timeline import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import fsrs

    from cnnquiz.study.record import Record

# A question answered wrong comes back in the same session; a right one goes to days.
_STEPS: Mapping[CardKind, tuple[timedelta, ...]] = {
    "question": (timedelta(minutes=10),),
    "exercise": (),  # half an hour of work: never twice in one day by schedule
}


# An interview may come at any time: nothing rests for longer than a year.
MAXIMUM_DAYS = 365


@dataclass(frozen=True, slots=True)
class Card:
    """One card as the schedule sees it.

    `stability` is the days after which recall falls to 90 %, None if never reviewed.
    `why` is the reason for which the card was brought forward and is still waiting.
    """

    key: str
    kind: CardKind
    due: datetime
    stability: float | None = None
    difficulty: float | None = None
    last_review: datetime | None = None
    reviews: int = 0
    lapses: int = 0
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Recall:
    """What was predicted for a card a day or more after its last review, and came."""

    at: datetime
    card: str
    kind: CardKind
    predicted: float
    recalled: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every card that was reviewed or brought forward; equal logs make equal ones."""

    cards: Mapping[str, Card]
    recalls: tuple[Recall, ...]

    @classmethod
    def from_record(
        cls, record: Record, expected_seconds: Mapping[str, float] | None = None
    ) -> Schedule:
        """Build the schedule from a record, as of its clock's time.

        `expected_seconds` maps items and generators to the time they should take;
        without it no answer counts as slow.
        """
        with record.snapshot():
            return build(
                record.answers(),
                record.submissions(),
                record.events(),
                record.clock(),
                expected_seconds or {},
            )

    def due(self, now: datetime) -> list[str]:
        """Return the keys that are due: brought forward first, then the shakiest."""
        waiting = [card for card in self.cards.values() if card.due <= now]
        waiting.sort(
            key=lambda card: (
                card.why is None,
                self.retrievability(card.key, now),
                card.due,
                card.key,
            )
        )
        return [card.key for card in waiting]

    def next_due(self, key: str) -> datetime | None:
        """Return when the card is due; None if it was never reviewed or called for."""
        card = self.cards.get(key)
        return card.due if card else None

    def retrievability(self, key: str, now: datetime) -> float:
        """Return the chance that the card is recalled now; 0 if never reviewed."""
        card = self.cards.get(key)
        if card is None or card.last_review is None:
            return 0.0
        import fsrs

        state = fsrs.Card(
            card_id=0,
            stability=card.stability,
            due=card.due,
            last_review=card.last_review,
        )
        return float(_engine(card.kind).get_card_retrievability(state, now))


def build(
    answers: Iterable[Answer],
    submissions: Iterable[Submission],
    events: Iterable[Event],
    now: datetime,
    expected_seconds: Mapping[str, float],
) -> Schedule:
    """Build the schedule from the log's rows, each kind in order of arrival."""
    log, now = list(events), now.astimezone(UTC)
    cards: dict[str, Card] = {}
    states: dict[str, fsrs.Card] = {}
    recalls: list[Recall] = []
    for review in reviews(answers, submissions, log, now, expected_seconds):
        state = states.get(review.card)
        if state is not None and (recall := _recall(state, review)) is not None:
            recalls.append(recall)
        states[review.card] = _after(state, review)
        cards[review.card] = _card(cards.get(review.card), review, states[review.card])
    for at, event in in_order(log, now):
        if event.kind == EventKind.BRING_FORWARD:
            _call_for(cards, event, at)
    return Schedule(cards, tuple(recalls))


def bring_forward(
    record: Record, keys: Iterable[str], why: str, kind: CardKind = "question"
) -> Event:
    """Make these cards due now, whether or not they were asked before."""
    return record.add_event(
        EventKind.BRING_FORWARD, {"cards": list(keys), "why": why, "kind": kind}
    )


def follow_up(
    record: Record, row: Answer | Submission, related: Mapping[str, Iterable[str]]
) -> Event | None:
    """Bring forward what explains the misconceptions that a row shows.

    For a submission `related` maps misconceptions to keys of questions; for an answer,
    to exercises. A key already called for within the sitting is not called again.
    """
    shown = misconceptions_shown(row)
    keys = dict.fromkeys(key for each in shown for key in related.get(each, ()))
    now = record.clock()
    for event in record.events(EventKind.BRING_FORWARD):
        if now - SITTING_GAP < event.at <= now:
            for key in event.payload.get("cards", ()):
                keys.pop(key, None)
    if not keys:
        return None
    kind: CardKind = "question" if isinstance(row, Submission) else "exercise"
    return bring_forward(record, keys, ", ".join(shown), kind)


def misconceptions_shown(row: Answer | Submission) -> tuple[str, ...]:
    """Return the misconceptions that a wrong answer or a verdict names."""
    if isinstance(row, Answer):
        return () if row.correct else row.misconceptions
    named = row.verdict.get("misconceptions") or ()
    return tuple(str(each["id"]) for each in named)


def _call_for(cards: dict[str, Card], event: Event, at: datetime) -> None:
    """Make the cards of one event due at its time, unless reviewed since."""
    why = str(event.payload.get("why", ""))
    for key in event.payload.get("cards", ()):
        card = cards.get(key)
        if card is None:
            exercise = event.payload.get("kind") == "exercise"
            cards[key] = Card(key, "exercise" if exercise else "question", at, why=why)
        elif card.last_review is None or card.last_review <= at:
            cards[key] = replace(card, due=min(card.due, at), why=why)


def _card(before: Card | None, review: Review, state: fsrs.Card) -> Card:
    lapsed = review.rating is Rating.AGAIN
    return Card(
        review.card,
        review.kind,
        due=state.due,
        stability=state.stability,
        difficulty=state.difficulty,
        last_review=state.last_review,
        reviews=(before.reviews if before else 0) + 1,
        lapses=(before.lapses if before else 0) + lapsed,
    )


def _recall(state: fsrs.Card, review: Review) -> Recall | None:
    """Return the prediction that this review tests; FSRS makes none within a day."""
    if state.last_review is None or review.at - state.last_review < timedelta(days=1):
        return None
    return Recall(
        review.at,
        review.card,
        review.kind,
        predicted=float(_engine(review.kind).get_card_retrievability(state, review.at)),
        recalled=review.rating is not Rating.AGAIN,
    )


def _after(state: fsrs.Card | None, review: Review) -> fsrs.Card:
    import fsrs

    # Without a card_id each card would sleep a millisecond to make one.
    before = state or fsrs.Card(card_id=0, due=review.at)
    rating = fsrs.Rating(review.rating)
    after, _ = _engine(review.kind).review_card(before, rating, review.at)
    return after


@cache
def _engine(kind: CardKind) -> fsrs.Scheduler:
    import fsrs  # 30 ms, which opening a record need not pay

    steps = _STEPS[kind]
    return fsrs.Scheduler(
        learning_steps=steps,
        relearning_steps=steps,
        maximum_interval=MAXIMUM_DAYS,
        enable_fuzzing=False,
    )
