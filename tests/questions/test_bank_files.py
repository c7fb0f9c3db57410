"""Reading the bank: errors name the file, the line and the field."""

import pytest

from cnnquiz.errors import DataError
from cnnquiz.questions.bank import load_bank, load_topic, read_file

GOOD = """\
# a comment

[[item]]
id = "first"
type = "choice"
level = "easy"
seconds = 30
stem = '''
Which one?
'''
working = "w"
source = "s, 2020"
[[item.options]]
text = "one"
correct = true
explanation = "e"
[[item.options]]
text = "two"
explanation = "e"
misconception = "kernel-flip"

[[item]]
id = "second"
type = "number"
level = "easy"
seconds = 30
stem = "How many?"
working = "w"
source = "s, 2020"
answer = 3
wrong = []
"""


def read(tmp_path, text):
    path = tmp_path / "pooling.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_file(path, "pooling")


def line_of(text, needle):
    return text[: text.index(needle)].count("\n") + 1


def test_items_are_filed_under_the_topic_of_their_file(tmp_path):
    bank = read(tmp_path, GOOD)
    assert list(bank.items) == ["first", "second"]
    assert {item.topic for item in bank} == {"pooling"}
    assert str(bank.places["second"]) == "pooling.toml:22"


@pytest.mark.parametrize(
    ("old", "new", "message", "shown"),
    [
        ("answer = 3", 'answer = "3"', "got `str`", 'answer = "3"'),
        ('stem = "How many?"', 'stem = ""', "length >= 1", 'stem = ""'),
        ('id = "second"', 'id = "Second!"', "regex", 'id = "Second!"'),
        ("answer = 3", "answer = 3\nanswr = 4", "unknown field `answr`", "answr = 4"),
        ("wrong = []", "wrong = 3", "got `int`", "wrong = 3"),
        ('text = "two"', "text = 2", "got `int`", "text = 2"),
        ('text = "two"', 'text = "two"\ntxt = 1', "unknown field `txt`", "txt = 1"),
        ('"number"', '"numbre"', "Invalid value 'numbre'", 'type = "numbre"'),
        # What is missing has no line; that of the table which lacks it is named.
        ("answer = 3\n", "", "required field `answer`", '[[item]]\nid = "second"'),
        (
            'misconception = "kernel-flip"\n',
            "",
            "names no misconception",
            '[[item.options]]\ntext = "two"',
        ),
    ],
)
def test_a_wrong_field_is_reported_with_its_line(tmp_path, old, new, message, shown):
    assert GOOD.count(old) == 1
    text = GOOD.replace(old, new)
    place = rf"pooling\.toml:{line_of(text, shown)}: item"
    with pytest.raises(DataError, match=place) as error:
        read(tmp_path, text)
    assert message in str(error.value)


def test_an_error_names_the_item(tmp_path):
    with pytest.raises(DataError, match="item 'second'"):
        read(tmp_path, GOOD.replace("answer = 3", "answer = []"))


def test_the_same_id_twice_names_both_places(tmp_path):
    with pytest.raises(DataError, match=r"toml:22: 'first' is taken; see .*toml:3"):
        read(tmp_path, GOOD.replace('"second"', '"first"'))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[item]\n", "line 1"),
        ("a = 1\n", "headed"),
        ("", "headed"),
        ("item = [1]\n", "headed"),
        ("item = 3\n", "headed"),
        (b"\xff\xfe", "utf-8"),
        (GOOD + "[other]\nx = 1\n", "headed"),
    ],
)
def test_a_file_that_is_no_bank_is_refused_by_name(tmp_path, text, message):
    with pytest.raises(DataError, match=r"pooling\.toml") as caught:
        read(tmp_path, text)
    assert message in str(caught.value)


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(DataError, match=r"gone\.toml"):
        read_file(tmp_path / "gone.toml", "pooling")


def test_an_unknown_topic_is_refused_with_a_guess():
    with pytest.raises(DataError, match="Did you mean 'pooling'"):
        load_topic("poling")


def test_an_unknown_item_is_refused_with_a_guess():
    with pytest.raises(DataError, match="Did you mean 'three-threes'"):
        load_bank(["receptive-field"])["three-three"]


def test_only_the_topics_asked_for_are_loaded():
    bank = load_bank(["pooling", "padding"])
    assert {item.topic for item in bank} == {"pooling", "padding"}
    assert len(bank) == len(bank.of_topic("pooling")) + len(bank.of_topic("padding"))


def test_loading_some_topics_does_not_change_what_others_see():
    before = len(load_topic("pooling"))
    load_bank()
    assert len(load_topic("pooling")) == before
