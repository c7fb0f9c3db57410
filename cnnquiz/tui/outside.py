"""The learner's own editor, and files outside of the record."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING

from cnnquiz.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def editor() -> list[str]:
    """Return the command of the learner's editor: $VISUAL, then $EDITOR.

    Raises
    ------
    UsageError
        If neither is set, or what is set cannot be read.
    """
    for name in ("VISUAL", "EDITOR"):
        if os.environ.get(name, "").strip():
            try:
                return shlex.split(os.environ[name])
            except ValueError as error:
                raise UsageError(f"${name} cannot be read: {error}") from None
    raise UsageError(
        "no editor is set. Set $EDITOR, such as EDITOR=nano, and open cnnquiz again"
    )


def edit(command: list[str], path: Path) -> None:
    """Run the editor on a file until it ends.

    Raises
    ------
    UsageError
        If it cannot be started.
    """
    try:
        subprocess.run([*command, str(path)], check=False)
    except OSError as error:
        raise UsageError(f"{command[0]} cannot be started: {error.strerror}") from None


def write(path: Path, text: str) -> None:
    """Write a text to a file, whole or not at all.

    Raises
    ------
    UsageError
        If it cannot be written.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror}") from None


def read(path: Path) -> str | None:
    """Return a file's text; None where there is none that can be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def saved_at(path: Path) -> float:
    """Return when a file was last written, in seconds; 0 where there is none."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


class WatchedFile:
    """A file that another program may write; `changed` notices when it has."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        write(path, text)
        self._seen = self._stamp()

    def changed(self) -> str | None:
        """Return the text if the file was written since the last look."""
        now = self._stamp()
        if now == self._seen or now is None:
            return None
        self._seen = now
        return read(self.path)

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino
