"""Which wrong ideas the grader rejects, names, and after how many cases.

    python -m tests.curriculum.kill_matrix [--seeds N] [SLUG...]

Prints a table in Markdown, one row an exercise: how many ways its misconceptions are
written in; how many of them fail a check and are called by their own name and no other
on seed 0; and on drawn cases alone, without the pinned ones, for the idea that hides
best: after how many of them it shows, on half of the seeds, and the share of seeds on
which the first 20 show it. Ideas that only a check of its own sees (an argument changed,
a law broken) are counted apart.
"""

from __future__ import annotations

import argparse
import statistics
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
    after: float | None
    """Drawn cases until one shows it, the median of all seeds; None: a law's task."""
    soon: float | None
    """Share of seeds on which the first drawn cases show it; None: a law's task."""


def kills(exercise: Exercise, seeds: int) -> Iterator[Kill]:
    """Judge each way in which each misconception of an exercise is written."""
    batches = [first_cases(exercise, seed) for seed in range(seeds)]
    for idea in exercise.misconceptions:
        for way in idea.implementations:
            judged = rehearse(exercise, way)
            named = [m.id for m in judged.mistakes] == [idea.id]
            after = soon = None
            if not by_a_law(exercise, idea):
                shown = first_shown(exercise, way, batches)
                after, soon = statistics.median(shown), share(shown)
            yield Kill(idea.id, bool(judged.failures), named, after, soon)


def by_a_law(exercise: Exercise, idea: Misconception) -> bool:
    """Say whether cases alone cannot show the idea."""
    return idea.claimed_by is not None or exercise.values == "free"


def first_cases(exercise: Exercise, seed: int) -> list[Case]:
    """Draw the first cases of a seed."""
    drawn = draw_many(exercise.draw, SOON, seed)
    return [Case(arguments, "", choices) for arguments, choices in drawn]


def first_shown(
    exercise: Exercise, way: Callable[..., Any], batches: Sequence[Sequence[Case]]
) -> list[float]:
    """Return, for each batch, which case is the first to show it; infinity if none."""
    court = Court(exercise, InProcess(exercise, way))
    return [
        next(
            (n for n, case in enumerate(batch, 1) if reveals(court, case)), float("inf")
        )
        for batch in batches
    ]


def share(shown: Sequence[float]) -> float:
    """Return the share of batches in which some case shows the wrong idea."""
    return sum(number <= SOON for number in shown) / len(shown)


def reveals(court: Court, case: Case) -> bool:
    """Say whether right code and the submission differ on a case."""
    tried = court.try_(case)
    return isinstance(tried.outcome, Raised) or bool(tried.found)


def row(entry: catalog.Entry, seeds: int) -> tuple[str, list[str]]:
    """Return an exercise's row, and what in it misses the goal."""
    found = list(kills(entry.load(), seeds))
    shares = [kill.soon for kill in found if kill.soon is not None]
    after = max((kill.after for kill in found if kill.after is not None), default=None)
    hidden = [f"{after:g}", f"{min(shares):.0%}"] if after else ["by laws", "by laws"]
    problems = [
        f"{entry.slug}: {kill.idea} is "
        + ("not rejected" if not kill.rejected else "not named" if not kill.named
           else f"revealed in {kill.soon:.0%} of seeds")
        for kill in found
        if not (kill.rejected and kill.named) or (kill.soon or 1) < GOAL
    ]  # fmt: skip
    rejected, named = (sum(getattr(k, a) for k in found) for a in ("rejected", "named"))
    laws = len(found) - len(shares)
    cells = (entry.slug, len(found), rejected, named, *hidden, laws)
    return "| " + " | ".join(map(str, cells)) + " |", problems


def main() -> None:
    """Print the table, then whatever misses the goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("slugs", nargs="*", metavar="SLUG")
    asked = parser.parse_args()
    print(
        f"| exercise | wrong | rejected | named | shown after | within {SOON} | "
        "by a check |"
    )
    print("|---|---|---|---|---|---|---|")
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
