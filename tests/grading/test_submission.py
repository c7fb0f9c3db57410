"""Which file is read, and which exercise it answers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cnnquiz.errors import UsageError
from cnnquiz.grading import submission
from cnnquiz.grading.submission import Submission


def test_a_file_is_read_as_bytes(tmp_path) -> None:
    """And shown as text, whatever the bytes are."""
    path = tmp_path / "relu.py"
    path.write_bytes(b"# \xff\n")
    read = submission.read(path)
    assert (read.source, read.problem) == (b"# \xff\n", "")
    assert read.text == "# �\n"


def test_a_file_that_is_not_there_is_a_wrong_command_line(tmp_path) -> None:
    """So is one that may not be read."""
    with pytest.raises(UsageError, match="there is no file"):
        submission.read(tmp_path / "relu.py")
    folder = tmp_path / "file"
    folder.write_text("")
    with pytest.raises(UsageError, match="cannot be read: Not a directory"):
        submission.read(folder / "relu.py")


def test_what_is_no_file_is_not_read(tmp_path) -> None:
    """A pipe would never end, and nobody writes to this one."""
    pipe = tmp_path / "relu.py"
    os.mkfifo(pipe)
    read = submission.read(pipe)
    assert (read.source, read.problem) == (b"", "it is not a regular file")


@pytest.mark.parametrize(("extra", "problem"), [(0, ""), (1, "larger than 1 MB")])
def test_a_megabyte_is_the_most(tmp_path, extra: int, problem: str) -> None:
    """One byte more is not read."""
    path = tmp_path / "relu.py"
    path.write_bytes(b"#" * (submission.MAX_BYTES + extra))
    read = submission.read(path)
    assert problem in read.problem
    assert bool(read.problem) is bool(extra)
    assert len(read.source) == (0 if extra else submission.MAX_BYTES)


@pytest.mark.parametrize(
    ("name", "source", "asked", "slug"),
    [
        ("mine", "", "conv2d", "conv2d"),
        ("relu", "def conv2d(): pass", None, "relu"),
        ("mine", "# cnnquiz: im2col\ndef relu(x): pass", None, "im2col"),
        ("mine", "def helper(): pass\ndef relu(x): pass", None, "relu"),
        ("mine", "class EarlyStopping: pass", None, "early_stopping"),
        ("mine", "def relu(x)\n    return", None, "relu"),
    ],
)
def test_how_an_exercise_is_found(name, source, asked, slug) -> None:
    """By what is asked, the file's name, a line in it, or what it defines."""
    found = submission.identify(Submission(Path(f"{name}.py"), source.encode()), asked)
    assert found == slug


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = 1", "defines none"),
        ("def softmax(x): pass\ndef relu(x): pass", "defines several: relu, softmax"),
        ("def softmax(x)\ndef relu(x)", "defines several: relu, softmax"),
    ],
)
def test_a_file_that_could_be_several_or_none_is_asked_about(source, said) -> None:
    """Also where it does not parse."""
    with pytest.raises(UsageError, match=said) as caught:
        submission.identify(Submission(Path("mine.py"), source.encode()), None)
    assert "--exercise" in str(caught.value)


def test_a_folder_is_searched_for_exercises(tmp_path) -> None:
    """In order; other names, links, and folders of such a name are left out."""
    (tmp_path / "b").mkdir()
    for name in ("b/relu.py", "conv2d.py", "notes.py", "softmax.txt"):
        (tmp_path / name).write_text("")
    (tmp_path / "softmax.py").mkdir()
    (tmp_path / "sigmoid.py").symlink_to(tmp_path / "conv2d.py")
    found = [str(path.relative_to(tmp_path)) for path in submission.collect(tmp_path)]
    assert found == ["b/relu.py", "conv2d.py"]
