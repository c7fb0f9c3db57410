"""The learner's record, for commands that work without one too."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cnnquiz.errors import RecordError

if TYPE_CHECKING:
    from cnnquiz.study.record import Record


def open_record(data_dir: str | None) -> Record | None:
    """Open the record; a warning and None where that cannot be."""
    from cnnquiz.study.location import record_path
    from cnnquiz.study.record import Record

    try:
        record = Record.open(record_path(Path(data_dir) if data_dir else None))
    except RecordError as error:
        print(f"cnnquiz: {error}", file=sys.stderr)
        return None
    if record.notice:
        print(f"cnnquiz: {record.notice}", file=sys.stderr)
    return record
