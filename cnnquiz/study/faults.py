"""What can go wrong on the disk, said as what to do."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cnnquiz.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ELSEWHERE = "keep it elsewhere with --data-dir or CNNQUIZ_DATA_DIR"
DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def reporting(path: Path) -> Iterator[None]:
    """Turn the failures of the disk into a RecordError; a bug stays what it is."""
    try:
        yield
    except sqlite3.Error as error:
        code = code_of(error)
        if code is None or code == sqlite3.SQLITE_CONSTRAINT:
            raise
        raise RecordError(_advice(path, code, error)) from error
    except OSError as error:
        code = sqlite3.SQLITE_FULL if error.errno in _FULL else sqlite3.SQLITE_CANTOPEN
        raise RecordError(_advice(path, code, error)) from error


def code_of(error: sqlite3.Error) -> int | None:
    """Return SQLite's primary result code; None for a misuse of the module."""
    extended: int | None = getattr(error, "sqlite_errorcode", None)
    return None if extended is None else extended & 0xFF


def _advice(path: Path, code: int, error: Exception) -> str:
    if code == sqlite3.SQLITE_FULL:
        return (
            f"the disk of the record {path} is full; what was acknowledged before is "
            f"kept. Free some space and try again, or {ELSEWHERE}"
        )
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return (
            f"another program holds the record {path} and does not let go; "
            "end it and try again"
        )
    if code in DAMAGE:
        return (
            f"the record {path} is damaged ({error}); start cnnquiz again, which sets "
            "the file aside and begins a new one"
        )
    if path.is_dir():
        return f"the record {path} is a folder; move it away, or {ELSEWHERE}"
    return (
        f"the record {path} cannot be opened or written ({error}); make sure that "
        f"{path.parent} is a folder you may write to, or {ELSEWHERE}"
    )
