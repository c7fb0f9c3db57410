"""The outcome for one submission, as plain data. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Status(StrEnum):
    """How a submission ended."""

    PASSED = "passed"
    SLOW = "slow"
    WRONG = "wrong"
    ERROR = "error"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    BLOCKED = "blocked"
    NOT_STARTED = "not_started"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """The smallest case found on which a check fails; arrays are NumPy arrays.

    `expected` and `got` are None for a law, which is broken rather than mismatched.
    `wrong` marks the wrong cells of `got`: a boolean array, or one a part, or None.
    """

    arguments: Mapping[str, Any]
    expected: Any = None
    got: Any = None
    wrong: Any = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How one check went, over the cases it was tried on."""

    name: str
    title: str
    status: Literal["passed", "failed", "skipped"]
    cases: int = 0
    message: str = ""
    counterexample: Counterexample | None = None


@dataclass(frozen=True, slots=True)
class NamedMistake:
    """A misconception that claims the submission."""

    id: str
    title: str
    lesson: str


@dataclass(frozen=True, slots=True)
class Speed:
    """Processor time against the engine's on the same work.

    `growth` says in words how the time grows; empty where the ratio is within the limit.
    `points` are (size of the work, submission's seconds, engine's seconds).
    """

    ratio: float
    limit: float
    growth: str = ""
    points: tuple[tuple[int, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Sandbox:
    """What holds the player: full, partial (no secrecy of reads), limits, or none."""

    level: Literal["full", "partial", "limits", "none"]
    layers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @classmethod
    def of(cls, held: Sequence[str], missing: Mapping[str, str]) -> Sandbox:
        """Judge the level from the layers that hold."""
        if {"file access", "system calls"} <= set(held):
            level: Literal["full", "partial", "limits", "none"] = "full"
        elif "system calls" in held:
            level = "partial"
        else:
            level = "limits" if "resource limits" in held else "none"
        lacks = tuple(f"{name}: {why}" for name, why in missing.items())
        return cls(level, tuple(held), lacks)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for one submission."""

    file: str
    exercise: str
    status: Status
    message: str
    seconds: float = 0.0
    line: int | None = None
    checks: tuple[CheckResult, ...] = ()
    misconceptions: tuple[NamedMistake, ...] = ()
    speed: Speed | None = None
    praise: str = ""
    output: str = ""

    def passed(self, *, allow_slow: bool = False) -> bool:
        """Say whether this counts as passed."""
        return self.status is Status.PASSED or (
            allow_slow and self.status is Status.SLOW
        )


@dataclass(frozen=True, slots=True)
class GradeReport:
    """What one `cnnquiz grade` says: every verdict, and what repeats it."""

    version: str
    seed: int
    sandbox: Sandbox
    submissions: tuple[Verdict, ...]
    allow_slow: bool = False
    interrupted: bool = False
    notes: tuple[str, ...] = field(default_factory=tuple)
