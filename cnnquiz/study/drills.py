"""Drills: which questions are worth asking now, and for which cards.

A selection is `due`, `weak`, a topic, a misconception, or `None`: what is due, then
what is weak until there are enough.
"""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnquiz.errors import DataError, UsageError, did_you_mean
from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.generators import GENERATORS, generate
from cnnquiz.questions.misconceptions import load_misconceptions
from cnnquiz.questions.select import choose, find
from cnnquiz.questions.topics import TOPICS
from cnnquiz.study.reviews import misconception_card
from cnnquiz.study.scheduler import Schedule
from cnnquiz.study.stats import mastery, open_misconceptions
from cnnquiz.study.timeline import in_order

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from cnnquiz.questions.items import Item
    from cnnquiz.study.record import Record
    from cnnquiz.study.stats import OpenMisconception

KIND = "drill"
# A topic is weak while fewer than this share of its recent answers are right.
STRONG = 0.8
WEAKEST_TOPICS = 3
# How many of each misconception's questions a drill of what is weak asks.
PER_MISCONCEPTION = 2
# A generator asks for a misconception if one of so many draws a level shows it.
DRAWS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the scheduler's key that it is asked for; None is its own."""

    item: Item
    card: str | None = None


def title(what: str | None) -> str:
    """Name a drill after its selection; one that was left is found by it."""
    return f"Drill: {what}" if what else "Drill"


def check_selection(what: str | None) -> None:
    """Raise UsageError unless the word selects something."""
    known = ("due", "weak", *TOPICS, *load_misconceptions())
    if what is not None and what not in known:
        raise UsageError(
            f"there is no drill '{what}'.{did_you_mean(what, known)} Say due, weak, a "
            "topic, or a misconception ('cnnquiz questions list' shows the topics)"
        )


def select(
    record: Record | None, what: str | None, count: int, seed: int
) -> list[Asked]:
    """Return at most `count` questions, neighbours from different topics if possible.

    The same record, selection and seed give the same questions. Only `due` may come
    back empty.
    """
    match what:
        case None:
            found = _usual(record, count, seed)
        case "due":
            found = _due(record, seed)
        case "weak":
            found = _weak(record, count, seed)
        case str() if what in TOPICS:
            found = _of_topics([what], count, seed)
        case _:
            found = _showing(what, count, seed)
    return interleave(found[:count])


def interleave(found: Iterable[Asked]) -> list[Asked]:
    """Return the questions with the topics in turn; each topic keeps its order.

    The topic with most questions left goes next, unless it has just been asked.
    """
    queues: dict[str, list[Asked]] = {}
    for asked in found:
        queues.setdefault(asked.item.topic, []).append(asked)
    order: list[Asked] = []
    last = ""
    while queues:
        others = [topic for topic in queues if topic != last] or [last]
        last = max(others, key=lambda topic: len(queues[topic]))
        order.append(queues[last].pop(0))
        if not queues[last]:
            del queues[last]
    return order


def _usual(record: Record | None, count: int, seed: int) -> list[Asked]:
    """Return what is due, then what is weak, then anything.

    A mistake that is made again and again gets half of the questions at most: more of
    the same teaches nothing, and the rest would be forgotten meanwhile.
    """
    found = _due(record, seed)
    found += _fresh(_weak(record, count, seed), found)
    found += _fresh(_of_topics([], count, seed), found)
    held = {each.id for each in _open(record)}
    times: Counter[str] = Counter()
    chosen = []
    for asked in found:
        probed = held.intersection(asked.item.misconceptions)
        if all(times[each] < max(1, count // 2) for each in probed):
            times.update(probed)
            chosen.append(asked)
    return chosen


def _open(record: Record | None) -> tuple[OpenMisconception, ...]:
    """Return the misconceptions that were shown and not yet put right."""
    if record is None:
        return ()
    now = record.clock()
    answers = in_order(record.answers(), now)
    return open_misconceptions(answers, in_order(record.submissions(), now))


def _due(record: Record | None, seed: int) -> list[Asked]:
    """Return the due cards that can be asked; a generator asks with new numbers."""
    if record is None:
        return []
    now = record.clock()
    schedule = Schedule.from_record(record)
    keys = [key for key in schedule.due(now) if schedule.cards[key].kind == "question"]
    answered = {answer.item for answer in record.answers()}
    rng = random.Random(f"due:{seed}")  # noqa: S311 - repeatable, not secret
    found: dict[str, Asked] = {}
    for key in keys:
        source, _, misconception = key.partition("#")
        with contextlib.suppress(DataError):  # the bank no longer has it
            if source in GENERATORS:
                item = _drawn(source, rng.randrange(10**6), misconception, answered)
            else:
                item = find(source)
            found.setdefault(item.id, Asked(item, key))
    return list(found.values())


def _drawn(
    generator: str, seed: int, misconception: str = "", known: Collection[str] = ()
) -> Item:
    """Return an item that is not known, one that probes the misconception if any."""
    levels = GENERATORS[generator].levels
    drawn = (
        generate(generator, seed + more, level)
        for more in range(DRAWS)
        for level in (*levels[1:], levels[0])
        if f"{generator}:{level}:{seed + more}" not in known
    )
    first = next(drawn, None)
    if first is None:  # every draw was asked before: an old one is better than none
        return generate(generator, seed, levels[0])
    if not misconception or misconception in first.misconceptions:
        return first
    return next((item for item in drawn if misconception in item.misconceptions), first)


def _weak(record: Record | None, count: int, seed: int) -> list[Asked]:
    """Return questions on what was shown wrong, then on the weakest topics."""
    wrong: list[Asked] = []
    topics: list[str] = []
    if record is not None:
        for each in _open(record):
            some = _showing(each.id, PER_MISCONCEPTION, seed)
            wrong.extend(_fresh(some, wrong))
        topics = [
            each.topic
            for each in mastery(in_order(record.answers(), record.clock()))
            if (each.recent.share or 0) < STRONG and each.topic in TOPICS
        ][:WEAKEST_TOPICS]
    # Half for the topics, so that one bad day's mistakes do not fill a drill.
    wrong = wrong[: max(1, count // 2)] if topics else wrong[:count]
    rest = _fresh(_of_topics(topics, count, seed), wrong)
    return [*wrong, *rest][:count]


def _of_topics(topics: list[str], count: int, seed: int) -> list[Asked]:
    return [Asked(item) for item in choose(count, seed, topics or None)]


def _showing(misconception: str, count: int, seed: int) -> list[Asked]:
    """Return questions that probe a misconception: fixed and generated in turn."""
    rng = random.Random(f"drill:{seed}:{misconception}")  # noqa: S311 - repeatable
    fixed = [
        Asked(item) for item in load_bank() if misconception in item.misconceptions
    ]
    rng.shuffle(fixed)
    found: dict[str, Asked] = {}
    generated = _generated(misconception, rng)
    while len(found) < count:
        made = next(generated, None)
        both = [*fixed[:1], *([made] if made else [])]
        fixed = fixed[1:]
        if not both:
            break
        found |= {asked.item.id: asked for asked in both}
    return list(found.values())[:count]


def _generated(misconception: str, rng: random.Random) -> Iterator[Asked]:
    """Yield generated questions that probe a misconception, without end if any can."""
    ids = [
        id_
        for id_ in GENERATORS
        if misconception in _drawn(id_, 0, misconception).misconceptions
    ]
    while ids:
        for id_ in rng.sample(ids, len(ids)):
            item = _drawn(id_, rng.randrange(10**6), misconception)
            if misconception in item.misconceptions:
                yield Asked(item, misconception_card(id_, misconception))


def _fresh(found: Iterable[Asked], known: Iterable[Asked]) -> list[Asked]:
    """Return the questions that are not among the known ones."""
    ids = {asked.item.id for asked in known}
    return [asked for asked in found if asked.item.id not in ids]
