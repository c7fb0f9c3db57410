"""Which exercises know a misconception, without loading them.

They are read from ideas.json beside this file, so that a wrong answer to a question can
call for the code that puts the idea right. After an exercise has changed:

    python -m cnnquiz.curriculum.ideas
"""

from __future__ import annotations

import functools
import json
from pathlib import Path

from cnnquiz.curriculum import catalog

FILE = Path(__file__).with_name("ideas.json")


def exercises_with(misconception: str) -> tuple[str, ...]:
    """Return the exercises that name a misconception, in the order of the course."""
    return tuple(_read().get(misconception, ()))


@functools.cache
def _read() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def gather() -> dict[str, list[str]]:
    """Load every exercise and return what the file should hold."""
    found: dict[str, list[str]] = {}
    for entry in catalog.CATALOG:
        for idea in entry.load().misconceptions:
            found.setdefault(idea.id, []).append(entry.slug)
    return dict(sorted(found.items()))


def main() -> None:
    """Write the file."""
    rows = (f"  {json.dumps(id_)}: {json.dumps(s)}" for id_, s in gather().items())
    FILE.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
