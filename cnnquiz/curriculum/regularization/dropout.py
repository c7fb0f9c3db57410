"""dropout: laws instead of values, for the order of the draws is free.

Each bound on a rate is at seven standard deviations or more: a right answer fails it
with a probability below 10⁻¹¹.
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
from cnnquiz.curriculum.regularization.dropout_mistakes import MISCONCEPTIONS
from cnnquiz.values import Rng

WIDE = np.full((50, 200), 2.0)
MAPS = np.full((10, 10, 10, 10), 2.0)
CALLS = 40
SEEDS = 16


def draw(d: Draw) -> Arguments:
    """Draw activations without zeros, so that a dropped one shows."""
    training = d.choose("training", True, True, True, False)
    p = d.choose("p", 0.5, 0.25, 0.75, 0.0, 0.9, 0.1)
    rank = d.integer("axes", 1, 3)
    shape = [d.integer(f"length {k}", 1, 5) for k in range(rank)]
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    x = d.array("x", shape, d.choose("values", "positive", "negative"), dtype)
    rng = Rng(d.integer("seed", 0, 999))
    return {"x": d.layout("x", x), "p": p, "rng": rng, "training": training}


def _near(a: Any, b: Any) -> Any:
    return np.abs(np.asarray(a, float) - b) <= 1e-5 * (1 + np.abs(b))


def is_x_times_mask(trial: Trial) -> str | Broken | None:
    """Hold y against x · mask."""
    y, mask = trial.result
    x = trial.arguments["x"]
    if np.all(_near(y, x * np.asarray(mask, float))):
        return None
    return Broken("y is not x · mask", "returns-different-mask")


def mask_is_the_multiplier(trial: Trial) -> str | Broken | None:
    """Look at the values of the mask."""
    given = trial.arguments
    p, training = given["p"], given.get("training", True)
    mask = np.asarray(trial.result[1], float)
    if not training:
        return _in_evaluation(mask, p)
    right = _near(mask, 0) | _near(mask, 1 / (1 - p))
    if right.all():
        return None
    value = float(mask[~right][0])
    message = f"the mask holds {value:g}; kept elements are multiplied by 1/(1 − p)"
    if np.all(_near(mask, 0) | _near(mask, 1)):
        return Broken(message, "no-inverted-scaling")
    if p and np.all(_near(mask, 0) | _near(mask, 1 / p)):
        kept = float(np.mean(np.asarray(trial.call(x=WIDE)[1]) != 0))
        is_kept = abs(kept - p) < abs(kept - (1 - p))
        return Broken(message, "p-is-keep-probability" if is_kept else "scales-by-p")
    if np.all(_near(mask, 0) | _near(mask, 1 / (1 - p) ** 2)):
        return Broken(message, "double-scaling")
    return message


def _in_evaluation(mask: Any, p: float) -> str | Broken | None:
    if np.all(_near(mask, 1)):
        return None
    if p and np.all(_near(mask, 1 - p)):
        return Broken("in evaluation it multiplies by 1 − p", "scales-at-eval")
    return Broken("in evaluation the mask is not all ones", "ignores-eval-mode")


def drops_with_probability_p(trial: Trial) -> str | Broken | None:
    """Count the zeros among ten thousand."""
    p = trial.arguments["p"]
    dropped = float(np.mean(np.asarray(trial.result[1]) == 0))
    bound = 8 * np.sqrt(p * (1 - p) / WIDE.size)
    if abs(dropped - p) <= bound:
        return None
    zeros = not np.any(trial.arguments["x"])
    message = (
        f"it drops {dropped:.3f} of ten thousand {'zeros' if zeros else 'elements'} "
        f"for p = {p:g}"
    )
    if zeros and dropped == 1:
        return Broken(message, "mask-from-output")
    if abs(dropped - (1 - p)) <= bound:
        return Broken(message, "p-is-keep-probability")
    if abs(dropped - 0.5) <= 0.04:
        return Broken(message, "hardcoded-half")
    return message


def elements_are_independent(trial: Trial) -> str | Broken | None:
    """Correlate the mask with itself, moved by every distance there is."""
    dropped = np.asarray(trial.result[1]) == 0
    if np.all(dropped == dropped.flat[0]):
        return None  # it drops all or none: the rate is what is wrong
    if np.all(dropped == dropped[:1]):
        message = "all samples of the batch have the same mask"
        return Broken(message, "mask-shared-across-batch")
    if dropped.ndim == 4 and np.all(dropped == dropped[:, :, :1, :1]):
        message = "each map of a feature map is dropped or kept as a whole"
        return Broken(message, "drops-whole-channels")
    spectrum = np.abs(np.fft.fftn(dropped - dropped.mean())) ** 2
    correlation = np.fft.ifftn(spectrum).real / dropped.size / dropped.var()
    correlation.flat[0] = 0
    # Twelve standard deviations; eight and a half for a move of half the length, which
    # counts each pair twice.
    if np.max(np.abs(correlation)) <= 12 / np.sqrt(dropped.size):
        return None
    farthest = int(np.argmax(np.abs(correlation).round(6)))
    move = tuple(int(i) for i in np.unravel_index(farthest, dropped.shape))
    alike = np.mean(dropped == np.roll(dropped, move, range(dropped.ndim)))
    return (
        f"an element and the one that lies {move} from it are dropped together or kept "
        f"together in {alike:.0%} of ten thousand pairs, and by chance in 50%"
    )


def counts_vary(trial: Trial) -> str | Broken | None:
    """Call with generators of other seeds, and count what each drops."""
    first = trial.arguments["rng"].bit_generator.seed_seq.entropy
    masks = [trial.call(rng=Rng(first + i))[1] for i in range(CALLS)]
    counts = {int(np.sum(np.asarray(mask) == 0)) for mask in masks}
    if len(counts) > 1:
        return None
    size = trial.arguments["x"].size
    told = f"{counts.pop()} of {size} each time"
    message = f"called with {CALLS} generators and p = 0.5, it drops {told}"
    return Broken(message, "drops-exact-count") if size > 1 else message


def seeds_differ(trial: Trial) -> str | Broken | None:
    """Call with generators of other seeds."""
    first = trial.arguments["rng"].bit_generator.seed_seq.entropy
    masks = [trial.call(rng=Rng(first + i))[1] for i in range(SEEDS)]
    different = len({np.asarray(mask).tobytes() for mask in masks})
    if different == SEEDS:
        return None
    if different == 1:
        message = f"generators of {SEEDS} seeds give the same mask"
        return Broken(message, "reseeds-each-call")
    return f"generators of {SEEDS} seeds give only {different} masks"


def wide(p: float, seed: int, x: Any = WIDE) -> Any:
    """Pin ten thousand activations."""
    return pinned("ten thousand elements", x=x, p=p, rng=Rng(seed))


IN_STEP = ("shape", "dtype")
EXERCISE = Exercise(
    slug="dropout",
    reference=engine.dropout,
    draw=draw,
    pinned=(
        pinned("the worked example", x=np.ones((2, 3)), p=0.0, rng=Rng(0)),
        pinned("half of them", x=[[1, 2, 3, 4], [5, 6, 7, 8]], p=0.5, rng=Rng(1)),
        pinned("evaluation", x=[[4, 6, -2]], p=0.5, rng=Rng(0), training=False),
        pinned("a quarter", x=[[1, 2, 3, 4, 5, 6, 7, 8]], p=0.25, rng=Rng(2)),
        pinned("feature maps", x=np.ones((2, 2, 2, 3)), p=0.75, rng=Rng(3)),
        pinned("float32", x=np.ones((2, 4), np.float32), p=0.5, rng=Rng(4)),
        pinned(
            "a transposed array",
            x=np.arange(1.0, 7.0).reshape(2, 3).T,
            p=0.5,
            rng=Rng(5),
        ),
    ),
    rounding=lambda **_: 1.0,
    values="free",
    parts=("y", "mask"),
    laws=(
        Law(
            "applies_its_mask", "returns x times the mask", is_x_times_mask, 40, IN_STEP
        ),
        Law(
            "mask_is_the_multiplier",
            "keeps the expected value",
            mask_is_the_multiplier,
            60,
            IN_STEP,
        ),
        Law(
            "rows_differ",
            "draws for each element of each sample",
            elements_are_independent,
            needs=IN_STEP,
            own_cases=(wide(0.5, 13), wide(0.5, 15, MAPS)),
        ),
        Law(
            "drops_with_probability_p",
            "drops with probability p",
            drops_with_probability_p,
            needs=(*IN_STEP, "rows_differ"),
            own_cases=(
                wide(0.3, 11),
                wide(0.8, 12),
                wide(0.3, 16, np.zeros_like(WIDE)),
            ),
        ),
        Law(
            "seeds_differ",
            "follows the rng that is passed in",
            seeds_differ,
            needs=IN_STEP,
            own_cases=(wide(0.5, 14),),
        ),
        Law(
            "counts_vary",
            "drops more of them or fewer as chance has it",
            counts_vary,
            needs=(*IN_STEP, "seeds_differ"),
            own_cases=(
                pinned("four elements", x=[[1, 2], [3, 4]], p=0.5, rng=Rng(100)),
                pinned("one element", x=[3], p=0.5, rng=Rng(200)),
            ),
        ),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(
        lambda size, rng: {
            "x": rng.normal(size=(16 * size, 64)),
            "p": 0.5,
            "rng": Rng(int(rng.integers(1 << 30))),
        },
        limit=2_000,
        unit="the number of elements",
    ),
    hints=(
        "What is the expected value of x · mask if the mask is 0 with probability p and 1 "
        "otherwise? What would mend it?",
        "rng.random(x.shape) >= p is True with probability 1 − p: those are kept.",
        "mask = ((rng.random(x.shape) >= p) / (1 - p)).astype(x.dtype); return x * mask, "
        "mask. In evaluation, x.copy() and np.ones_like(x).",
    ),
    follow_ups=(
        "What does dropout do to the variance of the activations?",
        "Why may the training accuracy be lower than the validation accuracy?",
        "What would you drop in a convolution layer, and why not single pixels?",
    ),
    topics=("dropout", "overfitting"),
)
