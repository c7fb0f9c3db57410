"""clip_grad_norm: what it is tried on, and what people make of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import (
    Arguments,
    Case,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
)

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw

SHAPES = ((1,), (2,), (3,), (2, 2), (2, 3), (3, 1), (2, 1, 2), (1, 2, 2, 1))
TINY = 2.0**-20
"""About 10⁻⁶: an ε of that size below the factor shows here."""


def draw(d: Draw) -> Arguments:
    """Draw gradients of several shapes, above the limit and below it."""
    size = d.choose("size", 1.0, 1.0, TINY)
    limit = d.choose("limit", 1.0, 2.0, 0.5, 5.0, 20.0)
    count = d.integer("arrays", 1, 3)
    shapes = [d.choose(f"shape {k}", *SHAPES) for k in range(count)]
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    grads = [
        (size * d.array(f"gradient {k}", shape, values)).astype(dtype)
        for k, shape in enumerate(shapes)
    ]
    grads[-1] = d.layout("the last", grads[-1])
    return {"grads": grads, "max_norm": size * limit}


def rounding(grads: Any, max_norm: float) -> Any:
    """The norm is the root of a sum over all elements; all else is relative to it."""
    clipped, norm = engine.clip_grad_norm(grads, max_norm)
    terms = sum(g.size for g in grads) + 8
    return [terms * np.abs(g) for g in clipped], terms * norm


def _flat(grads: Any) -> Any:
    return np.concatenate([np.ravel(g) for g in grads]).astype(np.float64)


def clipping_twice(trial: Trial) -> str | None:
    """Clip what was clipped: it stays, and its norm is no longer above the limit."""
    grads, norm = trial.result
    limit = trial.arguments["max_norm"]
    again, second = trial.call(grads=[np.array(g) for g in grads])
    size = 1e-4 * limit
    if float(second) > limit + size or abs(min(float(norm), limit) - second) > size:
        return f"after clipping to {limit:g} the norm is {float(second):g}"
    same = np.all(np.abs(_flat(again) - _flat(grads)) <= size)
    return None if same else "clipping twice gives something else than clipping once"


def one_long_array(trial: Trial) -> str | None:
    """Pass the same numbers in one array."""
    grads, norm = trial.result
    (long,), other = trial.call(
        grads=[np.concatenate([g.reshape(-1) for g in trial.arguments["grads"]])]
    )
    size = 1e-4 * max(float(norm), TINY)
    near = np.all(np.abs(np.asarray(long) - _flat(grads)) <= size)
    if near and abs(float(norm) - float(other)) <= size:
        return None
    return "the same numbers in one long array come out otherwise"


def _norm(grads: Any) -> Any:
    return np.sqrt(np.sum(_flat(grads) ** 2))


def by(
    norm: Callable[[Any], Any] = _norm,
    factor: Callable[[Any, float], Any] = lambda norm, limit: limit / norm,
) -> Callable[..., Any]:
    """Make a misconception from another norm, or another factor."""

    def wrong(grads: Any, max_norm: float) -> Any:
        total = norm(grads)
        by_what = factor(total, max_norm) if total > max_norm else 1.0
        return [g * by_what for g in grads], total

    return wrong


def each_by(clip: Callable[[Any, float], Any]) -> Callable[..., Any]:
    """Make a misconception that clips each array by itself; the norm is right."""
    return lambda grads, max_norm: ([clip(g, max_norm) for g in grads], _norm(grads))


def always(grads: Any, max_norm: float) -> Any:
    """Bring every gradient to the limit."""
    norm = _norm(grads)
    return [g * (max_norm / norm) for g in grads], norm


def always_but_zero(grads: Any, max_norm: float) -> Any:
    """Bring every gradient to the limit, and leave zeros alone."""
    norm = _norm(grads)
    return [g * (max_norm / (norm or 1.0)) for g in grads], norm


def as_torch_does(grads: Any, max_norm: float) -> Any:
    """Add ε, and limit the factor to 1."""
    norm = _norm(grads)
    return [g * np.minimum(1.0, max_norm / (norm + 1e-6)) for g in grads], norm


def norm_after(grads: Any, max_norm: float) -> Any:
    """Measure what comes out."""
    clipped, norm = engine.clip_grad_norm(grads, max_norm)
    return clipped, min(norm, max_norm)


def in_place(grads: Any, max_norm: float) -> Any:
    """Multiply the caller's arrays."""
    clipped, norm = engine.clip_grad_norm(grads, max_norm)
    for mine, new in zip(grads, clipped, strict=True):
        mine[...] = new
    return grads, norm


def _norms(grads: Any) -> Any:
    return np.array([_norm([g]) for g in grads])


MISCONCEPTIONS = (
    Misconception(
        "per-tensor",
        "each array is clipped by its own norm",
        "Clipping the arrays one by one turns the step. Compute one norm over all of "
        "them, and one factor.",
        each_by(lambda g, limit: engine.clip_grad_norm([g], limit)[0][0]),
    ),
    Misconception(
        "clips-by-value",
        "each element is limited, not the norm",
        "np.clip limits elements one by one and turns the step. Multiply all of them by "
        "one factor.",
        each_by(lambda g, limit: np.clip(g, -limit, limit)),
    ),
    Misconception(
        "scales-up",
        "small gradients are scaled up",
        "max_norm is a limit, not a target: multiply only if the norm is above it.",
        always,
        variants=(always_but_zero,),
    ),
    Misconception(
        "norm-after-clipping",
        "the norm that comes back is the one after clipping",
        "After clipping it is never above max_norm, and tells nothing. Return the norm "
        "that the gradients had.",
        norm_after,
    ),
    Misconception(
        "norm-not-returned",
        "only the gradients come back",
        "Return both: the list of gradients, and the norm before clipping.",
        lambda grads, max_norm: engine.clip_grad_norm(grads, max_norm)[0],
    ),
    Misconception(
        "eps-below",
        "an ε is added to the norm",
        "PyTorch divides by norm + 10⁻⁶. Here the norm after clipping is max_norm, for "
        "tiny gradients too; above the limit it is not 0.",
        by(factor=lambda norm, limit: limit / (norm + 1e-6)),
        variants=(as_torch_does,),
    ),
    Misconception(
        "missing-sqrt",
        "the root is missing",
        "The norm is the root of the sum of squares; the sum grows with the square of "
        "the gradients.",
        by(lambda grads: np.sum(_flat(grads) ** 2)),
    ),
    Misconception(
        "norms-added",
        "the norms of the arrays are added up",
        "Norms combine as the sides of a right triangle do: add their squares, then take "
        "the root.",
        by(lambda grads: np.sum(_norms(grads))),
    ),
    Misconception(
        "largest-norm",
        "only the array with the largest norm counts",
        "Many small gradients add up to a long step. Sum the squares over all arrays.",
        by(lambda grads: np.max(_norms(grads))),
    ),
    Misconception(
        "l1-norm",
        "the absolute values are added up",
        "That is the 1-norm. Square, sum, and take the root.",
        by(lambda grads: np.sum(np.abs(_flat(grads)))),
    ),
    Misconception(
        "root-mean-square",
        "the squares are averaged",
        "A norm is the root of a sum. With the mean, the limit would grow with the "
        "number of parameters.",
        by(lambda grads: np.sqrt(np.mean(_flat(grads) ** 2))),
    ),
    Misconception(
        "spectral-norm",
        "matrices are measured by their largest singular value",
        "np.linalg.norm(g, 2) of a matrix is not the root of its sum of squares. Leave "
        "the 2 out, or flatten first.",
        by(lambda grads: np.sqrt(sum(np.linalg.norm(g, 2) ** 2 for g in grads))),
    ),
    Misconception(
        "normalizes",
        "gradients above the limit get length 1",
        "g / norm has length 1, whatever the limit is: multiply by max_norm / norm.",
        by(factor=lambda norm, limit: 1 / norm),
    ),
    Misconception(
        "factor-inverted",
        "the factor is upside down",
        "norm / max_norm is above 1 and makes long steps longer: max_norm / norm.",
        by(factor=lambda norm, limit: norm / limit),
    ),
    Misconception(
        "needs-equal-shapes",
        "the arrays are joined as if they had one shape",
        "Weights and biases differ in shape. Sum the squares of each array by itself, or "
        "flatten the arrays before joining them.",
        by(lambda grads: np.sqrt(np.sum(np.stack(grads) ** 2))),
        variants=(by(lambda grads: np.sqrt(np.sum(np.concatenate(grads) ** 2))),),
    ),
    Misconception(
        "mutates-input",
        "the gradients are changed in place",
        "g *= factor writes into the caller's arrays. Return new ones.",
        in_place,
        claimed_by="leaves_inputs_unchanged",
    ),
)


def case(why: str, grads: list[Any], max_norm: float, dtype: Any = np.float64) -> Case:
    """Pin gradients."""
    arrays = [np.array(g, dtype) for g in grads]
    return Case({"grads": arrays, "max_norm": max_norm}, why)


PINNED = (
    case("the worked example", [[3], [0, 4]], 2.5),
    case("below the limit", [[3], [0, 4]], 10.0),
    case("at the limit", [[3], [0, 4]], 5.0),
    case("nothing but zeros", [[0, 0], [0]], 1.0),
    case("one array above the limit, one below", [[[6, -6]], [3]], 4.5),
    case(
        "a filter, a matrix and a bias", [[[[[1], [2]]]], [[2, 4], [-6, 4]], [2]], 1.8
    ),
    case("one array", [[-8, 6]], 1.0),
    case("tiny gradients", [[3 * TINY], [4 * TINY]], TINY),
    case("float32", [[[2, -4]], [4]], 3.0, np.float32),
    Case(
        {"grads": [np.array([[1.0, 2.0], [4.0, 2.0]]).T, np.zeros(3)], "max_norm": 0.5},
        "a transposed array",
    ),
)
EXERCISE = Exercise(
    slug="clip_grad_norm",
    reference=engine.clip_grad_norm,
    draw=draw,
    pinned=PINNED,
    rounding=rounding,
    parts=("grads", "norm"),
    laws=(
        Law("twice", "lets through what it has clipped", clipping_twice),
        Law("one_array", "does not care how the numbers are split", one_long_array),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(
        lambda size, rng: {
            "grads": [rng.normal(size=(8, 8)) for _ in range(4 * size)],
            "max_norm": 1.0,
        },
        limit=100,
        unit="the number of arrays",
    ),
    hints=(
        "How long is a step with the parts 3, 0 and 4? Does it matter that they are in "
        "two arrays?",
        "Sum the squares over all arrays first, then take one root. A factor is needed "
        "only where the norm is above max_norm.",
        "norm = math.sqrt(sum(float((g**2).sum()) for g in grads)); then g * (max_norm / "
        "norm) for each g, or the gradients as they are.",
    ),
    follow_ups=(
        "How does clipping by value differ, and what does it do to the direction?",
        "Why would you log the norm before clipping, and what does a jump in it mean?",
        "Where does clipping belong beside loss scaling and gradient accumulation?",
    ),
    topics=("optimization",),
)
