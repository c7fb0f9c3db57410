from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from cnnquiz.study.scheduler import Card, Recall, Schedule, bring_forward
from cnnquiz.study.stats import Share, due_ahead, retention, statistics

AT = datetime(2026, 3, 1, tzinfo=UTC)


def gathered(record, clock, **others):
    return statistics(record, Schedule.from_record(record), clock(), **others)


def test_wilson_interval_of_16_in_20():
    low, high = Share(16, 20).interval
    assert (round(low, 3), round(high, 3)) == (0.584, 0.919)


@pytest.mark.parametrize(
    ("share", "value", "low", "high"),
    [
        (Share(0, 0), None, 0.0, 1.0),
        (Share(0, 9), 0.0, 0.0, 0.3),
        (Share(9, 9), 1.0, 0.7, 1.0),
    ],
)
def test_a_share_at_the_edges(share, value, low, high):
    assert share.share == value
    assert share.interval == pytest.approx((low, high), abs=0.01)


def test_retention_compares_prediction_with_what_came():
    predicted = [(0.92, True), (0.94, True), (0.94, False), (0.3, False), (1.0, True)]
    recalls = [Recall(AT, "q", "question", chance, came) for chance, came in predicted]
    low, high, sure = retention(recalls)
    assert (low.predicted, low.observed) == (0.3, Share(0, 1))
    assert high.predicted == pytest.approx(2.8 / 3)
    assert high.observed == Share(2, 3)
    assert (sure.predicted, sure.observed) == (1.0, Share(1, 1))


def test_due_cards_are_counted_by_kind(record, submit, clock):
    record.add_answer("q", "a", correct=False)
    record.add_answer("rests", "a", correct=True)
    submit(record)
    bring_forward(record, ["relu"], "why", kind="exercise")
    clock.move(hours=1)
    found = gathered(record, clock)
    assert (found.due_questions, found.due_exercises, found.cards) == (1, 1, 4)


def test_cards_are_counted_on_the_day_on_which_they_come_due():
    zone = timezone(timedelta(hours=9))  # it is the 2nd there, soon after midnight
    now = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
    hours = (-72, 0, 8, 23, 24, 24 * 6, 24 * 7)
    cards = [Card(f"{hour}", "question", now + timedelta(hours=hour)) for hour in hours]
    schedule = Schedule({card.key: card for card in cards}, ())
    assert due_ahead(schedule, now.astimezone(zone)) == (4, 1, 0, 0, 0, 0, 1)


def test_mastery_lists_the_weakest_topic_first_by_its_recent_answers(record, clock):
    for topic, answers in {
        "improved": [False] * 30 + [True] * 20,
        "weak": [True] * 30 + [False] * 20,
        "little": [True],
    }.items():
        for correct in answers:
            record.add_answer("q", "a", correct=correct, topic=topic)
    record.add_answer("q", "a", correct=True)
    weak, little, improved = gathered(record, clock).mastery
    assert [each.topic for each in (weak, little, improved)] == [
        "weak",
        "little",
        "improved",
    ]
    assert (weak.all_time, weak.recent) == (Share(30, 50), Share(0, 20))
    assert (improved.all_time, improved.recent) == (Share(20, 50), Share(20, 20))
    assert little.recent == Share(1, 1)


def test_a_misconception_stays_open_until_it_is_put_right(record, submit, clock):
    submit(record, "conv2d", misconceptions=["flip", "pad"])
    record.add_answer("q:1:7", "a", correct=False, misconceptions=["flip", "ceil"])
    flip, ceil, pad = gathered(record, clock).misconceptions
    assert (flip.id, flip.times, flip.where) == ("flip", 2, ("conv2d", "q"))
    assert (ceil.id, ceil.where) == ("ceil", ("q",))
    assert pad.id == "pad"
    record.add_answer("q2", "a", correct=True, misconceptions=["ceil"])
    assert [each.id for each in gathered(record, clock).misconceptions] == [
        "flip",
        "pad",
    ]
    submit(record, "relu", "passed")
    assert [each.id for each in gathered(record, clock).misconceptions] == [
        "flip",
        "pad",
    ]
    submit(record, "conv2d", "passed")
    assert gathered(record, clock).misconceptions == ()
    again = record.add_answer("q", "a", correct=False, misconceptions=["ceil"])
    (ceil,) = gathered(record, clock).misconceptions
    assert (ceil.times, ceil.last) == (1, again.at)


def test_calibration_counts_answers_with_a_confidence(record, clock):
    for confidence, correct in [(3, True), (3, False), (1, True), (None, False)]:
        record.add_answer("q", "a", correct=correct, confidence=confidence)
    found = gathered(record, clock).calibration
    assert [(each.confidence, each.answers) for each in found] == [
        (1, Share(1, 1)),
        (3, Share(1, 2)),
    ]


def test_streaks_count_days_in_a_row_up_to_today_or_yesterday(record, submit, clock):
    for days in (0, 1, 1, 3, 1, 1):
        clock.move(days=days)
        record.add_answer("q", "a", correct=True)
    clock.move(days=1)
    submit(record)
    assert gathered(record, clock).practice.streak == 4
    clock.move(days=1)
    assert gathered(record, clock).practice.streak == 4
    clock.move(days=1)
    practice = gathered(record, clock).practice
    assert (practice.streak, practice.longest_streak) == (0, 4)


def test_an_empty_record_has_no_streak(record, clock):
    practice = gathered(record, clock).practice
    assert (practice.streak, practice.longest_streak, practice.seconds) == (0, 0, 0.0)


def test_time_is_summed_by_the_days_of_the_learners_zone(record, submit, clock):
    record.add_answer("q", "a", correct=True, seconds=30.0)
    submit(record, seconds=600.0)
    clock.move(hours=12)  # 21:00 UTC is the next day in Tokyo
    record.add_answer("q", "a", correct=True, seconds=5.0)
    record.add_answer("q", "a", correct=True)
    tokyo = timezone(timedelta(hours=9))
    practice = gathered(record, clock, zone=tokyo).practice
    assert practice.seconds == 635.0
    assert practice.seconds_by_day == {date(2026, 3, 1): 630.0, date(2026, 3, 2): 5.0}
    assert practice.streak == 2
