"""Killed at any screen, it starts again with all that was answered and typed."""

import sqlite3
from contextlib import closing

import pytest

from cnnquiz.tui.quiz import draw

ORAL = ("interview", "oral", "--seed", "1")
HOME = ()

# How to come to a screen: the command line, then what to wait for and what to press,
# in turn. The last text is what the screen shows.
SCREENS = {
    "home": (HOME, "^q Quit"),
    "question": (HOME, "Train for", "Enter", "f4 Don't know"),
    "answer": (HOME, "Train for", "Enter", "f4 Don't know", "F4", "enter Next"),
    "summary": (
        ("quiz", "-n", "1", "--seed", "3"), "f4 Don't know",
        "F4", "enter Next", "Enter", "Ask the missed",
    ),
    "exercises": (HOME, "Train for", "e", "relu_backward"),
    "exercise": (HOME, "Train for", "e", "relu_backward", "Enter", "Write relu(x)"),
    "verdict": (
        HOME, "Train for", "e", "relu_backward", "Enter", "Write relu(x)",
        "F5", "it is still the stub",
    ),
    "hint": (
        HOME, "Train for", "e", "relu_backward", "Enter", "Write relu(x)",
        "F2", "Hint 1 of 3",
    ),
    "explore": (("explore", "conv2d"), "step 1/9"),
    "explore, edited": (("explore", "conv2d"), "step 1/9", "e", "Type a number"),
    "interview set-up": (HOME, "Train for", "i", "Judged:"),
    "past interviews": (HOME, "Train for", "i", "Judged:", "h", "esc Back"),
    "interview": (ORAL, "f5 Confirm"),
    "interview exercise": (
        ("interview", "live", "--seed", "1"), "Enter opens it", "Enter", "f8 Done",
    ),
    "progress": (HOME, "Train for", "p", "Nothing was answered"),
    "browse": (HOME, "Train for", "b", "These words are filters"),
    "help": (HOME, "Train for", "F1", "Keys that work here"),
    "palette": (HOME, "Train for", "C-p", "Search for commands"),
}  # fmt: skip


def follow(terminal, command, *steps: str) -> None:
    """Start, then wait for a text and press a key by turns."""
    terminal.start(*command)
    for number, step in enumerate(steps):
        if number % 2:
            terminal.press(step)
        else:
            terminal.until(step)


def start_again(terminal, shows: str = "^q Quit") -> str:
    """Start after a kill; the record must be whole, and nothing be complained of."""
    with closing(sqlite3.connect(terminal.record)) as record:
        assert record.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    terminal.start()
    shown = terminal.until(shows)
    assert "Traceback" not in shown
    return shown


@pytest.mark.parametrize("screen", SCREENS)
def test_it_starts_again_after_a_kill(terminal, screen):
    follow(terminal, *SCREENS[screen])
    terminal.kill()
    start_again(terminal)


def test_a_quiz_goes_on_with_the_question_that_was_open(terminal):
    second = " ".join(draw(2, seed=7).items[1].stem.split()[:4])
    follow(terminal, ("quiz", "-n", "2", "--seed", "7"), "f4 Don't know", "F4")
    terminal.until("enter Next")
    terminal.press("Enter")
    terminal.until(" 2/2 ", second)
    terminal.kill()
    assert "1 of 2 answered" in start_again(terminal, shows="you left it")
    terminal.press("c")
    terminal.until(" 2/2 ", second)


def test_code_is_kept_as_it_was_typed(terminal):
    follow(terminal, HOME, "Train for", "e", "relu_backward", "Enter", "Write relu(x)")
    terminal.press("F7")
    terminal.until("[code]")
    terminal.type("unlikely_name")
    terminal.until("unlikely_name")
    terminal.kill()
    start_again(terminal, shows="you were working on it")
    terminal.press("c")  # what was begun opens with its code
    terminal.until("[code]", "unlikely_name")


def test_a_kill_while_it_is_graded_keeps_the_code(terminal):
    follow(terminal, HOME, "Train for", "e", "relu_backward", "Enter", "Write relu(x)")
    terminal.press("F7")
    terminal.until("[code]")
    terminal.type("while True: pass #")
    terminal.until("while True")
    terminal.press("F5")
    terminal.until("Esc stops it")
    terminal.kill()
    start_again(terminal, shows="you were working on it")
    terminal.press("c")
    terminal.until("[code]", "while True")


@pytest.mark.parametrize("leave", ["kill", "Escape"])
def test_an_answer_in_words_is_offered_again(terminal, leave):
    follow(terminal, ORAL, "f5 Confirm")
    terminal.type("half an answer")
    terminal.until("half an answer")
    if leave == "kill":
        terminal.kill()
        start_again(terminal, shows="you left it")
    else:
        terminal.press(leave)
        terminal.until("you left it")
    terminal.press("c")
    terminal.until("f5 Confirm", "half an answer")
