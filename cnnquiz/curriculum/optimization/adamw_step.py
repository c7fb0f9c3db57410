"""adamw_step: what it is tried on, and what people make of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Case,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.optimization import adam_step as adam
from cnnquiz.curriculum.optimization import adam_step_mistakes as of_adam

NAMES = ("param", "grad", "m", "v", "t")
DEFAULTS: Arguments = {**of_adam.DEFAULTS, "weight_decay": 1e-2}


def draw(d: Draw) -> Arguments:
    """Draw a step of Adam, and a decay."""
    arguments = adam.draw(d)
    decay = d.choose("weight_decay", 0.25, 0.125, 0.5, None, 0.0)
    return arguments if decay is None else {**arguments, "weight_decay": decay}


def rounding(param: Any, weight_decay: float = 1e-2, **step: Any) -> Any:
    """Adam's, and the decay of each parameter."""
    moved, m, v = adam.rounding(param, **step)
    return moved + 2 * step.get("lr", 1e-3) * weight_decay * np.abs(param), m, v


def decays_alike(trial: Trial) -> str | None:
    """Start 4 further on: it must end 4·(1 − lr·λ) further on, whatever the gradient."""
    given = DEFAULTS | trial.arguments
    moved = trial.call(param=given["param"] + 4)[0]
    left = 4 * (1 - given["lr"] * given["weight_decay"])
    off = float(np.max(np.abs(moved - trial.result[0] - left), initial=0.0))
    return None if off <= 1e-3 else "parameters do not all decay by lr · weight_decay"


def only_decays(trial: Trial) -> str | None:
    """Take away the gradient and its memory: param·(1 − lr·λ) is left."""
    given = DEFAULTS | trial.arguments
    zero = np.zeros_like(given["grad"])
    moved = trial.call(grad=zero, m=zero, v=zero)[0]
    left = given["param"] * (1 - given["lr"] * given["weight_decay"])
    off = float(np.max(np.abs(moved - left), initial=0.0))
    return None if off <= 1e-4 else "without gradients, more than the decay happens"


def _named(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function of named arguments be called as the learner's is."""
    return lambda *values, **named: function(
        **DEFAULTS | dict(zip(NAMES, values, strict=False)) | named
    )


def _with(change: Callable[..., Any]) -> Callable[..., Any]:
    """Make a misconception that changes some arguments and then takes the step."""
    return _named(lambda **given: engine.adamw_step(**given | change(**given)))


def _decaying(decay: Callable[..., Any]) -> Callable[..., Any]:
    """Make a misconception from what is taken off after Adam's own step."""

    def wrong(weight_decay: float, **given: Any) -> Any:
        moved, m, v = engine.adam_step(**given)
        taken = decay(given["param"], moved, given["lr"], weight_decay)
        return moved - taken, m, v

    return _named(wrong)


def _stepping(step: Callable[..., Any]) -> Callable[..., Any]:
    """Make a misconception from a wrong Adam, with the right decay."""

    def wrong(weight_decay: float, **given: Any) -> Any:
        moved, m, v = step(**given)
        return moved - given["lr"] * weight_decay * given["param"], m, v

    return _named(wrong)


def penalized(weight_decay: float, **given: Any) -> Any:
    """Send the decay through the moments."""
    grad = given["grad"] + weight_decay * given["param"]
    return engine.adam_step(**given | {"grad": grad})


def penalized_twice(weight_decay: float, **given: Any) -> Any:
    """Send the decay through the moments, and decay as well."""
    moved, m, v = penalized(weight_decay, **given)
    return moved - given["lr"] * weight_decay * given["param"], m, v


def in_place(**given: Any) -> Any:
    """Decay the caller's parameters."""
    moved, m, v = engine.adamw_step(**given)
    given["param"][...] = moved
    return moved, m, v


def _of_adam(id_: str) -> Misconception:
    """Return one of Adam's misconceptions, with the right decay added."""
    idea = next(m for m in of_adam.MISCONCEPTIONS if m.id == id_)
    first, *others = (_stepping(way) for way in idea.implementations)
    return Misconception(
        id_, idea.title, idea.lesson, first, idea.claimed_by, tuple(others)
    )


MISCONCEPTIONS = (
    Misconception(
        "wd-coupling",
        "the decay is added to the gradient",
        "That is Adam with an L2 penalty: the decay is divided by √v̂ too. In AdamW it "
        "bypasses the moments.",
        _named(penalized),
        variants=(_named(penalized_twice),),
    ),
    Misconception(
        "decay-without-lr",
        "the decay is not multiplied by lr",
        "A step takes lr · weight_decay of each parameter, so that a schedule for lr "
        "slows the decay as well.",
        _decaying(lambda param, moved, lr, decay: decay * param),
    ),
    Misconception(
        "wd-on-new-param",
        "the decay is taken of the parameters after the step",
        "Decay the old parameters: lr · weight_decay · param, then Adam's step.",
        _decaying(lambda param, moved, lr, decay: lr * decay * moved),
    ),
    Misconception(
        "wd-sign",
        "the decay has the wrong sign",
        "Decay shrinks the parameters: subtract lr · weight_decay · param.",
        _decaying(lambda param, moved, lr, decay: -lr * decay * param),
    ),
    Misconception(
        "no-decay",
        "there is no weight decay",
        "That is Adam. AdamW also takes lr · weight_decay · param off.",
        _decaying(lambda param, moved, lr, decay: 0 * param),
    ),
    Misconception(
        "decay-squared",
        "the decay is multiplied by lr twice",
        "Take off lr · weight_decay · param: one factor of lr.",
        _decaying(lambda param, moved, lr, decay: lr * lr * decay * param),
    ),
    Misconception(
        "decay-hardcoded",
        "the decay is always 0.01",
        "1e-2 is only the default. Use the argument.",
        _with(lambda **_: {"weight_decay": 1e-2}),
    ),
    *map(
        _of_adam,
        (
            "no-bias-correction",
            "corrects-one-moment",
            "beta-not-raised-to-t",
            "eps-inside-sqrt",
            "betas-swapped",
            "missing-sqrt",
            "stores-corrected-moments",
            "ascends",
        ),
    ),
    Misconception(
        "mutates-input",
        "the arguments are changed",
        "param *= 1 - lr * weight_decay writes into the caller's array. Make a new one.",
        _named(in_place),
        claimed_by="leaves_inputs_unchanged",
    ),
)


def _decayed(case: Case, why: str, decay: float) -> Case:
    return Case({**case.arguments, "weight_decay": decay}, why)


PINNED = (
    _decayed(adam.PINNED[0], "the worked example", 0.1),
    _decayed(adam.PINNED[1], "the second step", 0.25),
    pinned("the default decay", **adam.PINNED[0].arguments),
    pinned("all defaults", **adam.PINNED[2].arguments),
    pinned("a gradient as small as ε", **adam.PINNED[4].arguments),
    pinned(
        "nothing but the decay",
        param=[10.0, -4.0],
        grad=[0.0, 0.0],
        m=[0.0, 0.0],
        v=[0.0, 0.0],
        t=1,
        lr=0.5,
        weight_decay=0.2,
    ),
    _decayed(adam.PINNED[1], "a decay of zero", 0.0),
    _decayed(adam.PINNED[7], "float32 filters", 0.5),
    _decayed(adam.PINNED[8], "transposed arrays", 0.125),
    _decayed(adam.PINNED[9], "beta1 is 0", 0.25),
    _decayed(adam.PINNED[10], "beta2 is 0", 0.25),
)
EXERCISE = Exercise(
    slug="adamw_step",
    reference=engine.adamw_step,
    draw=draw,
    pinned=PINNED,
    rounding=rounding,
    parts=("param", "m", "v"),
    laws=(
        Law("decays_alike", "decays all parameters alike", decays_alike),
        Law("only_decays", "only decays where there is no gradient", only_decays),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(adam.workload, limit=1_000, unit="the number of parameters"),
    fresh=True,
    hints=(
        "Write Adam's step first. Where must the decay not go?",
        "The moments see the gradient alone. Two things are subtracted from param: Adam's "
        "step, and lr · weight_decay of the old param.",
        "return param - lr * weight_decay * param - lr * m_hat / (np.sqrt(v_hat) + eps), "
        "m, v.",
    ),
    follow_ups=(
        "For plain SGD, are weight decay and an L2 penalty the same?",
        "Which parameters of a CNN are usually left out of the decay, and why?",
        "What happens to the decay when a schedule lowers the learning rate?",
    ),
    topics=("optimization", "overfitting"),
)
