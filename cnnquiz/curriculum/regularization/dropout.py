"""dropout: laws instead of values, for the order of the draws is free.

Each bound on a rate is at seven standard deviations or more: a right answer fails it
with a probability below 10⁻¹¹.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    BY_ITS_LAW,
    Arguments,
    Broken,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.values import Rng

WIDE = np.full((50, 200), 2.0)


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
        return Broken(message, "scales-by-p")
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
    message = f"it drops {dropped:.3f} of ten thousand elements for p = {p:g}"
    if abs(dropped - (1 - p)) <= bound:
        return Broken(message, "p-is-keep-probability")
    if abs(dropped - 0.5) <= 0.04:
        return Broken(message, "hardcoded-half")
    return message


def rows_differ(trial: Trial) -> str | Broken | None:
    """Look for one mask for the whole batch."""
    mask = np.asarray(trial.result[1])
    if np.all(mask == mask[:1]):
        message = "all samples of the batch have the same mask"
        return Broken(message, "mask-shared-across-batch")
    if np.all(mask == mask[:, :1]):
        return "all elements of a sample are dropped together"
    return None


def seeds_differ(trial: Trial) -> str | Broken | None:
    """Call with a generator of another seed."""
    other = trial.call(
        rng=Rng(trial.arguments["rng"].bit_generator.seed_seq.entropy + 1)
    )
    if np.array_equal(np.asarray(other[1]), np.asarray(trial.result[1])):
        message = "generators of two seeds give the same mask"
        return Broken(message, "reseeds-each-call")
    return None


def wide(p: float, seed: int) -> Any:
    """Pin ten thousand activations."""
    return pinned("ten thousand elements", x=WIDE, p=p, rng=Rng(seed))


def _masked(mask: Callable[..., Any]) -> Callable[..., Any]:
    """Make a misconception from what it takes for the mask while training."""

    def wrong(x: Any, p: float, rng: Any, training: bool = True) -> Any:
        m = mask(x, p, rng).astype(x.dtype) if training else np.ones_like(x)
        return x * m, m

    return wrong


def active_in_evaluation(x: Any, p: float, rng: Any, training: bool = True) -> Any:
    """Drop whatever the mode."""
    return engine.dropout(x, p, rng, True)


def scaled_in_evaluation(x: Any, p: float, rng: Any, training: bool = True) -> Any:
    """Pay a second time in evaluation."""
    if training:
        return engine.dropout(x, p, rng, True)
    mask = np.full_like(x, 1 - p)
    return x * mask, mask


def another_mask(x: Any, p: float, rng: Any, training: bool = True) -> Any:
    """Return a mask that was not the one applied."""
    y, _ = engine.dropout(x, p, rng, training)
    _, mask = engine.dropout(x, p, rng, training)
    return y, mask


def boolean_mask(x: Any, p: float, rng: Any, training: bool = True) -> Any:
    """Return which elements were kept."""
    y, mask = engine.dropout(x, p, rng, training)
    return y, mask > 0


def changes_x(x: Any, p: float, rng: Any, training: bool = True) -> Any:
    """Multiply in place."""
    _, mask = engine.dropout(x, p, rng, training)
    x *= mask
    return x.copy(), mask


def from_the_global_state(x: Any, p: float, rng: Any, training: bool = True) -> Any:
    """Draw from the old global generator."""
    old: Any = _Global()
    return engine.dropout(x, p, old, training)


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
            "drops_with_probability_p",
            "drops with probability p",
            drops_with_probability_p,
            needs=IN_STEP,
            own_cases=(wide(0.3, 11), wide(0.8, 12)),
        ),
        Law(
            "rows_differ",
            "draws for each element of each sample",
            rows_differ,
            needs=IN_STEP,
            own_cases=(wide(0.5, 13),),
        ),
        Law(
            "seeds_differ",
            "follows the rng that is passed in",
            seeds_differ,
            needs=IN_STEP,
            own_cases=(wide(0.5, 14),),
        ),
    ),
    misconceptions=(
        Misconception(
            "no-inverted-scaling",
            "survivors are not scaled",
            "Divide what is kept by 1 − p while training, so that the expected value "
            "stays and evaluation needs no scaling.",
            _masked(lambda x, p, rng: rng.random(x.shape) >= p),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "scales-by-p",
            "survivors are divided by p",
            "p is the probability to drop; divide by the probability to keep, 1 − p.",
            _masked(lambda x, p, rng: (rng.random(x.shape) >= p) / (p or 1.0)),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "double-scaling",
            "survivors are scaled twice",
            "Divide by 1 − p once.",
            _masked(lambda x, p, rng: (rng.random(x.shape) >= p) / (1 - p) ** 2),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "p-is-keep-probability",
            "p is taken for the probability to keep",
            "Here p is the probability to drop, as in PyTorch; CS231n's p is the other.",
            _masked(lambda x, p, rng: (rng.random(x.shape) < p) / (1 - p)),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "hardcoded-half",
            "it drops half of them, whatever p is",
            "The rate is an argument: compare the draws with p, not with 0.5.",
            _masked(lambda x, p, rng: (rng.random(x.shape) >= 0.5) / (1 - p)),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "ignores-eval-mode",
            "it drops in evaluation too",
            "With training=False, return x and a mask of ones.",
            active_in_evaluation,
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "scales-at-eval",
            "evaluation is scaled by 1 − p",
            "Inverted dropout has paid while training: evaluation is the identity.",
            scaled_in_evaluation,
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "mask-shared-across-batch",
            "one mask is used for the whole batch",
            "Draw for each element of each sample: rng.random(x.shape).",
            _masked(
                lambda x, p, rng: np.broadcast_to(
                    (rng.random(x.shape[1:]) >= p) / (1 - p), x.shape
                )
            ),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "reseeds-each-call",
            "it makes a generator of its own with a fixed seed",
            "Draw from the rng that is passed in, or every layer drops the same elements.",
            lambda x, p, rng, training=True: engine.dropout(
                x, p, np.random.default_rng(0), training
            ),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "returns-different-mask",
            "the mask is not the one that was applied",
            "Return the mask that y was made with: the backward pass multiplies by it.",
            another_mask,
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "boolean-mask",
            "the mask says which were kept, not by what they were multiplied",
            "The mask is the multiplier: 0 or 1/(1 − p), in the dtype of x.",
            boolean_mask,
            claimed_by="dtype",
        ),
        Misconception(
            "ignores-rng",
            "it draws from NumPy's global generator",
            "All randomness comes from the rng argument, so that a run can be repeated.",
            from_the_global_state,
            claimed_by="leaves_global_rng",
        ),
        Misconception(
            "mutates-input",
            "the argument is changed",
            "x *= mask writes into the caller's activations. Make a new array.",
            changes_x,
            claimed_by="leaves_inputs_unchanged",
        ),
    ),
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


class _Global:
    """The old global generator, with the new one's method."""

    @staticmethod
    def random(shape: Any) -> Any:
        """Draw from NumPy's global state."""
        return np.random.random_sample(shape)  # noqa: NPY002 - that is the mistake
