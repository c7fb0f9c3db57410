"""Interviews: each kind of unit, pausing, time, the scorecard, and where it leads."""

import json
from dataclasses import replace

import pytest
from textual.events import Key
from textual.widgets import Footer, OptionList, Static
from textual.widgets._footer import FooterKey

from cnnquiz.errors import RecordError
from cnnquiz.questions.answers import label, right_answer
from cnnquiz.study.interview import formats, plan
from cnnquiz.study.interview.log import Log
from cnnquiz.study.interview.outcomes import Outcome
from cnnquiz.study.interview.presets import PRESETS
from cnnquiz.study.interview.scorecard import Background, of_session, scorecard
from cnnquiz.study.interview.sitting import Sitting
from cnnquiz.study.interview.units import Unit
from cnnquiz.tui import interview
from cnnquiz.tui.interview import Wanted
from cnnquiz.tui.learner import Learner
from cnnquiz.tui.screens.scorecard import ScorecardScreen
from cnnquiz.tui.widgets.told import Told
from tests.tui.conftest import BEGIN, LARGE, SMALL
from tests.tui.test_quiz import answer, keys_for

# Seeds with which a format begins with what a test is about.
WITH_CONV2D, TWO_TO_PICK = 2, 1


def named(it):
    return type(it.screen).__name__


async def begun(it, preset, seed=1, most=None, **others):
    it.app.open_interview(Wanted(preset, seed, most, **others))
    await it.settle()
    return it.screen.sitting


async def answer_right(it):
    await answer(it, keys_for(it.screen.item))
    await it.settle()


async def answer_wrong(it):
    item = it.screen.item
    right = label(item, right_answer(item))
    await it.press(next(key for key in "12" if key != right), "enter")


async def write(it, text):
    it.screen.editor.take_over(text)
    await it.settle()


async def grade(it):
    await it.press("f5")
    await it.until(lambda: not getattr(it.screen, "grading", False))
    await it.settle()


def offered(it):
    menu = it.screen.query_one("#next", OptionList)
    return [str(option.prompt) for option in menu.options]


def notices(it):
    return [notice.message for notice in it.app._notifications]


# Choosing one


async def test_thirteen_formats_stand_to_choose_from(driven):
    async with driven() as it:
        await it.press("i")
        menu = it.screen.query_one("#formats", OptionList)
        assert [option.id for option in menu.options] == list(PRESETS)
        assert "Judged: clear answers" in it.shown("#format")
        await it.press("down")
        assert "Closes when the time is over" in it.shown("#format")


async def test_the_seed_and_confidence_are_what_was_chosen(driven):
    async with driven() as it:
        await it.press("i", "c", "s")
        await it.press(*"41", "enter")
        assert "seed 41, asks how sure" in it.shown("#progress")
        await it.press("down", "enter")
        sitting = it.screen.sitting
        assert (sitting.preset.name, sitting.seed) == ("mcq", 41)
        await it.press("1", "enter")
        assert named(it) == "HowSure"
        await it.press("3")
        assert [row.confidence for row in it.record.answers()] == [3]


async def test_an_empty_seed_is_a_random_one_again(driven):
    async with driven() as it:
        await it.press("i", "s", "4", "enter", "s", "enter")
        assert "a random seed" in it.shown("#progress")
        await it.press("s", "4", "escape")
        assert "a random seed" in it.shown("#progress")


async def test_without_a_record_it_is_said_and_the_choice_stays(driven):
    async with driven(learner=Learner(None, "The record is locked.")) as it:
        await it.press("i", "enter")
        assert named(it) == "InterviewSetupScreen"
        assert any("The record is locked." in said for said in notices(it))


# Questions


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=str)
async def test_a_short_interview_is_taken_and_ends_with_its_scorecard(driven, size):
    async with driven(size) as it:
        sitting = await begun(it, "screen", most=2)
        for number in (1, 2):
            assert f"{number}/2" in it.shown("#progress")
            assert "min left" in it.shown("#progress")
            await answer_right(it)
            assert "Correct" in it.shown("#headline")
            assert f"{number}/2" in it.shown("#progress")
            await it.press("enter")
        assert named(it) == "ScorecardScreen"
        assert [row.correct for row in it.record.answers()] == [True, True]
        assert Sitting.resume(it.record) is None
        assert of_session(it.record).id == sitting.id
        assert "2 of 2 answered" in it.shown("#progress")
        await it.press("enter")
        assert named(it) == "HomeScreen"


async def test_nothing_is_told_before_the_end_where_the_format_says_so(driven):
    async with driven() as it:
        await begun(it, "mcq", TWO_TO_PICK, 2)
        await answer_wrong(it)
        assert it.screen.told is None
        assert "Noted." in it.shown(".aside")
        assert "2/2" in it.shown("#progress")
        await answer_right(it)
        assert named(it) == "ScorecardScreen"
        await it.press("r")
        assert "1/2" in it.shown("#progress")
        assert "You said: " in it.shown()
        assert "✗ Wrong" in it.shown("#headline")
        await it.press("enter")
        assert "✓ Correct" in it.shown("#headline")
        await it.press("left")
        assert "✗ Wrong" in it.shown("#headline")
        await it.press("enter", "enter")
        assert named(it) == "ScorecardScreen"


async def test_a_skipped_question_counts_as_not_answered_and_comes_back(driven):
    async with driven() as it:
        sitting = await begun(it, "screen", most=2)
        skipped = sitting.current.id
        await it.press("f4")
        assert "comes back in your reviews" in it.shown(".aside")
        assert [(o.id, o.skipped) for o in sitting.outcomes] == [(skipped, True)]
        assert any(skipped in str(e.payload) for e in it.record.events("bring_forward"))


async def test_a_key_that_comes_twice_skips_once(driven):
    async with driven() as it:
        sitting = await begun(it, "screen", most=3)
        for _ in range(2):
            it.app._driver.send_message(Key("f4", None))
        await it.settle()
        assert len(sitting.outcomes) == 1


async def test_what_could_not_be_kept_can_be_given_again(driven, monkeypatch):
    async with driven() as it:
        sitting = await begun(it, "mcq", TWO_TO_PICK, 2)

        def fail(*_, **__):
            raise RecordError("the disk is full")

        monkeypatch.setattr(Sitting, "answer", fail)
        await it.press("1", "enter")
        assert "Enter tries again" in it.shown("#say")
        assert "the disk is full" in notices(it)
        monkeypatch.undo()
        await it.press("enter")
        assert len(sitting.outcomes) == 1


# Talks and code


async def test_a_talk_is_said_and_then_ticked(driven):
    async with driven() as it:
        sitting = await begun(it, "design", most=3)
        await it.press("f5")
        assert "Type your answer" in it.shown("#say")
        await it.press(*"first", "f5")
        await it.press("1", "3", "enter")
        (outcome,) = sitting.outcomes
        points = len(interview.talks.find(outcome.id).points)
        assert (outcome.given, outcome.score) == ("first", 2 / points)
        assert f"2 of {points} points." in it.shown(".aside")
        assert "Estimates" in it.shown(".part")
        assert it.screen.item is not None


async def test_an_exercise_is_written_graded_and_left_for_what_follows(driven, folder):
    async with driven(LARGE) as it:
        sitting = await begun(it, "live", WITH_CONV2D, 1)
        await it.press("enter")
        assert it.screen.pane == "statement"
        assert it.screen.path.is_relative_to(folder / "interviews")
        await write(it, "PASS")
        await grade(it)
        (row,) = it.record.submissions("conv2d")
        assert (row.status, row.source, row.seed) == ("passed", "PASS", 7)
        assert "agrees with the reference" in it.shown("#said")
        assert "may ask next" not in it.shown("#said")  # the interview asks itself
        await it.press("f8")
        assert sitting.outcomes[0].right
        assert "Now without loops over pixels." in it.shown(".lead")
        await it.press("enter")
        assert it.screen.entry.slug == "conv2d_fast"
        await it.press("f8")
        assert named(it) == "Confirm"  # nothing was graded
        await it.press("n")
        assert len(sitting.outcomes) == 1
        await it.press("f8", "y")
        assert sitting.outcomes[1].skipped
        assert named(it) == "InterviewScreen"
        assert it.screen.query("Words")  # a talk about the code


async def test_text_that_is_not_graded_is_asked_about(driven):
    async with driven() as it:
        sitting = await begun(it, "live", WITH_CONV2D, 1)
        await it.press("enter")
        await write(it, "wrong")
        await grade(it)
        await write(it, "newer")
        await it.press("f8")
        assert named(it) == "Confirm"
        await it.press("n")
        await write(it, "wrong")
        await it.press("f8")
        assert "has not passed" in it.shown()
        await it.press("y")
        assert sitting.outcomes[0].code.submissions == 1


async def test_what_has_passed_is_handed_in_at_once(driven):
    async with driven() as it:
        sitting = await begun(it, "live", WITH_CONV2D, 1)
        await it.press("enter")
        await write(it, "PASS")
        await grade(it)
        await it.press("f8")
        assert sitting.outcomes[0].right


async def test_a_hint_is_taken_only_once_its_cost_is_known(driven):
    async with driven() as it:
        sitting = await begun(it, "live", WITH_CONV2D, 1)
        unit = sitting.current
        await it.press("enter", "f2")
        assert "a quarter of the points" in it.shown("#hints")
        assert sitting.hints(unit) == 0
        await it.press("f2")
        assert "Hint 1 of 3" in it.shown("#hints")
        await it.press("escape", "f2")
        assert "Hint 1 of 3" in it.shown("#hints")
        assert sitting.hints(unit) == 1


async def test_counterexamples_wait_for_the_end_where_the_format_says_so(driven):
    async with driven() as it:
        await begun(it, "oa")
        await it.press("enter")
        await write(it, "wrong")
        await grade(it)
        assert "wrong: 0 of 1 checks hold" in it.shown("#said")
        assert "[-2]" not in it.shown("#said")
        for key in ("f8", "enter", "f8"):
            await it.press(key)
            if key == "f8":
                await it.until(lambda: named(it) == "Confirm")
                await it.press("y")
        assert named(it) == "ScorecardScreen"
        await it.press("r")
        assert "[-2]" in it.shown()
        assert "A lesson to remember." in it.shown()
        await it.press("m")
        await it.settle()
        assert named(it) == "SolutionScreen"
        assert it.screen.query_one("#yours").text == "wrong"


async def test_a_file_of_ones_own_is_gone_on_with(driven, tmp_path):
    own = tmp_path / "mine"
    own.mkdir()
    (own / "conv2d.py").write_text("begun elsewhere")
    async with driven() as it:
        await begun(it, "live", WITH_CONV2D, 1, folder=own)
        await it.press("enter")
        assert it.screen.pane == "code"
        assert it.screen.editor.text == "begun elsewhere"


# Pausing and time


async def test_what_was_written_is_there_after_a_pause_in_the_next_run(driven, clock):
    async with driven() as it:
        sitting = await begun(it, "live", WITH_CONV2D, 1)
        await it.press("enter")
        await write(it, "half of it")
        clock.skip(minutes=20)
        await it.press("escape")
        assert named(it) == "HomeScreen"
        assert any("Interview live" in row and "30 min" in row for row in offered(it))
    clock.skip(days=3)
    async with driven() as it:
        await it.press("c")
        assert it.screen.sitting.id == sitting.id
        assert 25 * 60 < it.screen.sitting.left < 30 * 60  # the days are not counted
        await it.press("enter")
        assert it.screen.editor.text == "half of it"


async def test_a_paused_question_is_put_again_and_nothing_is_lost(driven):
    async with driven() as it:
        await begun(it, "mcq", TWO_TO_PICK, 2)
        await answer_right(it)
        second = it.screen.item.id
        await it.press("escape", "i")
        menu = it.screen.query_one("#formats", OptionList)
        assert "go on with mcq" in str(menu.options[0].prompt)
        assert "1 of at most 2 done" in str(menu.options[0].prompt)
        await it.press("enter")
        assert it.screen.item.id == second
        await answer_right(it)
        assert [row.correct for row in it.record.answers()] == [True, True]


async def test_the_left_one_can_be_ended_instead(driven):
    async with driven() as it:
        await begun(it, "mcq", TWO_TO_PICK, 2)
        await it.press("escape", "i")
        await it.press("d")
        await it.press("y")
        menu = it.screen.query_one("#formats", OptionList)
        await it.until(lambda: menu.options and menu.options[0].id == "screen")
        assert Sitting.resume(it.record) is None


async def test_quitting_stops_the_clock_too(driven, record):
    async with driven() as it:
        await begun(it, "mcq", TWO_TO_PICK, 2)
    steps = [event.payload["what"] for event in record.events("interview")]
    assert steps == ["planned", "paused"]


async def test_a_timed_format_closes_after_the_question_that_stands(driven, clock):
    async with driven() as it:
        sitting = await begun(it, "mcq", TWO_TO_PICK, 3)
        clock.skip(hours=1)
        await answer_right(it)
        assert named(it) == "ScorecardScreen"
        assert "The time is over." in notices(it)
        assert [o.skipped for o in sitting.outcomes] == [False, True, True]


async def test_code_is_graded_once_more_after_the_time(driven, clock):
    async with driven() as it:
        sitting = await begun(it, "oa")
        await it.press("enter")
        await write(it, "PASS")
        clock.skip(hours=2)
        await grade(it)
        assert named(it) == "ScorecardScreen"
        assert [o.right for o in sitting.outcomes] == [True, False]


def test_the_time_stands_out_in_its_last_tenth(record, clock):
    live = interview.sit(record, Wanted("live", 1, 1))
    assert interview.time_left(live) == ("50 min left", "dim")
    clock.skip(minutes=44)
    assert interview.time_left(live)[0] == "6 min left"
    clock.skip(minutes=2)
    said, style = interview.time_left(live)
    assert said == "! 4 min left"
    assert "bold" in style
    clock.skip(minutes=13)
    assert interview.time_left(live)[0] == "! 10 min over"
    timed = interview.sit(record, Wanted("mcq", 1, 1))
    clock.skip(minutes=3)
    assert interview.time_left(timed)[0] == "! the time is over"


# The scorecard


@pytest.fixture
def one_wrong(record):
    """A finished interview of one question that was answered wrong."""
    from cnnquiz.questions.marking import mark
    from cnnquiz.questions.select import find

    sitting = Sitting.begin(record, PRESETS["mcq"], TWO_TO_PICK, 1)
    item = find(sitting.current.id)
    wrong = next(i for i, o in enumerate(item.options) if not o.correct)
    sitting.answer(sitting.current, item, wrong, mark(item, wrong))
    sitting.end()
    return sitting.id


@pytest.mark.parametrize(
    ("key", "format_", "ending"),
    [("m", "markdown", "md"), ("h", "html", "html"), ("j", "json", "json")],
)
async def test_it_is_saved_under_a_name_that_is_free(
    driven, one_wrong, tmp_path, monkeypatch, key, format_, ending
):
    monkeypatch.chdir(tmp_path)
    async with driven() as it:
        it.app.open_scorecard(one_wrong)
        await it.settle()
        card = it.screen.card
        day = f"{card.at.astimezone():%Y-%m-%d}"
        first = tmp_path / f"scorecard-mcq-{day}.{ending}"
        await it.press("s", key)
        assert first.read_text(encoding="utf-8") == formats.render(card, format_)
        first.write_text("mine")
        await it.press("s", key, "s", "escape")
        second = tmp_path / f"scorecard-mcq-{day}-2.{ending}"
        assert first.read_text() == "mine"
        assert second.exists()
        assert f"Written to {second}." in notices(it)
        if format_ == "json":
            assert json.loads(second.read_text())["id"] == one_wrong
        assert len(list(tmp_path.glob("scorecard-*"))) == 2


async def test_a_folder_that_cannot_be_written_is_a_message(
    driven, one_wrong, tmp_path, monkeypatch
):
    gone = tmp_path / "gone"
    gone.mkdir()
    async with driven() as it:
        it.app.open_scorecard(one_wrong)
        await it.settle()
        monkeypatch.chdir(gone)
        gone.rmdir()
        await it.press("s", "m")
        assert any("cannot be written" in said for said in notices(it))


async def test_the_first_drill_of_the_plan_begins(driven, one_wrong):
    async with driven() as it:
        it.app.open_scorecard(one_wrong)
        await it.settle()
        _, verb, what = it.screen.card.plan[0].command.split()
        await it.press("p")
        if verb == "start":
            assert it.screen.entry.slug == what
        else:
            assert it.screen.quiz.kind == "drill"
            assert it.screen.quiz.items


async def test_each_drill_of_the_plan_has_its_number(driven, one_wrong):
    async with driven() as it:
        it.app.open_scorecard(one_wrong)
        await it.settle()
        commands = [drill.command for drill in it.screen.card.plan]
        place = next(i for i, each in enumerate(commands) if " start " in each)
        await it.press(str(1 + place))
        assert it.screen.entry.slug == commands[place].split()[-1]


async def test_past_interviews_lead_to_their_scorecards(driven, record, one_wrong):
    Sitting.begin(record, PRESETS["oa"], 5).pause()
    async with driven() as it:
        await it.press("i", "h")
        menu = it.screen.query_one("#formats", OptionList)
        newest, oldest = (str(option.prompt) for option in menu.options)
        assert "oa" in newest
        assert "left" in newest
        assert "not yet" in oldest
        assert "1 of 1 done" in oldest
        await it.press("down", "enter")
        assert it.screen.card.id == one_wrong
        await it.press("escape")
        assert named(it) == "PastInterviewsScreen"


async def test_the_palette_has_the_way_to_each(driven, one_wrong):
    async with driven() as it:
        commands = {c.title: c for c in it.app.get_system_commands(it.screen)}
        for title, leads_to in (
            ("interview: choose and begin", "InterviewSetupScreen"),
            ("interview: past scorecards", "PastInterviewsScreen"),
        ):
            commands[title].callback()
            await it.settle()
            assert named(it) == leads_to
        commands["interview: go on"].callback()
        await it.settle()
        assert "No interview is left open." in notices(it)


# Manners and pictures


SCREENS = {
    "setup": lambda it: it.app.open_interview_setup(),
    "past": lambda it: it.app.open_past_interviews(),
    "question": lambda it: it.app.open_interview(Wanted("screen", 1, 2)),
    "exercise": lambda it: it.app.open_interview(Wanted("oa", 1)),
    "scorecard": lambda it: it.app.open_scorecard(of_session(it.record).id),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_the_keys_fit_and_nothing_is_markup(driven, one_wrong, name):
    async with driven() as it:
        SCREENS[name](it)
        await it.settle()
        if name == "exercise":
            await it.press("enter")
        footer = it.screen.query_one(Footer)
        await it.until(lambda: len(footer.query(FooterKey)) > 1)
        keys = list(footer.query(FooterKey))
        assert len(keys) <= 6
        assert sum(key.outer_size.width for key in keys) <= 80
        assert not [each for each in it.screen.query(Static) if each._render_markup]
        titles = [c.title for c in it.app.get_system_commands(it.screen)]
        assert len(set(titles)) == len(titles)
        for size in ((40, 12), (200, 60)):
            await it.pilot.resize_terminal(*size)
            await it.settle()
        assert it.screen.focused is not None
        await it.press("escape")
        assert named(it) == "HomeScreen"


async def test_answers_are_explained_at_once_only_where_the_format_says_so(driven):
    async with driven() as it:
        await begun(it, "screen", most=1)
        await answer_right(it)
        assert len(it.screen.query(Told)) == 1


def card_of_a_screen():
    """A scorecard that no change of the questions changes."""
    went = [
        Outcome(
            Unit("question", f"question-{n}", 0), "choice", score, "medium", 30, 60,
            topic=topic, confidence=3,
        )
        for n, (score, topic) in enumerate(
            [(1.0, "convolution"), (1.0, "pooling"), (0.0, "pooling"), (1.0, "losses")]
        )
    ]  # fmt: skip
    preset = PRESETS["screen"]
    log = Log("f" * 32, BEGIN, "0.1.0", preset, plan.make(preset, 7, 4), ended=True)
    return replace(scorecard(log, went, Background()), follow_ups=(), plan=())


@pytest.fixture
def app(folder, clock, grader, monkeypatch):
    import time

    from cnnquiz.study.record import Record
    from cnnquiz.tui.app import CnnquizApp

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    learner = Learner(Record.open(folder / "record.sqlite3", clock=clock))
    yield CnnquizApp(learner, grader)
    learner.close()
    monkeypatch.undo()
    time.tzset()


async def idle(pilot):
    await pilot.pause()
    await pilot.app.workers.wait_for_complete(
        [w for w in pilot.app.workers if w.group != "warm"]
    )
    await pilot.pause()


def test_a_picture_of_the_formats(snap_compare, app):
    async def open_it(pilot):
        await idle(pilot)
        app.open_interview_setup()
        await idle(pilot)

    assert snap_compare(app, terminal_size=(80, 24), run_before=open_it)


def test_a_picture_of_a_scorecard(snap_compare, app):
    async def open_it(pilot):
        await idle(pilot)
        screen = ScorecardScreen("none")
        screen._gather = lambda: None
        app.push_screen(screen)
        await idle(pilot)
        screen.show(card_of_a_screen())
        await idle(pilot)

    assert snap_compare(app, terminal_size=(80, 24), run_before=open_it)
