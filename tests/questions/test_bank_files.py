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
    ("old", "new", "message"),
    [
        ('level = "easy"\nseconds = 30\nstem = "How', 'level = "no"\nseconds = 30\nstem = "How', "Invalid enum value 'no'"),
        ("answer = 3", 'answer = "3"', "got `str`"),
        ('id = "second"', 'id = "Second!"', "matching regex"),
        ("answer = 3", "answer = 3\nanswr = 4", "unknown field `answr`"),
        ('misconception = "kernel-flip"', "", "names no misconception"),
        ('text = "two"', "text = 2", "got `int`"),
        ('type = "number"', 'type = "numbre"', "Invalid value 'numbre'"),
        ("answer = 3\n", "", "missing required field `answer`"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_reported_with_its_line(tmp_path, old, new, message):
    assert old in GOOD
    text = GOOD.replace(old, new)
    with pytest.raises(DataError, match="pooling.toml") as caught:
        read(tmp_path, text)
    assert message in str(caught.value)
    line = int(str(caught.value).split(":")[1])
    shown = text.splitlines()[line - 1]
    # The line of the field, or of the table that holds it where it has none.
    assert shown.partition("=")[0].strip() in str(caught.value) or "[[" in shown


@pytest.mark.parametrize(
    ("old", "new", "needle"),
    [
        ("answer = 3", 'answer = "3"', "answer"),
        ('text = "two"', "text = 2", "text = 2"),
        ('stem = "How many?"', 'stem = ""', 'stem = ""'),
        ('misconception = "kernel-flip"', "", "[[item.options]]\ntext = \"two\""),
    ],
)  # fmt: skip
def test_the_line_is_exact(tmp_path, old, new, needle):
    text = GOOD.replace(old, new)
    with pytest.raises(DataError) as caught:
        read(tmp_path, text)
    assert f":{line_of(text, needle)}:" in str(caught.value)


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
    with pytest.raises(DataError, match="pooling.toml") as caught:
        read(tmp_path, text)
    assert message in str(caught.value)


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(DataError, match="gone.toml"):
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
