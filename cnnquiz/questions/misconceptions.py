"""The closed list of wrong ideas that wrong answers come from."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec

from cnnquiz.errors import DataError


class Misconception(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wrong idea by name, and the sentence that puts it right."""

    title: str
    correction: str


@cache
def load_misconceptions() -> dict[str, Misconception]:
    """Return every misconception by its id, in the order of the file."""
    path = resources.files(__package__) / "misconceptions.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(raw, type=dict[str, Misconception])
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"misconceptions.toml: {error}") from error
