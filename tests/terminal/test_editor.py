"""The learner's own editor takes the terminal over, and gives it back."""

from pathlib import Path

import pytest

WRONG = "import numpy as np\\n\\n\\ndef relu(x):\\n    return np.abs(x)\\n"
SCRIPT = """#!/bin/sh
# Writes an answer, says so, and waits for Enter as an editor that is open.
printf '{text}' > "$1"
echo THE EDITOR IS OPEN
read -r _
"""


@pytest.fixture
def editor(tmp_path: Path) -> Path:
    script = tmp_path / "editor"
    script.write_text(SCRIPT.format(text=WRONG))
    script.chmod(0o755)
    return script


def open_relu(terminal) -> None:
    terminal.start()
    terminal.until("Train for")
    terminal.press("e")
    terminal.until("relu_backward")
    terminal.press("Enter")
    terminal.until("Write relu(x)", "f4 $EDITOR")


def test_the_editor_opens_and_what_it_wrote_is_graded(opened, editor):
    terminal = opened(EDITOR=str(editor))
    open_relu(terminal)
    terminal.press("F4")
    assert "f4 $EDITOR" not in terminal.until("THE EDITOR IS OPEN")
    terminal.press("Enter")
    terminal.until("abs-value", "f4 $EDITOR")
    terminal.press("F7")
    terminal.press("F7")
    terminal.until("return np.abs(x)")


def test_a_kill_while_the_editor_is_open_keeps_what_it_wrote(opened, editor):
    terminal = opened(EDITOR=str(editor))
    open_relu(terminal)
    terminal.press("F4")
    terminal.until("THE EDITOR IS OPEN")
    terminal.kill()
    open_relu(terminal)
    terminal.press("F7")
    terminal.until("return np.abs(x)")


@pytest.mark.parametrize(
    ("environment", "told"),
    [({}, "EDITOR=nano"), ({"EDITOR": "no-such-editor"}, "no-such-editor cannot be")],
)
def test_an_editor_that_cannot_be_opened_is_told(opened, environment, told):
    terminal = opened(**environment)
    open_relu(terminal)
    terminal.press("F4")
    terminal.until(told, "f4 $EDITOR")
