"""What is kept of an answer and of a verdict, and what follows."""

from __future__ import annotations

from cnnquiz.questions.answers import right_answer
from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.generators import generate
from cnnquiz.questions.marking import mark
from cnnquiz.study.answering import keep_answer, keep_verdict
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
    assert Schedule.from_record(record).cards.keys() == {"relu"}
    row = keep_verdict(record, "conv2d", "x", verdict("kernel-flip"), seed=1)
    assert row in record.submissions()
    due = Schedule.from_record(record).due(record.clock())
    related = {i.id for i in load_bank() if "kernel-flip" in i.misconceptions}
    assert related
    assert set(due) - {"relu", "conv2d"} == related


def test_a_bank_that_cannot_be_read_costs_no_verdict(record, monkeypatch) -> None:
    """What was graded is kept all the same."""
    from cnnquiz.errors import DataError
    from cnnquiz.questions import bank

    def broken():
        raise DataError("pooling.toml:3: no")

    monkeypatch.setattr(bank, "load_bank", broken)
    keep_verdict(record, "conv2d", "x", verdict("kernel-flip"), seed=1)
    assert len(record.submissions()) == 1
