"""The file of an interview's exercise begins as its stub, and is never overwritten."""

from __future__ import annotations

import pytest

from cnnquiz.curriculum import catalog
from cnnquiz.errors import UsageError
from cnnquiz.study.interview.files import start, stub


def test_a_file_begins_as_the_exercise_does(tmp_path) -> None:
    """In folders that are made for it."""
    path = tmp_path / "deep" / "down" / "relu.py"
    entry = catalog.find("relu")
    assert start(entry, path, seed=1) is True
    assert path.read_bytes() == entry.stub.read_bytes()


def test_what_is_written_already_stays(tmp_path) -> None:
    """An interview that goes on must not cost the work so far."""
    path = tmp_path / "relu.py"
    path.write_text("mine")
    assert start(catalog.find("relu"), path, seed=1) is False
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("folder", "said"),
    [("file", "file' is no folder"), ("file/deeper", "Not a directory")],
)
def test_where_nothing_can_be_written_is_a_wrong_command_line(
    tmp_path, folder, said
) -> None:
    """A file stands where a folder should be: that is not the learner's work so far."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"relu\.py' cannot be written: ") as caught:
        start(catalog.find("relu"), tmp_path / folder / "relu.py", seed=1)
    assert said in str(caught.value)


def test_a_script_to_mend_is_another_for_each_seed() -> None:
    """Its faults are drawn; the same seed draws the same."""
    entry = catalog.find("debug_cnn")
    drawn = {stub(entry, seed) for seed in range(4)}
    assert len(drawn) > 1
    assert stub(entry, 3) == stub(entry, 3)
    assert all("def " in text for text in drawn)
