"""What a drill asks: due cards, weak spots, one topic, one misconception."""

from __future__ import annotations

import itertools

import pytest

from cnnquiz.errors import UsageError
from cnnquiz.questions.bank import load_bank
from cnnquiz.study import sessions
from cnnquiz.study.drills import Asked, check_selection, interleave, select
from cnnquiz.study.scheduler import Schedule


def ids(asked):
    return [each.item.id for each in asked]


def of_topic(topic, count=1):
    return load_bank().of_topic(topic)[:count]


def answer(record, item, *, correct, **others):
    others.setdefault("topic", item.topic)
    return record.add_answer(item.id, "1", correct=correct, **others)


@pytest.mark.parametrize("what", [None, "weak", "pooling", "kernel-flip"])
def test_a_selection_is_full_different_and_repeatable(record, what) -> None:
    """Without any answer yet, too."""
    asked = select(record, what, 12, seed=5)
    assert len(asked) == len(set(ids(asked))) == 12
    assert ids(select(record, what, 12, seed=5)) == ids(asked)
    assert ids(select(record, what, 12, seed=6)) != ids(asked)
    assert ids(select(None, what, 12, seed=5)) == ids(asked)


def test_due_asks_what_is_due_and_nothing_else(record, clock) -> None:
    """A right answer rests for days; a wrong one comes back within the hour."""
    right, wrong = of_topic("pooling", 2)
    assert select(record, "due", 10, seed=1) == []
    answer(record, right, correct=True)
    answer(record, wrong, correct=False)
    assert select(record, "due", 10, seed=1) == []
    clock.move(hours=1)
    assert ids(select(record, "due", 10, seed=1)) == [wrong.id]
    clock.move(days=60)
    assert set(ids(select(record, "due", 10, seed=1))) == {right.id, wrong.id}


def test_the_usual_drill_is_what_is_due_and_more(record, clock) -> None:
    """What is due is in it, and it is as long as was asked for."""
    (wrong,) = of_topic("dropout")
    answer(record, wrong, correct=False)
    clock.move(hours=1)
    asked = select(record, None, 6, seed=1)
    assert wrong.id in ids(asked)
    assert len(asked) == len(set(ids(asked))) == 6


def test_a_generator_comes_back_with_new_numbers_for_its_card(record, clock) -> None:
    """Answered for that card, it is due no longer."""
    misconception = "dilation-ignored"  # which the usual level does not show
    record.add_answer(
        "conv-output-size:hard:7", "1", correct=False, seed=7, topic="output-shape",
        misconceptions=(misconception,),
    )  # fmt: skip
    clock.move(hours=1)
    asked = select(record, "due", 10, seed=1)
    cards = {each.card: each.item for each in asked}
    assert set(cards) == {"conv-output-size", f"conv-output-size#{misconception}"}
    assert "conv-output-size:hard:7" not in ids(asked)
    probing = cards[f"conv-output-size#{misconception}"]
    assert misconception in probing.misconceptions
    for card, item in cards.items():
        answer(
            record, item, correct=True, seed=item.origin.seed, card=card,
            misconceptions=item.misconceptions,
        )  # fmt: skip
    clock.move(minutes=30)
    assert not Schedule.from_record(record).due(record.clock())
    clock.move(days=60)
    again = ids(select(record, "due", 10, seed=1))
    assert len(again) == 2
    assert not {answer.item for answer in record.answers()} & set(again)


def test_what_the_bank_no_longer_has_is_left_out(record, clock) -> None:
    """A card of an older version is no reason to stop."""
    record.add_answer("gone-since", "1", correct=False)
    clock.move(hours=1)
    assert select(record, "due", 10, seed=1) == []


def test_weak_asks_open_misconceptions_and_weak_topics(record) -> None:
    """And leaves alone what goes well."""
    for item in of_topic("pooling", 3):
        answer(record, item, correct=True)
    for item in of_topic("padding", 3):
        answer(record, item, correct=False)
    answer(
        record, of_topic("padding")[0], correct=False, misconceptions=("kernel-flip",)
    )
    asked = [each.item for each in select(record, "weak", 8, seed=1)]
    probing = [item for item in asked if "kernel-flip" in item.misconceptions]
    assert 1 <= len(probing) <= 4
    assert {item.topic for item in asked if item not in probing} == {"padding"}


@pytest.mark.parametrize("misconception", ["pad-counted-once", "no-scale-at-test"])
def test_a_misconception_is_probed_by_every_question(record, misconception) -> None:
    """Fixed and generated ones, also where a generator shows it at one level alone."""
    asked = select(record, misconception, 8, seed=1)
    assert all(misconception in each.item.misconceptions for each in asked)
    made = [each for each in asked if each.item.origin]
    assert made
    for each in made:
        assert each.card == f"{each.item.origin.generator}#{misconception}"


def test_topics_take_turns() -> None:
    """No two neighbours share a topic where that can be."""
    items = [*of_topic("pooling", 4), *of_topic("padding", 2), *of_topic("dropout", 2)]
    order = interleave(Asked(item) for item in items)
    topics = [each.item.topic for each in order]
    assert all(one != other for one, other in itertools.pairwise(topics))
    assert sorted(ids(order)) == sorted(item.id for item in items)
    pooling = [each.item for each in order if each.item.topic == "pooling"]
    assert pooling == items[:4]


def test_an_unknown_selection_is_refused() -> None:
    """With the nearest that there is."""
    for known in (None, "due", "weak", "pooling", "kernel-flip"):
        check_selection(known)
    with pytest.raises(UsageError, match="Did you mean 'pooling'"):
        check_selection("poling")


def test_a_session_is_left_until_it_is_answered_or_ended(record) -> None:
    """Its own answers count, those before it do not; another kind is not meant."""
    one, other = of_topic("pooling", 2)
    answer(record, one, correct=True)
    begun = sessions.begin(
        record, "drill", "Drill", 4, [one.id, other.id], {one.id: "k"}
    )
    assert sessions.unfinished(record, "drill") == begun
    assert sessions.unfinished(record, "quiz") is None
    answer(record, one, correct=False)
    assert sessions.unfinished(record, "drill").left == (other.id,)
    assert sessions.unfinished(record, "drill").cards == {one.id: "k"}
    answer(record, other, correct=True)
    assert sessions.unfinished(record, "drill") is None
    again = sessions.begin(record, "drill", "Drill", 4, [one.id], {})
    sessions.end(record, again)
    assert sessions.unfinished(record, "drill") is None
