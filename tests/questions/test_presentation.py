"""How items are put before the learner, and what is told afterwards."""

import pytest

from cnnquiz.questions.answers import positions, right_answer
from cnnquiz.questions.feedback import feedback
from cnnquiz.questions.marking import mark
from cnnquiz.questions.parsing import BugAnswer, Explained, parse
from cnnquiz.questions.presentation import (
    arrange,
    assemble,
    choices,
    code_of,
    partners,
    prompt,
    steps,
)


def numeric(*values):
    return [
        {"text": v, "explanation": "e", "misconception": "no-exp"} for v in values[:-1]
    ] + [{"text": values[-1], "explanation": "e", "correct": True}]


def test_the_order_is_drawn_from_the_seed(build):
    orders = {arrange(build("multi"), seed).shown for seed in range(40)}
    assert len(orders) > 10
    assert arrange(build("multi"), 7) == arrange(build("multi"), 7)
    assert all(sorted(order) == [0, 1, 2, 3] for order in orders)


def test_two_items_are_not_shuffled_alike(build):
    one, other = build("multi"), build("multi", id="another")
    pairs = [(arrange(one, s).shown, arrange(other, s).shown) for s in range(10)]
    assert any(a != b for a, b in pairs)


def test_numbers_stay_sorted(build):
    item = build("choice", options=numeric("9", "27", "1,728"))
    assert all(positions(arrange(item, seed)) == (0, 1, 2) for seed in range(10))


def test_lines_to_order_never_stand_in_order(build):
    item = build("order", lines=["a", "b", "c"])
    assert all(arrange(item, seed).shown != (0, 1, 2) for seed in range(60))


@pytest.mark.parametrize("seed", range(5))
def test_the_answer_does_not_depend_on_how_options_are_shown(build, seed):
    item = arrange(build("choice"), seed)
    right = next(one.label for one in choices(item) if one.text == "right")
    assert parse(item, right) == right_answer(item) == 0


@pytest.mark.parametrize("seed", range(5))
def test_lines_keep_their_place_in_the_file(build, seed):
    item = arrange(build("order"), seed)
    labels = {one.text: one.label for one in choices(item)}
    text = " ".join(labels[line] for line in ("first", "second", "third", "fourth"))
    assert parse(item, text) == (0, 1, 2, 3)


@pytest.mark.parametrize("seed", range(5))
def test_pairs_keep_their_place_in_the_file(build, seed):
    item = arrange(build("match"), seed)
    labels = {one.text: one.label for one in choices(item)}
    lefts = {one.text: one.label for one in partners(item)}
    text = " ".join(
        lefts[pair.left] + labels[pair.right] for pair in reversed(item.pairs)
    )
    assert mark(item, parse(item, text)).correct


@pytest.mark.parametrize(
    ("type_", "texts", "answer"),
    [
        ("choice", ["1"], 0),
        ("multi", ["1 4"], frozenset({0, 3})),
        ("number", ["55"], 55),
        ("shape", ["8,64,56,56"], (8, 64, 56, 56)),
        ("array", ["1 2; 3 4"], ((1, 2), (3, 4))),
        ("order", ["a b c d"], (0, 1, 2, 3)),
        ("match", ["a1 b2 c3"], (0, 1, 2)),
        ("bug", ["3", "a"], BugAnswer(3, 0)),
        ("blank", ["x * 2"], "x * 2"),
        ("explain", ["words", "1 3", "0"], Explained("words", frozenset({0, 2}))),
    ],
)
def test_steps_read_an_answer_piece_by_piece(build, type_, texts, answer):
    item = build(type_)
    asked = steps(item)
    assert len(asked) == len(texts)
    parts = [step.parse(text) for step, text in zip(asked, texts, strict=True)]
    assert assemble(item, parts) == answer


def test_the_fixes_of_a_bug_are_shown_only_after_the_line(build):
    line, fix = steps(build("bug"))
    assert (line.choices, line.title) == ((), "")
    assert [one.text for one in fix.choices] == ["b = a + 1", "b = a + 3"]
    assert "Line 3" in fix.title


def test_the_key_points_are_shown_only_after_the_words(build):
    text, points, flags = steps(build("explain"))
    assert text.choices == ()
    assert [one.text for one in points.choices] == ["one", "two", "three", "four"]
    assert [one.text for one in flags.choices] == ["nonsense"]


def test_every_prompt_is_one_short_line(item):
    for step in steps(item):
        assert 5 < len(step.prompt) <= 72
        assert "\n" not in step.prompt


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "(exact)"),
        ({"answer": 0.5}, "within 0.1 %"),
        ({"answer": 0.5, "tolerance": 0.0005}, "±0.0005"),
        ({"unit": "MiB"}, "in MiB"),
    ],
)
def test_a_number_says_how_exact_it_must_be(build, changes, words):
    assert words in prompt(build("number", **changes))


def test_the_lines_of_a_bug_are_numbered(build):
    assert code_of(build("bug")).splitlines()[2] == "3      b = a + 2"
    assert code_of(build("choice", code="\nx = 1\n")) == "x = 1"


def test_feedback_tells_about_each_option_as_it_was_shown(build):
    item = arrange(build("choice"), 3)
    told = feedback(item, 1, mark(item, 1))
    assert (told.verdict, told.headline) == ("Wrong", "It flips.")
    assert [note.label for note in told.notes] == ["1", "2", "3"]
    assert [note.text for note in told.notes if note.given] == ["It flips."]
    assert [note.text for note in told.notes if note.right] == ["Because it is."]
    assert told.answer.endswith(") right")
    assert "cross-correlation" in told.corrections[0]


def test_feedback_is_complete_for_every_type(item):
    answer = right_answer(item)
    told = feedback(
        item, answer, mark(item, answer, run=lambda _, tests: [""] * len(tests))
    )
    assert told.verdict == "Correct"
    assert told.headline
    assert "\n" not in told.headline
    assert told.answer
    assert (told.working, told.source) == ("The working.", "A source, 2020")
    assert told.corrections == ()


def test_feedback_can_be_given_without_an_answer(item):
    told = feedback(item, None, mark(item, None))
    assert told.verdict == "Wrong"
    assert told.answer
    assert not any(note.given for note in told.notes)


def test_feedback_explains_the_wrong_values_too(build):
    item = build("array")
    told = feedback(item, ((9,),), mark(item, ((9,),)))
    assert [note.given for note in told.notes] == [False, True]
    assert told.answer == "1 2\n3 4"
