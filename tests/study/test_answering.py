"""What is kept of an answer and of a verdict, and what follows."""

from __future__ import annotations

from cnnquiz.curriculum.ideas import exercises_with
from cnnquiz.questions.answers import right_answer
from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.generators import generate
from cnnquiz.questions.marking import mark
from cnnquiz.study.answering import keep_answer, keep_verdict
from cnnquiz.study.reviews import exercise_card
from cnnquiz.study.scheduler import Schedule


def verdict(*misconceptions):
    return {
        "status": "wrong",
        "passed": False,
        "misconceptions": [{"id": each} for each in misconceptions],
    }


def test_an_answer_is_kept_for_the_card_that_was_asked(record) -> None:
    """With its seed, confidence and the misconceptions that it probes."""
    item = generate("conv-output-size", 7, "easy")
    answer = right_answer(item)
    row = keep_answer(
        record, item, answer, mark(item, answer), seconds=9.0, confidence=2,
        card="conv-output-size#pad-counted-once",
    )  # fmt: skip
    assert record.answers() == [row]
    assert row.card == "conv-output-size#pad-counted-once"
    assert (row.seed, row.confidence, row.correct) == (7, 2, True)
    assert "pad-counted-once" in row.misconceptions


def test_a_verdict_brings_forward_the_questions_that_explain_it(record) -> None:
    """Those of the misconception, at once; none without one."""
    keep_verdict(record, "relu", "x", verdict(), seed=1)
    assert Schedule.from_record(record).cards.keys() == {"exercise:relu"}
    row = keep_verdict(record, "conv2d", "x", verdict("kernel-flip"), seed=1)
    assert row in record.submissions()
    due = Schedule.from_record(record).due(record.clock())
    related = {i.id for i in load_bank() if "kernel-flip" in i.misconceptions}
    assert related
    assert set(due) - {"exercise:relu", "exercise:conv2d"} == related


def test_a_mistake_that_no_question_probes_calls_for_its_topics(record) -> None:
    """Two questions on what the exercise is about, those never asked first."""
    first, second, *_ = (i for i in load_bank(["activations"]) if i.type != "explain")
    keep_verdict(record, "relu", "x", verdict("int-buffer"), seed=1)
    due = Schedule.from_record(record).due(record.clock())
    assert set(due) == {first.id, second.id}
    record.add_answer(first.id, "1", correct=True)
    keep_verdict(record, "leaky_relu", "x", verdict("alpha-hardcoded"), seed=1)
    cards = Schedule.from_record(record).cards
    assert cards[second.id].why == "int-buffer"
    assert [key for key, card in cards.items() if card.why == "alpha-hardcoded"]
    assert cards[first.id].why is None


def test_a_wrong_answer_calls_for_code_in_which_it_is_a_mistake_too(record) -> None:
    """The first exercise of the course that knows it; a right answer calls for none."""
    item, wrong = next(
        (i, n)
        for i in load_bank()
        if i.type == "choice"
        for n, option in enumerate(i.options)
        if option.misconception and exercises_with(option.misconception)
    )
    idea = item.options[wrong].misconception
    right = right_answer(item)
    keep_answer(record, item, right, mark(item, right))
    assert not [e for e in record.events() if e.kind == "bring_forward"]
    keep_answer(record, item, wrong, mark(item, wrong))
    schedule = Schedule.from_record(record)
    card = schedule.cards[exercise_card(exercises_with(idea)[0])]
    assert (card.kind, card.why) == ("exercise", idea)


def test_a_verdict_is_kept_with_the_hints_that_were_taken(record) -> None:
    """Counted from the record where nobody says."""
    record.add_event("hint", {"exercise": "conv2d", "number": 2})
    record.add_event("hint", {"exercise": "relu", "number": 3})
    assert keep_verdict(record, "conv2d", "x", verdict(), seed=1).hints == 2
    assert keep_verdict(record, "conv2d", "x", verdict(), seed=1, hints=0).hints == 0


def test_a_hint_counts_until_the_exercise_has_passed(record, clock) -> None:
    """A month later it is recalled without, and rests for longer than with."""
    passed = {"status": "passed", "passed": True, "misconceptions": []}
    record.add_event("hint", {"exercise": "relu", "number": 2})
    assert keep_verdict(record, "relu", "x", verdict(), seed=1).hints == 2
    assert keep_verdict(record, "relu", "x", passed, seed=1).hints == 2
    clock.move(days=30)
    assert keep_verdict(record, "relu", "x", passed, seed=1).hints == 0
    record.add_event("hint", {"exercise": "relu", "number": 1})
    assert keep_verdict(record, "relu", "x", passed, seed=1).hints == 1


def test_an_exercise_and_a_generator_of_one_name_are_two_cards(record) -> None:
    """As iou and nms are."""
    keep_verdict(record, "iou", "x", verdict(), seed=1)
    record.add_answer("iou:easy:1", "1", correct=False)
    assert {"iou", "exercise:iou"} <= Schedule.from_record(record).cards.keys()


def test_a_bank_that_cannot_be_read_costs_no_verdict(record, monkeypatch) -> None:
    """What was graded is kept all the same."""
    from cnnquiz.errors import DataError
    from cnnquiz.questions import bank

    def broken():
        raise DataError("pooling.toml:3: no")

    monkeypatch.setattr(bank, "load_bank", broken)
    keep_verdict(record, "conv2d", "x", verdict("kernel-flip"), seed=1)
    assert len(record.submissions()) == 1
