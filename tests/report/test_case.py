"""A counterexample: which parts are drawn, by which names, and in which way."""

from __future__ import annotations

import numpy as np
import pytest

from cnnquiz.grading.verdict import Counterexample
from cnnquiz.report.case import counterexample
from cnnquiz.report.spans import draw


def drawn(found: Counterexample, slug: str = "") -> str:
    return draw(counterexample(found, 76, slug), width=76, colour=False, ascii=False)


def results(expected, got, wrong=None) -> str:
    return drawn(Counterexample({}, expected, got, wrong))


def test_parts_are_named_by_their_marks() -> None:
    """The grader knows what a tuple's parts are called; only wrong ones are drawn."""
    one, two, three = np.ones(2), np.ones(3), np.ones(2)
    got = (one, two, np.array([1.0, 5.0]))
    text = results((one, two, three), got, {"db": np.array([False, True])})
    assert "db: expected (2,)    db: got (2,)" in text
    assert "[5]" in text
    assert "(3,)" not in text


def test_two_wrong_parts_of_one_shape_keep_their_order() -> None:
    """Names go to parts in order, and where the marked cells are furthest off."""
    right = np.zeros(2)
    got = (right, np.array([0.0, 4.0]), np.array([6.0, 0.0]))
    marks = {"dw": np.array([False, True]), "db": np.array([True, False])}
    text = results((right, right, right), got, marks)
    assert text.index("dw: got") < text.index("[4]") < text.index("db: got")
    got = (right, right + 4, right + 6)
    marks = {"dw": np.array([True, True]), "db": np.array([True, True])}
    text = results((right, right, right), got, marks)
    assert (
        text.index("dw: got")
        < text.index("[4]")
        < text.index("db: got")
        < text.index("[6]")
    )


def test_what_the_grader_tolerates_is_not_drawn() -> None:
    """Where it has marked a part, it has judged the others too."""
    one = np.ones(2)
    text = results((one, one), (one * 1.001, one * 3), {"db": np.array([True, True])})
    assert "[3]" in text
    assert "1.001" not in text


def test_unnamed_parts_are_numbered() -> None:
    """As a learner would index them; a dict's by their keys."""
    wrong = {"[1]": np.array([True])}
    assert "[1]: got" in results(
        (np.ones(1), np.ones(1)), (np.ones(1), np.zeros(1)), wrong
    )
    assert "w1: got" in results(
        {"w1": np.ones(1)}, {"w1": np.zeros(1)}, {"w1": np.array([True])}
    )


def test_without_marks_the_differences_are_found() -> None:
    """Beyond rounding: single precision is not wrong."""
    expected = np.array([1.0, 2.0])
    assert "[3]" in results(expected, np.array([1.0, 3.0]))
    assert "[" not in results(expected, expected.astype(np.float32) * (1 + 1e-7))


def test_other_shapes_are_said_and_not_drawn() -> None:
    """The axes that differ stand in brackets."""
    text = results(np.zeros((2, 3)), np.zeros((2, 4)))
    assert text == "expected shape (2, 3)\ngot shape (2, [4])"
    one = np.ones(2)
    text = results((one, one), (one, np.ones(3)), {"dw": None})
    assert text == "dw: expected shape (2,)\ndw: got shape ([3],)"
    assert "got shape (6,)" in results(np.zeros((2, 3)), np.zeros(6))


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (None, "got None"),
        ([1.0, 2.0], "got [1, 2]"),
        ("text", "got 'text'"),
        (np.float64(2), "got 2"),
        ((np.ones(2),), "got (a float64 array of shape (2,),)"),
    ],
)
def test_what_is_no_array_is_said_in_words(got, said) -> None:
    """Where an array is asked for and something else came."""
    text = results(np.ones(2), got)
    assert "expected a float64 array of shape (2,)" in text
    assert said in text


def test_scalars_stand_in_one_line() -> None:
    """With as many digits as tell them apart."""
    assert results(0.25, 0.2500001, np.True_) == "expected 0.2500000, got [0.2500001]"
    assert results(3, 4) == "expected 3, got [4]"


def test_arguments_are_drawn_or_said() -> None:
    """Arrays as grids with what is unusual of them; the rest in one line."""
    x = np.arange(4, dtype=np.float32).reshape(2, 2).T
    text = drawn(
        Counterexample({"x": x, "params": {"w": np.ones(1)}, "mode": "same", "b": None})
    )
    assert "x (2, 2) float32, not contiguous" in text
    assert "params['w'] (1,)" in text
    assert "mode = 'same', b = None" in text


def test_a_law_shows_what_it_looked_at() -> None:
    """There is nothing expected to hold it against."""
    text = drawn(Counterexample({"p": 0.5}, None, np.array([2.0])))
    assert text == "p = 0.5\n\ngot (1,)\n 2"


def test_a_case_without_a_result_shows_its_arguments() -> None:
    """The call raised."""
    assert drawn(Counterexample({"n": 3})) == "n = 3"
