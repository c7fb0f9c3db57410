"""How feedback is printed: each note on lines of its own, whatever its label is."""

from __future__ import annotations

import pytest

from cnnquiz.cli.terminal import Look
from cnnquiz.cli.voice import Voice
from cnnquiz.questions.feedback import Feedback, Note


@pytest.mark.parametrize(
    ("label", "text", "printed"),
    [
        ("A", "It is so.", "  + A: It is so."),
        (" 1  4\n-1  1", "Rows are columns here.", "  + 1 4; -1 1: Rows are columns"),
        (
            " 1  4\n-1  1",
            "1 4; -1 1 comes from rows.",
            "  + 1 4; -1 1 comes from rows.",
        ),
        ("56", "56 comes from one side.", "  + 56 comes from one side."),
    ],
)
def test_a_note_is_one_line_and_names_its_value_once(capsys, label, text, printed):
    """A grid as a label is laid along the line; a text that begins with it has none."""
    note = Note(label=label, text=text, right=True, given=False)
    told = Feedback(
        verdict="Correct", headline="", answer="x", notes=(note,),
        corrections=(), working="", source="s",
    )  # fmt: skip
    Voice(Look(width=80, colour=False, ascii=False)).explained(told)
    assert capsys.readouterr().out.splitlines()[1].startswith(printed)
