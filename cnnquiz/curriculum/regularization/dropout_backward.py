"""dropout_backward: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw

OTHER_DRAWS = np.random.default_rng(0)  # goes on from call to call


def draw(d: Draw) -> Arguments:
    """Draw gradients without zeros, and masks for several p, seldom of ones alone."""
    p = d.choose("p", 0.5, 0.75, 0.2, 0.9, 0.0)
    rank = d.integer("axes", 1, 4)
    shape = [d.integer(f"length {axis}", 1, 4) for axis in range(rank)]
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    dout = d.array("dout", shape, d.choose("values", "reals", "positive"), dtype)
    kept = 1 / (1 - p)
    mask = d.array("mask", shape, np.array([kept, 0.0 if p else kept]), dtype)
    return {"dout": d.layout("dout", dout), "mask": d.layout("mask", mask)}


def is_linear(trial: Trial) -> str | None:
    """Hold the gradient of −3·dout against −3 times the gradient."""
    scaled = trial.call(dout=-3 * trial.arguments["dout"])
    same = _near(scaled, -3 * trial.result)
    return None if same else "−3 times dout does not give −3 times dx"


def follows_the_mask(trial: Trial) -> str | None:
    """Double the mask: what was kept among fewer passes twice as much."""
    doubled = trial.call(mask=2 * trial.arguments["mask"])
    same = _near(doubled, 2 * trial.result)
    return None if same else "a mask of twice the size does not give twice the gradient"


def _near(a: Any, b: Any) -> bool:
    size = float(np.max(np.abs(b), initial=1.0))
    return float(np.max(np.abs(a - b), initial=0.0)) <= 1e-4 * size


def another_mask(dout: Any, mask: Any) -> Any:
    """Drop half of them, whichever were dropped before."""
    return dout * (OTHER_DRAWS.random(dout.shape) < 0.5) * mask.max()


def undone(dout: Any, mask: Any) -> Any:
    """Divide by what the forward pass multiplied by."""
    return dout * np.divide(1, mask, out=np.zeros_like(mask), where=mask != 0)


def in_place(dout: Any, mask: Any) -> Any:
    """Multiply the caller's gradient."""
    dout *= mask
    return dout


EXERCISE = Exercise(
    slug="dropout_backward",
    reference=engine.dropout_backward,
    draw=draw,
    pinned=(
        pinned("the worked example", dout=[5, -6, 7, 8], mask=[2, 2, 0, 0]),
        pinned("three of four dropped", dout=[[1, 2], [-3, 4]], mask=[[0, 4], [0, 0]]),
        pinned("evaluation: nothing dropped", dout=[[3, -4, 5]], mask=[[1, 1, 1]]),
        pinned("everything dropped", dout=[3, -4], mask=[0, 0]),
        pinned("a gradient of 0", dout=[[0, 6, 0, 6]], mask=[[1.5, 1.5, 0, 0]]),
        pinned(
            "feature maps",
            dout=np.arange(1.0, 13.0).reshape(1, 2, 2, 3),
            mask=[[[[2, 0, 2], [0, 0, 2]], [[0, 2, 2], [2, 0, 0]]]],
        ),
        pinned(
            "float32",
            dout=np.array([[1.5], [-2.5]], np.float32),
            mask=np.array([[2], [0]], np.float32),
        ),
        pinned(
            "a transposed mask",
            dout=[[1, 2], [3, 4], [5, 6]],
            mask=np.array([[0.0, 2.0, 2.0], [2.0, 0.0, 2.0]]).T,
        ),
    ),
    rounding=lambda dout, mask: np.abs(dout) * mask,
    laws=(
        Law("linear", "is linear in dout", is_linear),
        Law("follows_the_mask", "follows the mask's values", follows_the_mask),
    ),
    misconceptions=(
        Misconception(
            "bwd-missing-scale",
            "the mask only says what passes",
            "What was kept was multiplied by 1/(1 − p), so its gradient is too. Multiply "
            "by the mask itself, not by mask > 0.",
            lambda dout, mask: dout * (mask > 0),
        ),
        Misconception(
            "double-scaling",
            "it scales twice",
            "The mask holds 1/(1 − p) already: multiply by it once, and by nothing else.",
            lambda dout, mask: dout * mask * mask,
            variants=(lambda dout, mask: dout * mask / (mask > 0).mean(),),
        ),
        Misconception(
            "divides-by-mask",
            "it divides by the mask where the forward pass multiplied",
            "A gradient does not undo the forward pass. The slope of x · mask is the "
            "mask: multiply.",
            undone,
            variants=(lambda dout, mask: dout / mask,),
        ),
        Misconception(
            "mask-inverted",
            "the gradient passes where elements were dropped",
            "The mask is 0 where an element was dropped. The loss did not depend on that "
            "element, so its gradient is 0.",
            lambda dout, mask: dout * (mask == 0),
            variants=(lambda dout, mask: dout * (1 - mask),),
        ),
        Misconception(
            "grad-not-gated",
            "the gradient passes everywhere",
            "The loss does not depend on an element that was dropped: no gradient there.",
            lambda dout, mask: dout.copy(),
            variants=(lambda dout, mask: dout * mask.max(),),
        ),
        Misconception(
            "grad-not-chained",
            "this is the slope alone, without dout",
            "The chain rule multiplies the local slope by the gradient that arrives.",
            lambda dout, mask: mask.copy(),
        ),
        Misconception(
            "fresh-mask-in-backward",
            "it draws again which elements are dropped",
            "The same elements are off both ways. Nothing is random here: the mask of the "
            "forward pass is an argument.",
            another_mask,
            claimed_by="repeats",
        ),
        Misconception(
            "grad-mutates-dout",
            "the argument dout is changed",
            "dout may feed a second branch of the network. Write into a new array.",
            in_place,
            claimed_by="leaves_inputs_unchanged",
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "dout": rng.normal(size=(size, 256)),
            "mask": 2.0 * (rng.random((size, 256)) < 0.5),
        },
        limit=2_000,
        unit="the number of elements",
    ),
    fresh=True,
    hints=(
        "What is the derivative of y = x · m with respect to x, for a fixed m?",
        "It is m. The chain rule multiplies it by the gradient that arrives at y.",
        "dout * mask: p has been paid for in the mask.",
    ),
    follow_ups=(
        "Why must the mask be kept until the backward pass, and what does that cost?",
        "What would happen to the weights if the backward pass dropped other units?",
        "How can the mask be kept in one bit an element?",
    ),
    topics=("dropout", "backpropagation"),
)
