"""The files that answer an interview's exercises, and how each begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnquiz.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from cnnquiz.curriculum.catalog import Entry


def stub(entry: Entry, seed: int) -> str:
    """Return what an exercise begins with; that of a script to mend has a seed."""
    write = entry.load().stub
    return write(seed) if write else entry.stub.read_text(encoding="utf-8")


def start(entry: Entry, path: Path, seed: int) -> bool:
    """Write the stub unless the file is there already; return whether it was written.

    Raises
    ------
    UsageError
        If it cannot be written.
    """
    text = stub(entry, seed).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(text)
    except FileExistsError:
        if path.exists():
            return False
        message = f"'{path}' cannot be written: '{path.parent}' is no folder"
        raise UsageError(message) from None
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror}") from None
    return True
