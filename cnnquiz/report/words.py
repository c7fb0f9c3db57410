"""Values in a few words: a number, a text, or what it is."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np

from cnnquiz.report.numbers import number
from cnnquiz.report.safe import one_line

MAX_PARTS = 12  # of a list or a dict
MAX_DEPTH = 3


def say(value: Any, depth: int = 0) -> str:
    """Say a value in a few words."""
    if isinstance(value, np.ndarray) and value.ndim:
        article = "an" if value.dtype.kind == "i" else "a"
        return f"{article} {value.dtype} array of shape {value.shape}"
    if isinstance(value, np.ndarray):
        return number(value[()])
    if isinstance(value, (bool, int, float, np.generic)):
        return number(value)
    if value is None:
        return "None"
    if isinstance(value, str):
        quoted = value.replace("\n", "\\n")
        return f"'{one_line(quoted, 80)}'"
    if isinstance(value, (list, tuple, Mapping)):
        return _say_parts(value, depth) if depth < MAX_DEPTH else "…"
    return one_line(stands_for(value) or _instance(value), 200)


def stands_for(value: Any) -> str:
    """Return what a stand-in describes: a generator, or a value that no check reads."""
    if hasattr(value, "what"):
        return str(value.what)
    return f"default_rng({value.seed})" if hasattr(value, "seed") else ""


def _instance(value: Any) -> str:
    return f"an instance of {type(value).__name__}"


def _say_parts(value: Any, depth: int) -> str:
    if isinstance(value, Mapping):
        pairs = itertools.islice(value.items(), MAX_PARTS)
        said = [f"{one_line(str(k), 40)}: {say(v, depth + 1)}" for k, v in pairs]
        left, right = "{", "}"
    else:
        said = [say(v, depth + 1) for v in value[:MAX_PARTS]]
        left, right = ("[", "]") if isinstance(value, list) else ("(", ")")
    if len(value) > MAX_PARTS:
        said.append("…")
    comma = "," if left == "(" and len(said) == 1 else ""
    return f"{left}{', '.join(said)}{comma}{right}"
