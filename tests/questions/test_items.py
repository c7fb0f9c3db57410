"""What the structs refuse, and what they work out."""

import msgspec
import pytest

from cnnquiz.questions.answers import right_answer
from cnnquiz.questions.marking import mark
from cnnquiz.questions.parsing import parse

RIGHT = {"text": "r", "correct": True, "explanation": "e"}
WRONG = {"text": "w", "explanation": "e", "misconception": "kernel-flip"}


@pytest.mark.parametrize(
    ("type_", "changes", "message"),
    [
        ("choice", {"options": [WRONG, WRONG]}, "exactly one must be correct"),
        ("choice", {"options": [RIGHT, RIGHT]}, "exactly one must be correct"),
        ("multi", {"options": [RIGHT, RIGHT]}, "some must be correct and some wrong"),
        ("multi", {"options": [WRONG, WRONG]}, "some must be correct and some wrong"),
        ("choice", {"options": [{**WRONG, "misconception": None}]}, "names no misc"),
        ("choice", {"options": [{**RIGHT, "misconception": "no-exp"}]}, "names a misc"),
        ("choice", {"options": [{**WRONG, "misconception": "Not Kebab"}]}, "regex"),
        ("choice", {"options": [{**WRONG, "explanation": ""}]}, "length >= 1"),
        ("shape", {"axes": ["N"]}, "one name for each number"),
        ("array", {"answer": [[1, 2], [3]]}, "not a full rectangle"),
        ("array", {"answer": [[]]}, "not a full rectangle"),
        ("order", {"lines": ["a", "b"]}, "at least three"),
        ("match", {"pairs": []}, "two to nine"),
        ("bug", {"line": 5}, "the code has lines 1 to 4"),
        ("bug", {"line": 0}, "the code has lines 1 to 4"),
        ("bug", {"fixes": [WRONG]}, "exactly one must be correct"),
        ("blank", {"code": "x = 1"}, "one blank"),
        ("blank", {"code": "x = ___ + ___"}, "one blank"),
        ("blank", {"tests": []}, "at least one"),
        ("explain", {"points": ["one"]}, "three to six"),
        ("number", {"level": "brutal"}, "Invalid enum value"),
        ("number", {"seconds": 0}, "Expected `int` >= 10"),
        ("number", {"id": "Has Spaces"}, "regex"),
        ("number", {"colour": "red"}, "unknown field `colour`"),
    ],
)
def test_an_item_that_makes_no_sense_is_refused(build, type_, changes, message):
    with pytest.raises(msgspec.ValidationError, match=message):
        build(type_, **changes)


def test_two_equal_right_texts_cannot_be_matched(build):
    pair = {"left": "a", "right": "same", "explanation": "e"}
    with pytest.raises(msgspec.ValidationError, match="the same"):
        build("match", pairs=[pair, pair], extras=[])


def test_misconceptions_are_those_of_the_wrong_answers_and_those_listed(build):
    item = build("number", misconceptions=["hw-swap", "pad-counted-once"])
    assert item.misconceptions == ("pad-counted-once", "hw-swap")


def test_every_wrong_answer_brings_its_misconception(item):
    named = {
        "choice": 2, "multi": 2, "number": 1, "shape": 2, "array": 2, "order": 0,
        "match": 1, "bug": 2, "blank": 1, "explain": 1,
    }  # fmt: skip
    assert len(item.misconceptions) == named[item.type]


def test_a_fix_takes_the_place_and_the_indentation_of_the_wrong_line(build):
    assert build("bug").fixed(0) == "a = 1\nif a:\n    b = a + 1\nc = b\n"


def test_a_blank_is_filled_in_parentheses(build):
    assert build("blank").filled("1 + 1") == "def twice(x):\n    return (1 + 1)\n"


def test_items_cannot_be_changed(item):
    with pytest.raises(AttributeError):
        item.stem = "another"


def test_what_is_no_item_is_neither_read_nor_marked_nor_answered():
    """A new type must be registered in each of these: forgetting one is an error."""
    for act in (lambda: parse(3, "1"), lambda: mark(3, 1), lambda: right_answer(3)):
        with pytest.raises(TypeError, match="int"):
            act()
