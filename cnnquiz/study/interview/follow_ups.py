"""What follows from an answer, as an interviewer would go on."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from cnnquiz.questions.bank import load_topic
from cnnquiz.questions.generators import GENERATORS, generate
from cnnquiz.questions.select import choose, find
from cnnquiz.study.interview.presets import THEN
from cnnquiz.study.interview.units import Done, Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cnnquiz.questions.items import Item, Origin

# Draws of a generator in search of another stride.
DRAWS = 12
# An exercise follows only if so much time is left.
MINUTES_FOR_MORE = 15
# The share of key points from which an explanation leads on to numbers.
WELL_EXPLAINED = 0.5


def then(done: Done, asked: Collection[str], minutes_left: float) -> Unit | None:
    """Return the exercise that goes on from one that was passed, if there is time."""
    if done.unit.id not in THEN or done.score < 1 or minutes_left < MINUTES_FOR_MORE:
        return None
    lead, slug = THEN[done.unit.id]
    if slug in asked:
        return None
    return Unit("exercise", slug, done.unit.part, follows=done.unit.id, lead=lead)


def follow_up(done: Done, asked: Collection[str], seed: int) -> Unit | None:
    """Return the question that an answer leads to; None if none is left.

    A generated question comes back a level harder, or with another stride or other
    numbers where it was wrong or hard already. A fixed one leads to its reasons, an
    explanation that went well to numbers, and a mistake to what probes it again.
    """
    item = find(done.unit.id)
    rng = random.Random(f"follow-up:{seed}:{item.id}")  # noqa: S311 - repeatable
    if item.origin is not None:
        found = _again(item, item.origin, asked, rng, right=done.score == 1)
    else:
        found = _beside(item, done, asked, rng)
    if found is None:
        return None
    following, lead = found
    unit = done.unit
    return Unit("question", following.id, unit.part, follows=unit.id, lead=lead)


def _again(
    item: Item,
    origin: Origin,
    asked: Collection[str],
    rng: random.Random,
    *,
    right: bool,
) -> tuple[Item, str] | None:
    levels = GENERATORS[origin.generator].levels
    place = levels.index(origin.level)
    if right and place + 1 < len(levels):
        for made in _drawn(origin.generator, levels[place + 1], asked, rng):
            return made, "Right. Now a level harder."
    drawn = list(_drawn(origin.generator, origin.level, asked, rng))
    for made in drawn:
        stride = _stride(made)
        if _stride(item) and stride and stride != _stride(item):
            return made, f"Now with stride {stride}."
    return (drawn[0], "Now with other numbers.") if drawn else None


def _drawn(
    generator: str, level: Any, asked: Collection[str], rng: random.Random
) -> Iterator[Item]:
    for _ in range(DRAWS):
        made = generate(generator, rng.randrange(10**6), level)
        if made.id not in asked:
            yield made


def _stride(item: Item) -> str:
    """Return the stride of a generated question as text; nothing if it has none."""
    stride = (item.parameters or {}).get("stride")
    if isinstance(stride, list | tuple):
        return " and ".join(map(str, stride))
    return "" if stride is None else str(stride)


def _beside(
    item: Item, done: Done, asked: Collection[str], rng: random.Random
) -> tuple[Item, str] | None:
    """Return the topic's own why, or numbers, or what probes the same, or any other."""
    near = [
        other
        for other in load_topic(item.topic)
        if other.id != item.id and other.id not in asked
    ]
    rng.shuffle(near)
    if item.type != "explain":
        for other in near:
            if other.type == "explain":
                return other, "And why? Say it in your own words."
    elif done.score >= WELL_EXPLAINED:
        made = _of_topic(item.topic, asked, rng)
        if made is not None:
            return made, "Now put numbers to it."
    alike = set(done.shown) or set(item.misconceptions)
    for other in near:
        if alike & set(other.misconceptions):
            return other, "To stay with that:"
    more = choose(1 + len(asked), rng.randrange(1 << 30), (item.topic,))
    new = [other for other in more if other.id not in asked]
    return (new[0], "One more on that:") if new else None


def _of_topic(topic: str, asked: Collection[str], rng: random.Random) -> Item | None:
    """Return a generated question of a topic, neither its easiest nor its hardest."""
    ids = [id_ for id_, generator in GENERATORS.items() if generator.topic == topic]
    if not ids:
        return None
    id_ = rng.choice(ids)
    levels = GENERATORS[id_].levels
    return next(_drawn(id_, levels[len(levels) // 2], asked, rng), None)
