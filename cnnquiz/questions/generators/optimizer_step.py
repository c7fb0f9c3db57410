"""The generator optimizer-step: where a weight stands after one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnquiz import engine
from cnnquiz.questions.generators.adam_steps import (
    adam_first,
    adam_second,
    adamw,
    penalised_adam,
)
from cnnquiz.questions.generators.decimals import in_sum, say, wrong_number
from cnnquiz.questions.generators.framework import Generator
from cnnquiz.questions.generators.weights import as_arrays, draw_tenths, step_item

if TYPE_CHECKING:
    import random

    from cnnquiz.questions.items import Item, Level, Number, Wrong

SOURCE = "torch.optim.SGD"


def make(rng: random.Random, level: Level) -> Item:
    """Draw a step of momentum, of Nesterov or first Adam, or of a harder Adam."""
    if level == "easy":
        return _momentum(rng, level, nesterov=False)
    if level == "medium":
        if rng.random() < 0.5:
            return _momentum(rng, level, nesterov=True)
        return adam_first(rng)
    return rng.choice((adamw, penalised_adam, adam_second))(rng)


def _momentum(rng: random.Random, level: Level, *, nesterov: bool) -> Item:
    w, g, v = draw_tenths(rng), draw_tenths(rng), draw_tenths(rng)
    lr, mu = rng.choice((0.1, 0.2, 0.5)), rng.choice((0.5, 0.8, 0.9))
    now = mu * v + g
    step = g + mu * now if nesterov else now
    param, grad, velocity = as_arrays(w, g, v)
    moved, _ = engine.sgd_step(param, grad, velocity, lr, mu, nesterov)
    kind = "Nesterov momentum" if nesterov else "momentum"
    ahead = f"step: g + μ·v = {say(g)} + {mu:g}·{in_sum(now)} = {say(step)}.\n"
    return step_item(
        level=level,
        stem=(
            f"SGD with {kind} μ = {mu:g} and learning rate {lr:g} makes one step, as "
            "in PyTorch: the gradient enters the velocity with weight 1. The weight is "
            f"{say(w)}, its gradient {say(g)}, the velocity before the step {say(v)}. "
            "What is the weight after it?"
        ),
        answer=moved.item(),
        candidates=_of_momentum(w, g, v, lr, mu, nesterov=nesterov),
        targets={"nesterov-is-plain"} if nesterov else {"dampened"},
        working=(
            f"v ← μ·v + g = {mu:g}·{in_sum(v)} + {in_sum(g)} = {say(now)}.\n"
            f"{ahead if nesterov else ''}"
            f"w ← w − lr·{'step' if nesterov else 'v'} = {say(w)} − {lr:g}·"
            f"{in_sum(step)} = {say(moved.item())}"
        ),
        source=SOURCE,
        parameters={
            "optimizer": "sgd",
            "param": w,
            "grad": g,
            "velocity": v,
            "lr": lr,
            "momentum": mu,
            "nesterov": nesterov,
        },
    )


def _of_momentum(
    w: float, g: float, v: float, lr: float, mu: float, *, nesterov: bool
) -> list[Wrong[Number]]:
    now = mu * v + g
    step = g + mu * now if nesterov else now
    damped = mu * v + (1 - mu) * g
    found = [
        (
            "dampened",
            w - lr * ((1 - mu) * g + mu * damped if nesterov else damped),
            f"weighing the gradient by 1 − μ = {1 - mu:g}; here it enters whole.",
        ),
        ("ascends", w + lr * step, "adding the step; it goes against the gradient."),
        (
            "uses-old-velocity",
            w - lr * v,
            "moving by the old velocity; the gradient enters it first.",
        ),
        ("no-momentum", w - lr * g, "plain SGD: the velocity is left out."),
        (
            "momentum-not-applied",
            w - lr * (v + g),
            f"keeping all of the velocity; μ keeps {mu:g} of it.",
        ),
    ]
    if nesterov:
        found += [
            (
                "nesterov-is-plain",
                w - lr * now,
                "plain momentum; Nesterov moves by g + μ·v with the new v.",
            ),
            (
                "nesterov-double",
                w - lr * (g + mu * (mu * now)),
                "looking ahead twice; μ is applied once to the new velocity.",
            ),
        ]
    return [wrong_number(*one) for one in found]


GENERATOR = Generator(
    id="optimizer-step",
    title="One step of an optimizer",
    topic="optimization",
    version=1,
    make=make,
)
