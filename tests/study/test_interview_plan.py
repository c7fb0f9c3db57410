"""The formats of interviews, and what each asks: drawn once, followed up."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

from cnnquiz.curriculum.catalog import SLUGS
from cnnquiz.errors import DataError, UsageError
from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.items import LEVELS
from cnnquiz.questions.select import find
from cnnquiz.questions.topics import TOPICS
from cnnquiz.study.interview import follow_ups, plan, presets, talks
from cnnquiz.study.interview.follow_ups import follow_up, then
from cnnquiz.study.interview.presets import PRESETS, Exercises, Questions
from cnnquiz.study.interview.units import Done, Unit

TIME = 30.0


def walk(made, score=1.0, shown=(), minutes_left=TIME):
    """Return all units of an interview whose answers all have one score."""
    done = []
    while (unit := plan.upcoming(made, done, minutes_left)) is not None:
        assert unit.id not in {each.unit.id for each in done}
        done.append(Done(unit, score, shown))
    return [each.unit for each in done]


def test_there_are_the_thirteen_formats() -> None:
    """By their names, in the order in which they are listed."""
    assert list(PRESETS) == [
        "screen", "mcq", "oral", "oa", "live", "breadth", "depth", "impl", "debug",
        "takehome", "design", "exam", "loop",
    ]  # fmt: skip
    assert all(name == preset.name for name, preset in PRESETS.items())


def test_an_unknown_format_is_answered_with_the_nearest() -> None:
    """And with how to see them all."""
    with pytest.raises(UsageError, match="Did you mean 'screen'"):
        presets.find("scren")


def test_every_exercise_topic_and_type_that_is_named_exists() -> None:
    """A format that names something else would fail on some seed alone."""
    parts = [part for preset in PRESETS.values() for part in preset.parts]
    for part in parts:
        if isinstance(part, Exercises):
            assert {slug for pool in part.pools for slug in pool} <= set(SLUGS)
        if isinstance(part, Questions):
            assert set(part.types) <= {item.type for item in load_bank()}
            assert set(part.topics or ()) <= set(TOPICS)
    assert {slug for _, slug in presets.THEN.values()} <= set(SLUGS)


@pytest.mark.parametrize("name", PRESETS)
def test_one_seed_is_one_interview(name) -> None:
    """And it survives being kept as JSON; another seed is another one."""
    preset = PRESETS[name]
    made = plan.make(preset, 3)
    assert plan.make(preset, 3) == made
    assert plan.from_data(json.loads(json.dumps(plan.as_data(made)))) == made
    assert walk(made) == walk(plan.make(preset, 3))
    if name != "takehome":  # its one task is the same for all
        assert any(plan.make(preset, seed) != made for seed in range(4, 12))


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("score", [0.0, 1.0])
def test_an_interview_is_as_long_as_it_says(name, score) -> None:
    """Follow-ups are part of the count, and no part has more than it should."""
    preset = PRESETS[name]
    made = plan.make(preset, 1)
    units = walk(made, score)
    for number, part in enumerate(preset.parts):
        asked = [u for u in units if u.part == number and u.kind != "exercise"]
        if isinstance(part, presets.Depth) and score == 0:
            assert len(asked) == part.misses
        elif isinstance(part, Questions) and part.types == ("explain",):
            assert len(asked) == min(part.count, made.parts[number].most)
        else:
            assert len(asked) == part.count


def test_each_kind_of_question_is_what_its_part_asks_for() -> None:
    """Follow-ups may be of another kind."""
    for name, preset in PRESETS.items():
        for unit in walk(plan.make(preset, 2)):
            part = preset.parts[unit.part]
            if isinstance(part, Questions) and not unit.follows:
                assert find(unit.id).type in part.types, name


def test_at_most_so_many_questions_are_asked() -> None:
    """Shared among the parts one by one; exercises stay."""
    assert plan.allot([12, 2, 24, 4, 1], 5) == [1, 1, 1, 1, 1]
    assert plan.allot([1, 5], 4) == [1, 3]
    assert plan.allot([2, 2], 9) == [2, 2]
    units = walk(plan.make(PRESETS["loop"], 1, most=6))
    assert sum(unit.kind != "exercise" for unit in units) == 6
    exercises = [unit.id for unit in units if unit.kind == "exercise"]
    assert "debug_cnn" in exercises
    assert {"conv2d", "nms"} & set(exercises)


def test_breadth_asks_what_then_why_then_what_follows() -> None:
    """Topic by topic, eight of them."""
    units = walk(plan.make(PRESETS["breadth"], 4))
    topics = [find(unit.id).topic for unit in units]
    assert topics[::3] == topics[1::3] == topics[2::3]
    assert len(set(topics)) == 8
    assert all(find(unit.id).type in presets.PICK for unit in units[::3])
    assert all(find(unit.id).type == "explain" for unit in units[1::3])
    assert all(
        unit.follows == units[3 * n + 1].id for n, unit in enumerate(units[2::3])
    )


def test_depth_stays_with_one_topic_and_gets_harder() -> None:
    """Never easier than the question before."""
    for seed in range(4):
        items = [find(unit.id) for unit in walk(plan.make(PRESETS["depth"], seed))]
        assert len({item.topic for item in items}) == 1
        levels = [LEVELS.index(item.level) for item in items]
        assert levels == sorted(levels)
        assert {0, 2} <= set(levels)


def test_a_right_calculation_comes_back_harder() -> None:
    """The same generator, one level on, and said so."""
    unit = Unit("question", "conv-parameters:easy:7", 0)
    following = follow_up(Done(unit, 1.0), {unit.id}, seed=1)
    assert following.id.startswith(unit.id.partition(":")[0] + ":medium:")
    assert following.follows == unit.id
    assert following.lead == "Right. Now a level harder."


def test_a_wrong_calculation_comes_back_with_another_stride() -> None:
    """On the same level; without a stride, with other numbers."""
    unit = Unit("question", "conv-output-size:hard:3", 0)
    before = find(unit.id).parameters["stride"]
    for seed in range(8):
        following = follow_up(Done(unit, 0.0), {unit.id}, seed)
        after = find(following.id)
        assert after.level == "hard"
        assert after.parameters["stride"] != before
        assert following.lead == f"Now with stride {after.parameters['stride']}."
    plain = Unit("question", "effective-kernel:hard:3", 0)
    assert follow_up(Done(plain, 0.0), (), 1).lead == "Now with other numbers."


def test_a_fixed_question_leads_to_its_reasons() -> None:
    """An explanation of the topic, once; then something of the same topic."""
    unit = Unit("question", "why-relu-between-layers", 0)
    first = follow_up(Done(unit, 1.0), {unit.id}, seed=1)
    assert find(first.id).type == "explain"
    topic = find(unit.id).topic
    explained = {item.id for item in load_bank() if item.type == "explain"}
    second = follow_up(Done(unit, 1.0), {unit.id, *explained}, seed=1)
    assert find(second.id).topic == topic
    assert find(second.id).type != "explain"


def test_a_good_explanation_leads_to_numbers_and_a_bad_one_to_its_mistake() -> None:
    """What was just said decides."""
    unit = Unit("question", "explain-output-size", 0)
    good = follow_up(Done(unit, 0.8), {unit.id}, seed=1)
    assert find(good.id).origin is not None
    assert good.lead == "Now put numbers to it."
    shown = find(unit.id).misconceptions[0]
    bad = follow_up(Done(unit, 0.2, (shown,)), {unit.id}, seed=1)
    assert shown in find(bad.id).misconceptions


def test_a_passed_exercise_goes_on_only_where_there_is_time() -> None:
    """And only when it was passed."""
    unit = Unit("exercise", "conv2d", 0, leads_on=True)
    more = then(Done(unit, 1.0), (), minutes_left=20)
    assert (more.id, more.follows) == ("conv2d_fast", "conv2d")
    assert then(Done(unit, 1.0), (), minutes_left=14) is None
    assert then(Done(unit, 0.75), (), minutes_left=20) is None
    assert then(Done(unit, 1.0), {"conv2d_fast"}, minutes_left=20) is None
    seed = next(
        seed
        for seed in range(20)
        if plan.make(PRESETS["live"], seed).parts[0].units[0].id == "conv2d"
    )
    made = plan.make(PRESETS["live"], seed)
    assert [u.id for u in walk(made)][:2] == ["conv2d", "conv2d_fast"]
    assert [u.id for u in walk(made, 0.5)] == ["conv2d", "conv2d/1", "conv2d/2"]


def test_every_talk_has_points_that_can_be_ticked() -> None:
    """By digits, which end at 9; and each is found by its id."""
    for talk in (*talks.CASES, *talks.CHECKLIST):
        assert 3 <= len(talk.points) <= 9
        assert talks.find(talk.id) is talk
    followed = talks.find("conv2d/2")
    assert followed.prompt.endswith("?")
    assert followed.points == talks.GOOD_ANSWER
    for unknown in ("conv2d/4", "nothing/1", "case/none"):
        with pytest.raises(DataError, match="there is no talk"):
            talks.find(unknown)


def test_what_the_bank_no_longer_has_is_left_out() -> None:
    """A question may be renamed between two sittings."""
    gone = Unit("question", "was-renamed", 0)
    kept = plan.make(PRESETS["screen"], 1)
    part = kept.parts[0]
    with_gone = plan.PartPlan((gone, *part.units), part.most)
    assert plan.still_there(plan.Plan("screen", 1, (with_gone,))) == kept
    for unit in (Unit("exercise", "none", 0), Unit("talk", "none/1", 0)):
        left = plan.still_there(plan.Plan("x", 1, (plan.PartPlan((unit,), 1),)))
        assert left.parts[0].units == ()


def test_the_document_lists_what_there_is() -> None:
    """Each format with its minutes, and whether it is timed."""
    text = (Path(__file__).parents[2] / "docs" / "interviews.md").read_text("utf-8")
    for name, preset in PRESETS.items():
        timed = "yes" if preset.timed else ""
        row = rf"^\| `{name}` \| {preset.minutes} \| .* \| ?{timed} ?\|$"
        assert re.search(row, text, re.MULTILINE), name


def test_where_every_question_was_asked_nothing_follows(monkeypatch) -> None:
    """Neither of a fixed question nor of a generator whose draws are used up."""
    everything = {item.id for item in load_bank()}
    monkeypatch.setattr(follow_ups, "choose", lambda count, seed, topics: [])
    fixed = Unit("question", "why-relu-between-layers", 0)
    assert follow_up(Done(fixed, 1.0), everything, seed=1) is None
    monkeypatch.setattr(follow_ups, "generate", lambda id_, seed, level: find(drawn.id))
    drawn = Unit("question", "conv-parameters:easy:7", 0)
    assert follow_up(Done(drawn, 1.0), {drawn.id}, seed=1) is None


def test_the_strides_of_two_axes_are_both_said(monkeypatch) -> None:
    """A generator may draw one for each axis."""
    item = find("conv-output-size:hard:3")
    strides = iter([(2, 3)] * 12)
    changed = [
        msgspec.structs.replace(item, id=f"n{n}", parameters={"stride": next(strides)})
        for n in range(12)
    ]
    monkeypatch.setattr(follow_ups, "generate", lambda *_: changed.pop())
    unit = Unit("question", item.id, 0)
    assert follow_up(Done(unit, 0.0), (), seed=1).lead == "Now with stride 2 and 3."
