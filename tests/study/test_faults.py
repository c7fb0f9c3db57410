"""What goes wrong on the disk is said as what to do about it."""

from __future__ import annotations

import errno
import sqlite3

import pytest

from cnnquiz.errors import RecordError
from cnnquiz.study.faults import code_of, reporting


def failure(code):
    """Make SQLite's error of a code."""
    error = sqlite3.OperationalError("it says so")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (failure(sqlite3.SQLITE_FULL), "is full"),
        (OSError(errno.ENOSPC, "No space left"), "is full"),
        (OSError(errno.EDQUOT, "Quota exceeded"), "is full"),
        (failure(sqlite3.SQLITE_BUSY), "another program holds the record"),
        (failure(sqlite3.SQLITE_BUSY_SNAPSHOT), "another program holds the record"),
        (failure(sqlite3.SQLITE_LOCKED), "another program holds the record"),
        (failure(sqlite3.SQLITE_CORRUPT), "is damaged (it says so)"),
        (failure(sqlite3.SQLITE_NOTADB), "is damaged (it says so)"),
        (PermissionError(errno.EACCES, "Permission denied"), "Permission denied"),
    ],
)
def test_a_failure_says_what_to_do(error, said, tmp_path) -> None:
    """Extended result codes count as the code they extend."""
    path = tmp_path / "record.sqlite3"
    with pytest.raises(RecordError) as caught, reporting(path):
        raise error
    assert said in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_folder_in_its_place_is_named(tmp_path) -> None:
    """SQLite would only say that it cannot open it."""
    with (
        pytest.raises(RecordError, match="is a folder; move it away"),
        reporting(tmp_path),
    ):
        raise failure(sqlite3.SQLITE_CANTOPEN)


@pytest.mark.parametrize(
    "error", [failure(sqlite3.SQLITE_CONSTRAINT), sqlite3.ProgrammingError("closed")]
)
def test_a_bug_stays_what_it_is(error, tmp_path) -> None:
    """A constraint that is broken, and a misuse of the module, are ours."""
    with pytest.raises(type(error)), reporting(tmp_path / "record.sqlite3"):
        raise error


def test_an_error_without_a_code_has_none() -> None:
    """The module's own errors come without."""
    assert code_of(sqlite3.ProgrammingError("closed")) is None
