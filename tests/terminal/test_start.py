"""It starts, fits the terminal it is given, and leaves it as it was."""

import pytest

from .conftest import colours

SMALL, WIDE = (60, 15), (200, 60)


def test_the_first_screen_says_what_to_do(terminal):
    terminal.start()
    terminal.until("Train for", "ten questions", "^q Quit")
    terminal.press("Enter")
    terminal.until(" 1/10 ", "f4 Don't know")


def test_what_the_command_line_chooses_is_asked(terminal):
    terminal.start("quiz", "-n", "1", "--topic", "pooling", "--level", "easy")
    terminal.until(" 1/1 ", "pooling, easy")


def test_quitting_leaves_the_terminal_clean(terminal):
    terminal.start()
    terminal.until("^q Quit")
    terminal.press("C-q")
    assert terminal.ended() == 0
    left = terminal.shown().splitlines()
    assert not [line for line in left if line and not line.startswith("Pane is dead")]


def test_control_c_says_how_to_quit_and_loses_nothing(terminal):
    terminal.start("interview", "oral", "--seed", "1")
    terminal.until("f5 Confirm")
    terminal.type("a word")
    terminal.until("a word")
    terminal.press("C-c")
    assert "a word" in terminal.until("ctrl+q")


def test_a_wrong_command_line_is_told_without_a_screen(terminal):
    terminal.start("explore", "no_such_operation")
    assert "Traceback" not in terminal.until("no_such_operation")
    assert terminal.ended() == 2


@pytest.mark.parametrize("colourless", [True, False])
def test_no_color_leaves_greys_alone(opened, colourless):
    terminal = opened(**{"NO_COLOR": "1"} if colourless else {})
    terminal.start()
    terminal.until("Train for interviews", "^q Quit")
    used = colours(terminal.shown(colours=True))
    assert used
    assert all(len(set(each)) == 1 for each in used) == colourless


def test_a_resize_keeps_what_is_typed_and_the_keys_in_sight(terminal):
    terminal.start("interview", "oral", "--seed", "1")
    terminal.until("f5 Confirm")
    terminal.type("a word")
    terminal.until("a word")
    for width, height in (SMALL, WIDE, (80, 24)):
        terminal.resize(width, height)
        shown = terminal.until_fits("f5 Confirm", "a word")
        assert max(map(len, shown.splitlines())) <= width
