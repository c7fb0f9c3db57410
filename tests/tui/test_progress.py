"""The progress screen: what it shows of the record, and what its lists begin."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from textual.widgets import OptionList, Static

from cnnquiz.questions.misconceptions import load_misconceptions
from cnnquiz.questions.topics import TOPICS
from cnnquiz.tui.learner import Learner

SIZES = [(80, 24), (120, 40), (200, 60)]


def verdict(exercise="relu", status="wrong", misconceptions=()):
    return {
        "file": "x.py", "exercise": exercise, "status": status,
        "passed": status == "passed", "seconds": 0.1, "message": "", "checks": [],
        "misconceptions": list(misconceptions), "speed": None, "output": "",
    }  # fmt: skip


def named(it):
    return type(it.screen).__name__


def rows(it, list_id):
    menu = it.screen.query_one(f"#{list_id}", OptionList)
    return {option.id: str(option.prompt) for option in menu.options}


async def opened(it):
    await it.press("p")
    await it.until(lambda: named(it) == "ProgressScreen")
    await it.until(lambda: "Reading" not in it.shown("#progress"))
    await it.settle()


def lines(it, selector):
    return it.shown(selector).split("\n")


@pytest.fixture
def filled(record, clock):
    """Answers on two days, ten days apart, with a confidence each."""
    for days in (0, 10):
        clock.skip(days=days)
        for right, confidence in ((True, 3), (True, 3), (False, 3), (False, 2)):
            record.add_answer(
                f"q{confidence}{right}", "x", correct=right, topic="pooling",
                confidence=confidence, seconds=300,
                misconceptions=() if right else ("kernel-flip",),
            )  # fmt: skip
    record.add_answer("padded", "x", correct=True, topic="padding", seconds=60)
    return record


async def test_an_empty_record_says_how_to_begin(driven):
    async with driven() as it:
        await opened(it)
        assert "Nothing was answered or graded yet" in it.shown("#empty")
        assert not it.screen.query_one("#plots").display
        await it.press("t")  # there is nothing to mark, and nothing happens
        await it.press("q")
        assert named(it) == "QuizSetupScreen"


async def test_without_a_record_it_says_so(driven):
    async with driven(learner=Learner(None)) as it:
        await opened(it)
        assert "There is no record" in it.shown("#empty")


async def test_who_leaves_before_the_record_is_read_is_left_alone(driven, monkeypatch):
    from cnnquiz.tui import standing

    read, go = threading.Event(), threading.Event()

    def slow(record):
        read.set()
        go.wait()
        return standing.Standing(None, None, {})  # which cannot be drawn

    monkeypatch.setattr(standing, "standing", slow)
    async with driven() as it:
        try:
            it.app.open_progress()
            await it.until(read.is_set)
            it.screen.dismiss()
            await it.until(lambda: named(it) == "HomeScreen")
        finally:
            go.set()
        await it.settle()
        assert it.app._exception is None


async def test_all_topics_are_listed_the_weakest_first_then_those_not_asked(
    driven, filled
):
    async with driven() as it:
        await opened(it)
        told = rows(it, "topics")
        assert list(told)[:2] == ["padding", "pooling"]
        assert told["padding"].split()[:4] == ["██████████", "1", "of", "1"]
        assert told["pooling"].split()[:4] == ["█████░░░░░", "4", "of", "8"]
        assert "not asked" in told["dropout"]
        assert set(told) == set(TOPICS)


async def test_recall_and_confidence_are_compared_with_what_came(driven, filled):
    async with driven() as it:
        await opened(it)
        recall, *groups, _ = lines(it, "#recall")
        assert recall.endswith("of 3 reviews")
        assert sum(int(group.split()[-1]) for group in groups) == 3
        assert all("│" in group for group in groups)
        fairly, certain, mistaken = lines(it, "#calibration")
        assert fairly.startswith("fairly")
        assert fairly.endswith("0 of 2")
        assert certain.startswith("certain")
        assert certain.endswith("4 of 6")
        assert mistaken == "Certain and wrong: 2 times."


async def test_confidence_that_was_never_given_says_how_to_give_it(driven, record):
    record.add_answer("q", "x", correct=True, topic="pooling")
    async with driven() as it:
        await opened(it)
        assert "F6 in a quiz" in it.shown("#calibration")
        assert "after a day" in it.shown("#recall")


async def test_time_is_said_and_drawn_by_day(driven, filled):
    async with driven() as it:
        await opened(it)
        told = it.shown("#activity")
        assert "21 min in the last 7 days, 41 min in all." in told
        assert "1 day in a row, 1 day at the longest." in told
        cells = [cell for row in told.split("\n")[1:8] for cell in row[4:].split()]
        assert sorted(cell for cell in cells if cell != "·") == ["▓", "▓"]
        assert "21 min today, 41 min in all, 1 day in a row" in it.shown("#progress")


async def test_what_comes_due_is_drawn_by_day(driven, record, clock):
    for number in range(3):
        record.add_answer(f"q{number}", "x", correct=False)
    record.add_answer("rests", "x", correct=True)
    record.add_submission("conv2d", "x", verdict("conv2d"))
    clock.skip(hours=1)
    async with driven() as it:
        await opened(it)
        now, *days, later = lines(it, "#due")
        assert now == "3 questions and 0 exercises due now, 5 in all"
        assert days[0].startswith("today")
        counts = [int(day.split()[-1]) for day in days]
        assert counts[0] == 3
        assert sum(counts) + int(later.split()[1]) == 5
        bars = [day.count("█") for day in days]
        assert max(bars) == bars[0] > bars[counts.index(1)]


async def test_a_misconception_is_named_put_right_and_drilled(driven, filled):
    told = load_misconceptions()["kernel-flip"]
    async with driven() as it:
        await opened(it)
        assert rows(it, "misconceptions") == {"kernel-flip": f"{told.title}  4 times"}
        assert told.correction in it.shown("#correction")
        await it.press("m", "enter")
        assert named(it) == "QuizScreen"
        assert it.screen.quiz.title == "Drill: kernel-flip"
        assert all(
            "kernel-flip" in item.misconceptions for item in it.screen.quiz.items
        )


async def test_a_misconception_that_no_question_asks_about_opens_its_exercise(
    driven, record
):
    own = {"id": "only-here", "title": "An own idea", "lesson": "A lesson."}
    record.add_submission("relu", "x", verdict(misconceptions=[own]))
    async with driven() as it:
        await opened(it)
        assert "An own idea" in rows(it, "misconceptions")["only-here"]
        assert "A lesson. Seen in relu." in it.shown("#correction")
        await it.press("m", "enter")
        assert named(it) == "ExerciseScreen"
        assert it.screen.entry.slug == "relu"


async def test_what_was_put_right_is_gone_when_the_learner_comes_back(driven, filled):
    async with driven() as it:
        await opened(it)
        await it.press("m", "enter")
        filled.add_answer("q", "x", correct=True, misconceptions=("kernel-flip",))
        await it.press("escape")
        await it.until(lambda: rows(it, "misconceptions") == {})
        assert it.shown("#correction") == "None."


async def test_a_topic_is_asked_and_what_is_weak_is_drilled(driven, filled):
    async with driven() as it:
        await opened(it)
        await it.press("t", "down", "enter")
        assert {item.topic for item in it.screen.quiz.items} == {"pooling"}
        await it.press("escape")
        assert named(it) == "ProgressScreen"
        await it.press("w")
        assert it.screen.quiz.title == "Drill: weak"


@pytest.mark.parametrize("size", [(40, 12), *SIZES])
async def test_the_marked_row_is_always_in_view(driven, filled, size):
    async with driven(size) as it:
        await opened(it)
        page, menu = it.screen.query_one("#charts"), it.screen.query_one("#topics")
        await it.press("t")
        for _ in TOPICS:
            await it.press("down")
            row = menu.content_region.y + menu.highlighted - menu.scroll_offset.y
            assert page.content_region.y <= row < page.content_region.bottom


@pytest.mark.parametrize("size", SIZES)
async def test_the_columns_stand_side_by_side_where_there_is_room(driven, filled, size):
    async with driven(size) as it:
        await opened(it)
        left, right = it.screen.query(".plots")
        side_by_side = left.region.y == right.region.y
        assert side_by_side == (size[0] >= 110)


@pytest.mark.parametrize("width", [80, 110])
async def test_no_plot_is_cut(driven, filled, width, clock):
    start = datetime(2026, 6, 1, 12, tzinfo=UTC)
    for day in range(150):
        at = start + timedelta(days=day)
        clock.now = at
        filled.add_answer("q", "x", correct=True, seconds=day * 30.0)
    async with driven((width, 40)) as it:
        await opened(it)
        for name in ("due", "recall", "calibration", "activity"):
            widget = it.screen.query_one(f"#{name}", Static)
            longest = max(map(len, str(widget.content).split("\n")))
            assert longest <= widget.content_size.width, name


async def test_ascii_is_drawn_where_only_ascii_shows(driven, filled, monkeypatch):
    monkeypatch.setenv("CNNQUIZ_ASCII", "1")
    async with driven((120, 40)) as it:
        await opened(it)
        for name in ("due", "recall", "calibration", "activity"):
            assert it.shown(f"#{name}").isascii(), name
        assert rows(it, "topics")["pooling"].startswith("#####.....")
