"""One thing that an interview puts: a question, an exercise, or a talk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["question", "exercise", "talk"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What is put, by its id: an item's, a slug, or a talk's; and in which part.

    After one that `leads_on` comes what follows from it. A follow-up names what it
    `follows`, and has a sentence that leads to it.
    """

    kind: Kind
    id: str
    part: int
    leads_on: bool = False
    follows: str = ""
    lead: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return the unit as JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Unit:
        """Return the unit that was kept."""
        return cls(**{name: data[name] for name in cls.__dataclass_fields__})


class Done(NamedTuple):
    """A unit that was answered: its score from 0 to 1, the misconceptions shown."""

    unit: Unit
    score: float
    shown: tuple[str, ...] = ()
