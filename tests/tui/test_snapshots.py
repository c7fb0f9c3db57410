"""Pictures of screens that should not change unnoticed (--snapshot-update renews)."""

import pytest

from cnnquiz.questions.items import Choice, Option
from cnnquiz.study.record import Record
from cnnquiz.tui import quiz
from cnnquiz.tui.app import CnnquizApp
from cnnquiz.tui.learner import Learner

QUESTION = Choice(
    id="one-question",
    topic="padding",
    level="easy",
    seconds=30,
    stem="What does one ring of zeros around this map make of its size?\n\n  1 2\n  3 4",
    options=(
        Option(text="2×2", explanation="No.", misconception="padding-adds-weights"),
        Option(text="4×4", explanation="One row on each side.", correct=True),
    ),
    working="2 + 1 + 1 = 4",
    source="A book",
)


@pytest.fixture
def app(folder, clock, grader):
    learner = Learner(Record.open(folder / "record.sqlite3", clock=clock))
    yield CnnquizApp(learner, grader)
    learner.close()


async def idle(pilot):
    await pilot.pause()
    await pilot.app.workers.wait_for_complete(
        [w for w in pilot.app.workers if w.group != "warm"]
    )
    await pilot.pause()


def test_the_first_screen(snap_compare, app):
    assert snap_compare(app, terminal_size=(80, 24), run_before=idle)


def test_home_with_a_past(snap_compare, app):
    record = app.learner.record
    for right in (True, True, False, False, False):
        record.add_answer("pool", "x", correct=right, topic="pooling", seed=1)
    record.save_draft("conv2d", "text")
    assert snap_compare(app, terminal_size=(120, 40), run_before=idle)


@pytest.mark.parametrize("answered", [False, True], ids=["asked", "told"])
def test_a_question(snap_compare, app, answered):
    async def ask(pilot):
        await idle(pilot)
        app.open_quiz(quiz.Quiz("One", [QUESTION], 3))
        await idle(pilot)
        await pilot.press("1", *["enter"] * answered)
        await idle(pilot)

    assert snap_compare(app, terminal_size=(80, 24), run_before=ask)
