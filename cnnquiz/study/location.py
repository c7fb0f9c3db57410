"""Where the learner's record is kept."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "CNNQUIZ_DATA_DIR"
FILE_NAME = "record.sqlite3"


def data_dir(folder: str | Path | None = None) -> Path:
    """Return the data folder: the argument, else the variable, else the platform's."""
    chosen = folder or os.environ.get(VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path  # 20 ms, not needed with a choice

    return user_data_path("cnnquiz", appauthor=False)


def record_path(folder: str | Path | None = None) -> Path:
    """Return the record's file in the data folder."""
    return data_dir(folder) / FILE_NAME
