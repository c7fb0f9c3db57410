"""Which questions a quiz asks."""

import itertools
import subprocess
import sys

import pytest

from cnnquiz.errors import DataError
from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.generators import GENERATORS
from cnnquiz.questions.select import choose, find


def test_the_seed_decides():
    assert choose(20, seed=3) == choose(20, seed=3)
    assert choose(20, seed=3) != choose(20, seed=4)


@pytest.mark.parametrize("n", [0, 1, 7, 40, 300])
def test_n_different_items_come_back(n):
    ids = [item.id for item in choose(n, seed=1)]
    assert len(ids) == len(set(ids)) == n


def test_fixed_and_generated_items_are_mixed():
    made = [item.origin is not None for item in choose(60, seed=2)]
    assert 5 <= sum(made) <= 40


def test_topics_take_turns():
    topics = [item.topic for item in choose(40, seed=5)]
    assert all(one != other for one, other in itertools.pairwise(topics[:10]))
    fixed = {item.topic for item in load_bank()}
    assert set(topics) == fixed | {one.topic for one in GENERATORS.values()}


def test_only_the_topics_asked_for_come_back():
    items = choose(30, seed=1, topics={"pooling", "dropout"})
    assert {item.topic for item in items} == {"pooling", "dropout"}
    counts = [
        sum(item.topic == topic for item in items) for topic in ("pooling", "dropout")
    ]
    assert counts == [15, 15]


@pytest.mark.parametrize("types", [{"bug"}, {"choice", "multi"}, {"shape"}])
def test_only_the_types_asked_for_come_back(types):
    items = choose(8, seed=1, types=types)
    assert items
    assert {item.type for item in items} <= types


def test_only_the_level_asked_for_comes_back():
    assert {item.level for item in choose(25, seed=1, level="hard")} == {"hard"}


def test_what_is_not_there_is_left_out():
    bugs = [item for item in load_bank(["pooling"]) if item.type == "bug"]
    assert len(choose(50, seed=1, topics=["pooling"], types=["bug"])) == len(bugs)
    assert choose(5, seed=1, topics=["transfer-learning"], types=["blank"]) == []


def test_an_unknown_topic_is_refused_with_a_guess():
    with pytest.raises(DataError, match="Did you mean 'pooling'"):
        choose(3, seed=1, topics=["poolin"])


def test_every_chosen_item_can_be_found_again():
    for item in choose(40, seed=9):
        assert find(item.id) == item


@pytest.mark.parametrize(
    "id_",
    [
        "nothing",
        "no:easy:1",
        "conv-output-size:easy:x",
        "conv-output-size:odd:1",
        "conv-output-size:",
    ],
)
def test_what_cannot_be_found_is_said(id_):
    with pytest.raises(DataError):
        find(id_)


def test_questions_import_neither_rich_nor_textual():
    code = (
        "import sys, cnnquiz.questions.select, cnnquiz.questions.feedback, "
        "cnnquiz.questions.check, cnnquiz.questions.presentation\n"
        "print({'rich', 'textual', 'hypothesis', 'scipy', 'click'} & set(sys.modules))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert out.stdout == "set()\n"


def test_marking_needs_no_numpy():
    code = (
        "import sys, cnnquiz.questions.marking, cnnquiz.questions.presentation, "
        "cnnquiz.questions.bank\n"
        "print('numpy' in sys.modules)"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert out.stdout == "False\n"
