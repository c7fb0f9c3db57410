"""The record as documents that leave the machine, and come back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from cnnquiz.errors import DataError
from cnnquiz.study.fields import FIELDS, TABLES, from_document, to_document
from cnnquiz.study.rows import Answer, Draft, Row

if TYPE_CHECKING:
    from cnnquiz.study.record import Record

SCHEMA = "cnnquiz.export/1"
R = TypeVar("R", bound=Row | Draft)


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows a document added, and how many were in the record already."""

    added: int
    known: int


def export(record: Record) -> dict[str, Any]:
    """Return the whole record as one JSON document."""
    with record.snapshot():
        return {
            "schema": SCHEMA,
            "answers": [to_document(row) for row in record.answers()],
            "submissions": [to_document(row) for row in record.submissions()],
            "events": [to_document(row) for row in record.events()],
            "drafts": [to_document(draft) for draft in record.drafts()],
        }


def parse(text: bytes) -> object:
    """Read a file as JSON; DataError if it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = str(error) or type(error).__name__
        raise DataError(f"not an export of cnnquiz: no JSON ({reason:.80})") from None


def import_(record: Record, document: object) -> Imported:
    """Add the rows of an export that are not in the record yet: all, or none if wrong.

    Rows are known by their ids, so that a second import of a document adds nothing.
    Of two drafts of one exercise the newer is kept.

    Raises
    ------
    DataError
        If the document is not an export; it names the row and the field.
    """
    if not isinstance(document, Mapping) or document.get("schema") != SCHEMA:
        found = document.get("schema") if isinstance(document, Mapping) else None
        raise DataError(
            f"not an export of cnnquiz: 'schema' must be '{SCHEMA}', got {found!r:.80}"
        )
    rows: list[Row] = [
        row for kind, name in TABLES.items() for row in _rows_of(kind, name, document)
    ]
    drafts = list(_rows_of(Draft, "drafts", {"drafts": []} | dict(document)))
    added = record.add_rows(rows)
    record.add_drafts(drafts)
    return Imported(added, known=len(rows) - added)


def answers_csv(record: Record) -> str:
    """Return the answers as CSV with a header; misconceptions are joined by spaces."""
    text = io.StringIO()
    writer = csv.DictWriter(text, FIELDS[Answer], lineterminator="\n")
    writer.writeheader()
    for answer in record.answers():
        row = to_document(answer)
        writer.writerow(row | {"misconceptions": " ".join(answer.misconceptions)})
    return text.getvalue()


def anki_tsv(rows: Iterable[tuple[str, str, str]]) -> str:
    """Return (id, front, back) rows as a file that Anki imports.

    The id becomes the note's GUID: importing again updates notes, and doubles none.
    """
    text = io.StringIO()
    text.write(
        "#separator:tab\n#html:false\n#guid column:1\n#columns:id\tfront\tback\n"
    )
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(rows)
    return text.getvalue()


def _rows_of(kind: type[R], name: str, document: Mapping[str, Any]) -> Iterable[R]:
    entries = document.get(name)
    if not isinstance(entries, list):
        raise DataError(f"{name}: expected a list, got {entries!r:.80}")
    for position, entry in enumerate(entries):
        if not isinstance(entry, Mapping):
            raise DataError(
                f"{name}[{position}]: expected an object, got {entry!r:.80}"
            )
        try:
            yield from_document(kind, entry)
        except ValueError as error:
            raise DataError(f"{name}[{position}].{error}") from None
