"""Sessions of practice: what was begun, and what of it is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cnnquiz.study.rows import EventKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cnnquiz.study.record import Record
    from cnnquiz.study.rows import Event


@dataclass(frozen=True, slots=True)
class Session:
    """Questions by their ids in the order in which they are asked, and the seed.

    `cards` maps items to the scheduler's keys that they are asked for; `scores` holds
    what was answered since the session began.
    """

    id: str
    kind: str
    title: str
    seed: int
    items: tuple[str, ...]
    cards: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)

    @property
    def left(self) -> tuple[str, ...]:
        """Return the ids of the questions that have no answer yet."""
        return tuple(item for item in self.items if item not in self.scores)


def begin(
    record: Record,
    kind: str,
    title: str,
    seed: int,
    items: Sequence[str],
    cards: Mapping[str, str],
) -> Session:
    """Write the start of a session, so that it can be continued."""
    payload = {
        "kind": kind,
        "title": title,
        "seed": seed,
        "items": list(items),
        "cards": dict(cards),
    }
    event = record.add_event(EventKind.SESSION_BEGUN, payload)
    return Session(event.id, kind, title, seed, tuple(items), dict(cards))


def end(record: Record, session: Session) -> None:
    """Write that a session is over, whatever is left of it."""
    record.add_event(EventKind.SESSION_ENDED, {"session": session.id})


def unfinished(record: Record, *kinds: str) -> Session | None:
    """Return the session of these kinds begun last, if questions of it are left."""
    with record.snapshot():
        begun = [
            event
            for event in record.events(EventKind.SESSION_BEGUN)
            if event.payload.get("kind") in kinds
        ]
        ended = {
            event.payload.get("session")
            for event in record.events(EventKind.SESSION_ENDED)
        }
        if not begun or begun[-1].id in ended:
            return None
        session = _read(record, begun[-1])
    return session if session.left else None


def _read(record: Record, event: Event) -> Session:
    told: Mapping[str, Any] = event.payload
    items = tuple(told["items"])
    scores = {
        answer.item: answer.score
        for answer in record.answers()
        if answer.at >= event.at and answer.item in items
    }
    return Session(
        event.id,
        told["kind"],
        told["title"],
        told["seed"],
        items,
        told.get("cards", {}),
        scores,
    )
