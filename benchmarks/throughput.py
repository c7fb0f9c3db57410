"""How many submissions a minute: --jobs 2 against --jobs 1, alternately in one run.

python benchmarks/throughput.py [SUBMISSIONS] [ROUNDS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cnnquiz.curriculum import catalog

SLUGS = ("relu", "softmax", "conv2d", "max_pool2d", "linear")


def write_class(folder: Path, count: int) -> None:
    """Write submissions: two in three right, one wrong."""
    for number in range(count):
        slug = SLUGS[number % len(SLUGS)]
        text = catalog.find(slug).solution.read_text()
        if number % 3 == 2:
            text = text.replace("return ", "return 2 * ", 1)
        path = folder / f"student{number:04}" / f"{slug}.py"
        path.parent.mkdir()
        path.write_text(text)


def grade(folder: Path, jobs: int) -> float:
    """Return the wall seconds of grading a folder."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "cnnquiz", "grade", folder, "--jobs", str(jobs)],
        check=False, capture_output=True, env={**os.environ, "CI": "true"},
    )  # fmt: skip
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_class(folder, count)
        times = [(grade(folder, 1), grade(folder, 2)) for _ in range(rounds)]
    ratio = statistics.median(one / two for one, two in times)
    best = min(two for _, two in times)
    print(f"{count} submissions, {rounds} rounds, {os.cpu_count()} cores")
    print(f"throughput of --jobs 2 / --jobs 1   {ratio:.2f}   (at least 1.6)")
    print(f"{best:.0f} s with --jobs 2: {60 * count / best:.0f} a minute")


if __name__ == "__main__":
    main()
