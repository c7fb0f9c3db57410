"""What became of a call: a value, an exception, or the end of the player.

A player is untrusted: what it reports is read here with a bound on everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from cnnquiz.grading.verdict import Status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


MAX_NAMES = 20
REFUSED = ("Read-only file system", "Operation not permitted", "Permission denied")


class PlayerEnded(Exception):  # noqa: N818 - it is a verdict, not an error of ours
    """The player did not live to answer: it looped, died, or did not keep to the rules."""

    def __init__(self, status: Status, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Returned:
    """A call came back with a value."""

    value: Any
    changed: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    """Arguments in whose memory the result, or a part of it, lies."""
    earlier_changed: bool = False
    global_rng: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """A call raised."""

    kind: str
    message: str
    line: int | None = None
    text: str = ""
    missing_module: bool = False

    def __str__(self) -> str:
        where = f" (line {self.line}: {self.text})" if self.line else ""
        said = f": {self.message}" if self.message else ""
        return f"{self.kind}{said}{where}"


Outcome = Returned | Raised


@dataclass(frozen=True, slots=True)
class LoadFailure:
    """The source does not load as this exercise."""

    message: str
    line: int | None


class Runner(Protocol):
    """What the checks need of a player: calls, in a process or (in tests) without."""

    def call(
        self, arguments: Mapping[str, Any], *, meanwhile: Callable[[], object] = ...
    ) -> Outcome:
        """Call the submission with these arguments; do something else meanwhile."""


def line_of(header: dict[str, Any]) -> int | None:
    """Return the line of the submission that a player names, if it can be one."""
    line = header.get("line")
    return line if type(line) is int and 0 < line < 1 << 31 else None


def words_of(header: dict[str, Any], name: str, limit: int) -> str:
    """Return what a player says under a name, if it is words, and not too many."""
    words = header.get(name)
    return words[:limit] if isinstance(words, str) else ""


def names_of(header: dict[str, Any], name: str) -> tuple[str, ...]:
    """Return the names that a player lists, if they are names, and not too many."""
    names = header.get(name)
    listed = names if isinstance(names, list) else []
    return tuple(each for each in listed if isinstance(each, str))[:MAX_NAMES]


def raised_of(header: dict[str, Any]) -> Raised:
    """Return the exception that a player reports."""
    return Raised(
        words_of(header, "kind", 100) or "an exception",
        words_of(header, "message", 1_000),
        line_of(header),
        words_of(header, "text", 200),
        header.get("missing_module") is True,
    )


def raised_status(raised: Raised) -> Status:
    """Return the status that an exception stands for."""
    if raised.missing_module:
        return Status.INVALID
    if raised.kind == "MemoryError" or raised.kind.endswith("ArrayMemoryError"):
        return Status.MEMORY
    refused = raised.kind in {"PermissionError", "BlockingIOError"} or (
        raised.kind == "OSError" and any(word in raised.message for word in REFUSED)
    )
    if refused or "can't start new thread" in raised.message:
        return Status.BLOCKED
    return Status.ERROR
