"""The verdict's pane: while it is worked out, when it is stopped, after a pass."""

import os

import pytest

from cnnquiz.curriculum.catalog import find
from cnnquiz.grading.verdict import Speed
from cnnquiz.tui import speed


async def opened(it, text):
    it.app.open_exercise("relu")
    await it.settle()
    it.screen.editor.take_over(text)
    await it.settle()


async def graded(it, text):
    it.screen.editor.take_over(text)
    await it.press("f5")
    await it.graded()


async def under_way(it, text):
    """Begin a grading that waits for the gate."""
    it.screen.editor.take_over(text)
    await it.pilot.press("f5")
    await it.until(lambda: "drawn cases" in it.shown("#said"))


def keys(it):
    """Return the keys that the footer shows."""
    live = it.screen.active_bindings.items()
    return {key for key, active in live if active.binding.show and active.enabled}


async def test_the_last_verdict_stays_while_the_next_is_worked_out(driven, gate):
    os.mkfifo(gate)
    async with driven() as it:
        await opened(it, "")
        await graded(it, "wrong")
        await under_way(it, "HOLD")
        said = it.shown("#said")
        assert said.index("drawn cases 3/10") < said.index("The verdict before:")
        assert "A lesson to remember." in said
        gate.write_text("go")
        await it.graded()
        said = it.shown("#said")
        assert "relu: passed" in said
        assert "The verdict before:" not in said
        assert "A lesson to remember." not in said


async def test_stopping_keeps_the_last_verdict(driven, gate):
    os.mkfifo(gate)
    async with driven() as it:
        await opened(it, "")
        await graded(it, "PASS")
        await under_way(it, "HOLD")
        await it.press("f6")
        await it.graded()
        said = it.shown("#said")
        assert said.startswith("Stopped, without a verdict. F5 grades again.")
        assert "relu: passed" in said
        assert "drawn cases" not in said
        assert len(it.record.submissions()) == 1


async def test_a_grader_that_fails_keeps_the_last_verdict(driven):
    async with driven() as it:
        await opened(it, "")
        await graded(it, "PASS")
        await graded(it, "FAIL")
        said = it.shown("#said")
        assert said.index("nothing there") < said.index("relu: passed")


async def test_the_key_that_stops_is_shown_while_there_is_something_to_stop(
    driven, gate
):
    os.mkfifo(gate)
    async with driven() as it:
        await opened(it, "")
        assert "f6" not in keys(it)
        await under_way(it, "HOLD")
        assert "f6" in keys(it)
        await it.press("f6")
        await it.graded()
        assert "f6" not in keys(it)


async def test_what_was_tried_has_no_tick_and_what_failed_has_a_cross(driven, gate):
    os.mkfifo(gate)
    async with driven() as it:
        await opened(it, "")
        it.screen.editor.take_over("EARLY HOLD")
        await it.pilot.press("f5")
        await it.until(lambda: "wrong: said of" in it.shown("#said"))
        it.screen.verdict.show_progress(it.screen.verdict._stages[0])
        said = it.shown("#said")
        assert "• drawn cases" in said
        assert "✗ wrong: said of" in said
        assert "✓" not in said
        gate.write_text("go")
        await it.graded()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_pass_is_followed_by_what_an_interviewer_asks(driven, size):
    follow_ups = find("relu").load().follow_ups
    async with driven(size) as it:
        await opened(it, "")
        await graded(it, "wrong")
        assert "An interviewer may ask" not in it.shown("#said")
        await graded(it, "PASS")
        said = " ".join(it.shown("#said").split())
        assert all(question in said for question in follow_ups)
        assert "F8 shows the model solution beside yours." in said
        assert "…" not in said  # all of it is wrapped, nothing cut
    async with driven(size) as it:  # another run shows the verdict again
        await opened(it, "")
        assert follow_ups[0] in " ".join(it.shown("#said").split())


async def test_a_stated_time_is_drawn_against_the_engines(driven):
    async with driven() as it:
        await opened(it, "")
        await graded(it, "PASS")
        assert "engine" not in it.shown("#said")
        await graded(it, "PASS TIMED")
        said = it.shown("#said")
        assert "engine ● 1" in said
        assert "● 3.1" in said
        assert "● 12" in said


async def test_the_plot_is_drawn_in_ascii_where_nothing_else_can_be(
    driven, monkeypatch
):
    monkeypatch.setenv("CNNQUIZ_ASCII", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    async with driven() as it:
        await opened(it, "")
        await graded(it, "PASS TIMED")

        def drawn():
            rows = it.screen._compositor.render_strips()
            return "\n".join(row.text for row in rows)

        await it.until(lambda: "engine * 1" in drawn())
        assert "--* 3.1" in drawn()
        assert drawn().isascii()


def dots(ratio, limit, width=76):
    """Return how far the dots of the three rows are from the axis's begin."""
    rows = str(speed.plot(Speed(ratio, limit), width)).split("\n")
    return [row.index("●") - rows[4].index("┼") for row in rows[1:4]]


def test_a_dot_is_as_far_as_the_logarithm_of_what_it_stands_for():
    assert dots(10, 100) == [0, 16, 32]
    assert dots(3.1623, 31.623) == [0, 8, 24]
    assert dots(0.1, 10) == [16, 0, 32]


def test_each_mark_stands_above_its_number():
    rows = str(speed.plot(Speed(0.5, 20_000), 76)).split("\n")
    marks = [at for at, char in enumerate(rows[4]) if char == "┼"]
    names = [rows[5][at:].split()[0] for at in marks]
    assert names == ["0.1", "1", "10", "100", "1k", "10k", "100k"]


@pytest.mark.parametrize("ratio", [1e-9, 0.3, 1, 49.9, 51, 99_000])
@pytest.mark.parametrize("width", [56, 76])
def test_the_plot_fits_its_width(ratio, width):
    rows = str(speed.plot(Speed(ratio, 50.0), width)).split("\n")
    assert max(map(len, rows)) <= width


def test_over_the_limit_is_said_in_words():
    assert "613, too slow" in str(speed.plot(Speed(613, 50), 76))
    assert "slow" not in str(speed.plot(Speed(50, 50), 76))


@pytest.mark.parametrize("ratio", [float("nan"), float("inf"), 0.0])
def test_what_has_no_place_on_the_axis_is_not_drawn(ratio):
    assert not speed.can_be_drawn(Speed(ratio, 50.0))
    assert speed.can_be_drawn(Speed(1.0, 50.0))
