"""How questions with new numbers are made: draw, and reject what teaches nothing."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from cnnquiz.questions.items import LEVELS, Item, Level, Origin, Wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

# The tightest reject rules let about one draw in a hundred through.
MOST_DRAWS = 5_000
FEWEST_DISTRACTORS = 3
SECONDS: dict[Level, int] = {"easy": 30, "medium": 75, "hard": 150}

Value = TypeVar("Value")


class Redraw(Exception):  # noqa: N818 - not an error: the draw is thrown away
    """These numbers make no good question."""


@dataclass(frozen=True, slots=True)
class Generator:
    """Makes items of one kind.

    `make` draws numbers and returns an item, or raises Redraw. `version` grows when a
    seed would give another item than before.
    """

    id: str
    title: str
    topic: str
    version: int
    make: Callable[[random.Random, Level], Item]
    levels: tuple[Level, ...] = LEVELS

    def generate(self, rng: random.Random, level: Level) -> Item:
        """Return an item with numbers that are worth asking."""
        for _ in range(MOST_DRAWS):
            try:
                return self.make(rng, level)
            except Redraw:
                continue
        raise RuntimeError(f"{self.id} ({level}): {MOST_DRAWS} draws were all rejected")

    def from_seed(self, seed: int, level: Level) -> Item:
        """Return the item of this seed; the same one every time."""
        rng = random.Random(f"{self.id}:{self.version}:{level}:{seed}")  # noqa: S311
        item = self.generate(rng, level)
        origin = Origin(generator=self.id, version=self.version, seed=seed, level=level)
        id_ = f"{self.id}:{level}:{seed}"
        return msgspec.structs.replace(item, id=id_, origin=origin)


def wrong(misconception: str, value: Value, explanation: str) -> Wrong[Value]:
    """Return a wrong value with its misconception and the sentence that explains it."""
    return Wrong(value=value, explanation=explanation, misconception=misconception)


def usable(
    answer: Value,
    candidates: Iterable[Wrong[Value]],
    targets: Collection[str],
    differ: Callable[[Any, Any], bool] = lambda one, other: one != other,
) -> tuple[Wrong[Value], ...]:
    """Return the candidates that differ from the answer and from each other.

    Raises
    ------
    Redraw
        If fewer than three are left, or if a misconception among `targets`, those
        that the question is there to find, gives the right answer with these numbers.
    """
    kept: list[Wrong[Value]] = []
    for candidate in candidates:
        others = (answer, *(one.value for one in kept))
        if all(differ(candidate.value, other) for other in others):
            kept.append(candidate)
    missing = set(targets) - {one.misconception for one in kept}
    if missing or len(kept) < FEWEST_DISTRACTORS:
        raise Redraw
    return tuple(kept)


def redraw_unless(*conditions: bool) -> None:
    """Throw the draw away unless every condition holds."""
    if not all(conditions):
        raise Redraw
