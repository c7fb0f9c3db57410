"""The scorecard against numbers worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cnnquiz.curriculum.catalog import SLUGS
from cnnquiz.errors import UsageError
from cnnquiz.questions.answers import right_answer
from cnnquiz.questions.marking import Mark
from cnnquiz.questions.select import find
from cnnquiz.questions.topics import TOPICS
from cnnquiz.study.drills import check_selection
from cnnquiz.study.interview import advice, plan, scorecard
from cnnquiz.study.interview.dimensions import dimensions, level, mean, verdict
from cnnquiz.study.interview.log import Log
from cnnquiz.study.interview.outcomes import Code, Outcome, Shown
from cnnquiz.study.interview.presets import PRESETS
from cnnquiz.study.interview.scorecard import Background, of_session
from cnnquiz.study.interview.sitting import Sitting
from cnnquiz.study.interview.units import Unit

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
FLIP = Shown("kernel-flip", "A layer flips its kernel", "It does not.", "a paper", "q")


def asked(id_, score=1.0, type_="choice", level_="medium", **others):
    """Return how a question went."""
    others = {"seconds": 30, "budget": 60, "topic": "convolution"} | others
    return Outcome(Unit("question", id_, 0), type_, score, level_, **others)


def wrote(slug, score=1.0, *, passed=None, submissions=1, hints=0, **others):
    """Return how an exercise went."""
    passed = score == 1 if passed is None else passed
    status = "passed" if passed else "wrong"
    code = Code(status, "said so", passed, 5, 9, submissions, hints)
    unit = Unit("exercise", slug, 0)
    others = {"seconds": 600, "budget": 900} | others
    return Outcome(unit, "exercise", score, "medium", code=code, **others)


def card(*went, background=None):
    """Return the scorecard of a sitting that went so."""
    preset = PRESETS["screen"]
    log = Log("f" * 32, AT, "0.1.0", preset, plan.make(preset, 7))
    return scorecard.scorecard(log, went, background or Background())


def scored(*went):
    """Return the score of each dimension."""
    return {each.name: each.score for each in dimensions(went)}


@pytest.mark.parametrize(
    ("share", "score"),
    [
        (0, 1),
        (0.449, 1),
        (0.45, 2),
        (0.649, 2),
        (0.65, 3),
        (0.849, 3),
        (0.85, 4),
        (1, 4),
    ],
)
def test_the_anchored_scale(share, score) -> None:
    """Each edge belongs to the better score."""
    assert level(share) == score


def test_a_dimension_is_weighted_by_difficulty() -> None:
    """Easy right, hard wrong: 1 of 4 points, and 1 of 2 right."""
    (found,) = dimensions(
        [asked("a", 1, level_="easy"), asked("b", 0, level_="hard", shown=(FLIP,))]
    )
    assert (found.share, found.score) == (0.25, 1)
    assert (found.counts.right, found.counts.asked) == (1, 2)
    assert found.evidence == "b: A layer flips its kernel"


def test_the_interval_is_wilsons() -> None:
    """16 of 20 are 58 to 92 %."""
    went = [asked(str(n), float(n < 16)) for n in range(20)]
    (found,) = dimensions(went)
    low, high = found.counts.interval
    assert (round(low, 2), round(high, 2)) == (0.58, 0.92)
    assert (found.share, found.score) == (0.8, 3)


def test_each_type_is_evidence_for_its_dimension() -> None:
    """An explanation for two, a pass for testing too; the rest is left out."""
    assert scored(asked("a"), asked("b", type_="shape")) == {
        "concepts": 4, "calculation": 4,
    }  # fmt: skip
    assert scored(asked("a", 0.5, "explain")) == {"concepts": 2, "communication": 2}
    assert scored(asked("a", 0.5, "bug")) == {"debugging": 2}
    assert scored(wrote("conv2d")) == {"implementation": 4, "debugging": 4}
    assert scored(wrote("conv2d", 0.5)) == {"implementation": 2}
    assert scored(wrote("debug_cnn", 0.7, passed=False)) == {"debugging": 3}
    assert scored(asked("a", 0.7, "talk")) == {"communication": 3}


def test_testing_is_judged_by_which_submission_passed() -> None:
    """1, 0.75, 0.5 and 0.25."""
    tried = [scored(wrote("conv2d", submissions=n))["debugging"] for n in range(1, 6)]
    assert tried == [4, 3, 2, 1, 1]


def test_a_red_flag_keeps_concepts_from_the_top() -> None:
    """What a good answer never says, in one of many right ones."""
    good = [asked(str(n)) for n in range(20)]
    assert scored(*good)["concepts"] == 4
    assert scored(*good, asked("x", 0.9, "explain", shown=(FLIP,)))["concepts"] == 3


def test_penalties_go_into_the_share_and_never_below_nothing() -> None:
    """Two right, one wrong at -0.5: half of the points."""
    wrong = asked("c", 0, penalty=0.5)
    (found,) = dimensions([asked("a"), asked("b"), wrong])
    assert found.share == 0.5
    (none,) = dimensions([wrong])
    assert none.share == 0


@pytest.mark.parametrize(
    ("scores", "word"),
    [
        ((4, 4), "strong"), ((4, 3), "strong"), ((4, 2), "hire"), ((3, 3), "hire"),
        ((3, 2), "borderline"), ((4, 1), "borderline"), ((2, 2), "not yet"),
        ((1,), "not yet"), ((4, 4, 1), "borderline"), ((), "no verdict"),
    ],
)  # fmt: skip
def test_the_gate(scores, word) -> None:
    """A mean of 3, and nothing at 1."""
    shares = {1: 0.0, 2: 0.5, 3: 0.7, 4: 1.0}
    kinds = ("choice", "number", "bug")
    went = [asked(t, shares[s], t) for s, t in zip(scores, kinds, strict=False)]
    found = dimensions(went)
    assert tuple(each.score for each in found) == scores
    assert verdict(found) == word


def test_what_learners_say_of_themselves_decides_nothing() -> None:
    """It is shown, and neither the mean nor the gate has it."""
    found = dimensions([asked("a"), asked("t", 0, "talk")])
    assert [each.score for each in found] == [4, 1]
    assert mean(found) == 4
    assert verdict(found) == "strong"
    assert verdict(dimensions([asked("t", 1, "talk")])) == "no verdict"


def test_dimensions_without_evidence_are_named() -> None:
    """Left out, and said."""
    made = card(asked("a"))
    assert made.left_out == (
        "Calculation", "Implementation", "Debugging and testing",
        "Communication (self-rated)",
    )  # fmt: skip


def test_misconceptions_are_counted_with_where_they_were_seen() -> None:
    """The most frequent first, with what is right and where it stands."""
    other = Shown("x", "X", "Not X.", "a book", "r")
    here = Shown(**{**{n: getattr(FLIP, n) for n in Shown.__slots__}, "where": "p"})
    made = card(
        asked("r", 0, shown=(other,)),
        asked("q", 0, shown=(FLIP,)),
        asked("p", 0, shown=(here,)),
    )
    first, second = made.misconceptions
    assert (first.id, first.times, first.where) == ("kernel-flip", 2, ("q", "p"))
    assert (first.correction, first.source) == ("It does not.", "a paper")
    assert (second.id, second.times) == ("x", 1)


def test_every_topic_has_a_row() -> None:
    """Those that were not asked too, with when they were seen last."""
    went = [asked("a"), asked("b", 0), asked("c", 0.5, topic="pooling")]
    made = card(*went, background=Background(last_seen={"dropout": AT}))
    rows = {row.topic: row for row in made.topics}
    assert list(rows) == list(TOPICS)
    assert (rows["convolution"].answers.right, rows["convolution"].answers.asked) == (
        1,
        2,
    )
    assert (rows["pooling"].answers.right, rows["pooling"].answers.asked) == (0, 1)
    assert (rows["dropout"].answers.asked, rows["dropout"].last) == (0, AT)
    assert rows["padding"].last is None


def test_calibration_tells_who_was_sure_and_wrong() -> None:
    """Only where confidence was asked."""
    made = card(
        asked("a", 1, confidence=3), asked("b", 0, confidence=3),
        asked("c", 0, confidence=1), asked("d", 0),
    )  # fmt: skip
    told = [(c.confidence, c.answers.right, c.answers.asked) for c in made.calibration]
    assert told == [(1, 0, 1), (3, 1, 2)]
    assert made.sure_and_wrong == ("b",)
    assert card(asked("d", 0)).calibration == ()


@pytest.mark.parametrize(
    ("outcome", "remark"),
    [
        (asked("a", 1, seconds=20), ""), (asked("a", 1, seconds=61), "right but slow"),
        (asked("a", 0, seconds=29), "fast and wrong"), (asked("a", 0, seconds=30), ""),
        (asked("a", 0.5, seconds=9), "fast, not all of it"),
        (asked("a", 0, seconds=99), "slow"),
        (asked("a", 0, seconds=1, skipped=True), "not answered"),
    ],
)  # fmt: skip
def test_time_is_held_against_the_budget(outcome, remark) -> None:
    """Slow but right, fast and wrong."""
    (row,) = card(outcome).times
    assert row.remark == remark
    assert (row.seconds, row.budget) == (outcome.seconds, 60)


def test_a_model_solution_is_named_only_once_an_exercise_is_closed() -> None:
    """And what the code resembles, by its title."""
    done = card(wrote("conv2d", 0.5, hints=1, shown=(FLIP,))).code[0]
    assert done.solution == "cnnquiz solution conv2d"
    assert done.resembles == ("A layer flips its kernel",)
    assert (done.checks_passed, done.checks, done.hints) == (5, 9, 1)
    assert card(wrote("conv2d", 0.5, closed=False)).code[0].solution is None


def test_exam_points() -> None:
    """Ten of two points: six right, two wrong at -1, two left out are 10 of 20."""
    worth = {"worth": 2, "penalty": 0.5}
    went = [asked(str(n), 1, **worth) for n in range(6)]
    went += [asked(str(n), 0, **worth) for n in (6, 7)]
    went += [asked(str(n), 0, skipped=True, **worth) for n in (8, 9)]
    made = card(*went)
    assert (made.points, made.out_of, made.answered) == (10, 20, 8)
    assert card(asked("a")).points is None


def test_an_interviewer_would_ask_about_the_two_weakest() -> None:
    """Code by its own follow-ups, but for what was asked; questions by what follows."""
    talk = Outcome(Unit("talk", "conv2d/1", 0), "talk", 0, "medium", 1, 1)
    weak = asked("explain-output-size", 0.3, "explain", topic="output-shape")
    made = card(asked("why-relu-between-layers"), talk, wrote("conv2d", 0.5), weak)
    first, second = made.follow_ups
    assert first.about == "explain-output-size"
    assert first.command.startswith("cnnquiz questions show ")
    assert find(first.command.split()[-1]).stem == first.prompt
    assert second.about == "conv2d"
    assert second.prompt == follow_up_of("conv2d", 2)


def follow_up_of(slug, number):
    from cnnquiz.curriculum.catalog import find as entry

    return entry(slug).load().follow_ups[number - 1]


def commands(made):
    return [drill.command for drill in made.plan]


def test_the_plan_has_a_drill_of_each_kind() -> None:
    """The misconception, the code that failed, the weakest topic; with their dates."""
    due = {
        "find-padding": AT + timedelta(days=3),
        "find-padding#kernel-flip": AT + timedelta(days=1),
        "exercise:conv2d": AT + timedelta(days=2),
    }
    shown = Shown("kernel-flip", "t", "c", "s", "find-padding:hard:5")
    made = card(
        wrote("conv2d", 0.5),
        asked("find-padding:hard:5", 0, topic="padding", shown=(shown,)),
        background=Background(due=due),
    )
    assert commands(made) == [
        "cnnquiz drill kernel-flip", "cnnquiz start conv2d", "cnnquiz drill padding",
    ]  # fmt: skip
    assert [drill.due for drill in made.plan] == [
        AT + timedelta(days=1), AT + timedelta(days=2), AT + timedelta(days=3),
    ]  # fmt: skip


def test_the_plan_fills_up_and_only_names_what_exists() -> None:
    """Three drills whatever happened; a misconception without questions is none."""
    unknown = Shown("none-such", "t", "c", "s", "q")
    for went in (
        [],
        [asked("a")],
        [asked("a", 0, shown=(unknown,))],
        [asked("a", 0, topic="cost"), asked("b", 0, topic="dropout")],
        [wrote("conv2d"), asked("a", 0)],
    ):
        found = commands(card(*went))
        assert len(set(found)) == 3
        for command in found:
            exists(command)


def exists(command):
    """Fail unless a command of a plan can be called."""
    program, name, *rest = command.split()
    assert program == "cnnquiz"
    if name == "start":
        assert set(rest) <= set(SLUGS)
    else:
        assert name == "drill"
        check_selection(rest[0] if rest else None)


def test_what_to_write_for_a_topic_exists() -> None:
    """Every topic and every exercise of the table."""
    assert set(advice.EXERCISE_ON) <= set(TOPICS)
    assert set(advice.EXERCISE_ON.values()) <= set(SLUGS)


def take(record, name, *, right, seed=1):
    """Take a whole interview and return its id."""
    sitting = Sitting.begin(record, PRESETS[name], seed)
    while (unit := sitting.current) is not None:
        item = find(unit.id)
        shown = () if right else item.misconceptions[:1]
        mark = Mark(int(right), "", misconceptions=shown)
        sitting.answer(unit, item, right_answer(item), mark)
    sitting.end()
    return sitting.id


def test_a_scorecard_is_made_from_the_record(record) -> None:
    """The last one, or one by the start of its id; the plan names what is due."""
    first = take(record, "mcq", right=True)
    second = take(record, "mcq", right=False)
    assert of_session(record).id == second
    good, bad = of_session(record, first[:10]), of_session(record, second)
    assert (good.verdict, good.mean, good.misconceptions) == ("strong", 4, ())
    assert (bad.verdict, bad.mean) == ("not yet", 1)
    assert sum(each.times for each in bad.misconceptions) == 20
    assert all(each.correction and each.source for each in bad.misconceptions)
    assert bad.plan[0].due is not None
    for drill in bad.plan:
        exists(drill.command)
    assert of_session(record, second) == bad


def test_the_trend_is_the_last_five_of_the_preset(record) -> None:
    """Up to the one that is shown; others are not in it."""
    ids = [take(record, "depth", right=n % 2 == 0, seed=n) for n in range(6)]
    take(record, "screen", right=True)
    shown = of_session(record, ids[5])
    words = [past.verdict == "strong" for past in shown.trend]
    assert words == [False, True, False, True, False]
    assert len(of_session(record, ids[1]).trend) == 2


def test_an_unfinished_interview_has_a_scorecard_too(record) -> None:
    """Of what was answered, an exercise that is not closed included."""
    sitting = Sitting.begin(record, PRESETS["impl"], 1)
    unit = sitting.current
    told = {"status": "wrong", "passed": False, "checks": [], "misconceptions": []}
    sitting.graded(unit, "x", told, seed=1)
    sitting.pause()
    made = of_session(record)
    assert not made.finished
    assert [row.slug for row in made.code] == [unit.id]
    assert made.code[0].solution is None
    assert (made.answered, made.planned) == (1, 4)


def test_an_unknown_id_is_answered_with_those_there_are(record) -> None:
    """Before any interview too, and where several begin so."""
    with pytest.raises(UsageError, match="no interview yet"):
        of_session(record)
    take(record, "depth", right=True)
    take(record, "depth", right=True)
    with pytest.raises(UsageError, match="no interview 'xyz'"):
        of_session(record, "xyz")
    with pytest.raises(UsageError, match="2 interviews begin with ''"):
        of_session(record, "")
