"""Finished verdicts in a file of JSON lines, so that a class is graded only once.

The first line says what the file is; each other one holds a verdict and what it belongs
to. Lines are only ever added, each by one call, so that a process that is killed leaves
at most one torn line behind. Such a line counts for nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from cnnquiz.errors import DataError, UsageError
from cnnquiz.grading.verdict import Sandbox
from cnnquiz.grading.worker import LEVELS, Result, Task
from cnnquiz.report.stored import verdict_from_json, verdict_to_json

SCHEMA = "cnnquiz.resume/1"
_HEADER = json.dumps({"schema": SCHEMA}) + "\n"
_KEY = ("content", "exercise", "version", "seed", "examples")


class Ledger:
    """The verdicts in a file, and a place for more.

    Those that were reached in a sandbox below `level` do not count.

    Raises
    ------
    UsageError
        If the file holds something else, or cannot be read or written.
    """

    def __init__(self, path: Path, level: str = "none") -> None:
        self.path = path
        self.level = level
        self.seed: int | None = None  # of the verdict that was added last
        self.problem = ""  # why nothing more can be kept
        self._lines: dict[tuple[Any, ...], str] = {}
        try:
            self._file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        except OSError as error:
            raise UsageError(f"'{path}' cannot be opened: {error.strerror}") from None
        try:
            self._read()
        except UsageError:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def find(self, task: Task) -> Result | None:
        """Return the result of the same content, exercise, version, seed and examples.

        The file may have another name by now.
        """
        line = self._lines.get(_key_of(task))
        if line is None or task.submission.problem:
            return None
        try:
            data = json.loads(line)
            verdict = verdict_from_json(data["verdict"])
            sandbox = _sandbox_from(**data["sandbox"])
        except (DataError, KeyError, TypeError, AttributeError, ValueError):
            return None
        if LEVELS.index(sandbox.level) < LEVELS.index(self.level):
            return None
        return replace(verdict, file=str(task.submission.path)), sandbox

    def keep(self, task: Task, result: Result) -> None:
        """Add a result; what could not be read has no content to know it again by."""
        if self.problem or task.submission.problem:
            return
        verdict, sandbox = result
        entry = {
            **dict(zip(_KEY, _key_of(task), strict=True)),
            "sandbox": asdict(sandbox),
            "verdict": verdict_to_json(verdict),
        }
        self._add(json.dumps(entry) + "\n")

    def _read(self) -> None:
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise UsageError(
                f"'{self.path}' cannot be read: {error.strerror}"
            ) from None
        header, ended, rest = content.partition(b"\n")
        if not ended and _HEADER.encode().startswith(header):  # new, or torn at once
            if header:
                os.truncate(self._file, 0)
            self._add(_HEADER)
            return
        if header + ended != _HEADER.encode():
            raise UsageError(
                f"'{self.path}' is not a file of --resume; another one is needed"
            )
        for key, line in _entries(rest.decode("utf-8", "replace")):
            self._lines[key] = line
            self.seed = key[_KEY.index("seed")]
        if not content.endswith(b"\n"):
            self._add("\n")

    def _add(self, line: str) -> None:
        data = line.encode()
        try:
            if os.write(self._file, data) < len(data):
                self.problem = "a part of a line was written"
        except OSError as error:
            self.problem = f"{error.strerror}"


def _entries(lines: str) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Yield the lines that are whole, with their keys."""
    for line in lines.split("\n"):
        try:
            entry = json.loads(line)
            key = tuple(entry[name] for name in _KEY)
            hash(key)
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        if type(entry["seed"]) is int:
            yield key, line


def _key_of(task: Task) -> tuple[Any, ...]:
    """Return what makes two gradings the same, in the order of the names above."""
    content = hashlib.sha256(task.submission.source).hexdigest()
    return content, task.slug, task.version, task.seed, task.examples


def _sandbox_from(level: Any, layers: list[str], missing: list[str]) -> Sandbox:
    if level not in LEVELS:
        raise ValueError(f"there is no sandbox '{level}'")
    return Sandbox(level, tuple(layers), tuple(missing))
