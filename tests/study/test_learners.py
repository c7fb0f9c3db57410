"""Learners who are simulated for months: the queue does what a good tutor would.

One forgets as people do and answers what is due each morning; one holds a single wrong
idea for ever. Both are asked by `drills.select`, as `cnnquiz drill` asks.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from datetime import timedelta

import pytest

from cnnquiz.questions.bank import load_bank
from cnnquiz.study.drills import select
from cnnquiz.study.reviews import source_of
from cnnquiz.study.scheduler import Schedule
from cnnquiz.study.stats import open_misconceptions, retention
from cnnquiz.study.timeline import in_order

IDEA = "kernel-flip"
A_DAY = 12  # questions
MONTHS = [pytest.param(180, marks=pytest.mark.exhaustive), 21]


class Forgetful:
    """Recalls an item with a chance that halves with time, and longer each time."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._half_life: dict[str, float] = {}
        self._last: dict[str, float] = {}

    def answers(self, item, day: float) -> bool:
        """Say whether the learner knows it today; being told, it is learnt."""
        key = source_of(item.id)
        passed = day - self._last.get(key, day)
        chance = (
            0.5 ** (passed / self._half_life[key]) if key in self._half_life else 0.4
        )
        right = self._random.random() < chance
        before = self._half_life.get(key, 3.0)
        self._half_life[key] = before * 2.5 if right else max(3.0, before / 2)
        self._last[key] = day
        return right


def mornings(record, clock, days):
    """Yield each day with what it asks, the clock set to the morning."""
    start = clock.time
    for day in range(days):
        clock.time = start + timedelta(days=day)
        yield day, select(record, None, A_DAY, seed=day)


def answer(record, asked, *, right: bool, shown=()) -> None:
    """Keep an answer as the commands do."""
    item = asked.item
    seed = item.origin.seed if item.origin else None
    record.add_answer(
        item.id, "1", correct=right, seed=seed, topic=item.topic, card=asked.card,
        misconceptions=item.misconceptions if right else shown,
    )  # fmt: skip


@pytest.mark.parametrize("days", MONTHS)
def test_one_who_forgets_is_asked_before_it_is_gone(record, clock, days) -> None:
    """Nothing piles up, and what is known rests for longer than what is not."""
    learner = Forgetful(seed=1)
    waiting = []
    for day, asked in mornings(record, clock, days):
        for each in asked:
            answer(record, each, right=learner.answers(each.item, day))
        clock.move(hours=1)
        waiting.append(len(Schedule.from_record(record).due(clock())))
    schedule = Schedule.from_record(record)
    seen = Counter(source_of(row.item) for row in record.answers())
    assert len(seen) > days  # new questions come all the time
    assert max(waiting[-7:]) <= 4 * A_DAY
    known = [c for c in schedule.cards.values() if c.reviews >= 3 and not c.lapses]
    shaky = [c for c in schedule.cards.values() if c.lapses >= 2]
    rest = [(c.due - c.last_review).days for c in known]
    if days >= 60:
        assert min(rest) >= 7
        assert max((c.due - c.last_review).days for c in shaky) < max(rest)
        observed = [g.observed for g in retention(schedule.recalls)]
        right = sum(share.right for share in observed)
        assert right / sum(share.asked for share in observed) > 0.75


@pytest.mark.parametrize("days", MONTHS)
def test_one_who_flips_kernels_meets_it_again_and_again(record, clock, days) -> None:
    """But not all day long: half of a drill at most, and the rest goes on."""
    met, share = [], []
    for day, asked in mornings(record, clock, days):
        flips = [each for each in asked if IDEA in each.item.misconceptions]
        if flips:
            met.append(day)
        share.append(len(flips) / len(asked))
        for each in asked:
            wrong = IDEA in each.item.misconceptions
            answer(record, each, right=not wrong, shown=[IDEA])
    assert max(b - a for a, b in itertools.pairwise(met)) <= 3
    assert sum(share) / len(share) <= 0.5
    answers = in_order(record.answers(), clock())
    assert IDEA in {each.id for each in open_misconceptions(answers, [])}
    topics = {row.topic for row in record.answers()}
    assert len(topics) >= 15


def test_one_who_has_learnt_it_is_left_alone(record, clock) -> None:
    """Right answers put the idea right, and the topic comes back when it is due."""
    item = next(i for i in load_bank() if IDEA in i.misconceptions)
    record.add_answer(
        item.id, "1", correct=False, topic=item.topic, misconceptions=[IDEA]
    )
    for day, asked in mornings(record, clock, 14):
        flips = [each for each in asked if IDEA in each.item.misconceptions]
        if day == 0:
            assert flips
        for each in asked:
            answer(record, each, right=True)
    assert len(flips) <= 2
