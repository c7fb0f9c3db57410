"""The exceptions a user can meet, and the exit codes they end in.

CnnquizError                 something a user can act on; printed as one line
├── UsageError               the command line asks for what does not exist
│   └── UnknownExerciseError no exercise has that slug
├── GraderError              the grader itself failed
├── DataError                a question file or a pack is not as it should be
└── RecordError              the learner's record cannot be read or written

Anything else that escapes is a bug in cnnquiz.
"""

from __future__ import annotations

import difflib
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class ExitCode(IntEnum):
    """What a command tells the shell."""

    PASSED = 0
    NOT_PASSED = 1
    USAGE = 2
    GRADER_FAILED = 3
    INTERRUPTED = 130


class CnnquizError(Exception):
    """Something a user can act on."""

    exit_code = ExitCode.GRADER_FAILED


class UsageError(CnnquizError):
    """The command line asks for what does not exist."""

    exit_code = ExitCode.USAGE


class UnknownExerciseError(UsageError):
    """No exercise has that slug."""

    def __init__(self, slug: str, known: Iterable[str]) -> None:
        self.slug = slug
        super().__init__(
            f"there is no exercise '{slug}'.{did_you_mean(slug, known)} "
            "'cnnquiz list' shows them all"
        )


class GraderError(CnnquizError):
    """The grader itself failed; the submission is not to blame."""


class DataError(CnnquizError):
    """A question file or a pack is not as it should be."""

    exit_code = ExitCode.USAGE


class RecordError(CnnquizError):
    """The learner's record cannot be read or written."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean 'x'?" for the nearest known word, or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean '{near[0]}'?" if near else ""
