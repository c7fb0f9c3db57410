"""A transaction is all or nothing, also where SQLite has undone it already."""

from __future__ import annotations

import sqlite3

import pytest

from cnnquiz.study import schema


@pytest.fixture
def connection():
    opened = sqlite3.connect(":memory:", isolation_level=None)
    opened.execute("CREATE TABLE kept (value)")
    yield opened
    opened.close()


def values(connection):
    return [value for (value,) in connection.execute("SELECT value FROM kept")]


def test_what_a_block_did_is_kept_when_it_has_ended(connection) -> None:
    """And what comes after is a transaction of its own."""
    with schema.transaction(connection):
        connection.execute("INSERT INTO kept VALUES (1)")
    assert not connection.in_transaction
    assert values(connection) == [1]


@pytest.mark.parametrize("undone", [False, True], ids=["by us", "by SQLite"])
def test_what_a_failed_block_did_is_undone(connection, undone: bool) -> None:
    """SQLite rolls back by itself after some failures; the failure is what is told."""
    with pytest.raises(KeyError), schema.transaction(connection):  # noqa: PT012
        connection.execute("INSERT INTO kept VALUES (1)")
        if undone:
            connection.execute("ROLLBACK")
        raise KeyError
    assert not connection.in_transaction
    assert values(connection) == []
