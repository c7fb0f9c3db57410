"""minibatches: laws instead of values, for the order of the draws is free.

Rows of x and of y are all different, so that a batch says which samples it took. That a
random order of sixty samples looks like one of the wrong ones has a probability below
10⁻²⁰.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Broken,
    Exercise,
    Law,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.optimization.minibatches_mistakes import MISCONCEPTIONS
from cnnquiz.values import Rng


def drive(minibatches: Any, x: Any, y: Any, batch_size: int, rng: Any) -> Any:
    """Collect the batches, but no more than there are samples and one."""
    of_x, of_y = [], []
    for batch in minibatches(x, y, batch_size, rng):
        if not isinstance(batch, (tuple, list)) or len(batch) != 2:
            kind = type(batch).__name__
            raise TypeError(
                f"each batch must be a pair (x, y), and one is of type {kind}"
            )
        of_x.append(batch[0])
        of_y.append(batch[1])
        if len(of_x) > len(x):
            break
    return {"x_batches": of_x, "y_batches": of_y}


def reference(x: Any, y: Any, batch_size: int, rng: Any) -> Any:
    """Collect the engine's batches."""
    return drive(engine.minibatches, x, y, batch_size, rng)


def samples(n: int, *rest: int) -> np.ndarray:
    """Return samples of which no two are alike."""
    return np.arange(1.0, 1 + n * int(np.prod(rest))).reshape(n, *rest)


def draw(d: Draw) -> Arguments:
    """Draw few samples, often not a multiple of the batch size."""
    batch_size = d.choose("batch_size", 1, 2, 3, 4, 2, 3, 6)
    n = d.integer("N", 1, 9)
    rest = d.choose("rest", (), (2,), (1, 2, 2))
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    x = samples(n, *rest).astype(dtype)
    y = 10 * np.arange(1, n + 1)
    if d.choose("y", "labels", "labels", "rows") == "rows":
        y = (y[:, None] + np.arange(2)).astype(dtype)
    rng = Rng(d.integer("seed", 0, 999))
    return {"x": d.layout("x", x), "y": y, "batch_size": batch_size, "rng": rng}


def sizes(trial: Trial) -> str | Broken | None:
    """Look at how many batches there are and how many rows each has."""
    n, size = len(trial.arguments["x"]), trial.arguments["batch_size"]
    got = [len(batch) for batch in trial.result["x_batches"]]
    right = [min(size, n - start) for start in range(0, n, size)]
    if got == right:
        return None
    message = f"{n} samples come in batches of {got}, not of {right}"
    if n % size and got == right[:-1]:
        return Broken(message, "drops-last-batch")
    if got == [size] * len(right):
        return Broken(message, "last-batch-filled-up")
    if got == [*right, 0]:
        return Broken(message, "empty-batch")
    if len(got) > len(right) and sum(got) > n:
        return Broken(message, "goes-on-after-epoch")
    return message


def places(trial: Trial, name: str) -> list[int]:
    """Return which row of an argument each row of the batches is; −1 if it is none."""
    rows = {row.tobytes(): i for i, row in enumerate(trial.arguments[name])}
    kind = trial.arguments[name].dtype
    return [
        rows.get(np.asarray(row, kind).tobytes(), -1)
        for batch in trial.result[f"{name}_batches"]
        for row in batch
    ]


def pairs(trial: Trial) -> str | Broken | None:
    """Look for a row with a partner that is not its own."""
    of_x, of_y = places(trial, "x"), places(trial, "y")
    for name, found in (("x", of_x), ("y", of_y)):
        if -1 in found:
            return f"a batch holds a row that is none of {name}"
    strangers = [pair for pair in zip(of_x, of_y, strict=True) if pair[0] != pair[1]]
    if strangers:
        i, j = strangers[0]
        return Broken(f"x[{i}] comes with y[{j}]", "shuffles-apart")
    return None


def each_once(trial: Trial) -> str | Broken | None:
    """Look for a sample that comes twice."""
    order = places(trial, "x")
    missing = sorted(set(range(len(trial.arguments["x"]))) - set(order))
    if not missing:
        return None
    message = f"x[{missing[0]}] never comes, and others come twice"
    full = [
        b
        for b in trial.result["x_batches"]
        if len(b) == len(trial.result["x_batches"][0])
    ]
    if len(full) > 1 and all(np.array_equal(full[0], other) for other in full[1:]):
        return Broken(message, "one-buffer")
    return Broken(message, "draws-anew")


def shuffled(trial: Trial) -> str | Broken | None:
    """Look at the order of many samples."""
    n, size = len(trial.arguments["x"]), trial.arguments["batch_size"]
    order = np.array(places(trial, "x"))
    if np.array_equal(order, np.arange(n)):
        return Broken("the samples come in the order of x", "not-shuffled")
    full = order[: n - n % size].reshape(-1, size)
    if np.all(np.diff(full, axis=1) == 1):
        message = "all batches are runs of neighbours in x"
        return Broken(message, "shuffles-batches-only")
    if np.array_equal(np.sort(full, axis=1).ravel(), np.arange(full.size)):
        message = "each batch holds a run of neighbours in x"
        return Broken(message, "shuffles-inside-batches")
    return None


def seeds_differ(trial: Trial) -> str | Broken | None:
    """Call with a generator of another seed."""
    seed = trial.arguments["rng"].bit_generator.seed_seq.entropy
    other = trial.call(rng=Rng(seed + 1))
    if all(map(np.array_equal, other["x_batches"], trial.result["x_batches"])):
        message = "generators of two seeds give the same order"
        return Broken(message, "reseeds-each-call")
    return None


def many(seed: int) -> Any:
    """Pin sixty samples and a few, in batches of eight."""
    x = samples(62)
    return pinned(
        "sixty-two samples",
        x=x,
        y=10 * np.arange(1, 63),
        batch_size=8,
        rng=Rng(seed),
    )


PINNED = (
    pinned(
        "the worked example",
        x=[1, 2, 3, 4, 5],
        y=[10, 20, 30, 40, 50],
        batch_size=2,
        rng=Rng(0),
    ),
    pinned(
        "a batch size that divides N",
        x=samples(6, 2),
        y=10 * np.arange(1, 7),
        batch_size=3,
        rng=Rng(1),
    ),
    pinned(
        "a batch size larger than N",
        x=[1, 2, 3],
        y=np.array([10, 20, 30]),
        batch_size=8,
        rng=Rng(2),
    ),
    pinned(
        "batches of one",
        x=[1, 2, 3],
        y=np.array([10, 20, 30]),
        batch_size=1,
        rng=Rng(3),
    ),
    pinned(
        "images, channels last in memory",
        x=samples(4, 1, 2, 3).transpose(0, 3, 1, 2),
        y=np.array([10, 20, 30, 40]),
        batch_size=3,
        rng=Rng(4),
    ),
    pinned(
        "float32, and y with two columns",
        x=samples(5, 2).astype(np.float32),
        y=10 * samples(5, 2).astype(np.float32),
        batch_size=2,
        rng=Rng(5),
    ),
    pinned("one sample", x=[7], y=np.array([70]), batch_size=2, rng=Rng(6)),
)

IN_STEP = ("type", "shape")
EXERCISE = Exercise(
    slug="minibatches",
    reference=reference,
    driver=drive,
    draw=draw,
    pinned=PINNED,
    rounding=lambda **_: 1.0,
    values="free",
    laws=(
        Law(
            "sizes",
            "makes batches of the right sizes",
            sizes,
            60,
            ("runs",),
        ),
        Law("pairs", "leaves each x with its y", pairs, 60, IN_STEP),
        Law(
            "each_once",
            "takes each sample once",
            each_once,
            needs=(*IN_STEP, "pairs"),
            own_cases=(many(11), many(12), *PINNED),
        ),
        Law(
            "shuffled",
            "shuffles all samples",
            shuffled,
            needs=(*IN_STEP, "pairs", "each_once"),
            own_cases=(many(13), many(14)),
        ),
        Law(
            "seeds_differ",
            "follows the rng that is passed in",
            seeds_differ,
            needs=(*IN_STEP, "pairs", "each_once", "shuffled"),
            own_cases=(many(15),),
        ),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(
        lambda size, rng: {
            "x": rng.normal(size=(64 * size, 16)),
            "y": rng.integers(10, size=64 * size),
            "batch_size": 32,
            "rng": Rng(int(rng.integers(1 << 30))),
        },
        # Of plain loops, measured: 27.
        limit=500,
        unit="the number of samples",
    ),
    hints=(
        "What has to be shuffled so that x and y stay together, and their rows where they "
        "are?",
        "Shuffle indices: order = rng.permutation(len(x)). x[order[:batch_size]] is the "
        "first batch.",
        "for start in range(0, len(x), batch_size): rows = order[start : start + "
        "batch_size]; yield x[rows], y[rows].",
    ),
    follow_ups=(
        "Which share of the samples is missed by drawing N times with replacement?",
        "What would you change if one batch had to hold as many samples of each class?",
        "How should the loss of a smaller last batch be weighed in an epoch's mean?",
    ),
    topics=("optimization", "augmentation"),
)
