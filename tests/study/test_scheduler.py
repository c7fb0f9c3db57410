import random
from datetime import timedelta

import fsrs
import pytest

from cnnquiz.study.exchange import export, import_
from cnnquiz.study.record import Record
from cnnquiz.study.scheduler import Schedule, bring_forward, follow_up


def practise(record, submit, clock, days=60, seed=0):
    """Fill a record with months of answers, submissions and cards brought forward."""
    chance = random.Random(seed)
    for _ in range(days):
        clock.move(hours=chance.randrange(1, 40))
        record.add_answer(
            chance.choice("pqr"),
            "a",
            correct=chance.random() < 0.7,
            seed=chance.choice([None, 5]),
            confidence=chance.choice([None, 1, 3]),
            seconds=chance.random() * 60,
            misconceptions=chance.sample(["ceil", "flip", "pad"], 2),
        )
        submission = submit(
            record,
            chance.choice(["relu", "conv2d"]),
            chance.choice(["wrong", "passed", "slow"]),
            ["flip"],
            hints=chance.choice([0, 1]),
        )
        if chance.random() < 0.2:
            follow_up(record, submission, {"flip": ["p", "new"]})


def test_a_schedule_is_rebuilt_from_the_log_alone(
    path, tmp_path, record, submit, clock
):
    practise(record, submit, clock)
    schedule = Schedule.from_record(record, {"p": 20.0})
    clock.move(days=3)
    assert Schedule.from_record(record, {"p": 20.0}) == schedule
    with Record.open(path, clock) as again:
        assert Schedule.from_record(again, {"p": 20.0}) == schedule
    with Record.open(tmp_path / "elsewhere.sqlite3", clock) as copy:
        import_(copy, export(record))
        assert Schedule.from_record(copy, {"p": 20.0}) == schedule
    assert len(schedule.cards) > 5
    assert len(schedule.recalls) > 20


def test_merged_records_make_one_schedule_whichever_way(tmp_path, submit, clock):
    with (
        Record.open(tmp_path / "a.sqlite3", clock) as a,
        Record.open(tmp_path / "b.sqlite3", clock) as b,
    ):
        for turn in range(4):
            practise((a, b)[turn % 2], submit, clock, days=10, seed=turn)
        first, second = export(a), export(b)
        import_(a, second)
        import_(b, first)
        assert Schedule.from_record(a) == Schedule.from_record(b)


def test_a_question_follows_fsrs_with_one_step_and_no_fuzz(record, clock):
    card = fsrs.Card(card_id=1)
    oracle = fsrs.Scheduler(
        learning_steps=[timedelta(minutes=10)],
        relearning_steps=[timedelta(minutes=10)],
        enable_fuzzing=False,
    )
    for wait, correct in [(0, False), (0, True), (1, True), (5, True), (30, False)]:
        clock.move(days=wait)
        given = record.add_answer("q", "a", correct=correct)
        rating = fsrs.Rating.Good if correct else fsrs.Rating.Again
        card, _ = oracle.review_card(card, rating, given.at)
    found = Schedule.from_record(record).cards["q"]
    assert (found.stability, found.difficulty) == (card.stability, card.difficulty)
    assert (found.due, found.last_review) == (card.due, given.at)
    assert (found.reviews, found.lapses) == (5, 2)


def test_a_wrong_answer_comes_back_in_the_same_session(record):
    at = record.add_answer("q", "a", correct=False).at
    schedule = Schedule.from_record(record)
    assert schedule.due(at + timedelta(minutes=9)) == []
    assert schedule.due(at + timedelta(minutes=10)) == ["q"]
    assert schedule.next_due("q") == at + timedelta(minutes=10)


def test_a_right_answer_rests_for_days_and_longer_each_time(record, clock):
    rests = []
    for _ in range(4):
        at = record.add_answer("q", "a", correct=True).at
        due = Schedule.from_record(record).next_due("q")
        rests.append((due - at).days)
        clock.time = due
    assert rests[0] >= 1
    assert rests == sorted(set(rests))
    assert rests[-1] <= 365


def test_nothing_rests_longer_than_a_year(record, clock):
    for _ in range(12):
        at = record.add_answer("q", "a", correct=True).at
        due = Schedule.from_record(record).next_due("q")
        clock.time = due
    assert due - at == timedelta(days=365)


@pytest.mark.parametrize("status", ["wrong", "slow", "passed"])
def test_an_exercise_never_comes_back_on_the_same_day(record, submit, status):
    given = submit(record, status=status)
    due = Schedule.from_record(record).next_due("exercise:conv2d")
    assert due - given.at >= timedelta(days=1)


def test_what_an_exercise_costs_decides_when_it_returns(record, submit):
    submit(record, "clean", "passed")
    submit(record, "tries", "wrong")
    submit(record, "tries", "passed")
    submit(record, "hinted", "passed", hints=1)
    submit(record, "failed", "wrong")
    schedule = Schedule.from_record(record)
    rests = [
        schedule.cards[f"exercise:{key}"].stability
        for key in ("failed", "hinted", "tries", "clean")
    ]
    assert rests == sorted(set(rests))


def test_retrievability_falls_from_one(record):
    at = record.add_answer("q", "a", correct=True).at
    schedule = Schedule.from_record(record)
    chances = [schedule.retrievability("q", at + timedelta(days=d)) for d in (0, 2, 9)]
    assert chances[0] == 1.0
    assert chances == sorted(chances, reverse=True)
    assert chances[1] == pytest.approx(0.9, abs=0.02)  # due when recall is at 90 %


def test_what_was_never_asked_has_no_date(record):
    schedule = Schedule.from_record(record)
    assert schedule.next_due("q") is None
    assert schedule.retrievability("q", record.clock()) == 0.0
    assert schedule.due(record.clock()) == []


def test_the_shakiest_of_the_due_cards_comes_first(record, clock):
    """Not the one that was due first: a stable card can wait."""
    for _ in range(3):
        record.add_answer("stable", "a", correct=True)
        clock.time = Schedule.from_record(record).next_due("stable")
    clock.move(days=1)
    record.add_answer("fresh", "a", correct=True)
    clock.move(days=8)
    schedule = Schedule.from_record(record)
    assert schedule.next_due("stable") < schedule.next_due("fresh")
    assert schedule.due(clock()) == ["fresh", "stable"]


def test_cards_brought_forward_come_first_until_they_are_reviewed(record, clock):
    record.add_answer("rests", "a", correct=True)
    record.add_answer("wrong", "a", correct=False)
    clock.move(minutes=20)
    event = bring_forward(record, ["rests", "new"], "kernel-flip")
    schedule = Schedule.from_record(record)
    assert schedule.due(clock()) == ["new", "rests", "wrong"]
    assert schedule.cards["rests"].why == "kernel-flip"
    assert schedule.next_due("new") == event.at
    record.add_answer("rests", "a", correct=True)
    after = Schedule.from_record(record)
    assert after.due(clock()) == ["new", "wrong"]
    assert after.cards["rests"].why is None


def test_bringing_forward_does_not_put_off_what_is_overdue(record, clock):
    at = record.add_answer("q", "a", correct=False).at
    clock.move(days=3)
    bring_forward(record, ["q"], "why")
    assert Schedule.from_record(record).next_due("q") == at + timedelta(minutes=10)


def test_a_misconception_in_code_calls_for_its_questions(record, submit, clock):
    related = {"kernel-flip": ["conv-flip", "G15#flip"], "pad-once": ["pad"]}
    submission = submit(record, "conv2d", misconceptions=["kernel-flip", "unknown"])
    event = follow_up(record, submission, related)
    assert event.payload == {
        "cards": ["conv-flip", "G15#flip"],
        "why": "kernel-flip, unknown",
        "kind": "question",
    }
    assert Schedule.from_record(record).due(clock()) == ["G15#flip", "conv-flip"]


def test_failing_again_in_the_same_sitting_calls_for_nothing_more(
    record, submit, clock
):
    related = {"flip": ["a"], "pad": ["b"]}
    follow_up(record, submit(record, misconceptions=["flip"]), related)
    assert follow_up(record, submit(record, misconceptions=["flip"]), related) is None
    both = follow_up(record, submit(record, misconceptions=["flip", "pad"]), related)
    assert both.payload["cards"] == ["b"]
    clock.move(days=1)
    assert follow_up(record, submit(record, misconceptions=["flip"]), related)


def test_a_call_written_while_the_clock_ran_ahead_does_not_stop_later_ones(
    record, submit, clock
):
    related = {"flip": ["a"]}
    clock.move(days=5000)
    follow_up(record, submit(record, misconceptions=["flip"]), related)
    clock.move(days=-5000)
    assert follow_up(record, submit(record, misconceptions=["flip"]), related)


def test_a_misconception_in_an_answer_calls_for_its_exercises(record, clock):
    wrong = record.add_answer("q", "a", correct=False, misconceptions=["flip"])
    right = record.add_answer("q", "a", correct=True, misconceptions=["flip"])
    related = {"flip": ["exercise:convolve2d"]}
    assert follow_up(record, right, related) is None
    follow_up(record, wrong, related)
    card = Schedule.from_record(record).cards["exercise:convolve2d"]
    assert (card.kind, card.due <= clock(), card.reviews) == ("exercise", True, 0)


def test_a_clock_that_ran_ahead_does_not_hide_a_card(record, clock):
    record.add_answer("q", "a", correct=True)
    clock.move(days=5000)
    record.add_answer("q", "a", correct=True)
    bring_forward(record, ["r"], "why")
    clock.move(days=-4990)
    schedule = Schedule.from_record(record)
    assert schedule.next_due("q") < clock()
    assert schedule.next_due("r") < clock()


def test_a_clock_that_fell_back_does_not_break_the_schedule(record, submit, clock):
    practise(record, submit, clock, days=5)
    clock.move(days=-800)
    practise(record, submit, clock, days=5)
    behind = Schedule.from_record(record)
    assert all(0 <= behind.retrievability(key, clock()) <= 1 for key in behind.cards)
    clock.move(days=800)
    assert all(
        card.due > clock.time - timedelta(days=900)
        for card in Schedule.from_record(record).cards.values()
    )


def test_recalls_hold_the_prediction_made_before_the_review(record, clock):
    record.add_answer("q", "a", correct=True)
    record.add_answer("q", "a", correct=True)  # the same day: FSRS predicts nothing
    clock.move(days=4)
    before = Schedule.from_record(record)
    given = record.add_answer("q", "a", correct=False)
    (recall,) = Schedule.from_record(record).recalls
    assert (recall.at, recall.card, recall.recalled) == (given.at, "q", False)
    assert recall.predicted == before.retrievability("q", given.at)
    assert 0.5 < recall.predicted < 0.95
