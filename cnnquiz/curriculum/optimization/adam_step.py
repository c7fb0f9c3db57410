"""adam_step: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.optimization.adam_step_mistakes import MISCONCEPTIONS

ONE = np.ones(2)
G = np.array([8.0, -2.0])
ZERO = np.zeros(2)
M = np.array([-4.0, 2.0])
V = np.array([16.0, 1.0])
SHORT: Arguments = {"lr": 1.0, "beta1": 0.5, "beta2": 0.75, "eps": 2.0}
"""Settings of a step that one can follow by hand."""


def draw(d: Draw) -> Arguments:
    """Draw a first step from zeros, or a later one; ε is large, so that it shows."""
    t = d.choose("t", 1, 2, 3, 5, 20)
    settings: Arguments = {
        "lr": d.choose("lr", 1.0, 0.5, 0.25),
        "eps": d.choose("eps", 0.5, 0.125, 1.0, 0.25),
    }
    betas = d.choose("betas", (0.5, 0.75), (0.75, 0.5), (0.25, 0.875), None)
    if betas is not None:
        settings["beta1"], settings["beta2"] = betas
    rank = d.integer("axes", 1, 3)
    shape = [d.integer(f"length {k}", 1, 4) for k in range(rank)]
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    arrays = {
        name: d.layout(name, d.array(name, shape, values, dtype))
        for name in ("param", "grad", "m")
    }
    arrays["v"] = d.layout("v", d.array("v", shape, "positive", dtype))
    if t == 1:
        arrays["m"], arrays["v"] = np.zeros(shape, dtype), np.zeros(shape, dtype)
    return {**arrays, "t": t, **settings}


def rounding(
    param: Any,
    grad: Any,
    m: Any,
    v: Any,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> Any:
    """The corrections divide by 1 − βᵗ, which loses as many digits as it is small."""
    past, squares = beta1 * np.abs(m), beta2 * v
    lost = 1 / (1 - beta1**t) + 1 / (1 - beta2**t)
    mean = (past + (1 - beta1) * np.abs(grad)) / (1 - beta1**t)
    root = np.sqrt((squares + (1 - beta2) * grad**2) / (1 - beta2**t))
    step = (8 + lost) * lr * mean / (root + eps)
    return 2 * np.abs(param) + step, 4 * (past + np.abs(grad)), 4 * (squares + grad**2)


def does_not_look_at_param(trial: Trial) -> str | None:
    """Start 3 further on: it must end 3 further on."""
    moved = trial.call(param=trial.arguments["param"] + 3)[0]
    off = float(np.max(np.abs(moved - trial.result[0] - 3), initial=0.0))
    return None if off <= 1e-3 else "the step depends on where param is"


def unit_of_the_loss(trial: Trial) -> str | None:
    """Measure the loss in other units, ε too: the step stays."""
    given = trial.arguments
    other = trial.call(
        grad=4 * given["grad"],
        m=4 * given["m"],
        v=16 * given["v"],
        eps=4 * given.get("eps", 1e-8),
    )[0]
    off = float(np.max(np.abs(other - trial.result[0]), initial=0.0))
    return None if off <= 1e-3 else "a loss four times as large makes another step"


def first_step(trial: Trial) -> str | None:
    """Take a first step, almost without ε: each parameter moves by lr."""
    given = trial.arguments
    grad = np.where(given["grad"] == 0, 1, given["grad"]).astype(given["grad"].dtype)
    zero = np.zeros_like(grad)
    moved = trial.call(grad=grad, m=zero, v=zero, t=1, eps=1e-12)[0]
    off = moved - (given["param"] - given.get("lr", 1e-3) * np.sign(grad))
    if float(np.max(np.abs(off), initial=0.0)) <= 1e-3:
        return None
    return "a first step does not move each parameter by lr, against its gradient"


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return a step in the middle of a run."""
    names = ("param", "grad", "m")
    arrays = {name: rng.normal(size=64 * size) for name in names}
    return {**arrays, "v": rng.random(64 * size) + 0.1, "t": 10, "lr": 0.1}


PINNED = (
    pinned("the worked example", param=ONE, grad=G, m=ZERO, v=ZERO, t=1, **SHORT),
    pinned("the second step", param=ONE, grad=G, m=M, v=V, t=2, **SHORT),
    pinned("the defaults, first step", param=ONE, grad=G, m=ZERO, v=ZERO, t=1),
    pinned("the defaults, step 1000", param=0 * ONE, grad=G, m=M, v=V, t=1000),
    pinned(
        "a gradient as small as ε",
        param=[1.0],
        grad=np.array([1e-8]),
        m=[0.0],
        v=[0.0],
        t=1,
        lr=1.0,
    ),
    pinned("a gradient of zero", param=ONE, grad=ZERO, m=M, v=V, t=3, **SHORT),
    pinned("nothing but zeros", param=ONE, grad=ZERO, m=ZERO, v=ZERO, t=2),
    pinned(
        "float32 filters",
        param=np.ones((1, 2, 1, 2), np.float32),
        grad=np.full((1, 2, 1, 2), -3, np.float32),
        m=np.full((1, 2, 1, 2), 1, np.float32),
        v=np.full((1, 2, 1, 2), 4, np.float32),
        t=2,
        **SHORT,
    ),
    pinned(
        "transposed arrays",
        param=np.arange(6.0).reshape(2, 3).T,
        grad=np.arange(-3.0, 3.0).reshape(2, 3).T,
        m=np.ones((2, 3)).T,
        v=np.arange(1.0, 7.0).reshape(2, 3).T,
        t=4,
        **SHORT,
    ),
    pinned("beta1 is 0", param=ONE, grad=G, m=M, v=V, t=2, **SHORT | {"beta1": 0.0}),
    pinned("beta2 is 0", param=ONE, grad=G, m=M, v=V, t=2, **SHORT | {"beta2": 0.0}),
)
EXERCISE = Exercise(
    slug="adam_step",
    reference=engine.adam_step,
    draw=draw,
    pinned=PINNED,
    rounding=rounding,
    parts=("param", "m", "v"),
    laws=(
        Law("anywhere", "steps alike wherever param is", does_not_look_at_param),
        Law("unit_free", "does not depend on the loss's unit", unit_of_the_loss),
        Law("first_step", "moves each parameter by lr at first", first_step),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(workload, limit=1_000, unit="the number of parameters"),
    fresh=True,
    hints=(
        "m and v are two running means: of the gradient, and of its square. Write both "
        "with β as the share of the past.",
        "With zeros before the first step, m is (1 − β₁)·g after it. By what must it be "
        "divided to be g, and what is that in step t?",
        "m_hat = m / (1 - beta1**t), v_hat = v / (1 - beta2**t); step against "
        "lr * m_hat / (np.sqrt(v_hat) + eps), and return m and v, not m_hat and v_hat.",
    ),
    follow_ups=(
        "Why does a first step move each parameter by about lr, whatever its gradient?",
        "How much memory does Adam need beside the parameters, compared with SGD?",
        "When would you raise ε, and what does Adam become if it is very large?",
    ),
    topics=("optimization",),
)
