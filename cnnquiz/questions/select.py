"""Which questions a quiz asks: drawn from a seed, topics in turn."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnquiz.errors import DataError, did_you_mean
from cnnquiz.questions.bank import load_bank, load_topic
from cnnquiz.questions.generators import GENERATORS, generate, regenerate
from cnnquiz.questions.items import LEVELS, Item, Level
from cnnquiz.questions.topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# One question in four is generated where a topic has both kinds: new numbers train
# the calculation, and the fixed questions carry the ideas.
GENERATED_SHARE = 0.25
# A generator whose items have several types by level may need a few draws to fit.
MOST_DRAWS = 20


@dataclass(frozen=True, slots=True)
class Filter:
    """Which items are wanted; None is every one."""

    types: Collection[str] | None = None
    level: Level | None = None

    def wants(self, item: Item) -> bool:
        """Return whether the item's type and level are asked for."""
        fits = self.types is None or item.type in self.types
        return fits and self.level in {None, item.level}


def choose(
    n: int,
    seed: int,
    topics: Collection[str] | None = None,
    types: Collection[str] | None = None,
    level: Level | None = None,
) -> list[Item]:
    """Return n different items, fixed and generated, the topics taking turns.

    The same arguments give the same items. Fewer come back only where the topics hold
    fewer items of these types and no generator makes such items.
    """
    for topic in topics or ():
        if topic not in TOPICS:
            raise DataError(
                f"there is no topic '{topic}'.{did_you_mean(topic, TOPICS)}"
            )
    rng = random.Random(f"choose:{seed}")  # noqa: S311 - repeatable, not secret
    wanted = [topic for topic in TOPICS if topics is None or topic in topics]
    queues = [_of_topic(topic, Filter(types, level), rng) for topic in wanted]
    return _in_turns(queues, n, rng)


def find(id_: str) -> Item:
    """Return the item with this id, fixed or generated."""
    return regenerate(id_) if ":" in id_ else load_bank()[id_]


def _of_topic(topic: str, wanted: Filter, rng: random.Random) -> Iterator[Item]:
    """Yield a topic's items in the order in which to ask them, none twice."""
    fixed = [item for item in load_topic(topic) if wanted.wants(item)]
    rng.shuffle(fixed)
    made = _generated(topic, wanted, rng)
    while True:
        from_made = not fixed or rng.random() < GENERATED_SHARE
        item = next(made, None) if from_made else fixed.pop()
        if item is not None:
            yield item
        elif not fixed:
            return


def _generated(topic: str, wanted: Filter, rng: random.Random) -> Iterator[Item]:
    """Yield generated items of a topic until none fits any more."""
    ids = [id_ for id_, generator in GENERATORS.items() if generator.topic == topic]
    seen: set[str] = set()
    misses = 0
    while ids and misses < MOST_DRAWS:
        id_ = rng.choice(ids)
        level = rng.choice(LEVELS) if wanted.level is None else wanted.level
        item = generate(id_, rng.randrange(10**6), level)
        if not wanted.wants(item) or item.id in seen:
            misses += 1
            continue
        misses = 0
        seen.add(item.id)
        yield item


def _in_turns(queues: list[Iterator[Item]], n: int, rng: random.Random) -> list[Item]:
    """Take one item of each queue in turn, the queues in a new order each round."""
    chosen: list[Item] = []
    while queues and len(chosen) < n:
        rng.shuffle(queues)
        for queue in list(queues):
            if len(chosen) == n:
                break
            item = next(queue, None)
            if item is None:
                queues.remove(queue)
            else:
                chosen.append(item)
    return chosen
