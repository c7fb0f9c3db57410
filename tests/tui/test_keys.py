"""Keys of one's own: keys.toml puts actions on other keys."""

import pytest

from cnnquiz.tui import keys


def write(folder, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / keys.FILE).write_text(text, encoding="utf-8")


async def test_an_action_moves_to_another_key(driven, folder):
    write(folder, '"home.quiz" = "z"\n"home.exercises" = "ctrl+e, f8"\n')
    async with driven() as it:
        await it.press("e")
        assert type(it.screen).__name__ == "HomeScreen"
        await it.press("f8")
        assert type(it.screen).__name__ == "ExercisesScreen"
        await it.press("escape")
        await it.press("f1")
        assert "z" in it.shown("#help Static")


async def test_no_file_changes_nothing_and_loads_nothing(driven, folder):
    async with driven() as it:
        assert it.app._keymap == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"home.quizz" = "z"', "there is no action 'home.quizz'. Did you mean 'home.quiz'?"),
        ('"home.quiz" = 3', "'home.quiz' needs a key"),
        ('"home.quiz" = " "', "'home.quiz' needs a key"),
        ("home.quiz = ", "is left out"),
    ],
)  # fmt: skip
async def test_what_cannot_be_used_is_said_and_the_rest_is(driven, folder, text, said):
    write(folder, f'"home.exercises" = "j"\n{text}\n')
    async with driven() as it:
        told = [note.message for note in it.app._notifications]
        assert any(said in message for message in told)
        if "left out" not in said:
            await it.press("j")
            await it.settle()
            assert type(it.screen).__name__ == "ExercisesScreen"


async def test_a_key_that_is_taken_is_said(driven, folder):
    write(folder, '"home.exercises" = "q"\n')
    async with driven() as it:
        (told,) = [note.message for note in it.app._notifications]
        assert told == "keys.toml: 'home.exercises' takes q away from 'home.quiz'"
        await it.press("q")
        await it.settle()
        assert type(it.screen).__name__ == "ExercisesScreen"


def test_two_actions_may_change_places(folder):
    write(folder, '"home.exercises" = "q"\n"home.quiz" = "e"\n')
    assert keys.load(folder)[1] == []


def test_every_action_has_a_name_of_its_own():
    rows = keys.every()
    assert len({row.action for row in rows}) == len(rows) > 30
    assert {"home.quiz", "quiz.give_up", "exercise.grade"} <= {r.action for r in rows}
    assert all(row.keys and row.does for row in rows)
