"""The list of wrong ideas: ours, and what packs add to it."""

from types import SimpleNamespace

import pytest

from cnnquiz.errors import DataError
from cnnquiz.questions import misconceptions
from cnnquiz.resources import Pack, Packs

PACK = """
[of-a-pack]
title = "The pack's"
correction = "It is not so."

[kernel-flip]
title = "Theirs"
correction = "Ours stays."
"""


@pytest.fixture
def known(tmp_path, monkeypatch):
    """Return a way to load the list as if a pack with this file were installed."""

    def load(text):
        folder = tmp_path / "questions"
        folder.mkdir()
        if text is not None:
            (folder / "misconceptions.toml").write_text(text)
        found = Packs((Pack("a", "a", tmp_path, {}),), ())
        monkeypatch.setattr(misconceptions, "packs", lambda: found)
        return misconceptions.load_misconceptions.__wrapped__()

    return load


def test_a_pack_adds_ideas_and_changes_none(known):
    ours = misconceptions.load_misconceptions()
    found = known(PACK)
    assert found["of-a-pack"].title == "The pack's"
    assert found["kernel-flip"] == ours["kernel-flip"]
    assert set(found) == {*ours, "of-a-pack"}


def test_a_pack_without_ideas_adds_none(known):
    assert known(None) == misconceptions.load_misconceptions()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a]\ntitle = 3\ncorrection = ''", "got `int`"),
        ("[a\n", "line 1"),
        ("[a]\ntitle = ''\ncorrection = ''\nmore = 1", "unknown field `more`"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_by_name(known, text, said):
    with pytest.raises(DataError, match=r"misconceptions\.toml") as caught:
        known(text)
    assert said in str(caught.value)


@pytest.mark.parametrize("error", [PermissionError("no")])
def test_a_list_that_may_not_be_read_is_refused(error):
    def read_text(encoding):
        raise error

    with pytest.raises(DataError, match="no"):
        misconceptions._read(SimpleNamespace(read_text=read_text))
