"""The tables of the record, their version, and the way from one version to the next."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from cnnquiz.study.fields import FIELDS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Marks the file as ours among SQLite files ("CNNQ").
APPLICATION_ID = 0x434E4E51
LOGS = frozenset(TABLES.values())

# n is the order of arrival, which `at` is not: clocks jump, and imports come late.
_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS answers (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        item TEXT NOT NULL,
        answer TEXT NOT NULL,
        correct INTEGER NOT NULL,
        score REAL NOT NULL,
        at TEXT NOT NULL,
        seed TEXT,
        level TEXT,
        confidence INTEGER,
        seconds REAL,
        topic TEXT,
        misconceptions TEXT NOT NULL,
        card TEXT
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS submissions (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        exercise TEXT NOT NULL,
        source TEXT NOT NULL,
        verdict TEXT NOT NULL,
        status TEXT NOT NULL,
        passed INTEGER NOT NULL,
        at TEXT NOT NULL,
        seed TEXT,
        hints INTEGER NOT NULL,
        seconds REAL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS events (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        payload TEXT NOT NULL,
        at TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS drafts (
        exercise TEXT PRIMARY KEY,
        text TEXT NOT NULL,
        at TEXT NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS submissions_exercise ON submissions (exercise)",
    "CREATE INDEX IF NOT EXISTS events_kind ON events (kind)",
)


def _guards(table: str) -> tuple[str, ...]:
    """Return triggers that keep the table a log.

    The one on INSERT is for INSERT OR REPLACE, which deletes without a DELETE trigger.
    """
    refusal = f"SELECT RAISE(ABORT, 'the log of {table} only grows'); END"
    known = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR n = NEW.n)"  # noqa: S608
    name = f"CREATE TRIGGER IF NOT EXISTS {table}"
    return (
        f"{name}_keep_update BEFORE UPDATE ON {table} BEGIN {refusal}",
        f"{name}_keep_delete BEFORE DELETE ON {table} BEGIN {refusal}",
        f"{name}_keep_insert BEFORE INSERT ON {table} WHEN {known} BEGIN {refusal}",
    )


# MIGRATIONS[v] leads from version v to v + 1; version 0 is a file without a version.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (*_TABLES, *(guard for table in TABLES.values() for guard in _guards(table))),
)


def version(connection: sqlite3.Connection) -> int:
    """Return the schema version that the file states."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_marked(connection: sqlite3.Connection) -> bool:
    """Return whether the file says that it is a record of cnnquiz."""
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    return bool(mark == APPLICATION_ID)


def tables(connection: sqlite3.Connection) -> set[str]:
    """Return the names of the tables in the file."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in rows if not name.startswith("sqlite_")}


def has_our_columns(connection: sqlite3.Connection, table: str) -> bool:
    """Return whether a log table has every column that this version reads."""
    needed = next(set(FIELDS[kind]) for kind, name in TABLES.items() if name == table)
    rows = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
    return needed <= {name for (name,) in rows}


def back_up(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the whole record, its write-ahead log included, to a file of its own."""
    with closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to this version: every step, or none."""
    with transaction(connection):
        for step in MIGRATIONS[version(connection) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of the block or nothing of it; on disk when the block has ended."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has already rolled back after some failures, a full disk among them.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
