"""Each authoring rule finds what breaks it."""

from types import SimpleNamespace

import pytest

from cnnquiz.errors import DataError
from cnnquiz.questions import check
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


CHOICE = """[[item]]
id = "a-choice"
type = "choice"
level = "easy"
seconds = 30
stem = "A stem."
working = "The working."
source = "A source, 2020"

  [[item.options]]
  text = "right"
  correct = true
  explanation = "It is."

  [[item.options]]
  text = "wrong"
  explanation = "It flips."
  misconception = "kernel-flip"
"""


def test_a_file_is_checked_under_the_topic_it_is_named_after(tmp_path):
    path = tmp_path / "pooling.toml"
    path.write_text(CHOICE)
    (said,) = check.check_file(path)
    assert said == "pooling.toml:1: a-choice: 2 options; 3 to 4 are good"
    path.write_text(CHOICE.replace("easy", "simple"))
    (said,) = check.check_file(path)
    assert "pooling.toml:4" in said
    assert "'simple'" in said


def test_a_file_of_no_topic_is_not_read(tmp_path):
    (said,) = check.check_file(tmp_path / "weather.toml")
    assert said == "weather.toml is not named after a topic, as pooling.toml is"


def test_all_that_ships_has_no_problem():
    assert check.check_all() == []


def test_files_that_cannot_be_read_are_all_named(monkeypatch):
    def load(topic):
        if topic in {"pooling", "dropout"}:
            raise DataError(f"{topic}.toml: broken")

    monkeypatch.setattr(check, "load_topic", load)
    monkeypatch.setattr(check, "_check_generators", lambda: ())
    assert set(check.check_all()) == {"pooling.toml: broken", "dropout.toml: broken"}


def test_files_that_only_together_are_wrong_are_said(monkeypatch):
    def load():
        raise DataError("b.toml:1: 'one' is taken")

    monkeypatch.setattr(check, "load_bank", load)
    monkeypatch.setattr(check, "_check_generators", lambda: ())
    assert check.check_all() == ["b.toml:1: 'one' is taken"]


def test_a_generator_whose_answer_is_wrong_is_found(monkeypatch, build):
    broken = build("choice", id="a-generated", misconceptions=["unheard-of"])
    one = SimpleNamespace(levels=("easy",))
    monkeypatch.setattr(check, "_check_files", list)
    monkeypatch.setattr(check, "GENERATORS", {"one": one})
    monkeypatch.setattr(check, "generate", lambda id_, seed, level: broken)
    monkeypatch.setattr(check, "right_answer", lambda item: 1)
    said = set(check.check_all())
    assert said == {
        "a-generated: the answer is not marked right",
        "a-generated: misconception 'unheard-of' is on no list",
    }
