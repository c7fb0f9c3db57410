"""Each authoring rule finds what breaks it."""

import pytest

from cnnquiz.questions.bank import Bank, Place
from cnnquiz.questions.check import check_bank

WRONG = {"explanation": "e", "misconception": "kernel-flip"}
RIGHT = {"explanation": "e", "correct": True}


def problems(*items):
    places = {item.id: Place("x.toml", n) for n, item in enumerate(items, start=1)}
    return [str(one) for one in check_bank(Bank({i.id: i for i in items}, places))]


def options(right, *wrong):
    return [{**RIGHT, "text": right}, *({**WRONG, "text": text} for text in wrong)]


def test_a_sound_item_of_each_type_has_no_problem(build, item):
    changes = {}
    if item.type in {"number", "shape", "array"}:
        changes = {"check": ["True"]}
    if item.type == "number":
        other = {"value": 54, "misconception": "missing-plus-one", "explanation": "e"}
        known = {"value": 56, "misconception": "pad-counted-once", "explanation": "e"}
        changes["wrong"] = [known, other]
    if item.type == "choice":
        changes = {"options": options("abcd", "abce", "abcdef")}
    assert problems(build(item.type, **changes)) == []


@pytest.mark.parametrize(
    ("type_", "changes", "message"),
    [
        ("choice", {"options": options("aa", "bb")}, "2 options"),
        ("choice", {"options": options(*"abcde")}, "5 options"),
        ("choice", {"options": options("a", "b", "all of the above")}, "refers to"),
        ("choice", {"options": options("a", "b", "None of these")}, "refers to"),
        ("choice", {"options": options("a", "b", "b")}, "say the same"),
        ("choice", {"options": options("9", "27", "3"), "check": ["1"]}, "not sorted"),
        ("choice", {"options": options("3", "9", "27")}, "no check"),
        ("choice", {"options": options("long " * 9, "b", "c")}, "1 to 45 characters"),
        ("choice", {"misconceptions": ["unheard-of"]}, "'unheard-of' is not in"),
        ("choice", {"id": "conv-output-size"}, "a generator has this id"),
        ("choice", {"source": "someone told me"}, "names no year"),
        ("choice", {"source": "a, 2020; b, 2021"}, "more than one"),
        ("choice", {"stem": "Which of these is not linear?"}, "NOT in capitals"),
        ("choice", {"raises": "ValueError"}, "no code"),
        ("number", {"check": []}, "no check proves"),
        ("number", {"wrong": []}, "fewer than two"),
        ("number", {"wrong": [{"value": 55, **WRONG}] * 2}, "marked right"),
        ("number", {"wrong": [{"value": 56, **WRONG}] * 2}, "two wrong values"),
        ("bug", {"check": []}, "tells the right fix"),
        ("bug", {"suspects": [{"line": 3, "explanation": "e"}]}, "no innocent line"),
        ("bug", {"suspects": [{"line": 9, "explanation": "e"}]}, "no innocent line"),
        (
            "match",
            {"extras": [{"text": str(n), **WRONG} for n in range(7)]},
            "more than nine",
        ),
    ],
)
def test_a_broken_rule_is_reported_with_its_place(build, type_, changes, message):
    found = problems(build(type_, **changes))
    assert any(message in one for one in found), found
    assert all(one.startswith("x.toml:1: ") for one in found)


def test_a_negative_in_capitals_is_allowed(build):
    assert problems(build("choice", stem="Which is NOT linear?")) == []


def test_right_options_that_are_always_the_longest_are_a_giveaway(build):
    items = [
        build("choice", id=f"c-{n}", stem=f"{n}", options=options("abcd", "abc", "abd"))
        for n in range(10)
    ]
    assert any("the longest in 10 of 10" in one for one in problems(*items))


def test_too_many_recall_questions_are_reported(build):
    items = [
        build("explain", id=f"e-{n}", stem=f"What is a layer, {n}?") for n in range(5)
    ]
    assert any("5 of 5 questions ask 'what is'" in one for one in problems(*items))


def test_the_same_stem_twice_is_reported(build):
    items = [build("explain", id="one"), build("explain", id="two")]
    assert sum("another item has this stem" in one for one in problems(*items)) == 2
