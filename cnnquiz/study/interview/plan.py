"""What an interview asks: drawn from a preset and a seed, and what comes next."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cnnquiz.curriculum import catalog
from cnnquiz.errors import CnnquizError
from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.items import LEVELS
from cnnquiz.questions.select import choose, find
from cnnquiz.questions.topics import TOPICS
from cnnquiz.study.interview import talks
from cnnquiz.study.interview.follow_ups import follow_up, then
from cnnquiz.study.interview.presets import (
    PICK,
    THEN,
    Breadth,
    Depth,
    Exercises,
    Part,
    Preset,
    Questions,
    Talks,
)
from cnnquiz.study.interview.units import Done, Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from cnnquiz.questions.items import Item, Level


@dataclass(frozen=True, slots=True)
class PartPlan:
    """The units of one part, and its limits.

    At most `most` questions and talks are asked, follow-ups included; after `misses`
    wrong answers the part is over, None is never.
    """

    units: tuple[Unit, ...]
    most: int
    misses: int | None = None

    @property
    def exercises(self) -> int:
        """Return how many exercises are set."""
        return sum(unit.kind == "exercise" for unit in self.units)


@dataclass(frozen=True, slots=True)
class Plan:
    """An interview as it was drawn: the same preset and seed give the same one."""

    preset: str
    seed: int
    parts: tuple[PartPlan, ...]

    @property
    def most(self) -> int:
        """Return how many units there are at most, without exercises that follow."""
        return sum(part.most + part.exercises for part in self.parts)


def make(preset: Preset, seed: int, most: int | None = None) -> Plan:
    """Draw an interview; `most` limits its questions, exercises stay."""
    taken: set[str] = set()
    counts = [part.count for part in preset.parts]
    if most is not None:
        counts = allot(counts, most)
    parts: list[PartPlan] = []
    for number, (part, count) in enumerate(zip(preset.parts, counts, strict=True)):
        rng = random.Random(f"interview:{preset.name}:{number}:{seed}")  # noqa: S311 - repeatable
        units = _draw(part, number, count, rng, taken)
        taken.update(unit.id for unit in units)
        misses = part.misses if isinstance(part, Depth) else None
        # A bank may hold fewer explanations than a preset would like to hear.
        can_grow = any(unit.leads_on for unit in units)
        asked = sum(unit.kind != "exercise" for unit in units)
        parts.append(PartPlan(units, count if can_grow else min(count, asked), misses))
    return Plan(preset.name, seed, tuple(parts))


def allot(counts: Sequence[int], most: int) -> list[int]:
    """Share at most so many questions among the parts, one to each in turn."""
    given = [0] * len(counts)
    left = min(most, sum(counts))
    while left:
        for number, count in enumerate(counts):
            if left and given[number] < count:
                given[number] += 1
                left -= 1
    return given


def upcoming(plan: Plan, done: Sequence[Done], minutes_left: float) -> Unit | None:
    """Return what comes next, None at the end.

    `minutes_left` decides whether there is time for an exercise that follows.
    """
    asked = {each.unit.id for each in done}
    for number, part in enumerate(plan.parts):
        mine = [each for each in done if each.unit.part == number]
        unit = _next_in(part, mine, asked, plan.seed, minutes_left)
        if unit is not None:
            return unit
    return None


def _next_in(
    part: PartPlan,
    done: Sequence[Done],
    asked: Collection[str],
    seed: int,
    minutes_left: float,
) -> Unit | None:
    room = sum(each.unit.kind != "exercise" for each in done) < part.most
    misses = sum(each.score < 1 for each in done)
    if part.misses is not None and misses >= part.misses:
        return None
    if done and done[-1].unit.leads_on:
        last = done[-1]
        if last.unit.kind == "exercise":
            following = then(last, asked, minutes_left)
        else:
            following = follow_up(last, asked, seed) if room else None
        if following is not None:
            return following
    left = (unit for unit in part.units if unit.id not in asked)
    return next((unit for unit in left if room or unit.kind == "exercise"), None)


def _draw(
    part: Part, number: int, count: int, rng: random.Random, taken: Collection[str]
) -> tuple[Unit, ...]:
    match part:
        case Questions():
            return _questions(part, number, count, rng, taken)
        case Breadth():
            return _breadth(number, count, rng, taken)
        case Depth():
            return _depth(number, count, rng, taken)
        case Exercises():
            return _exercises(part, number, count, rng, taken)
        case Talks():
            pool = talks.POOLS[part.pool]
            drawn = rng.sample(pool, min(count, len(pool)))
            in_order = [talk for talk in pool if talk in drawn]
            return tuple(Unit("talk", talk.id, number) for talk in in_order)


def _questions(
    part: Questions,
    number: int,
    count: int,
    rng: random.Random,
    taken: Collection[str],
) -> tuple[Unit, ...]:
    items = _choose(count, rng, taken, topics=part.topics, types=part.types)
    every = part.follow_every
    return tuple(
        Unit("question", item.id, number, leads_on=bool(every) and not place % every)
        for place, item in enumerate(items, 1)
    )


def _breadth(
    number: int, count: int, rng: random.Random, taken: Collection[str]
) -> tuple[Unit, ...]:
    """Take topics in which something can be picked and something explained, first."""
    picks = _by_topic(PICK, taken)
    whys = _by_topic(("explain",), taken)
    topics = [topic for topic in TOPICS if topic in picks]
    rng.shuffle(topics)
    topics.sort(key=lambda topic: topic not in whys)
    units: list[Unit] = []
    for topic in topics[: -(-count // 3)]:
        why = rng.choice(whys[topic]) if topic in whys else None
        pick = rng.choice(picks[topic])
        units.append(Unit("question", pick, number, leads_on=why is None))
        if why is not None:
            units.append(Unit("question", why, number, leads_on=True))
    return tuple(units)


def _by_topic(types: Collection[str], taken: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in load_bank():
        if item.type in types and item.id not in taken:
            found.setdefault(item.topic, []).append(item.id)
    return found


def _depth(
    number: int, count: int, rng: random.Random, taken: Collection[str]
) -> tuple[Unit, ...]:
    """Take a topic that has enough of each level, the easy ones first."""
    types = (*PICK, "number", "shape", "array", "order", "match", "bug")
    share = allot([count] * len(LEVELS), count)
    topics = list(TOPICS)
    rng.shuffle(topics)
    best: list[Item] = []
    for topic in topics:
        items = [
            item
            for level, wanted in zip(LEVELS, share, strict=True)
            for item in _choose(wanted, rng, taken, (topic,), types, level)
        ]
        if len(items) > len(best):
            best = items
        if len(best) == count:
            break
    return tuple(Unit("question", item.id, number) for item in best)


def _exercises(
    part: Exercises,
    number: int,
    count: int,
    rng: random.Random,
    taken: Collection[str],
) -> tuple[Unit, ...]:
    units: list[Unit] = []
    for pool in part.pools:
        slug = rng.choice([slug for slug in pool if slug not in taken] or list(pool))
        units.append(
            Unit("exercise", slug, number, leads_on=part.then and slug in THEN)
        )
        units += [
            Unit("talk", talks.about(slug, 1 + talk), number)
            for talk in range(min(part.talks, count))
        ]
        count -= min(part.talks, count)
    return tuple(units)


def _choose(
    count: int,
    rng: random.Random,
    taken: Collection[str],
    topics: Collection[str] | None = None,
    types: Collection[str] | None = None,
    level: Level | None = None,
) -> list[Item]:
    """Choose items of which none was taken."""
    drawn = choose(count + len(taken), rng.randrange(1 << 30), topics, types, level)
    return [item for item in drawn if item.id not in taken][:count]


def still_there(plan: Plan) -> Plan:
    """Return the plan without what the bank or the course no longer has."""
    parts = (
        replace(part, units=tuple(filter(_exists, part.units))) for part in plan.parts
    )
    return replace(plan, parts=tuple(parts))


def _exists(unit: Unit) -> bool:
    look = {"question": find, "exercise": catalog.find, "talk": talks.find}[unit.kind]
    try:
        look(unit.id)
    except CnnquizError:
        return False
    return True


def as_data(plan: Plan) -> dict[str, Any]:
    """Return the plan as JSON can hold it, so that it can be gone on with."""
    return {
        "preset": plan.preset,
        "seed": plan.seed,
        "parts": [
            {
                "units": [unit.as_data() for unit in part.units],
                "most": part.most,
                "misses": part.misses,
            }
            for part in plan.parts
        ],
    }


def from_data(data: Mapping[str, Any]) -> Plan:
    """Return the plan that was kept, whatever the bank holds by now."""
    return Plan(
        data["preset"],
        data["seed"],
        tuple(
            PartPlan(_units(part["units"]), part["most"], part["misses"])
            for part in data["parts"]
        ),
    )


def _units(rows: Iterable[Mapping[str, Any]]) -> tuple[Unit, ...]:
    return tuple(Unit.from_data(row) for row in rows)
