"""What can still be read of a damaged record."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from cnnquiz.study.fields import (
    TABLES,
    from_document,
    from_sql,
    to_document,
)
from cnnquiz.study.statements import SELECT

if TYPE_CHECKING:
    from pathlib import Path

    from cnnquiz.study.rows import Row


def readable_rows(path: Path) -> list[Row]:
    """Return the rows before the damage and those behind it, in order of arrival.

    Where the damage hides no row, each comes twice.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    rows: list[Row] = []
    with closing(sqlite3.connect(address, uri=True)) as connection:
        # Without this SQLite reads nothing of a file that is shorter than it says.
        connection.execute("PRAGMA writable_schema = ON")
        for kind in TABLES:
            rows += _rows_until_damage(connection, kind, "ASC")
            rows += reversed(_rows_until_damage(connection, kind, "DESC"))
    return rows


def _rows_until_damage(
    connection: sqlite3.Connection, kind: type[Row], direction: str
) -> list[Row]:
    rows: list[Row] = []
    with suppress(sqlite3.Error):
        for columns in connection.execute(f"{SELECT[kind]} ORDER BY n {direction}"):
            # A page can be well-formed and hold nonsense.
            with suppress(ValueError, TypeError):
                row = from_sql(kind, columns)
                rows.append(from_document(kind, to_document(row)))
    return rows
