"""A sitting: nothing is lost, pauses are no work, and time closes what is timed."""

from __future__ import annotations

import json

import pytest

from cnnquiz.grading.checks import COMMON, GLOBAL_RNG
from cnnquiz.grading.training import TITLES
from cnnquiz.questions.answers import Explained, right_answer
from cnnquiz.questions.marking import Mark, mark
from cnnquiz.questions.select import find
from cnnquiz.study import sessions
from cnnquiz.study.exchange import export, import_, parse
from cnnquiz.study.interview import talks
from cnnquiz.study.interview.log import read
from cnnquiz.study.interview.outcomes import COMMON_CHECKS, credit, said
from cnnquiz.study.interview.presets import PRESETS
from cnnquiz.study.interview.sitting import Sitting
from cnnquiz.study.record import Record
from cnnquiz.study.scheduler import Schedule


def verdict(status="passed", named=(), **checks):
    """Return what is kept of a verdict, with these checks."""
    return {
        "status": status,
        "passed": status == "passed",
        "message": f"it is {status}",
        "checks": [{"name": name, "status": how} for name, how in checks.items()],
        "misconceptions": [
            {"id": id_, "title": f"{id_}!", "lesson": "know better"} for id_ in named
        ],
    }


def answer(sitting, unit, *, right=True):
    """Answer whatever a unit asks."""
    if unit.kind == "talk":
        ticked = range(len(talks.find(unit.id).points)) if right else ()
        return sitting.say(unit, "so", ticked)
    if unit.kind == "exercise":
        sitting.graded(unit, "x", verdict("passed" if right else "error"), seed=1)
        return sitting.close(unit)
    item = find(unit.id)
    given = right_answer(item) if right else None
    if right or item.type == "explain":
        given = given if right else Explained("no idea")
        return sitting.answer(unit, item, given, mark(item, given))
    shown = item.misconceptions[:1]
    wrong = Mark(0, "no", misconceptions=shown)
    return sitting.answer(unit, item, right_answer(item), wrong)


def take(sitting, *, right=True, most=1000):
    """Answer until the end, or so many times."""
    taken = []
    while len(taken) < most and (unit := sitting.current) is not None:
        answer(sitting, unit, right=right)
        taken.append(unit)
    return taken


@pytest.fixture
def begin(record):
    """Begin an interview of a format."""
    return lambda name, seed=1, most=None: Sitting.begin(
        record, PRESETS[name], seed, most
    )


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("name", PRESETS)
def test_each_format_can_be_taken_to_its_end(begin, record, name, right) -> None:
    """Each unit once, each answer in the record, and nothing left to resume."""
    sitting = begin(name)
    units = take(sitting, right=right)
    sitting.end()
    assert len({unit.id for unit in units}) == len(units) == len(sitting.outcomes)
    questions = [unit.id for unit in units if unit.kind == "question"]
    assert [row.item for row in record.answers()] == questions
    assert all(outcome.right == right for outcome in sitting.outcomes)
    assert sitting.current is None
    assert Sitting.resume(record) is None


@pytest.mark.parametrize("name", ["breadth", "debug", "design"])
def test_it_goes_on_from_the_record_alone(begin, record, path, clock, name) -> None:
    """After each answer a new process would ask just what this one would."""
    whole = take(begin(name, 5))
    sitting = begin(name, 5)
    for unit in whole:
        with Record.open(path, clock) as again:
            left = Sitting.resume(again)
            assert left.id == sitting.id
            assert left.current == unit
            assert left.outcomes == sitting.outcomes
            assert left.used == pytest.approx(sitting.used, abs=20)
        answer(sitting, sitting.current)


def test_a_sitting_survives_export_and_import(begin, record, tmp_path) -> None:
    """The whole of it is in the log."""
    sitting = begin("screen")
    take(sitting, most=3)
    with Record.open(tmp_path / "other.sqlite3") as other:
        import_(other, parse(json.dumps(export(record)).encode()))
        assert Sitting.resume(other).outcomes == sitting.outcomes


def test_pauses_are_not_counted(begin, clock, record) -> None:
    """A day between two sittings is no work; five minutes in one are."""
    sitting = begin("screen")
    clock.move(minutes=5)
    sitting.pause()
    clock.move(days=1)
    again = Sitting.resume(record)
    assert 300 <= again.used < 330
    clock.move(minutes=2)
    unit = again.current
    item = find(unit.id)
    outcome = again.answer(unit, item, right_answer(item), Mark(1, ""))
    assert 420 <= outcome.seconds < 450
    (row,) = record.answers()
    assert row.seconds == outcome.seconds
    assert 420 <= again.used < 450


def test_a_clock_that_is_set_back_takes_no_time_away(begin, clock) -> None:
    """Time used never falls."""
    sitting = begin("screen")
    clock.move(minutes=1)
    answer(sitting, sitting.current)
    clock.move(hours=-3)
    answer(sitting, sitting.current)
    assert 60 <= sitting.used < 90
    assert all(outcome.seconds >= 0 for outcome in sitting.outcomes)


def test_a_timed_interview_closes_between_questions(begin, clock, record) -> None:
    """What there was no time for counts as not answered, and is not due for it."""
    sitting = begin("mcq")
    take(sitting, most=3)
    unit = sitting.current
    clock.move(minutes=21)
    assert sitting.out_of_time
    answer(sitting, unit)  # what was begun counts
    assert sitting.current is None
    sitting.end()
    assert len(sitting.outcomes) == 20
    assert sum(outcome.right for outcome in sitting.outcomes) == 4
    assert sum(outcome.skipped for outcome in sitting.outcomes) == 16
    assert not record.events("bring_forward")
    (log,) = read(record)
    assert log.ended


def test_an_interview_that_is_not_timed_goes_on_over_time(begin, clock) -> None:
    """The time is shown, and nothing else happens."""
    sitting = begin("screen")
    clock.move(hours=2)
    assert sitting.left < 0
    assert not sitting.out_of_time
    assert len(take(sitting)) == 12


def test_fewer_questions_have_less_time(begin) -> None:
    """A minute each; exercises keep theirs."""
    assert begin("mcq", most=5).seconds == 300
    assert begin("debug", most=2).seconds == (10 * 1 / 4 + 50) * 60


def test_a_skipped_question_comes_back(begin, record) -> None:
    """It scores nothing, is not an answer, and is due."""
    sitting = begin("depth")
    unit = sitting.current
    outcome = sitting.skip(unit)
    assert (outcome.score, outcome.skipped, outcome.earned) == (0, True, 0)
    assert record.answers() == []
    due = Schedule.from_record(record).due(record.clock())
    assert due == [unit.id.partition(":")[0]]


def test_a_wrong_answer_of_an_exam_costs_where_it_should(begin) -> None:
    """Part 1 alone; leaving it out costs nothing."""
    sitting = begin("exam")
    wrong = answer(sitting, sitting.current, right=False)
    assert (wrong.earned, wrong.worth) == (-0.5, 2)
    assert sitting.skip(sitting.current).earned == 0
    take(sitting, most=8)
    later = answer(sitting, sitting.current, right=False)
    assert (later.earned, later.worth) == (0, 4)


def test_hints_cost_a_quarter_each(begin, record) -> None:
    """They are in the record for reviews too, and there are three."""
    sitting = begin("impl")
    unit = sitting.current
    taken = [sitting.hint(unit) for _ in range(4)]
    assert [hint and hint[0] for hint in taken] == [1, 2, 3, None]
    assert len(record.events("hint")) == 3
    row = sitting.graded(unit, "x", verdict(), seed=1)
    assert row.hints == 3
    outcome = sitting.close(unit)
    assert outcome.score == 0.25
    assert outcome.right


def test_the_best_submission_counts(begin) -> None:
    """Its verdict is told, and each misconception that any of them showed."""
    sitting = begin("live")
    unit = sitting.current
    sitting.open(unit, "there/x.py")
    assert sitting.file_of(unit) == "there/x.py"
    shaped = verdict("wrong", ["a-flip"], runs="passed", shape="passed")
    sitting.graded(unit, "1", shaped, seed=1)
    sitting.graded(unit, "2", verdict("wrong", ["a-flip", "b"], runs="passed"), seed=1)
    assert [row.source for row in sitting.submissions(unit)] == ["1", "2"]
    outcome = sitting.close(unit)
    assert outcome.score == 0.5
    assert (outcome.code.checks_passed, outcome.code.checks) == (2, 2)
    assert outcome.code.submissions == 2
    assert [shown.id for shown in outcome.shown] == ["a-flip", "b"]


def test_what_was_begun_stays_when_time_runs_short(begin, clock, record) -> None:
    """An exercise that followed is still the current one with no time for another."""
    seed = next(s for s in range(20) if begin("live", s).current.id == "conv2d")
    sitting = begin("live", seed)
    answer(sitting, sitting.current)
    unit = sitting.current
    assert unit.id == "conv2d_fast"
    sitting.open(unit, "x.py")
    clock.move(minutes=49)
    assert sitting.current == unit
    sitting.pause()
    assert Sitting.resume(record).current == unit


def test_the_last_interview_of_a_format_is_resumed(begin, record) -> None:
    """Or the last of all, and none that has ended; drills are not touched."""
    screen, depth = begin("screen"), begin("depth")
    assert Sitting.resume(record).id == depth.id
    assert Sitting.resume(record, "screen").id == screen.id
    assert Sitting.resume(record, "mcq") is None
    depth.end()
    assert Sitting.resume(record).id == screen.id
    assert sessions.unfinished(record, "drill") is None


def test_steps_that_cannot_be_read_are_passed_over(begin, record) -> None:
    """A record may have been written by a later version."""
    sitting = begin("screen")
    record.add_event("interview", {"session": sitting.id, "what": "sung"})
    record.add_event("interview", {"session": "else", "what": "planned"})
    record.add_event("interview", {"session": sitting.id, "unit": {"kind": "x"}})
    record.add_event("interview", {})
    answer(sitting, sitting.current)
    assert len(Sitting.resume(record).outcomes) == 1


def test_the_ladder_of_what_a_verdict_is_worth() -> None:
    """Passed, slow, right values, right shape, runs, nothing."""
    fails = {"agrees_with_reference": "failed", "shape": "failed", "runs": "failed"}
    steps = [
        (1.0, verdict("passed")),
        (0.75, verdict("slow")),
        (0.75, verdict("wrong", **fails | {"agrees_with_reference": "passed"})),
        (0.5, verdict("wrong", **fails | {"shape": "passed", "runs": "passed"})),
        (0.25, verdict("wrong", **fails | {"runs": "passed"})),
        (0.0, verdict("error", **fails)),
        (0.0, verdict("invalid")),
    ]
    assert [credit("conv2d", told) for _, told in steps] == [w for w, _ in steps]
    for name, worth in (("predicts", 0.5), ("trains", 0.25)):
        assert name in TITLES
        assert credit("train_cnn", verdict("wrong", **{name: "passed"})) == worth
    script = verdict("wrong", runs="passed", shape="passed", a="passed", b="failed")
    assert credit("debug_cnn", script) == 0.5
    assert credit("debug_cnn", verdict("error")) == 0


def test_the_checks_that_exercises_share_are_known() -> None:
    """The others of debug_cnn are its experiments."""
    assert {check.name for check in (*COMMON, GLOBAL_RNG)} == COMMON_CHECKS


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ('"b"', "b"), ("12", "12"), ("[1, 2]", "1; 2"), ('{"text": "so"}', "so"),
        ('{"line": 3, "fix": "x"}', "line: 3; fix: x"), ("as said", "as said"),
    ],
)  # fmt: skip
def test_an_answer_is_said_in_words(kept, words) -> None:
    """Whatever type of question it was."""
    assert said(kept) == words
