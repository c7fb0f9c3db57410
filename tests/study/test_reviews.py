from datetime import UTC, datetime, timedelta

import pytest

from cnnquiz.study.reviews import (
    Rating,
    exercise_card,
    rate_answer,
    reviews,
    slug_of,
)
from cnnquiz.study.rows import Answer, Event, Submission

START = datetime(2026, 3, 1, tzinfo=UTC)
NOW = START + timedelta(days=100)
AGAIN, HARD, GOOD, EASY = Rating


def answer(*, correct, days=0.0, item="q", score=None, **others):
    return Answer(
        f"{item}{days}",
        item,
        "",
        correct=correct,
        score=float(correct) if score is None else score,
        at=START + timedelta(days=days),
        **others,
    )


def submission(status, hours=0.0, *, exercise="conv2d", passed=None, hints=0):
    return Submission(
        f"{exercise}{hours}",
        exercise,
        "",
        {},
        status,
        passed=status == "passed" if passed is None else passed,
        at=START + timedelta(hours=hours),
        hints=hints,
    )


@pytest.mark.parametrize(
    ("given", "rating"),
    [
        (answer(correct=False), AGAIN),
        (answer(correct=False, score=0.4), AGAIN),
        (answer(correct=False, score=0.5), HARD),
        (answer(correct=True), GOOD),
        (answer(correct=True, seconds=60.0), GOOD),
        (answer(correct=True, seconds=61.0), HARD),
        (answer(correct=False, seconds=61.0), AGAIN),
        (answer(correct=True, confidence=1), HARD),
        (answer(correct=True, confidence=3), GOOD),
    ],
)
def test_an_answer_is_rated_by_what_it_shows_of_recall(given, rating):
    assert rate_answer(given, expected_seconds=30.0) is rating


def test_without_an_expected_time_nothing_is_slow():
    assert rate_answer(answer(correct=True, seconds=9999.0)) is GOOD


def rated(answers=(), submissions=(), events=()):
    found = reviews(answers, submissions, events, NOW, {})
    return [(review.card, review.rating) for review in found]


def test_a_question_of_the_bank_is_one_card():
    shown = answer(correct=False, misconceptions=("ceil",))
    assert rated([shown]) == [("q", AGAIN)]


def test_a_wrong_generated_answer_begins_the_cards_of_what_it_shows():
    shown = answer(correct=False, seed=1, item="G1:2:5", misconceptions=("ceil", "pad"))
    assert rated([shown]) == [("G1", AGAIN), ("G1#ceil", AGAIN), ("G1#pad", AGAIN)]


def test_new_numbers_are_the_same_card():
    first = answer(correct=True, seed=5, item="G1:2:5")
    again = answer(correct=True, days=1, seed=6, item="G1:3:6", seconds=50.0)
    found = reviews([first, again], [], [], NOW, {"G1": 20.0})
    assert [(each.card, each.rating) for each in found] == [("G1", GOOD), ("G1", HARD)]


def test_a_right_generated_answer_reviews_only_cards_that_were_begun():
    probed = {"seed": 1, "item": "G1:2:5", "misconceptions": ("ceil", "pad")}
    wrong = answer(
        correct=False, days=1, seed=1, item="G1:2:5", misconceptions=("pad",)
    )
    log = [
        answer(correct=True, **probed),
        wrong,
        answer(correct=True, days=2, **probed),
    ]
    assert rated(log) == [
        ("G1", GOOD),
        ("G1", AGAIN),
        ("G1#pad", AGAIN),
        ("G1", GOOD),
        ("G1#pad", GOOD),
    ]


def test_a_card_that_was_asked_is_reviewed_once_whatever_the_answer_shows():
    asked = {"seed": 1, "item": "G1:2:5", "card": "G1#ceil"}
    right = answer(correct=True, misconceptions=("ceil",), **asked)
    other = answer(correct=False, days=1, misconceptions=("pad",), **asked)
    assert rated([right, other]) == [
        ("G1#ceil", GOOD),
        ("G1#ceil", AGAIN),
        ("G1#pad", AGAIN),
    ]


@pytest.mark.parametrize(
    ("sitting", "rating"),
    [
        ([submission("passed")], EASY),
        ([submission("wrong"), submission("passed", 1)], GOOD),
        ([submission("passed", hints=1)], HARD),
        ([submission("wrong"), submission("passed", 1, hints=2)], HARD),
        ([submission("slow")], HARD),
        ([submission("slow", passed=True)], HARD),
        ([submission("slow"), submission("passed", 1)], GOOD),
        ([submission("slow"), submission("wrong", 1)], HARD),
        (
            [submission("wrong"), submission("error", 1), submission("timeout", 2)],
            AGAIN,
        ),
        ([submission("not_started"), submission("passed", 1)], EASY),
        ([submission("passed"), submission("wrong", 1), submission("passed", 2)], EASY),
    ],
)
def test_a_sitting_is_one_review(sitting, rating):
    assert rated(submissions=sitting) == [("exercise:conv2d", rating)]


def test_a_gap_ends_a_sitting():
    tries = [
        submission(status, hours) for status, hours in [("wrong", 0), ("wrong", 5)]
    ]
    assert rated(submissions=[*tries, submission("passed", 11.5)]) == [
        ("exercise:conv2d", AGAIN),
        ("exercise:conv2d", EASY),
    ]


def test_the_untouched_stub_is_no_review():
    assert rated(submissions=[submission("not_started")]) == []


def test_a_pass_is_dated_when_it_came():
    log = [submission("wrong"), submission("passed", 2), submission("wrong", 3)]
    (review,) = reviews([], log, [], NOW, {})
    assert review.at == START + timedelta(hours=2)


@pytest.mark.parametrize(
    ("kind", "hours", "exercise", "rating"),
    [
        ("hint", 1, "conv2d", HARD),
        ("solution_shown", 1, "conv2d", HARD),
        ("flag", 1, "conv2d", EASY),
        ("hint", 1, "relu", EASY),
        ("hint", 3, "conv2d", EASY),
    ],
)
def test_help_before_the_pass_counts(kind, hours, exercise, rating):
    shown = Event("e", kind, {"exercise": exercise}, START + timedelta(hours=hours))
    assert rated(submissions=[submission("passed", 2)], events=[shown]) == [
        ("exercise:conv2d", rating)
    ]


def test_help_in_an_earlier_sitting_does_not_count_again():
    shown = Event("e", "hint", {"exercise": "conv2d"}, START)
    log = [submission("passed", 1), submission("passed", 100)]
    assert rated(submissions=log, events=[shown]) == [
        ("exercise:conv2d", HARD),
        ("exercise:conv2d", EASY),
    ]


def test_reviews_of_questions_and_exercises_come_in_one_order():
    log = reviews(
        [answer(correct=True, days=2), answer(correct=True, days=0, item="r")],
        [submission("passed", 24)],
        [],
        NOW,
        {},
    )
    assert [review.card for review in log] == ["r", "exercise:conv2d", "q"]


def test_the_card_of_an_exercise_leads_back_to_it():
    """It differs from that of a generator of the same name."""
    assert slug_of(exercise_card("relu")) == "relu"
    assert exercise_card("relu") != "relu"
