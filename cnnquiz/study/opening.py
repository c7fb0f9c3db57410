"""Opening the record's file, whatever state it is in."""

from __future__ import annotations

import fcntl
import sqlite3
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING

from cnnquiz.errors import RecordError
from cnnquiz.study import schema
from cnnquiz.study.faults import DAMAGE, ELSEWHERE, code_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_SECONDS = 10.0
# SQLite's own companions; they hold part of the data and move with the file.
_COMPANIONS = ("-wal", "-shm", "-journal")


class Condition(Enum):
    """What stands where the record should be."""

    NEW = "nothing yet"
    CURRENT = "a record of this version"
    OLDER = "a record of an older version"
    NEWER = "a record of a newer version"
    FOREIGN = "a file that is not a record of cnnquiz"
    DAMAGED = "a damaged record"


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection to a record of this version, and what was done to get it.

    `notice` tells the learner; `damaged` is the file that was set aside as damaged.
    """

    connection: sqlite3.Connection
    notice: str | None = None
    damaged: Path | None = None


def connect_record(path: Path, at: datetime) -> Opened:
    """Open the record, or begin one, whatever stands at the path.

    A file that cannot be used is set aside under a name with the time `at`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with alone(path):
        condition = inspect(path)
        if condition is Condition.NEWER:
            raise RecordError(
                f"the record {path} was written by a newer cnnquiz and was left as it "
                f"is; update cnnquiz, or {ELSEWHERE}"
            )
        if condition is Condition.OLDER:
            return _opened_older(path, at)
        if condition not in {Condition.FOREIGN, Condition.DAMAGED}:
            return Opened(_connect(path))
        aside = set_aside(path, condition.name.lower(), at)
        return Opened(
            _connect(path),
            notice=f"{path} held {condition.value}; it is kept as {aside}, and a new "
            "record was begun",
            damaged=aside if condition is Condition.DAMAGED else None,
        )


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep other processes from opening the record until the block has ended.

    Two that find the same damaged file must not set aside each other's new one, and
    SQLite's switch to a write-ahead log fails at once, without waiting, if two try.
    """
    with path.with_name(f"{path.name}.lock").open("a") as lock:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise RecordError(
                        f"another cnnquiz has been opening the record {path} for "
                        f"{PATIENCE_SECONDS:.0f} s; end it and try again"
                    ) from None
                time.sleep(0.01)
        yield


def inspect(path: Path) -> Condition:
    """Say what the file is without changing it."""
    if not path.exists() or path.stat().st_size == 0:
        return Condition.NEW
    try:
        return _inspect(path)
    except sqlite3.Error as error:
        if code_of(error) == sqlite3.SQLITE_READONLY:
            # A write was cut short in a file without a write-ahead log: only a
            # connection that may write can roll it back.
            with closing(sqlite3.connect(path)) as connection:
                schema.version(connection)
            return _inspect(path)
        raise


def _inspect(path: Path) -> Condition:
    # Never by Python's open(): closing any descriptor of the file drops the locks that
    # SQLite holds on it in this process.
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(
            sqlite3.connect(address, uri=True, timeout=PATIENCE_SECONDS)
        ) as connection:
            return _condition(connection)
    except sqlite3.DatabaseError as error:
        code = code_of(error)
        if code not in DAMAGE:
            raise
        foreign = code == sqlite3.SQLITE_NOTADB
        return Condition.FOREIGN if foreign else Condition.DAMAGED


def _condition(connection: sqlite3.Connection) -> Condition:
    version, newest = schema.version(connection), len(schema.MIGRATIONS)
    tables = schema.tables(connection)
    logs = schema.LOGS & tables
    if tables and not logs and not schema.is_marked(connection):
        return Condition.FOREIGN
    if version > newest:
        return Condition.NEWER
    if version == 0 and not tables:
        return Condition.NEW
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        return Condition.DAMAGED
    shaped = all(schema.has_our_columns(connection, log) for log in logs)
    if version == newest:
        return (
            Condition.CURRENT if shaped and logs == schema.LOGS else Condition.DAMAGED
        )
    # Only the steps know the shape of the versions between.
    return Condition.OLDER if shaped or version > 0 else Condition.FOREIGN


def set_aside(path: Path, why: str, at: datetime) -> Path:
    """Rename the file and its companions; return the new name."""
    aside = spare_name(path, why, at)
    for ending in _COMPANIONS:
        companion = path.with_name(path.name + ending)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + ending))
    path.rename(aside)
    return aside


def spare_name(path: Path, why: str, at: datetime) -> Path:
    """Return a name beside the file that says why and when, and is not taken."""
    stamp = f"{path.stem}-{why}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    name, number = path.with_name(f"{stamp}{path.suffix}"), 1
    while name.exists():
        number += 1
        name = path.with_name(f"{stamp}-{number}{path.suffix}")
    return name


def _opened_older(path: Path, at: datetime) -> Opened:
    with closing(sqlite3.connect(path)) as connection:
        version = schema.version(connection)
        backup = spare_name(path, f"version{version}", at)
        schema.back_up(connection, backup)
    return Opened(
        _connect(path),
        notice=f"{path} was brought to this version of cnnquiz; as it was before, it "
        f"is kept as {backup}",
    )


def _connect(path: Path) -> sqlite3.Connection:
    """Return a connection to a file that is, or is brought to be, of this version."""
    connection = sqlite3.connect(
        path,
        timeout=PATIENCE_SECONDS,
        isolation_level=None,  # each statement commits by itself, or BEGIN says so
        check_same_thread=False,  # Record has a lock of its own
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        if schema.version(connection) < len(schema.MIGRATIONS):
            schema.migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection
