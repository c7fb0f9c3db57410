"""Arrays and shapes: filled in cell by cell, by keys, by pasting, with the mouse."""

import pytest
from textual.events import Key, Paste

from cnnquiz.questions.items import Array, Shape, Wrong
from cnnquiz.tui import quiz
from cnnquiz.tui.widgets.cells import Cell
from cnnquiz.tui.widgets.grid import size_for

NAMES = {" ": "space", ",": "comma", ";": "semicolon", "-": "minus", ".": "full_stop"}


def keys(text):
    return [NAMES.get(char, char) for char in text]


def wrong(value):
    return Wrong(value=value, explanation="It is not.", misconception="kernel-flip")


def of_type(type_, answer, *others, **more):
    return type_(
        id="made-up",
        topic="convolution",
        level="easy",
        seconds=60,
        stem="What comes out?",
        working="By hand.",
        source="Arithmetic.",
        answer=answer,
        wrong=tuple(map(wrong, others)),
        **more,
    )


FIXED = of_type(Array, ((1, 2), (3, 4)), ((4, 3), (2, 1)))
"""An array of which only the values are asked."""
ROOMY = of_type(Array, ((1, 2), (3, 4)), ((1, 2, 3), (4, 5, 6), (7, 8, 9)))
"""An array whose size is asked too."""
SHAPE = of_type(Shape, (8, 64, 56), axes=("N", "C", "H"))
LACKING = of_type(Shape, (8, 64, 56), (64, 56), axes=("N", "C", "H"))


async def opened(it, item):
    it.app.open_quiz(quiz.of_items("One", [item], seed=5))
    await it.settle()
    return it.screen._control


async def paste(it, text):
    it.app._driver.send_message(Paste(text))
    await it.settle()


def drawn(it):
    return [str(cell.content).strip() for cell in it.screen.query(Cell)]


def on_screen(it):
    """Return what is drawn, with what replaces characters in ASCII."""
    return "\n".join(row.text for row in it.screen._compositor.render_strips())


def score(it):
    """Return the score of the only question; None before it is answered."""
    return it.screen.quiz.scores.get("made-up")


@pytest.mark.parametrize(
    "text", ["1 2; 3 4", "1, 2, 3, 4", "[[1, 2], [3, 4]]", "1;;3 4"]
)
async def test_keys_fill_the_cells_in_the_order_typed(driven, text):
    async with driven() as it:
        control = await opened(it, FIXED)
        await it.press(*keys(text))
        expected = "1 ; 3 4" if text == "1;;3 4" else "1 2; 3 4"
        assert control.typed == expected


async def test_keys_that_come_at_once_reach_the_cell_they_are_meant_for(driven):
    async with driven() as it:
        control = await opened(it, FIXED)
        for key in ("1", "tab", "2", "right", "3", "left", "left", "9", "enter", "4"):
            it.app._driver.send_message(Key(key, key if len(key) == 1 else None))
        await it.settle()
        assert control.typed == "9 4; 3 "


async def test_enter_goes_on_and_confirms_in_the_last_cell(driven):
    async with driven() as it:
        await opened(it, FIXED)
        await it.press("1", "enter", "2", "enter", "3", "enter", "4")
        assert it.screen.told is None
        await it.press("enter")
        assert score(it) == 1


async def test_arriving_in_a_cell_replaces_what_stands_there(driven):
    async with driven() as it:
        control = await opened(it, FIXED)
        await it.press("1", "2", "right", "left", "7")
        assert control.texts[0] == ["7", ""]
        await it.press("5", "backspace")
        assert control.texts[0] == ["7", ""]
        await it.press("right", "backspace", "delete")
        assert control.current == (0, 0)
        assert control.texts[0] == ["", ""]


async def test_what_is_missing_is_said_and_not_given_as_an_answer(driven):
    async with driven() as it:
        control = await opened(it, FIXED)
        assert "Nothing is filled in yet" in it.shown(".reading")
        await it.press(*keys("1 2;"), "right", "4")
        assert "Still empty: row 2, column 1." in it.shown(".reading")
        await it.press("f5")
        assert it.screen.told is None
        assert control.current == (1, 0)
        await it.press(*keys("1..2"))
        assert "No number" not in it.shown(".reading")  # it is still being typed
        await it.press("right")
        assert "No number in row 2, column 1: 1..2" in it.shown(".reading")
        assert "1..2?" in drawn(it)
        await it.press("f5")
        assert it.screen.told is None
        await it.press("3", "f5")
        assert score(it) == 1


async def test_what_can_be_read_as_a_number_is_one(driven):
    item = of_type(Array, ((0.5, -2),))
    async with driven() as it:
        await opened(it, item)
        await it.press(*keys("1/2 -2.0"), "enter")
        assert score(it) == 1


@pytest.mark.parametrize("text", ["1 2; 3 4", "1 2\n3 4\n", "[[1, 2],\n [3, 4]]"])
async def test_an_array_is_pasted_whole(driven, text):
    async with driven() as it:
        control = await opened(it, FIXED)
        await it.press("9", "right")
        await paste(it, text)
        assert control.typed == "1 2; 3 4"
        await it.press("enter")
        assert score(it) == 1


async def test_one_number_is_pasted_where_the_keys_act(driven):
    async with driven() as it:
        control = await opened(it, FIXED)
        await it.press("down", "right")
        await paste(it, " -7 ")
        assert control.texts == [["", ""], ["", "-7"]]


async def test_what_is_pasted_and_does_not_fit_changes_nothing(driven):
    async with driven() as it:
        control = await opened(it, FIXED)
        await it.press("9")
        await paste(it, "1 2 3; 4 5 6")
        assert control.texts == [["9", ""], ["", ""]]
        assert "does not fit: 2 rows of 3" in it.shown(".reading")
        await paste(it, "   ")
        assert control.texts == [["9", ""], ["", ""]]


async def test_a_click_goes_to_a_cell(driven):
    async with driven() as it:
        control = await opened(it, FIXED)
        await it.pilot.click(it.screen.query(Cell).last())
        await it.press("4")
        assert control.texts == [["", ""], ["", "4"]]
        assert drawn(it)[3] == "[      4]"


async def test_tab_leaves_the_control_behind_its_last_cell(driven):
    async with driven() as it:
        control = await opened(it, SHAPE)
        await it.press("tab", "tab")
        assert control.current == (0, 2)
        assert it.screen.focused is control
        await it.press("tab")
        assert it.screen.focused is not control
        await it.press("shift+tab", "shift+tab", "shift+tab")
        assert it.screen.focused is control
        assert control.current == (0, 0)
        await it.press("shift+tab")
        assert it.screen.focused is not control


async def test_keys_that_mean_nothing_to_numbers_are_left_to_the_screen(driven):
    async with driven() as it:
        control = await opened(it, FIXED)
        await it.press("q", "question_mark")
        assert type(it.screen).__name__ == "HelpScreen"
        await it.press("escape")
        assert control.texts == [["", ""], ["", ""]]


@pytest.mark.parametrize(
    ("answer", "others", "size"),
    [
        (((1, 2), (3, 4)), [((0, 0), (0, 0))], (2, 2, False)),
        (((1, 2),), [((1,),)], (1, 3, True)),
        (((1, 2),), [((1, 2, 3, 4),)], (1, 4, True)),
        (((1, 2),), [((1,), (2,))], (2, 3, True)),
    ],
)
def test_a_grid_does_not_give_away_a_size_that_is_asked(answer, others, size):
    assert size_for(of_type(Array, answer, *others)) == size


async def test_what_stays_empty_at_the_end_is_not_part_of_the_answer(driven):
    async with driven() as it:
        control = await opened(it, ROOMY)
        assert len(it.screen.query(Cell)) == 9
        assert "the rest stays empty" in it.shown(".reading")
        await it.press("1", "enter", "2", "semicolon", "3")
        assert "Still empty: row 2, column 2." in it.shown(".reading")
        await it.press("enter", "4")
        assert "Read as 2 rows of 2." in it.shown(".reading")
        assert control.typed == "1 2; 3 4"
        await it.press("enter")
        assert control.current == (2, 0)  # a row ends where the first one does
        assert it.screen.told is None
        await it.press("enter")
        assert score(it) == 1


async def test_the_wrong_size_is_known_by_its_mistake(driven):
    async with driven() as it:
        await opened(it, ROOMY)
        await paste(it, "1 2 3; 4 5 6; 7 8 9")
        await it.press("f5")
        assert score(it) == 0
        assert "It is not." in it.shown("#headline")


async def test_wrong_cells_are_marked_once_the_answer_is_told(driven):
    async with driven() as it:
        control = await opened(it, FIXED)
        await paste(it, "1 2; 3 5")
        await it.press("f5")
        assert score(it) == 0.75
        assert drawn(it) == ["1✓", "2✓", "3✓", "5✗"]
        assert not control.can_focus


@pytest.mark.parametrize("text", ["8,64,56", "8 64 56", "8x64x56", "(8, 64, 56)"])
async def test_a_shape_is_typed_axis_by_axis(driven, text):
    async with driven() as it:
        control = await opened(it, SHAPE)
        assert [word.strip() for word in it.shown(".axis").split("\n")] == list("NCH")
        await it.press(*keys(text))
        assert control.typed == "8, 64, 56"
        assert it.shown(".reading") == "(8, 64, 56)"
        await it.press("enter")
        assert score(it) == 1


@pytest.mark.parametrize("text", ["8x64x56", "8 × 64 × 56", "(8, 64, 56)", "8\n64\n56"])
async def test_a_shape_is_pasted_whole(driven, text):
    async with driven() as it:
        control = await opened(it, SHAPE)
        await it.press("tab")
        await paste(it, text)
        assert control.texts == [["8", "64", "56"]]


async def test_a_wrong_axis_is_marked_by_its_name(driven):
    async with driven() as it:
        await opened(it, SHAPE)
        await paste(it, "8x64x55")
        await it.press("f5")
        assert drawn(it) == ["8✓", "64✓", "55✗"]
        assert "H is 56, not 55" in it.shown("#headline")


async def test_an_axis_is_missing_until_it_is_typed(driven):
    async with driven() as it:
        control = await opened(it, SHAPE)
        await it.press("8", "tab", "tab", *"56", "enter", "f5")
        assert it.screen.told is None
        assert "Still empty: C." in it.shown(".reading")
        assert control.current == (0, 1)


async def test_an_axis_may_be_left_out_where_that_is_a_known_mistake(driven):
    async with driven() as it:
        await opened(it, LACKING)
        await it.press("tab", *"64", "tab", *"56", "enter")
        assert it.screen.told is None
        assert "Still empty: N. F5 again reads (64, 56)." in it.shown(".reading")
        await it.press("f5")
        assert score(it) == 0
        assert "It is not." in it.shown("#headline")


async def test_an_axis_left_out_by_a_slip_is_filled_in(driven):
    async with driven() as it:
        await opened(it, LACKING)
        await it.press("tab", *"64", "tab", *"56", "enter", "8", "f5")
        assert score(it) == 1


@pytest.mark.parametrize("text", ["8 b64 56", "8 b64"])
async def test_a_shape_of_what_is_no_number_is_not_given(driven, text):
    async with driven() as it:
        control = await opened(it, LACKING)
        await paste(it, text)
        await it.press("f5", "f5")
        assert it.screen.told is None
        assert "No number in C: b64" in it.shown(".reading")
        assert control.current == (0, 1)


async def test_cells_are_told_apart_without_colours_and_in_ascii(driven, monkeypatch):
    monkeypatch.setenv("CNNQUIZ_ASCII", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    async with driven() as it:
        await opened(it, FIXED)
        await it.press(*keys("1 2;3"))
        await it.until(lambda: "      1         2 " in on_screen(it))
        assert "[      3]        _ " in on_screen(it)
        await it.press("tab", "5", "f5")
        await it.until(lambda: "      3+        5x" in on_screen(it))


async def test_a_space_beyond_the_last_cell_costs_no_number(driven):
    async with driven() as it:
        control = await opened(it, SHAPE)
        await it.press("tab", *keys("3 4 0"))
        assert control.texts == [["", "3", "4"]]
        assert "This is the last cell." in it.shown(".reading")
        await it.press("backspace", "5")
        assert control.texts == [["", "3", "5"]]


async def test_a_letter_is_said_to_be_no_part_of_a_number(driven):
    async with driven() as it:
        control = await opened(it, FIXED)
        await it.press("k")
        assert "k is no part of a number here." in it.shown(".reading")
        await it.press("1")
        assert "no part" not in it.shown(".reading")
        assert control.texts[0] == ["1", ""]
