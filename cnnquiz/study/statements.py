"""The SQL that reads and writes rows; every name in it is one of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnquiz.study.fields import FIELDS, TABLES
from cnnquiz.study.rows import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

_ALL_TABLES: Mapping[type, str] = {**TABLES, Draft: "drafts"}

SELECT: Mapping[type, str] = {
    kind: f"SELECT {', '.join(FIELDS[kind])} FROM {table}"  # noqa: S608
    for kind, table in _ALL_TABLES.items()
}
INSERT: Mapping[type, str] = {
    kind: f"INSERT INTO {table} ({', '.join(FIELDS[kind])})"  # noqa: S608
    f" VALUES ({', '.join('?' * len(FIELDS[kind]))})"
    for kind, table in _ALL_TABLES.items()
}
KEEP_DRAFT = (
    f"{INSERT[Draft]} ON CONFLICT (exercise)"
    " DO UPDATE SET text = excluded.text, at = excluded.at"
)
KEEP_NEWER_DRAFT = f"{KEEP_DRAFT} WHERE excluded.at > drafts.at"
