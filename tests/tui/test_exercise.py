"""An exercise: edited, kept, graded without blocking, explained, and left."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from cnnquiz.curriculum.catalog import find
from cnnquiz.study.record import Record
from cnnquiz.tui.learner import Learner

SIZES = [(80, 24), (120, 40)]


async def opened(it, slug="relu", text=None):
    it.app.open_exercise(slug)
    await it.settle()
    if text is not None:
        it.screen.show_pane("code")
        it.screen.editor.take_over(text)
        await it.settle()


async def solution_shown(it):
    """Ask for the solution of what has not passed, and say yes."""
    await it.pilot.press("f8")
    await it.until(lambda: type(it.screen).__name__ == "Confirm")
    await it.pilot.press("y")
    await it.until(lambda: type(it.screen).__name__ == "SolutionScreen")
    await it.settle()


def written(it):
    """Return the text that is kept in the record."""
    draft = it.record.draft("relu")
    return draft.text if draft else None


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_pass_is_shown_and_kept(driven, size):
    async with driven(size) as it:
        await opened(it, text="PASS")
        await it.press("f5")
        await it.graded()
        assert it.screen.pane == "verdict"
        assert "relu: passed" in it.shown("#said")
        (row,) = it.record.submissions("relu")
        assert (row.status, row.source, row.seed) == ("passed", "PASS", 7)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_failure_shows_arrays_with_the_wrong_cells_and_the_lesson(driven, size):
    async with driven(size) as it:
        await opened(it, text="something")
        await it.press("ctrl+s")
        await it.graded()
        said = it.shown("#said")
        assert "[-2]" in said  # a wrong cell is marked without colour too
        assert "expected" in said
        assert "A lesson to remember." in said
        assert "[/red] w[i]" in said  # never markup
        assert "\x1b" not in said
        assert it.record.submissions("relu")[0].status == "wrong"


async def test_the_screen_is_alive_while_grading_and_the_grading_can_be_stopped(
    driven, gate
):
    os.mkfifo(gate)
    async with driven() as it:
        await opened(it, text="HOLD")
        await it.pilot.press("f5")
        await it.until(lambda: "drawn cases 3/10" in it.shown("#said"))
        await it.press("f7", "f7", "x", "y")
        assert "xy" in it.screen.editor.text
        assert it.screen.grading
        await it.pilot.press("f6")
        await it.graded()
        assert "Stopped" in it.shown("#said")
        assert it.record.submissions() == []
        it.screen.editor.take_over("PASS")
        await it.press("f5")
        await it.graded()
        assert "relu: passed" in it.shown("#said")


async def test_a_second_grading_is_not_begun_while_one_is_under_way(driven, gate):
    os.mkfifo(gate)
    async with driven() as it:
        await opened(it, text="HOLD")
        await it.pilot.press("f5", "f5")
        await it.until(lambda: "3/10" in it.shown("#said"))
        gate.write_text("go")
        await it.graded()
        assert len(it.record.submissions()) == 1


async def test_leaving_while_grading_loses_nothing(driven, gate):
    os.mkfifo(gate)
    async with driven() as it:
        await opened(it, text="HOLD")
        await it.pilot.press("f5")
        await it.until(lambda: "3/10" in it.shown("#said"))
        await it.press("escape")
        await it.graded()
        assert "Stopped, without a verdict" in it.shown("#said")
        await it.press("escape")
        assert type(it.screen).__name__ == "HomeScreen"
        assert written(it) == "HOLD"


@pytest.mark.parametrize(
    ("word", "said"), [("DIE", "out of luck"), ("FAIL", "nothing there")]
)
async def test_a_grader_that_fails_is_a_message_and_can_be_asked_again(
    driven, word, said
):
    async with driven() as it:
        await opened(it, text=word)
        await it.press("f5")
        await it.graded()
        assert said in it.shown("#said")
        assert "F5 tries again" in it.shown("#said")
        assert it.record.submissions() == []
        it.screen.editor.take_over("PASS")
        await it.press("f5")
        await it.graded()
        assert "passed" in it.shown("#said")


async def test_what_is_typed_is_kept_as_it_is_typed(driven):
    async with driven() as it:
        await opened(it)
        it.screen.show_pane("code")
        await it.press("z", "z")
        await it.screen._drafts.flush()
        assert "zz" in written(it)
    async with driven() as it:
        await opened(it)
        assert "zz" in it.screen.editor.text
        assert it.screen.pane == "code"


async def test_an_untouched_stub_is_not_a_draft(driven):
    async with driven() as it:
        await opened(it)
        await it.press("escape")
        assert written(it) is None


async def test_escape_in_the_editor_leaves_and_keeps(driven):
    async with driven() as it:
        await opened(it)
        it.screen.show_pane("code")
        await it.press("q", "escape")
        assert type(it.screen).__name__ == "HomeScreen"
        assert "q" in written(it)


KILLED = textwrap.dedent(
    """
    import asyncio, os, signal, sys
    from pathlib import Path
    from cnnquiz.tui.app import CnnquizApp
    from cnnquiz.tui.learner import Learner

    async def main():
        app = CnnquizApp(Learner.open(Path(sys.argv[1])), start="relu")
        async with app.run_test() as pilot:
            await pilot.pause()
            app.screen.show_pane("code")
            await pilot.press(*"kept")
            await app.screen._drafts.flush()
            os.kill(os.getpid(), signal.SIGKILL)

    asyncio.run(main())
    """
)


def test_a_kill_loses_no_text(folder: Path):
    run = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False)
    assert run.returncode == -signal.SIGKILL
    with Record.open(folder / "record.sqlite3") as record:
        assert "kept" in record.draft("relu").text


async def test_hints_come_one_by_one_and_are_remembered(driven):
    hints = find("relu").load().hints
    async with driven() as it:
        await opened(it)
        await it.press("f2")
        assert hints[0] in it.shown("#hints")
        assert hints[1] not in it.shown("#hints")
        await it.press("f2")
        assert hints[1] in it.shown("#hints")
        await it.press("escape", "f2")
        assert hints[1] in it.shown("#hints")
        assert hints[2] not in it.shown("#hints")
        taken = [event.payload for event in it.record.events("hint")]
        assert taken == [{"exercise": "relu", "number": n} for n in (1, 2)]


async def test_a_verdict_is_kept_with_the_hints_taken(driven):
    async with driven() as it:
        await opened(it, text="PASS")
        await it.press("f2", "escape", "f5")
        await it.graded()
        assert it.record.submissions()[0].hints == 1


async def test_the_solution_is_shown_at_once_after_a_pass_with_what_comes_next(driven):
    async with driven() as it:
        await opened(it, text="PASS")
        await it.press("f5")
        await it.graded()
        await it.press("f8")
        model = it.screen.query_one("#model")
        assert model.text == find("relu").solution.read_text(encoding="utf-8")
        assert it.screen.query_one("#yours").text == "PASS"
        assert find("relu").load().follow_ups[0] in it.shown("#questions Static")
        assert [e.payload for e in it.record.events("solution_shown")]


@pytest.mark.parametrize("size", [*SIZES, (180, 40)], ids=str)
async def test_the_loops_of_a_solution_are_one_more_pane(driven, size):
    async with driven(size) as it:
        await opened(it, "conv2d")
        await solution_shown(it)
        loops = it.screen.query_one("#loops")
        assert loops.text == find("conv2d").loops.read_text(encoding="utf-8")
        assert not loops.is_on_screen
        await it.press("f7")
        assert it.screen.pane == "loops"
        assert loops.is_on_screen
        assert it.screen.query_one("#model").is_on_screen == (size[0] >= 120)
        assert not it.screen.query_one("#yours").is_on_screen
        await it.press("f7")
        assert it.screen.pane == "yours"
        assert not loops.is_on_screen


async def test_a_solution_without_loops_has_no_pane_for_them(driven):
    async with driven() as it:
        await opened(it)
        await solution_shown(it)
        assert not it.screen.query("#loops")
        await it.press("f7")
        assert it.screen.pane == "yours"


async def test_the_solution_is_asked_for_twice_before_a_pass(driven):
    async with driven() as it:
        await opened(it)
        await it.pilot.press("f8")
        await it.until(lambda: type(it.screen).__name__ == "Confirm")
        await it.pilot.press("enter")
        await it.settle()
        assert type(it.screen).__name__ == "ExerciseScreen"
        assert it.record.events("solution_shown") == []


async def test_a_file_is_written_and_not_replaced_unasked(
    driven, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "relu.py"
    async with driven() as it:
        await opened(it, text="mine")
        await it.press("f3")
        assert file.read_text() == "mine"
        file.write_text("older")
        await it.pilot.press("f3")
        await it.until(lambda: type(it.screen).__name__ == "Confirm")
        await it.pilot.press("n")
        await it.settle()
        assert file.read_text() == "older"
        await it.pilot.press("f3")
        await it.until(lambda: type(it.screen).__name__ == "Confirm")
        await it.pilot.press("y")
        await it.settle()
        assert file.read_text() == "mine"


async def test_another_editor_is_not_possible_here_and_its_file_is_watched(
    driven, monkeypatch
):
    monkeypatch.setenv("EDITOR", "true")
    async with driven() as it:
        await opened(it, text="first")
        await it.pilot.press("f4")  # no real terminal: it cannot be handed over
        await it.settle()
        file = it.app.learner.folder() / "editing" / "relu.py"
        assert file.read_text() == "first"
        file.write_text("PASS, from elsewhere")
        it.screen._look_at_file()
        await it.settle()
        await it.graded()
        assert it.screen.editor.text == "PASS, from elsewhere"
        assert it.record.submissions()[0].source == "PASS, from elsewhere"


async def test_no_editor_set_is_said(driven, monkeypatch):
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    async with driven() as it:
        await opened(it)
        await it.press("f4")
        assert any("EDITOR=nano" in note.message for note in it.app._notifications)


async def test_the_panes_go_round_and_adapt_to_the_width(driven):
    def visible(it):
        names = ("statement", "code", "verdict")
        return [n for n in names if it.screen.query_one(f"#{n}").display]

    async with driven() as it:
        await opened(it)
        assert visible(it) == ["statement"]
        await it.press("f7")
        assert visible(it) == ["code"]
        await it.pilot.resize_terminal(120, 40)
        await it.settle()
        assert visible(it) == ["statement", "code"]
        await it.press("f7")
        assert visible(it) == ["code", "verdict"]
        await it.pilot.resize_terminal(200, 60)
        await it.settle()
        assert visible(it) == ["statement", "code", "verdict"]


async def test_beginning_again_can_be_undone(driven):
    async with driven() as it:
        await opened(it, text="long work")
        it.screen.action_begin_again()
        await it.until(lambda: type(it.screen).__name__ == "Confirm")
        await it.pilot.press("y")
        await it.settle()
        assert "NotImplementedError" in it.screen.editor.text
        it.screen.show_pane("code")
        await it.press("ctrl+z")
        assert it.screen.editor.text == "long work"


async def test_keys_in_the_editor_keep_their_order(driven):
    async with driven() as it:
        await opened(it, text="old")
        editor = it.screen.editor
        editor.move_cursor((0, 3))
        await it.press("ctrl+u", *"if", "colon", "enter", "y")
        assert editor.text == "if:\n    y"


async def test_without_a_record_an_exercise_still_works(driven):
    async with driven(learner=Learner(None, "no record")) as it:
        await opened(it, text="PASS")
        await it.press("f5")
        await it.graded()
        assert "passed" in it.shown("#said")
        await it.press("escape")
        await opened(it)
        assert it.screen.editor.text == "PASS"


async def test_typing_in_a_fresh_stub_replaces_what_stands_for_the_answer(driven):
    async with driven() as it:
        await opened(it)
        await it.press("f7", *"pass")
        assert "NotImplementedError" not in it.screen.editor.text
        assert it.screen.editor.text.rstrip().endswith("    pass")
        assert it.screen.editor.scroll_x == 0


async def test_the_line_of_an_error_is_shown_and_the_cursor_goes_there(driven):
    async with driven() as it:
        await opened(it, text="first\n  BROKEN\nlast")
        await it.press("f5")
        await it.graded()
        assert "BROKEN" in it.shown("#said")
        assert "first" in it.shown("#said")
        assert it.screen.editor.cursor_location == (1, 2)


async def test_after_a_pass_the_next_exercise_of_the_course_is_a_key_away(driven):
    async with driven() as it:
        await opened(it, text="PASS")
        await it.press("f10")
        assert it.screen.entry.slug == "relu"
        await it.press("f5")
        await it.graded()
        assert "F10 opens the next exercise, relu_backward." in it.shown("#said")
        await it.press("f10")
        assert it.screen.entry.slug == "relu_backward"
        await it.press("escape")
        assert type(it.screen).__name__ == "HomeScreen"
        assert written(it) == "PASS"


async def test_questions_on_the_topics_of_an_exercise_are_asked(driven):
    async with driven() as it:
        await opened(it)
        await it.press("ctrl+t")
        assert type(it.screen).__name__ == "QuizScreen"
        asked = it.screen.quiz.items
        assert len(asked) == 5
        assert {item.topic for item in asked} <= set(find("relu").load().topics)


async def test_other_bugs_are_drawn_and_work_is_asked_about(driven):
    async with driven() as it:
        await opened(it, "debug_cnn")
        first = it.screen.editor.text
        await it.screen.run_action("draw_bugs")
        await it.settle()
        other = it.screen.editor.text
        assert "seed=" in other
        assert other != first
        it.screen.editor.take_over(f"{other}# mine")
        await it.screen.run_action("draw_bugs")
        await it.until(lambda: type(it.screen).__name__ == "Confirm")
        await it.pilot.press("n")
        await it.settle()
        assert it.screen.editor.text == f"{other}# mine"
        it.screen.action_begin_again()
        await it.until(lambda: type(it.screen).__name__ == "Confirm")
        await it.pilot.press("y")
        await it.settle()
        assert it.screen.editor.text == other


async def test_only_a_script_to_mend_has_other_bugs(driven):
    async with driven() as it:
        await opened(it)
        titles = [each.title for each in it.app.get_system_commands(it.screen)]
        assert "exercise: draw other bugs" not in titles
        await opened(it, "debug_cnn")
        titles = [each.title for each in it.app.get_system_commands(it.screen)]
        assert "exercise: draw other bugs" in titles


@pytest.mark.parametrize("age", [-60, 60], ids=["older", "newer"])
async def test_what_another_editor_saved_after_the_draft_is_taken(driven, age):
    async with driven() as it:
        await opened(it, text="the draft")
        await it.screen._drafts.flush()
        file = it.screen._outside_path()
        await it.press("escape")
        file.parent.mkdir()
        file.write_text("saved elsewhere")
        kept = it.record.draft("relu").at.timestamp()
        os.utime(file, (kept + age, kept + age))
        await opened(it)
        text = "saved elsewhere" if age > 0 else "the draft"
        assert it.screen.editor.text == text
        assert written(it) == text
