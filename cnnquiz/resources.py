"""Finds exercises/ and solutions/: inside an installed package or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def tree(name: str) -> Path:
    """Return the folder of stubs ('exercises') or of model solutions ('solutions').

    A wheel carries both inside the package; a checkout, and an editable install of
    one, has them beside it.
    """
    packaged = _PACKAGE / "_curriculum" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
