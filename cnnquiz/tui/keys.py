"""Keys of one's own: keys.toml in the data folder puts actions on other keys.

Each line maps the name of an action, as `cnnquiz keys` prints it, to a key or to
several: ``"quiz.give_up" = "f9,ctrl+g"``.
"""

from __future__ import annotations

import importlib
import pkgutil
import tomllib
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode

from cnnquiz.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILE = "keys.toml"


class Key(NamedTuple):
    """An action by its name, the keys that it has by default, and what it does."""

    action: str
    keys: str
    does: str


def load(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Return what a folder's keys.toml says, and what in it cannot be used."""
    path = folder / FILE
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, [f"{path} is left out: {error}"]
    known = {key.action for key in every()}
    keys, problems = {}, []
    for action, wanted in told.items():
        if action not in known:
            near = did_you_mean(action, known)
            problems.append(f"{FILE}: there is no action '{action}'.{near}")
        elif not isinstance(wanted, str) or not wanted.strip():
            problems.append(f"{FILE}: '{action}' needs a key, such as \"f9\"")
        else:
            keys[action] = ",".join(part.strip() for part in wanted.split(","))
    return keys, [*problems, *_taken(keys)]


def _taken(keys: Mapping[str, str]) -> Iterator[str]:
    """Say which keys are another action's on the same screen, which then has none."""
    for screen in _screens():
        owners: dict[str, str] = {}
        for action, default, _ in sorted(screen, key=lambda row: row.action in keys):
            for key in keys.get(action, default).split(","):
                other = owners.setdefault(key, action)
                if other != action and action in keys:
                    yield f"{FILE}: '{action}' takes {key} away from '{other}'"


def every() -> list[Key]:
    """Return every action that has a name, in the order of names."""
    found = {key.action: key for screen in _screens() for key in screen}
    return [found[name] for name in sorted(found)]


def _screens() -> list[list[Key]]:
    """Return the keys of each screen, control and of the app."""
    return [
        [
            Key(binding.id, binding.key, binding.description)
            for binding in vars(class_).get("BINDINGS", ())
            if isinstance(binding, Binding) and binding.id
        ]
        for class_ in dict.fromkeys(_classes())
    ]


def _classes() -> Iterator[type]:
    """Yield the classes of the interface that may have keys."""
    from cnnquiz.tui import app, screens, widgets

    modules = [app]
    for package in (screens, widgets):
        names = (info.name for info in pkgutil.iter_modules(package.__path__))
        modules += [importlib.import_module(f"{package.__name__}.{n}") for n in names]
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, DOMNode):
                yield value
