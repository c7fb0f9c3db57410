"""A learner's file: read it safely, and find out which exercise it answers."""

from __future__ import annotations

import ast
import os
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnquiz.curriculum.catalog import every, find, is_slug
from cnnquiz.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1 << 20
_MARK = re.compile(rb"^#\s*cnnquiz:\s*([A-Za-z0-9_]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Submission:
    """A file's bytes; `problem` says why they could not be read."""

    path: Path
    source: bytes
    problem: str = ""

    @property
    def text(self) -> str:
        """The source as text, for a record or a screen."""
        return self.source.decode("utf-8", "replace")


def read(path: Path) -> Submission:
    """Read a submission.

    Raises
    ------
    UsageError
        If there is no such file.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        raise UsageError(f"there is no file '{path}'") from None
    except OSError as error:
        raise UsageError(f"'{path}' cannot be read: {error.strerror}") from None
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return Submission(path, b"", "it is not a regular file")
        source = file.read(MAX_BYTES + 1)
    if len(source) > MAX_BYTES:
        return Submission(path, b"", "it is larger than 1 MB, so it cannot be meant")
    return Submission(path, source)


def identify(submission: Submission, asked: str | None) -> str:
    """Return the slug of the exercise that a file answers.

    That is the one asked for, else the file's stem, else a line ``# cnnquiz: SLUG``,
    else the one top-level function or class whose name is a slug.

    Raises
    ------
    UsageError
        If it is none of these.
    """
    if asked is not None:
        return find(asked).slug
    if is_slug(submission.path.stem):
        return submission.path.stem
    mark = _MARK.search(submission.source)
    if mark:
        return find(mark[1].decode()).slug
    defined = _defined(submission.source)
    if len(defined) == 1:
        return defined[0]
    found = f"defines several: {', '.join(defined)}" if defined else "defines none"
    raise UsageError(
        f"which exercise is '{submission.path}'? Its name is no exercise's and it "
        f"{found}. Say --exercise SLUG ('cnnquiz list' shows them)"
    )


def _defined(source: bytes) -> list[str]:
    names = {entry.signature.name: entry.slug for entry in every()}
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        found = re.findall(rb"^(?:def|class)\s+(\w+)", source, re.MULTILINE)
        defined = [name.decode() for name in found]
    else:
        kinds = (ast.FunctionDef, ast.ClassDef)
        defined = [node.name for node in body if isinstance(node, kinds)]
    return sorted({names[name] for name in defined if name in names})


def collect(folder: Path) -> list[Path]:
    """Return every file below a folder whose stem is an exercise's slug.

    Links are left out: one could lead to somebody else's file.
    """
    slugs = {entry.slug for entry in every()}
    found = (
        path
        for path in sorted(folder.rglob("*.py"))
        if path.stem in slugs and path.is_file() and not path.is_symlink()
    )
    return list(found)
