"""Explore: stepped by keys, turned, edited, played, and opened with given numbers."""

import numpy as np
import pytest
from textual.widgets import Footer

from cnnquiz import explore
from cnnquiz.grading.verdict import CheckResult, Counterexample, Status, Verdict
from cnnquiz.questions.answers import right_answer
from cnnquiz.questions.generators import generate
from cnnquiz.report import verdict_to_json
from cnnquiz.study.record import Record
from cnnquiz.tui import quiz
from cnnquiz.tui.app import CnnquizApp
from cnnquiz.tui.learner import Learner
from cnnquiz.tui.screens.explore import ExploreScreen

SMALL, LARGE = (80, 24), (120, 40)
TURN_DOWN, TURN_UP = "left_square_bracket", "right_square_bracket"


async def opened(it, name="conv2d", arrays=None, settings=None):
    it.app.open_explore(explore.of_name(name, arrays, settings))
    await it.settle()
    return it.screen


async def test_home_opens_a_convolution_and_esc_leads_back(driven):
    async with driven() as it:
        await it.press("x")
        assert isinstance(it.screen, ExploreScreen)
        assert it.screen.operation.name == "conv2d"
        titles = [each.title for each in it.app.get_system_commands(it.screen)]
        assert "explore: open" in titles
        assert "explore: choose the operation" in titles
        await it.press("escape")
        assert type(it.screen).__name__ == "HomeScreen"


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=str)
async def test_keys_step_and_the_sum_and_the_window_are_shown(driven, size):
    arrays = {"x": [[1, 2, 3], [4, 5, 6]], "w": [[1, 0], [2, -1]]}
    async with driven(size) as it:
        screen = await opened(it, "conv2d", arrays)
        await it.press("right")
        assert screen.at == 1
        assert "2*1 + 3*0 + 5*2 + 6*(-1) = 6" in it.shown("#words")
        assert "[2][3]" in it.shown("#drawn")  # the window, without colour too
        assert "[6]" in it.shown("#drawn")
        await it.press("right")
        assert screen.at == 1  # there are two
        await it.press("p")
        assert screen.at == 0
        await it.press("end")
        assert screen.at == 1
        await it.press("home", "n")
        assert screen.at == 1


async def test_knobs_turn_and_say_why_where_nothing_fits(driven):
    async with driven() as it:
        screen = await opened(it)
        await it.press(TURN_UP)
        assert screen.operation.settings["stride"] == 2
        assert len(screen.scene.steps) == 4
        assert "[stride 2]" in it.shown("#knobs")
        await it.press("down", "down", TURN_UP, TURN_UP)
        assert screen.operation.settings["dilation"] == 3
        assert screen.scene.steps == ()
        assert "No window fits" in it.shown("#words")
        await it.press(
            "right", "end", "space", "e", "escape"
        )  # nothing to walk through
        await it.press(TURN_DOWN, TURN_DOWN)
        assert "No window fits" not in it.shown("#words")
        await it.press("up", "minus")
        assert screen.operation.settings["padding"] == 0


async def test_a_cell_is_edited_and_everything_follows(driven):
    async with driven() as it:
        screen = await opened(it, "conv2d", {"x": [[1, 2]], "w": [[1, 1]]})
        await it.press("e", "4", "0", "enter", "minus", ".", "5", "tab")
        assert screen.operation.arrays["x"].tolist() == [[[[40, -0.5]]]]
        assert screen.board.array == "w"
        assert "39.5" in it.shown("#drawn")
        await it.press("3", "backspace", "2", "right", "right", "7", "left", "escape")
        assert screen.operation.arrays["w"].tolist() == [[[[2, 7]]]]
        assert screen.board.editing is None
        assert it.screen is screen
        await it.press("r")
        assert screen.operation.arrays["x"].tolist() == [[[[1, 2]]]]


async def test_the_cursor_goes_round_the_rows(driven):
    async with driven() as it:
        screen = await opened(it, "max_pool2d", {"x": [[1, 2], [3, 4]]})
        await it.press("e", "right", "right", "9", "enter", "up", "8", "enter")
        assert screen.operation.arrays["x"].tolist() == [[[[1, 8], [9, 4]]]]


async def test_what_is_no_number_is_said_and_stays(driven):
    async with driven() as it:
        screen = await opened(it, "max_pool2d", {"x": [[1, 2], [3, 4]]})
        await it.press("e", "minus", "enter")
        assert "no number" in it.shown("#words")
        assert screen.board.editing.typed == "-"
        await it.press("escape")
        assert screen.board.editing.typed is None
        await it.press(*"9999999", "enter")
        assert "no number up to 1,000,000" in it.shown("#words")
        await it.press("escape", "escape")
        assert screen.operation.arrays["x"].tolist() == [[[[1, 2], [3, 4]]]]
        assert it.screen is screen


async def test_another_operation_is_chosen(driven):
    async with driven() as it:
        screen = await opened(it)
        await it.press("right", "o", "down", "down", "enter")
        assert it.screen is screen
        assert screen.operation.name == "conv_transpose2d"
        assert screen.at == 0
        await it.press("o", "escape")
        assert screen.operation.name == "conv_transpose2d"


async def test_a_large_image_is_walked_through_and_its_knobs_turn(driven):
    async with driven() as it:
        screen = await opened(
            it, "conv2d", {"x": np.ones((40, 40)), "w": np.ones((3, 3))}
        )
        assert len(screen.scene.steps) == 38 * 38
        await it.press(TURN_UP)
        await it.settle()
        assert screen.scene.operation is screen.operation
        assert len(screen.scene.steps) == 19 * 19


async def test_the_footer_has_the_keys_of_editing_while_it_edits(driven):
    def offered(it):
        bindings = it.screen.active_bindings.values()
        return {each.binding.description for each in bindings if each.binding.show}

    async with driven() as it:
        await opened(it)
        await it.press("e")
        assert {"Take it", "End"} <= offered(it)
        assert not {"Play", "Next step", "Back"} & offered(it)
        await it.press("escape")
        assert {"Play", "Next step", "Back"} <= offered(it)
        assert "End" not in offered(it)


async def test_it_plays_to_the_end_and_begins_again(driven):
    async with driven() as it:
        screen = await opened(it, "conv2d", {"x": [[1, 2, 3]], "w": [[1]]})
        await it.press("space")
        assert screen.playing
        assert "playing" in it.shown("#progress")
        screen.tick()
        screen.tick()
        assert screen.at == 2
        assert not screen.playing
        await it.press("space")
        assert screen.playing
        await it.press("space")
        assert not screen.playing
        await it.press("home", "space", "right")
        assert not screen.playing  # whoever steps wants to look


async def test_a_click_on_a_result_goes_to_the_step_that_made_it(driven):
    async with driven() as it:
        screen = await opened(it)
        spot = next(s for s in screen.board._spots if s.picture.table == "y")
        column = spot.column + 2 * spot.picture.wide + 1
        await it.pilot.click("#drawn", offset=(column, spot.row + 2))
        await it.settle()
        assert screen.step.writes[0].place == (0, 0, 1, 2)
        spot = next(s for s in screen.board._spots if s.picture.table == "w")
        await it.pilot.click("#drawn", offset=(spot.column + 1, spot.row + 1))
        await it.settle()
        assert screen.board.array == "w"


@pytest.mark.parametrize("name", explore.OPERATIONS)
async def test_every_operation_fits_into_80_columns_and_its_keys_into_the_footer(
    driven, name
):
    async with driven(SMALL) as it:
        screen = await opened(it, name)
        await it.press("end")
        rows = it.shown("#drawn").splitlines()
        assert max(map(len, rows)) <= 78
        assert all(each.name in "\n".join(rows) for each in screen.scene.tables)
        assert screen.board.size.height + 8 <= 24
        assert len(it.shown("#knobs")) <= 80
        keys = it.screen.query_one(Footer).query("FooterKey")
        assert len(keys) <= 6


async def test_a_large_image_is_shown_around_the_window(driven):
    async with driven(SMALL) as it:
        screen = await opened(it, "conv2d", {"x": np.ones((40, 40))})
        await it.press("end")
        drawn = it.shown("#drawn")
        assert max(map(len, drawn.splitlines())) <= 78
        assert "[1][1][1]" in drawn
        assert ".." in drawn
        assert screen.step.writes[0].place == (0, 0, 37, 37)


@pytest.mark.parametrize("right", [True, False], ids=["right", "wrong"])
async def test_a_question_opens_with_its_numbers_once_it_is_answered(driven, right):
    item = generate("multichannel-entry", 3, "hard")
    answer = right_answer(item) + (not right)
    async with driven() as it:
        it.app.open_quiz(quiz.of_items("One", [item], 1))
        await it.settle()
        question = it.screen
        await it.press("x")
        assert it.screen is question  # not before the answer
        await it.press("backspace", *str(answer), "enter")
        assert question.told is not None
        await it.press("x")
        assert isinstance(it.screen, ExploreScreen)
        assert it.screen.operation.arrays["b"].tolist() == [item.parameters["b"]]
        assert it.screen.step.writes[0].value == item.answer
        await it.press("escape")
        assert it.screen is question
        assert question.told is not None


async def test_a_question_about_something_else_has_no_such_key(driven):
    item = generate("receptive-field", 1, "easy")
    async with driven() as it:
        it.app.open_quiz(quiz.of_items("One", [item], 1))
        await it.settle()
        question = it.screen
        await it.press("f4")
        assert "x" not in question.active_bindings
        await it.press("x")
        assert it.screen is question


def failed(slug, arguments, expected, got):
    """Return a verdict as the record keeps it."""
    wrong = np.asarray(expected) != np.asarray(got)
    example = Counterexample(arguments, expected, got, wrong)
    check = CheckResult("values", "Values", "failed", 1, "wrong", example)
    verdict = Verdict("f.py", slug, Status.WRONG, "wrong", checks=(check,))
    return verdict_to_json(verdict)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=str)
async def test_a_failed_verdict_opens_at_the_wrong_cell(driven, record, size):
    arguments = {"image": np.array([[1.0, 2, 4]]), "kernel": np.array([[1.0, 3]])}
    kept = failed("correlate2d", arguments, np.array([[7.0, 14]]), np.array([[7.0, 0]]))
    async with driven(size) as it:
        it.app.learner.keep_verdict("correlate2d", "text", kept, seed=1, seconds=1.0)
        it.app.open_exercise("correlate2d")
        await it.settle()
        assert it.screen.active_bindings["f9"].enabled
        await it.press("f9")
        assert isinstance(it.screen, ExploreScreen)
        assert it.screen.step.words == ("2*1 + 4*3 = 14",)
        await it.press("escape")
        assert type(it.screen).__name__ == "ExerciseScreen"


async def test_a_verdict_without_a_walk_has_no_such_key(driven):
    async with driven() as it:
        it.app.open_exercise("relu")
        await it.settle()
        it.screen.editor.take_over("something")
        await it.press("f5")
        await it.graded()
        assert "f9" not in it.screen.active_bindings
        await it.press("f9")
        assert type(it.screen).__name__ == "ExerciseScreen"


@pytest.fixture
def app(folder, clock, grader):
    learner = Learner(Record.open(folder / "record.sqlite3", clock=clock))
    yield CnnquizApp(learner, grader)
    learner.close()


@pytest.mark.parametrize(
    ("name", "size", "keys"),
    [
        ("conv2d", SMALL, ["down", TURN_UP, "right", "right"]),
        ("softmax_cross_entropy", LARGE, ["end", "left"]),
    ],
    ids=["conv2d", "softmax"],
)
def test_a_picture_of_explore(snap_compare, app, name, size, keys):
    async def walk(pilot):
        await pilot.pause()
        app.open_explore(explore.of_name(name))
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=walk)
