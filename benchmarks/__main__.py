"""Every figure that the documentation gives about speed and strength, in one command.

    python benchmarks [NAME ...]

Describes the machine, then runs the benchmarks one after the other, in the order below;
with names, only those. All together take about a quarter of an hour on two cores, and
are worth reading only if little else runs meanwhile. The exit code is 1 if one of them
ended in an error.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
BENCHMARKS = {
    "latency": "how long a verdict takes",
    "first_paint": "how long the interface takes to its first picture",
    "throughput": "a class of files, by two jobs and by one",
    "engine": "the engine against PyTorch and the matrix product",
    "fairness": "right code on a busy machine",
    "grader_strength": "sixteen wrong functions, and who accepts them",
}


def processor() -> str:
    """Return the processor's name as the system gives it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if "model name" in line]
    return names[0] if names else platform.machine()


def describe() -> None:
    """Print what the figures depend on."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print(f"processor  {processor()}, {cores} of its cores")
    print(f"memory     {memory:.1f} GiB")
    print(f"system     {platform.platform()}")
    print(f"python     {platform.python_version()}, NumPy {np.__version__}")
    print("load       " + " ".join(f"{load:.2f}" for load in os.getloadavg()))


def run(name: str) -> bool:
    """Run a benchmark, its output passed through; say whether it came to its end."""
    print(
        f"\n{'─' * 72}\npython benchmarks/{name}.py: {BENCHMARKS[name]}\n", flush=True
    )
    began = time.monotonic()
    ended = subprocess.run([sys.executable, FOLDER / f"{name}.py"], check=False)
    print(f"\n{name}: {time.monotonic() - began:.0f} s", flush=True)
    return ended.returncode == 0


def main() -> None:
    """Run those asked for."""
    names = sys.argv[1:] or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        sys.exit(
            f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}"
        )
    describe()
    failed = [name for name in names if not run(name)]
    if failed:
        sys.exit(f"\nended in an error: {', '.join(failed)}")


if __name__ == "__main__":
    main()
