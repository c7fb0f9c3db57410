"""Home and the list of exercises: what they show of the record, and where they lead."""

from pathlib import Path

import pytest
from textual.widgets import OptionList

from cnnquiz.curriculum.catalog import CATALOG
from cnnquiz.tui.learner import Learner

ENTRY = {
    "file": "relu.py", "exercise": "relu", "status": "passed", "passed": True,
    "seconds": 0.1, "message": "", "checks": [], "misconceptions": [], "speed": None,
    "output": "",
}  # fmt: skip


def named(it):
    return type(it.screen).__name__


def offered(it):
    menu = it.screen.query_one("#next", OptionList)
    return [str(option.prompt) for option in menu.options]


def listed(it):
    menu = it.screen.query_one("#exercises", OptionList)
    return {o.id: str(o.prompt) for o in menu.options if o.id}


async def test_the_first_run_shows_the_way_in(driven):
    async with driven() as it:
        assert "Press Enter for ten questions" in it.shown("#welcome")
        await it.press("enter")
        assert named(it) == "QuizScreen"
        assert len(it.screen.quiz.items) == 10


async def test_what_was_done_is_shown_with_how_it_went(driven, record, clock):
    for right in (True, True, False):
        record.add_answer("conv-bias", "x", correct=right, topic="convolution")
    record.add_submission("relu", "x", ENTRY)
    async with driven() as it:
        assert " 2/3  Convolution and cross-correlation" in it.shown("#mastery")
        assert "relu passed" in it.shown("#verdicts")
        assert "1 exercise passed" in it.shown("#progress")
        assert not it.screen.query_one("#welcome").display


async def test_due_questions_are_offered_and_asked(driven, record, clock):
    record.add_answer("floor-when-stride-does-not-fit", "5", correct=False)
    record.add_submission("relu", "x", ENTRY)
    clock.skip(hours=1)
    async with driven() as it:
        assert "1 question is due today" in offered(it)[0]
        await it.press("r")
        asked = it.screen.quiz.items
        assert [item.id for item in asked] == ["floor-when-stride-does-not-fit"]


async def test_a_weak_topic_is_suggested_with_its_reason(driven, record):
    for number in range(6):
        record.add_answer(f"q{number}", "x", correct=number < 2, topic="pooling")
    async with driven() as it:
        reasons = [step.reason for step in it.screen.told.steps]
        assert "your weakest topic: 2 of the last 6 right" in reasons


async def test_the_exercise_that_was_edited_is_continued(driven, record):
    record.save_draft("conv2d", "some text")
    async with driven() as it:
        assert "Exercise conv2d" in offered(it)[0]
        await it.press("c")
        assert named(it) == "ExerciseScreen"
        assert it.screen.editor.text == "some text"


async def test_a_strong_learner_is_sent_on_in_the_course(driven, record):
    record.add_submission("relu", "x", ENTRY)
    async with driven() as it:
        (step,) = it.screen.told.steps
        assert step.target == CATALOG[1].slug


async def test_a_record_that_cannot_be_opened_is_a_message(driven, tmp_path: Path):
    (tmp_path / "occupied").write_text("not a folder")
    learner = Learner.open(tmp_path / "occupied")
    assert learner.record is None
    async with driven(learner=learner) as it:
        said = [note.message for note in it.app._notifications]
        assert any("nothing is remembered" in message for message in said)
        await it.press("enter")
        await it.press("f4")
        assert it.screen.told is not None
        await it.press("escape")
        assert "you left it, 1 of 10 answered" in offered(it)[0]
        await it.press("c")
        assert len(it.screen.quiz.scores) == 1


async def test_a_record_that_fails_later_is_a_message_too(driven):
    async with driven() as it:
        await it.press("enter")
        it.record._connection.execute("PRAGMA query_only = ON")
        await it.press("f4")
        assert it.screen.told is not None
        assert it.app._notifications


async def test_the_list_says_each_state_in_words(driven, record):
    record.add_submission("relu", "x", ENTRY)
    slow = {**ENTRY, "exercise": "softmax", "status": "slow", "passed": False}
    record.add_submission("softmax", "x", slow)
    async with driven() as it:
        await it.press("e")
        rows = listed(it)
        assert list(rows) == [entry.slug for entry in CATALOG]
        assert rows["relu"].startswith("✓ passed")
        assert rows["softmax"].startswith("~ slow")
        assert "not started" in rows["conv2d"]


@pytest.mark.parametrize("key", ["b", "p"])
async def test_what_has_a_key_is_opened_from_the_menu_too(driven, key):
    async with driven() as it:
        menu = it.screen.query_one("#next", OptionList)
        texts = [str(option.prompt).split() for option in menu.options]
        menu.highlighted = next(i for i, text in enumerate(texts) if text[0] == key)
        await it.press("enter")
        by_menu = named(it)
        await it.press("escape", key)
        await it.until(lambda: named(it) != "HomeScreen")
        assert named(it) == by_menu


async def test_typing_filters_the_list_and_enter_opens(driven):
    async with driven() as it:
        await it.press("e")
        await it.press(*"conv2d")
        rows = listed(it)
        assert "conv2d" in rows
        assert "relu" not in rows
        await it.press(*["backspace"] * 6, *"linear")
        await it.press("enter")
        assert named(it) == "ExerciseScreen"
        assert "linear" in it.screen.entry.slug


async def test_escape_takes_the_filter_away_first(driven):
    async with driven() as it:
        await it.press("e")
        await it.press("x", "escape")
        assert named(it) == "ExercisesScreen"
        assert len(listed(it)) == len(CATALOG)
        await it.press("escape")
        assert named(it) == "HomeScreen"


async def test_a_filter_that_fits_nothing_opens_nothing(driven):
    async with driven() as it:
        await it.press("e")
        await it.press(*"zzz", "enter")
        assert named(it) == "ExercisesScreen"


async def test_the_app_opens_where_it_was_asked_to(driven):
    async with driven(start="quiz") as it:
        assert named(it) == "QuizSetupScreen"
        await it.press("escape")
        assert named(it) == "HomeScreen"
    async with driven(start="softmax") as it:
        assert named(it) == "ExerciseScreen"


async def test_a_suggestion_is_named_once_and_has_a_key(driven, record):
    record.save_draft("relu", "text")
    async with driven() as it:
        named = [step for step in it.screen._steps if step.target == "relu"]
        assert [step.reason for step in named] == ["you were working on it"]
        await it.press("s")
        assert it.screen.entry.slug == "relu"


async def test_a_key_that_comes_before_the_steps_is_not_lost(driven, record):
    record.save_draft("relu", "text")
    async with driven() as it:
        it.screen.told = None
        await it.press("c")
        assert type(it.screen).__name__ == "HomeScreen"
        it.screen._gather()
        await it.until(lambda: type(it.screen).__name__ == "ExerciseScreen")
