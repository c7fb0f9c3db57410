"""How long a verdict takes, as ratios within one run.

    python benchmarks/latency.py [ROUNDS]

Every ratio divides two medians of wall time that were measured alternately in this run.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.draw import draw_many
from cnnquiz.engine import conv2d
from cnnquiz.grading.judging import Request
from cnnquiz.grading.players import Zygote
from cnnquiz.grading.referee import grade
from cnnquiz.grading.rehearsal import rehearse
from cnnquiz.grading.submission import read

RIGHT = catalog.find("conv2d").solution


class Enough(Exception):  # noqa: N818 - not an error
    """The first word on a wrong file has been said."""


def enough(verdict) -> None:
    """Stop here."""
    raise Enough


def wall(action) -> float:
    """Return the seconds that an action takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def process(*arguments: str) -> None:
    """Run a fresh interpreter to its end."""
    subprocess.run(
        [sys.executable, *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, "CI": "true"},
    )


def medians(rounds: int, **actions) -> dict[str, float]:
    """Time several actions alternately and return the median of each."""
    times = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            times[name].append(wall(action))
    return {name: statistics.median(values) for name, values in times.items()}


def flipped(folder: Path) -> Path:
    """Write a conv2d whose kernel is flipped."""
    text = RIGHT.read_text().replace(
        "w[:, :, u, v]", "w[:, :, k_h - 1 - u, k_w - 1 - v]"
    )
    path = folder / "conv2d.py"
    path.write_text(text)
    return path


def drawing(rounds: int) -> float:
    """Return how much faster conv2d's cases are drawn than by hypothesis's arrays."""
    import hypothesis.extra.numpy as hnp
    import numpy as np
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    exercise = catalog.find("conv2d").load()

    def arrays() -> None:
        @settings(
            max_examples=100, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(st.data())
        def draw(data) -> None:
            size = lambda low, high: data.draw(st.integers(low, high))  # noqa: E731
            n, c, o, k_h, k_w = (size(1, 3) for _ in range(5))
            elements = st.integers(-4, 4).map(float)
            shape_x, shape_w = (n, c, size(k_h, 7), size(k_w, 7)), (o, c, k_h, k_w)
            for shape in (shape_x, shape_w, (o,)):
                data.draw(
                    hnp.arrays(np.float64, shape, elements=elements, fill=st.nothing())
                )

        draw()

    seeds = iter(range(10_000))
    found = medians(
        rounds,
        arrays=arrays,
        ours=lambda: draw_many(exercise.draw, 100, next(seeds)),
    )
    return found["arrays"] / found["ours"]


def shrinking(seeds: int) -> tuple[int, int]:
    """Return the most calls that shrinking a flipped kernel took, and cells it left.

    The cells are those of x and w that are not zero.
    """
    exercise = catalog.find("conv2d").load()
    most_calls = most_cells = 0
    for seed in range(seeds):
        calls = itertools.count()

        def flip(x, w, b=None, stride=1, padding=0, calls=calls):
            next(calls)
            return conv2d(x, w[:, :, ::-1, ::-1], b, stride, padding)

        judgement = rehearse(exercise, flip, seed)
        before = len(judgement.tried)  # the other checks' few calls count, too
        shown = next(c.counterexample for c in judgement.checks if c.counterexample)
        cells = sum(int((shown.arguments[name] != 0).sum()) for name in ("x", "w"))
        most_calls = max(most_calls, next(calls) - before)
        most_cells = max(most_cells, cells)
    return most_calls, most_cells


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    print(f"{platform.platform()}, {os.cpu_count()} cores, {rounds} rounds, medians")
    cold = medians(
        rounds,
        imports=lambda: process("-c", "import numpy, hypothesis.extra.numpy"),
        click=lambda: process("-c", "import click"),
        list=lambda: process("-m", "cnnquiz", "list"),
        grade=lambda: process("-m", "cnnquiz", "grade", str(RIGHT)),
    )
    zygote, seeds = Zygote(), itertools.count()
    with tempfile.TemporaryDirectory() as folder:
        wrong = flipped(Path(folder))

        def warm(path: Path) -> None:
            grade(Request(read(path), "conv2d", next(seeds)), zygote)

        def first(path: Path) -> None:
            """Go as far as the first word on a wrong file, from pinned cases alone."""
            request = Request(read(path), "conv2d", next(seeds), early=enough)
            with contextlib.suppress(Enough):
                grade(request, zygote)

        warm(RIGHT)
        times = medians(
            rounds,
            right=lambda: warm(RIGHT),
            wrong=lambda: warm(wrong),
            early=lambda: first(wrong),
        )
    zygote.close()
    rows = [
        ("cold grade / import numpy, hypothesis.extra.numpy",
         cold["grade"] / cold["imports"], "at most 2.5"),
        ("cnnquiz list / import click", cold["list"] / cold["click"], "at most 3"),
        ("warm verdict / cold verdict, right",
         times["right"] / cold["grade"], "at most 0.35"),
        ("warm verdict / cold verdict, wrong and diagnosed",
         times["wrong"] / cold["grade"], ""),
        ("first failing verdict, pinned cases alone / warm verdict, right",
         times["early"] / times["right"], "at most 0.5"),
        ("drawing conv2d's cases: hypothesis's arrays / ours",
         drawing(rounds), "at least 2.5"),
    ]  # fmt: skip
    for what, ratio, bound in rows:
        print(f"{what:66}{ratio:6.2f}   {bound}")
    calls, cells = shrinking(20)
    print(
        f"{'calls to make a flipped kernel small, most of 20 seeds':66}{calls:6}   < 400"
    )
    print(f"{'cells of it that are not zero then':66}{cells:6}   2")
    print(f"cold {cold['grade'] * 1e3:.0f} ms, warm {times['right'] * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
