"""sgd_step: what it is tried on, and what people make of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)

P = np.array([1.0, 2.0])
G = np.array([2.0, -4.0])
V = np.array([6.0, 0.0])


def draw(d: Draw) -> Arguments:
    """Draw a step in the middle of a run: the velocity is mostly not zero."""
    arguments: Arguments = {"lr": d.choose("lr", 0.5, 0.1, 1.0, 0.25)}
    momentum = d.choose("momentum", 0.5, None, 0.75, 0.9, 0.25, 0.0)
    nesterov = d.choose("nesterov", None, True, False, True)
    rank = d.integer("axes", 1, 3)
    shape = [d.integer(f"length {k}", 1, 4) for k in range(rank)]
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    arrays = {
        name: d.layout(name, d.array(name, shape, values, dtype))
        for name in ("param", "grad", "velocity")
    }
    if momentum is not None:
        arguments["momentum"] = momentum
    if nesterov is not None:
        arguments["nesterov"] = nesterov
    return {**arrays, **arguments}


def rounding(
    param: Any,
    grad: Any,
    velocity: Any,
    lr: float,
    momentum: float = 0.9,
    nesterov: bool = False,
) -> Any:
    """At most four terms in the step, and two in the velocity."""
    size = momentum * np.abs(velocity) + np.abs(grad)
    return 4 * (np.abs(param) + 2 * lr * size), 2 * size


def does_not_look_at_param(trial: Trial) -> str | None:
    """Start 3 further on: it must end 3 further on."""
    param, velocity = trial.result
    moved, same = trial.call(param=trial.arguments["param"] + 3)
    off = float(np.max(np.abs(moved - param - 3), initial=0.0))
    off += float(np.max(np.abs(same - velocity), initial=0.0))
    return None if off <= 1e-3 else "the step depends on where param is"


def steady_gradient(trial: Trial) -> str | None:
    """Start with the velocity at which a steady gradient ends: g / (1 − μ)."""
    given = trial.arguments
    steady = given["grad"] / (1 - given.get("momentum", 0.9))
    param, velocity = trial.call(velocity=steady)
    size = 1 + float(np.max(np.abs(steady), initial=0.0))
    if float(np.max(np.abs(velocity - steady), initial=0.0)) > 1e-4 * size:
        return "a velocity of g / (1 − μ) does not stay"
    off = param - (given["param"] - given["lr"] * steady)
    if float(np.max(np.abs(off), initial=0.0)) > 1e-4 * size:
        return "at a velocity of g / (1 − μ), the step is not lr · g / (1 − μ)"
    return None


def _state(g: Any, v: Any, lr: float, mu: float) -> Any:
    return mu * v + g


def _step(g: Any, old: Any, new: Any, lr: float, mu: float, nesterov: bool) -> Any:
    return lr * (g + mu * new if nesterov else new)


def _by(
    state: Callable[..., Any] = _state,
    step: Callable[..., Any] = _step,
    returned: Callable[..., Any] = lambda old, new, moved: new,
) -> Callable[..., Any]:
    """Make a misconception from another velocity, step, or velocity returned."""

    def wrong(
        param: Any,
        grad: Any,
        velocity: Any,
        lr: float,
        momentum: float = 0.9,
        nesterov: bool = False,
    ) -> Any:
        new = state(grad, velocity, lr, momentum)
        moved = step(grad, velocity, new, lr, momentum, nesterov)
        return param - moved, returned(velocity, new, moved)

    return wrong


def look_ahead_kept(
    param: Any,
    grad: Any,
    velocity: Any,
    lr: float,
    momentum: float = 0.9,
    nesterov: bool = False,
) -> Any:
    """Overwrite the velocity with the direction of the look-ahead."""
    moved, new = engine.sgd_step(param, grad, velocity, lr, momentum, nesterov)
    return moved, grad + momentum * new if nesterov else new


def in_place(
    param: Any,
    grad: Any,
    velocity: Any,
    lr: float,
    momentum: float = 0.9,
    nesterov: bool = False,
) -> Any:
    """Update the caller's arrays."""
    velocity *= momentum
    velocity += grad
    param -= lr * (grad + momentum * velocity if nesterov else velocity)
    return param, velocity


EXERCISE = Exercise(
    slug="sgd_step",
    reference=engine.sgd_step,
    draw=draw,
    pinned=(
        pinned("the worked example", param=P, grad=G, velocity=V, lr=0.5, momentum=0.5),
        pinned(
            "the worked example with Nesterov's look-ahead",
            param=P,
            grad=G,
            velocity=V,
            lr=0.5,
            momentum=0.5,
            nesterov=True,
        ),
        pinned("the default momentum", param=P, grad=G, velocity=V, lr=0.1),
        pinned("the first step", param=P, grad=G, velocity=0 * V, lr=1.0, momentum=0.5),
        pinned("no momentum", param=P, grad=G, velocity=V, lr=0.5, momentum=0.0),
        pinned(
            "a gradient of zero", param=P, grad=0 * G, velocity=V, lr=0.5, momentum=0.5
        ),
        pinned(
            "float32 filters",
            param=np.ones((2, 1, 1, 2), np.float32),
            grad=np.full((2, 1, 1, 2), 3, np.float32),
            velocity=np.full((2, 1, 1, 2), -4, np.float32),
            lr=0.25,
            momentum=0.5,
            nesterov=True,
        ),
        pinned(
            "transposed arrays",
            param=np.arange(6.0).reshape(2, 3).T,
            grad=np.ones((2, 3)).T,
            velocity=np.arange(-3.0, 3.0).reshape(2, 3).T,
            lr=0.5,
            momentum=0.75,
        ),
    ),
    rounding=rounding,
    parts=("param", "velocity"),
    laws=(
        Law("anywhere", "steps alike wherever param is", does_not_look_at_param),
        Law("steady", "ends in steps of lr · g / (1 − μ)", steady_gradient),
    ),
    misconceptions=(
        Misconception(
            "ascends",
            "it steps up the gradient",
            "The gradient points to where the loss grows: subtract the step.",
            _by(step=lambda *a: -_step(*a)),
        ),
        Misconception(
            "dampened",
            "the gradient enters the velocity with weight 1 − μ",
            "Here v = μ·v + g, without 1 − μ: that form is a running mean of gradients, "
            "and its steps are 1 − μ times as long.",
            _by(state=lambda g, v, lr, mu: mu * v + (1 - mu) * g),
        ),
        Misconception(
            "lr-inside-velocity",
            "the learning rate is inside the velocity",
            "v = μ·v + g holds no learning rate; the step is lr·v. With lr inside, a "
            "change of lr acts only after the old velocity has faded.",
            _by(
                state=lambda g, v, lr, mu: mu * v - lr * g,
                step=lambda g, old, new, lr, mu, nesterov: (
                    lr * g - mu * new if nesterov else -new
                ),
            ),
            variants=(
                _by(
                    state=lambda g, v, lr, mu: mu * v + lr * g,
                    step=lambda g, old, new, lr, mu, nesterov: (
                        lr * g + mu * new if nesterov else new
                    ),
                ),
            ),
        ),
        Misconception(
            "uses-old-velocity",
            "param moves along the old velocity",
            "Update the velocity first, then step along the new one.",
            _by(
                step=lambda g, old, new, lr, mu, nesterov: (
                    lr * (old + nesterov * mu * g)
                )
            ),
            variants=(
                _by(
                    step=lambda g, old, new, lr, mu, nesterov: (
                        lr * (g + mu * old if nesterov else old)
                    )
                ),
            ),
        ),
        Misconception(
            "velocity-not-returned",
            "the velocity that comes back is the old one",
            "Return the new velocity: the next step begins with it.",
            _by(returned=lambda old, new, moved: old),
        ),
        Misconception(
            "step-returned-as-velocity",
            "the step comes back as the velocity",
            "Return v itself, without the learning rate; the next step multiplies by it.",
            _by(returned=lambda old, new, moved: moved),
        ),
        Misconception(
            "look-ahead-kept",
            "the look-ahead comes back as the velocity",
            "g + μ·v is only the direction of this step. The velocity that is returned "
            "is v, with Nesterov's step as with the plain one.",
            look_ahead_kept,
        ),
        Misconception(
            "no-momentum",
            "param moves along the gradient alone",
            "The velocity remembers earlier gradients: the step is lr·v, not lr·g.",
            _by(step=lambda g, old, new, lr, mu, nesterov: lr * g),
        ),
        Misconception(
            "momentum-hardcoded",
            "the momentum is always 0.9",
            "0.9 is only the default. Use the argument.",
            lambda param, grad, velocity, lr, momentum=0.9, nesterov=False: (
                engine.sgd_step(param, grad, velocity, lr, 0.9, nesterov)
            ),
        ),
        Misconception(
            "nesterov-is-plain",
            "the step is the plain one where Nesterov's is asked for",
            "The look-ahead needs the new velocity: lr·(g + μ·v). With the old one, "
            "g + μ·v is the new velocity again, the plain step.",
            _by(step=lambda g, old, new, lr, mu, nesterov: lr * new),
        ),
        Misconception(
            "nesterov-double",
            "the step looks ahead twice where Nesterov's is asked for",
            "One look-ahead: the step is lr·(g + μ·v) with the new v, in which the "
            "gradient is already.",
            _by(
                step=lambda g, old, new, lr, mu, nesterov: (
                    lr * (new + mu * new if nesterov else new)
                )
            ),
            variants=(
                _by(
                    step=lambda g, old, new, lr, mu, nesterov: (
                        lr * (g + mu * (mu * new + g) if nesterov else new)
                    )
                ),
            ),
        ),
        Misconception(
            "mutates-input",
            "the arguments are changed",
            "velocity *= momentum and param -= step write into the caller's arrays. "
            "Make new ones.",
            in_place,
            claimed_by="leaves_inputs_unchanged",
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "param": rng.normal(size=64 * size),
            "grad": rng.normal(size=64 * size),
            "velocity": rng.normal(size=64 * size),
            "lr": 0.1,
            "nesterov": True,
        },
        limit=1_000,
        unit="the number of parameters",
    ),
    fresh=True,
    hints=(
        "Two lines: what becomes of the velocity, and what becomes of param?",
        "The new velocity is momentum * velocity + grad. Write it to a new array, and use "
        "the new one in the step.",
        "direction = grad + momentum * velocity if nesterov else velocity, with the new "
        "velocity; return param - lr * direction, velocity.",
    ),
    follow_ups=(
        "How long do the steps become under a steady gradient, and after how many steps?",
        "What happens in each of the two forms of momentum when lr is divided by 10?",
        "Where would you add weight decay, and is that the same as an L2 penalty here?",
    ),
    topics=("optimization",),
)
