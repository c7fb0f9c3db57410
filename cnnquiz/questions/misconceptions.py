"""The closed list of wrong ideas that wrong answers come from."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import msgspec

from cnnquiz.errors import DataError
from cnnquiz.resources import packs

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class Misconception(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wrong idea by name, and the sentence that puts it right."""

    title: str
    correction: str


@cache
def load_misconceptions() -> dict[str, Misconception]:
    """Return every misconception by its id: ours, then those that packs add."""
    known = _read(resources.files(__package__) / "misconceptions.toml")
    for pack in packs().loaded:
        path = pack.root / "questions" / "misconceptions.toml"
        if path.is_file():
            known = _read(path) | known
    return known


def _read(path: Traversable) -> dict[str, Misconception]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(raw, type=dict[str, Misconception])
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"{path}: {error}") from error
