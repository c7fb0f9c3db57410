"""Finds exercises, solutions and questions: cnnquiz's own, and those of packs.

A pack is an installed package with an entry point in the group ``cnnquiz.packs``. Its
folder is laid out as docs/authoring.md describes.
"""

from __future__ import annotations

import functools
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PACKAGE = Path(__file__).parent
GROUP = "cnnquiz.packs"


def tree(name: str) -> Path:
    """Return the folder of stubs ('exercises'), model solutions ('solutions') or 'docs'.

    A wheel carries them inside the package; a checkout, and an editable install of
    one, has them beside it.
    """
    packaged = _PACKAGE / "_curriculum" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


@dataclass(frozen=True, slots=True)
class Pack:
    """Exercises and questions from elsewhere.

    `tracks` holds rows (slug, level, minutes) by track, as the pack's package says in
    its own `TRACKS`.
    """

    name: str
    package: str
    root: Path
    tracks: Mapping[str, Sequence[tuple[str, Any, int]]]


@dataclass(frozen=True, slots=True)
class Packs:
    """The packs that are installed, and what is wrong with those that do not load."""

    loaded: tuple[Pack, ...]
    problems: tuple[str, ...]


@functools.cache
def packs() -> Packs:
    """Find the packs of this Python; one that does not load is only a problem."""
    if not _any_installed():
        return Packs((), ())
    from importlib.metadata import entry_points

    loaded, problems = [], []
    for point in entry_points(group=GROUP):
        try:
            module = point.load()
            root = Path(module.__file__).parent
            tracks = getattr(module, "TRACKS", {})
            loaded.append(Pack(point.name, module.__name__, root, tracks))
        except Exception as error:  # noqa: BLE001 - it is somebody else's code
            problems.append(
                f"the pack '{point.name}' does not load: {type(error).__name__}: {error}"
            )
    return Packs(tuple(loaded), tuple(problems))


def _any_installed() -> bool:
    """Look for packs by the files that installing writes.

    Loading `importlib.metadata` takes longer than `cnnquiz list` does without it.
    """
    return any(
        GROUP in points.read_text(encoding="utf-8", errors="replace")
        for folder in dict.fromkeys(sys.path)
        for points in Path(folder).glob("*-info/entry_points.txt")
    )
