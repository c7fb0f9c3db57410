"""Grade right code on a busy machine, and count how often it is refused.

    python benchmarks/fairness.py [RUNS]

Grades the model solutions again and again, each time with new cases, while every core is
kept busy. Prints how many were refused, and the bound on the true rate.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import sys
from collections import Counter

from cnnquiz.curriculum import catalog
from cnnquiz.grading.judging import Request
from cnnquiz.grading.players import Zygote
from cnnquiz.grading.referee import grade
from cnnquiz.grading.submission import read


def burn() -> None:
    """Keep a core busy for ever."""
    while True:
        sum(i * i for i in range(10_000))


def main() -> None:
    """Grade and count."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    burners = [
        multiprocessing.Process(target=burn, daemon=True)
        for _ in range(os.cpu_count() or 1)
    ]
    for burner in burners:
        burner.start()
    zygote = Zygote()
    entries = [e for e in catalog.CATALOG if e.load().training is None]
    outcomes: Counter[str] = Counter()
    for seed, entry in zip(range(runs), itertools.cycle(entries), strict=False):
        verdict, _ = grade(Request(read(entry.solution), entry.slug, seed), zygote)
        outcomes[str(verdict.status)] += 1
        if not verdict.passed():
            print(f"seed {seed}: {entry.slug} is {verdict.status}: {verdict.message}")
    zygote.close()
    refused = runs - outcomes["passed"]
    print(f"{len(burners)} busy cores; {runs} runs of {len(entries)} solutions")
    print(f"refused: {refused}; {dict(outcomes)}")
    if not refused:
        print(f"the true rate is below {3 / runs:.2%} with 95% confidence")


if __name__ == "__main__":
    main()
