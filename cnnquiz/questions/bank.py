"""The fixed questions: one TOML file a topic, read and validated when asked for."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import msgspec

from cnnquiz.errors import DataError, did_you_mean
from cnnquiz.questions.items import AnyItem, Item
from cnnquiz.questions.topics import TOPICS
from cnnquiz.resources import packs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

_HEADER = re.compile(r"^\[\[ *item *\]\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: its file's name and the line of its `[[item]]`."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Bank:
    """Fixed items by id, in the order of the topics and of their files."""

    items: dict[str, Item] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items.values())

    def __getitem__(self, id_: str) -> Item:
        """Return the item with this id, or say that there is none."""
        if id_ not in self.items:
            near = did_you_mean(id_, self.items)
            raise DataError(f"there is no question '{id_}'.{near}")
        return self.items[id_]

    def of_topic(self, topic: str) -> tuple[Item, ...]:
        """Return the items filed under a topic."""
        return tuple(item for item in self if item.topic == topic)


def load_bank(topics: Iterable[str] | None = None) -> Bank:
    """Return the items of some topics, or of all.

    Raises
    ------
    DataError
        If a file does not hold what it should; it names the file, line and field.
    """
    bank = Bank()
    for topic in TOPICS if topics is None else topics:
        _merge(bank, load_topic(topic))
    return bank


@cache
def load_topic(topic: str) -> Bank:
    """Return the items of one topic's file; a topic without a file has none."""
    if topic not in TOPICS:
        raise DataError(f"there is no topic '{topic}'.{did_you_mean(topic, TOPICS)}")
    bank = Bank()
    for folder in folders():
        path = folder / f"{topic}.toml"
        if path.is_file():
            _merge(bank, read_file(path, topic))
    return bank


def folders() -> list[Traversable]:
    """Return the folders that hold topics' files: ours, then those of packs."""
    added = [pack.root / "questions" for pack in packs().loaded]
    return [resources.files(__package__) / "bank", *added]


def read_file(path: Traversable, topic: str) -> Bank:
    """Return the items of a file, all filed under one topic."""
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path.name}: {error}") from error
    starts = [match.start() for match in _HEADER.finditer(text)]
    tables = raw.get("item")
    if (
        raw.keys() != {"item"}
        or not isinstance(tables, list)
        or len(tables) != len(starts)
    ):
        raise DataError(f"{path.name}: tables headed [[item]] are expected, only those")
    bank = Bank()
    ends = [*starts[1:], len(text)]
    for fields, start, end in zip(tables, starts, ends, strict=True):
        place = Place(path.name, text.count("\n", 0, start) + 1)
        item = _convert(fields, topic, place, text[start:end])
        _merge(bank, Bank({item.id: item}, {item.id: place}))
    return bank


def _merge(bank: Bank, other: Bank) -> None:
    """Add the items of another bank; no id may stand in both."""
    for id_, place in other.places.items():
        if id_ in bank.places:
            raise DataError(f"{place}: '{id_}' is taken; see {bank.places[id_]}")
    bank.items.update(other.items)
    bank.places.update(other.places)


def _convert(fields: dict[str, Any], topic: str, place: Place, block: str) -> Item:
    try:
        item: Item = msgspec.convert({**fields, "topic": topic}, type=AnyItem)
    except msgspec.ValidationError as error:
        line = place.line + _line_of_field(block, str(error))
        name = fields.get("id", "without an id")
        raise DataError(f"{place.file}:{line}: item '{name}': {error}") from None
    return item


def _line_of_field(block: str, message: str) -> int:
    """Return how many lines into its block the field stands that a message names."""
    table, index, field_ = None, None, None
    if path := re.search(r"`\$\.(\w+)(?:\[(\d+)\])?(?:\.(\w+))?", message):
        table, index, field_ = path.groups()
    if unknown := re.search(r"unknown field `(\w+)`", message):
        field_ = unknown.group(1)
    start = 0
    if table and index:
        header = re.compile(rf"^\[\[item\.{table}\]\]", re.MULTILINE)
        starts = [match.start() for match in header.finditer(block)]
        start = starts[int(index)] if int(index) < len(starts) else 0
    name = field_ or table
    found = name and re.compile(rf"^{name}\s*=", re.MULTILINE).search(block, start)
    return block.count("\n", 0, found.start() if found else start)
