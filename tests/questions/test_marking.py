"""What answers are worth, and what their errors show."""

import pytest

from cnnquiz.questions.answers import as_data, right_answer, say
from cnnquiz.questions.marking import Mark, mark, tolerance
from cnnquiz.questions.parsing import BugAnswer, Explained


def passes(_code, tests):
    return [""] * len(tests)


def fails(_code, tests):
    return ["twice(3) == 6 is False", *[""] * (len(tests) - 1)]


def dies(_code, _tests):
    return []


def test_the_right_answer_earns_everything(item):
    result = mark(item, right_answer(item), run=passes)
    assert result.score == 1
    assert result.correct
    assert result.verdict == "Correct"
    assert result.misconceptions == ()
    assert all(part.correct for part in result.parts)


def test_no_answer_earns_nothing(item):
    result = mark(item, None)
    assert (result.score, result.verdict) == (0, "Wrong")


def test_a_wrong_option_is_explained_and_names_its_misconception(build):
    result = mark(build("choice"), 1)
    assert result == Mark(0, "It flips.", misconceptions=("kernel-flip",))


@pytest.mark.parametrize(
    ("ticked", "score", "shown"),
    [
        ({0, 3}, 1, ()),
        ({0}, 0.75, ()),
        ({0, 1, 3}, 0.75, ("kernel-flip",)),
        ({1, 2}, 0, ("kernel-flip", "ceil-output-size")),
        ({0, 1}, 0.5, ("kernel-flip",)),
        ({0, 1, 2, 3}, 0.5, ("kernel-flip", "ceil-output-size")),
    ],
)
def test_each_option_of_a_multi_counts(build, ticked, score, shown):
    result = mark(build("multi"), frozenset(ticked))
    assert (result.score, result.misconceptions) == (score, shown)
    assert len(result.parts) == 4


def test_what_was_missed_is_counted(build):
    message = mark(build("multi"), frozenset({0, 1})).message
    assert "2 of 4 options are right" in message
    assert "1 missed, 1 ticked though wrong" in message


@pytest.mark.parametrize(
    ("answer", "stated", "allowed"),
    [(55, None, 0), (0.6652, None, 6.652e-4), (0.0, None, 1e-6), (3, 0.5, 0.5)],
)
def test_the_tolerance_is_the_stated_one(answer, stated, allowed):
    assert tolerance(answer, stated) == pytest.approx(allowed)


@pytest.mark.parametrize(
    ("changes", "given", "correct"),
    [
        ({"answer": 55}, 55, True),
        ({"answer": 55}, 55.0, True),
        ({"answer": 55}, 55.001, False),
        ({"answer": 0.66524}, 0.6652, True),
        ({"answer": 0.66524}, 0.666, False),
        ({"answer": 0.66524, "tolerance": 0.0005}, 0.665, True),
        ({"answer": 0.66524, "tolerance": 0.0005}, 0.66574, True),
        ({"answer": 0.66524, "tolerance": 0.0005}, 0.6658, False),
        ({"answer": -6}, 6, False),
        ({"answer": 1 / 3}, 0.3333, True),
    ],
)
def test_numbers_are_compared_within_the_tolerance(build, changes, given, correct):
    assert mark(build("number", **changes), given).correct is correct


def test_a_wrong_number_is_diagnosed(build):
    result = mark(build("number"), 56)
    assert result.message == "56 comes from counting the padding once."
    assert result.misconceptions == ("pad-counted-once",)


def test_an_unknown_wrong_number_is_not_guessed_about(build):
    result = mark(build("number", unit="cells"), 99)
    assert result.message == "The answer is 55 cells."
    assert result.misconceptions == ()


@pytest.mark.parametrize(
    ("given", "score", "shown", "words"),
    [
        ((8, 64, 56, 56), 1, (), "All 4 numbers"),
        ((8, 64, 55, 55), 0.5, ("missing-plus-one",), "55 counts the steps."),
        ((8, 192, 55, 55), 0.25, ("missing-plus-one", "map-per-channel-pair"), "pairs"),
        ((8, 192, 56, 56), 0.75, ("map-per-channel-pair",), "192 counts pairs."),
        ((8, 64, 56, 54), 0.75, (), "W is 56, not 54"),
        ((64, 8, 56, 56), 0.5, (), "N is 8, not 64; C is 64, not 8"),
        ((64, 56, 56), 0, (), "4 numbers are wanted (N, C, H, W); you gave 3"),
    ],
)
def test_each_axis_of_a_shape_counts_and_is_named(build, given, score, shown, words):
    result = mark(build("shape"), given)
    assert (result.score, result.misconceptions) == (score, shown)
    assert words in result.message


def test_a_shape_with_a_missing_axis_can_be_diagnosed(build):
    wrong = [{"value": [64], "misconception": "nhwc-order", "explanation": "Alone."}]
    result = mark(build("shape", wrong=wrong), (64,))
    assert (result.message, result.misconceptions) == ("Alone.", ("nhwc-order",))


@pytest.mark.parametrize(
    ("given", "score", "shown", "words"),
    [
        (((1, 2), (3, 4)), 1, (), "All 4 cells"),
        (((1, 2), (3, 5)), 0.75, (), "row 2, column 2 is 4, not 5"),
        (((1, 3), (2, 4)), 0.5, ("output-transposed",), "Transposed."),
        (((9,),), 0, ("global-pool",), "One cell."),
        (((1, 2, 3),), 0, (), "The result is 2×2; you gave 1×3"),
    ],
)
def test_each_cell_of_an_array_counts(build, given, score, shown, words):
    result = mark(build("array"), given)
    assert (result.score, result.misconceptions) == (score, shown)
    assert words in result.message


@pytest.mark.parametrize(
    ("given", "score"),
    [
        ((0, 1, 2, 3), 1),
        ((1, 0, 2, 3), 0.75),
        ((3, 2, 1, 0), 0.25),
        ((1, 2, 3, 0), 0.75),
        ((2, 3, 0, 1), 0.5),
    ],
)
def test_an_order_earns_its_longest_right_run(build, given, score):
    assert mark(build("order"), given).score == score


def test_a_stray_line_costs_and_is_explained(build, distractor):
    item = build("order", distractors=[distractor])
    result = mark(item, (0, 1, 4, 2, 3))
    assert result.score == pytest.approx(4 / 5)
    assert "It belongs nowhere." in result.message
    assert result.misconceptions == ("no-exp",)


def test_a_missing_line_costs(build, distractor):
    item = build("order", distractors=[distractor])
    assert mark(item, (0, 1)).score == 0.5


@pytest.mark.parametrize(
    ("given", "score", "shown"),
    [
        ((0, 1, 2), 1, ()),
        ((1, 0, 2), pytest.approx(1 / 3), ()),
        ((0, 1, 3), pytest.approx(2 / 3), ("layer-jobs-confused",)),
        ((1, 2, 0), 0, ()),
        ((0, 0, 0), pytest.approx(1 / 3), ()),
    ],
)
def test_each_pair_counts(build, given, score, shown):
    result = mark(build("match"), given)
    assert (result.score, result.misconceptions) == (score, shown)


@pytest.mark.parametrize(
    ("given", "score", "shown"),
    [
        (BugAnswer(3, 0), 1, ()),
        (BugAnswer(3, 1), 0.5, ("fix-without-running",)),
        (BugAnswer(2, 0), 0.5, ("slice-end-inclusive",)),
        (BugAnswer(1, 1), 0, ("fix-without-running",)),
    ],
)
def test_line_and_fix_count_half_each(build, given, score, shown):
    result = mark(build("bug"), given)
    assert (result.score, result.misconceptions) == (score, shown)


def test_a_wrong_line_is_set_right_and_explained(build):
    message = mark(build("bug"), BugAnswer(2, 0)).message
    assert message.startswith("Line 3 is wrong, not line 2. The condition is right.")


def test_a_blank_is_run_in_the_code(build):
    seen = []

    def run(code, tests):
        seen.append((code, tests))
        return ["", ""]

    assert mark(build("blank"), "x + x", run).correct
    assert seen == [("def twice(x):\n    return (x + x)\n", build("blank").tests)]


def test_a_blank_that_fails_says_what_went_wrong(build):
    result = mark(build("blank"), "3 * x", fails)
    assert (result.score, result.message) == (0, "twice(3) == 6 is False")


def test_a_known_wrong_blank_is_diagnosed_however_it_is_spaced(build):
    result = mark(build("blank"), "x**2", fails)
    assert result.misconceptions == ("one-axis-only",)


def test_a_blank_whose_code_dies_is_wrong(build):
    assert mark(build("blank"), "exit()", dies).score == 0


def test_a_blank_cannot_be_marked_without_a_sandbox(build):
    with pytest.raises(TypeError, match="sandbox"):
        mark(build("blank"), "2 * x")


@pytest.mark.parametrize(
    ("points", "flags", "score"),
    [
        ({0, 1, 2, 3}, (), 1),
        ({0, 1}, (), 0.5),
        ({0, 1}, {0}, 0.25),
        ({0}, {0}, 0),
        ((), {0}, 0),
        ((), (), 0),
    ],
)
def test_points_count_and_red_flags_cancel(build, points, flags, score):
    said = Explained("words", frozenset(points), frozenset(flags))
    result = mark(build("explain"), said)
    assert result.score == score
    assert result.misconceptions == (("kernel-flip",) if flags else ())


def test_every_mark_lies_between_nothing_and_everything(build):
    item = build("multi")
    for ticks in range(1, 16):
        answer = frozenset(i for i in range(4) if ticks >> i & 1)
        assert 0 <= mark(item, answer).score <= 1


def test_answers_are_kept_by_value(build):
    assert as_data(build("choice"), 1) == "wrong"
    assert as_data(build("multi"), frozenset({3, 0})) == ["right", "also right"]
    assert as_data(build("shape"), (1, 2)) == [1, 2]
    assert as_data(build("array"), ((1, 2),)) == [[1, 2]]
    assert as_data(build("number"), 0.5) == 0.5
    assert as_data(build("order"), (1, 0)) == ["second", "first"]
    assert as_data(build("match"), (3, 1, 0)) == {
        "flatten": "drops", "dense": "weighs", "softmax": "reshapes",
    }  # fmt: skip
    assert as_data(build("bug"), BugAnswer(2, 1)) == {"line": 2, "fix": "b = a + 3"}
    said = Explained("words", frozenset({1}), frozenset({0}))
    assert as_data(build("explain"), said) == {
        "text": "words", "points": ["two"], "flags": ["nonsense"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("type_", "answer", "text"),
    [
        ("choice", 1, "2) wrong"),
        ("number", 1792, "1,792"),
        ("number", 0.66524, "0.66524"),
        ("shape", (8, 3), "(8, 3)"),
        ("shape", (3,), "(3,)"),
        ("array", ((1, 20), (-3, 4)), " 1 20\n-3  4"),
        ("order", (1, 0), "b) second\na) first"),
        ("bug", BugAnswer(3, 0), "line 3\na) b = a + 1"),
        ("blank", "2 * x", "2 * x"),
    ],
)
def test_answers_can_be_said(build, type_, answer, text):
    assert say(build(type_), answer) == text
