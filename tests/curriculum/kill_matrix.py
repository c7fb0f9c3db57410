"""Which wrong ideas the grader rejects, names, and after how many cases.

    python -m tests.curriculum.kill_matrix [--seeds N] [SLUG...]

Prints a table in Markdown, one row an exercise: how many ways its misconceptions are
written in; how many of them fail a check and are called by their own name and no other
on seed 0; and on drawn cases alone, without the pinned ones, the share of seeds on which
the first 20 tell the wrong idea from right code, for the idea that hides best. Ideas
that only a check of its own sees (an argument changed, a law broken) are counted apart.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.draw import draw_many
from cnnquiz.curriculum.exercise import Case, Exercise, Misconception
from cnnquiz.grading.checks import Court
from cnnquiz.grading.outcome import Raised
from cnnquiz.grading.rehearsal import InProcess, rehearse

SOON = 20
GOAL = 0.99


@dataclass(frozen=True, slots=True)
class Kill:
    """How one way of writing a wrong idea fares."""

    idea: str
    rejected: bool
    named: bool
    soon: float | None
    """Share of seeds on which the first drawn cases reveal it; None: a law's task."""


def kills(exercise: Exercise, seeds: int) -> Iterator[Kill]:
    """Judge each way in which each misconception of an exercise is written."""
    batches = [first_cases(exercise, seed) for seed in range(seeds)]
    for idea in exercise.misconceptions:
        for way in idea.implementations:
            judged = rehearse(exercise, way)
            named = [m.id for m in judged.mistakes] == [idea.id]
            soon = None if by_a_law(exercise, idea) else share(exercise, way, batches)
            yield Kill(idea.id, bool(judged.failures), named, soon)


def by_a_law(exercise: Exercise, idea: Misconception) -> bool:
    """Say whether cases alone cannot show the idea."""
    return idea.claimed_by is not None or exercise.values == "free"


def first_cases(exercise: Exercise, seed: int) -> list[Case]:
    """Draw the first cases of a seed."""
    drawn = draw_many(exercise.draw, SOON, seed)
    return [Case(arguments, "", choices) for arguments, choices in drawn]


def share(
    exercise: Exercise, way: Callable[..., Any], batches: Sequence[Sequence[Case]]
) -> float:
    """Return the share of batches in which some case reveals the wrong idea."""
    court = Court(exercise, InProcess(exercise, way))
    shown = sum(any(reveals(court, case) for case in batch) for batch in batches)
    return shown / len(batches)


def reveals(court: Court, case: Case) -> bool:
    """Say whether right code and the submission differ on a case."""
    tried = court.try_(case)
    return isinstance(tried.outcome, Raised) or bool(tried.found)


def row(entry: catalog.Entry, seeds: int) -> tuple[str, list[str]]:
    """Return an exercise's row, and what in it misses the goal."""
    found = list(kills(entry.load(), seeds))
    shares = [kill.soon for kill in found if kill.soon is not None]
    worst = f"{min(shares):.0%}" if shares else "by laws"
    problems = [
        f"{entry.slug}: {kill.idea} is "
        + ("not rejected" if not kill.rejected else "not named" if not kill.named
           else f"revealed in {kill.soon:.0%} of seeds")
        for kill in found
        if not (kill.rejected and kill.named) or (kill.soon or 1) < GOAL
    ]  # fmt: skip
    rejected, named = (sum(getattr(k, a) for k in found) for a in ("rejected", "named"))
    laws = len(found) - len(shares)
    cells = (entry.slug, len(found), rejected, named, worst, laws)
    return "| " + " | ".join(map(str, cells)) + " |", problems


def main() -> None:
    """Print the table, then whatever misses the goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("slugs", nargs="*", metavar="SLUG")
    asked = parser.parse_args()
    print(f"| exercise | wrong | rejected | named | within {SOON} drawn | by a check |")
    print("|---|---|---|---|---|---|")
    problems = []
    for entry in catalog.CATALOG:
        if entry.load().training is None and entry.slug in (
            asked.slugs or [entry.slug]
        ):
            text, missed = row(entry, asked.seeds)
            print(text, flush=True)
            problems += missed
    print(*problems, sep="\n")


if __name__ == "__main__":
    main()
