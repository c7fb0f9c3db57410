"""The steps of Adam in optimizer-step: the first, the second, and with decay."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cnnquiz import engine
from cnnquiz.questions.generators.decimals import in_sum, say, wrong_number
from cnnquiz.questions.generators.framework import redraw_unless
from cnnquiz.questions.generators.weights import as_arrays, draw_tenths, step_item

if TYPE_CHECKING:
    import random

    from cnnquiz.questions.items import Item

BETA1, BETA2 = 0.9, 0.999
PAPER = "Kingma & Ba, Adam, ICLR (2015), algorithm 1"
DECOUPLED = (
    "Loshchilov & Hutter, Decoupled Weight Decay Regularization, ICLR (2019), §2"
)
RATES = (0.01, 0.05, 0.1, 0.2)
SETTING = f"β₁ = {BETA1}, β₂ = {BETA2}, ε = 0"
# Without corrections the first step is (1 − β₁)/√(1 − β₂) times as long.
UNCORRECTED = (1 - BETA1) / math.sqrt(1 - BETA2)


def adam_first(rng: random.Random) -> Item:
    """Ask for Adam's first step: as long as the learning rate, whatever the gradient."""
    w, g, lr = draw_tenths(rng), draw_tenths(rng, 9), rng.choice(RATES)
    redraw_unless(abs(g) != 1)
    answer = _step(w, g, 0, 0, 1, lr)
    sign = math.copysign(1, g)
    found = [
        _uncorrected(w, lr * sign * UNCORRECTED),
        ("ascends", w + lr * sign, "adding the step; it goes against the gradient."),
        ("sgd-for-adam", w - lr * g, "plain SGD; Adam divides by the root of v."),
        (
            "missing-sqrt",
            w - lr / g,
            "dividing by v itself; it is divided by its root.",
        ),
        (
            "corrects-one-moment",
            w - lr * sign * (1 - BETA1),
            "correcting v alone; m starts at 0 as well.",
        ),
    ]
    m, v = (1 - BETA1) * g, (1 - BETA2) * g * g
    return step_item(
        level="medium",
        stem=(
            f"Adam (learning rate {lr:g}, {SETTING}) makes its very first step: both "
            f"moments are 0 before it. The weight is {say(w)}, its gradient {say(g)}. "
            "What is the weight after it?"
        ),
        answer=answer,
        candidates=[wrong_number(*one) for one in found],
        targets={"no-bias-correction"},
        working=(
            f"m = 0.1·{in_sum(g)} = {say(m)}, corrected {say(m)}/(1 − 0.9) = {say(g)}.\n"
            f"v = 0.001·{in_sum(g)}² = {v:.5f}, corrected v/(1 − 0.999) = "
            f"{say(g * g)}.\n"
            f"{say(g)}/√{say(g * g)} = {say(sign)}: the first step is as long as the "
            f"learning rate.\nw ← {say(w)} − {lr:g}·{in_sum(sign)} = {say(answer)}"
        ),
        source=PAPER,
        parameters=_parameters("adam", w, g, 0, 0, 1, lr),
    )


def adam_second(rng: random.Random) -> Item:
    """Ask for Adam's second step, with the moments that the first one left."""
    w, first, g = draw_tenths(rng), draw_tenths(rng, 9), draw_tenths(rng, 9)
    lr = rng.choice(RATES[1:])
    m0, v0 = round((1 - BETA1) * first, 6), round((1 - BETA2) * first**2, 6)
    answer = _step(w, g, m0, v0, 2, lr)
    m, v = BETA1 * m0 + (1 - BETA1) * g, BETA2 * v0 + (1 - BETA2) * g * g
    m_hat, v_hat = m / (1 - BETA1**2), v / (1 - BETA2**2)
    step = m_hat / math.sqrt(v_hat)
    swapped_m, swapped_v = (1 - BETA1) * m0 + BETA1 * g, v
    found = [
        _uncorrected(w, lr * m / math.sqrt(v)),
        (
            "beta-not-raised-to-t",
            w - lr * m / (1 - BETA1) / math.sqrt(v / (1 - BETA2)),
            "correcting by 1 − β; at step 2 it is 1 − β².",
        ),
        (
            "one-minus-beta-roles",
            w - lr * swapped_m / (1 - BETA1**2) / math.sqrt(swapped_v / (1 - BETA2**2)),
            "weighing the old moment by 1 − β₁; β₁ is the share of the past.",
        ),
        (
            "corrects-one-moment",
            w - lr * m / math.sqrt(v_hat),
            "correcting v alone; m is too small as well.",
        ),
        ("missing-sqrt", w - lr * m_hat / v_hat, "dividing by v̂ itself, not its root."),
        ("ascends", w + lr * step, "adding the step; it goes against the gradient."),
        ("sgd-for-adam", w - lr * g, "plain SGD; Adam divides by the root of v."),
    ]
    return step_item(
        level="hard",
        stem=(
            f"Adam (learning rate {lr:g}, {SETTING}) makes its second step, t = 2. The "
            f"first left m = {m0:g} and v = {v0:g}, not bias-corrected. The weight is "
            f"{say(w)}, its gradient {say(g)}. What is the weight after the step?"
        ).replace("= -", "= −"),
        answer=answer,
        candidates=[wrong_number(*one) for one in found],
        targets={"no-bias-correction"},
        working=(
            f"m = 0.9·{in_sum(m0)} + 0.1·{in_sum(g)} = {say(m)}; m̂ = m/(1 − 0.9²) = "
            f"{say(m_hat)}.\n"
            f"v = 0.999·{v0:g} + 0.001·{in_sum(g)}² = {v:.6f}; v̂ = v/(1 − 0.999²) = "
            f"{say(v_hat)}.\n"
            f"m̂/√v̂ = {say(step)}\nw ← {say(w)} − {lr:g}·{in_sum(step)} = {say(answer)}"
        ),
        source=PAPER,
        parameters=_parameters("adam", w, g, m0, v0, 2, lr),
    )


def adamw(rng: random.Random) -> Item:
    """Ask for AdamW's first step, whose decay bypasses the moments."""
    w, g, lr, decay = _draw_decayed(rng)
    param, grad, m, v = as_arrays(w, g, 0, 0)
    moved, _, _ = engine.adamw_step(
        param, grad, m, v, 1, lr, eps=0.0, weight_decay=decay
    )
    answer, sign = moved.item(), math.copysign(1, g)
    shrunk = w - lr * decay * w
    found = [
        (
            "l2-for-decoupled",
            w - lr * math.copysign(1, g + decay * w),
            "adding λ·w to the gradient, where Adam divides it away.",
        ),
        _uncorrected(shrunk, lr * sign * UNCORRECTED),
        (
            "decay-without-lr",
            w - lr * sign - decay * w,
            "taking away λ·w; the decay is lr·λ·w.",
        ),
        (
            "penalty-sign",
            w + lr * decay * w - lr * sign,
            "adding the decay; it pulls the weight to 0.",
        ),
        ("sgd-for-adam", shrunk - lr * g, "plain SGD; Adam divides by the root of v."),
    ]
    return step_item(
        level="hard",
        stem=(
            f"AdamW (learning rate {lr:g}, weight decay λ = {decay:g}, {SETTING}) makes "
            f"its very first step, as in PyTorch. The weight is {say(w)}, its gradient "
            f"{say(g)}. What is the weight after it?"
        ),
        answer=answer,
        candidates=[wrong_number(*one) for one in found],
        targets={"l2-for-decoupled"},
        working=(
            f"The decay bypasses the moments: lr·λ·w = {lr:g}·{decay:g}·{in_sum(w)} = "
            f"{say(lr * decay * w)}.\n"
            f"Adam's first step is lr times the sign of the gradient: {say(lr * sign)}.\n"
            f"w ← {say(w)} − {in_sum(lr * decay * w)} − {in_sum(lr * sign)} = "
            f"{say(answer)}"
        ),
        source=DECOUPLED,
        parameters=_parameters("adamw", w, g, 0, 0, 1, lr) | {"weight_decay": decay},
    )


def penalised_adam(rng: random.Random) -> Item:
    """Ask for Adam's first step with an L2 penalty in the loss."""
    w, g, lr, decay = _draw_decayed(rng)
    full = g + decay * w
    redraw_unless(abs(full) > 0.1)
    answer, sign = _step(w, full, 0, 0, 1, lr), math.copysign(1, full)
    alone = math.copysign(1, g)
    found = [
        (
            "decoupled-for-l2",
            w - lr * alone - lr * decay * w,
            "decay beside the step, as in AdamW; a penalty enters the gradient.",
        ),
        _uncorrected(w, lr * sign * UNCORRECTED),
        (
            "penalty-not-in-gradient",
            w - lr * alone,
            f"leaving out the penalty; its gradient is λ·w = {say(decay * w)}.",
        ),
        ("ascends", w + lr * sign, "adding the step; it goes against the gradient."),
        ("sgd-for-adam", w - lr * full, "plain SGD; Adam divides by the root of v."),
    ]
    return step_item(
        level="hard",
        stem=(
            f"The loss has an L2 penalty λ/2·w² with λ = {decay:g}, and Adam (learning "
            f"rate {lr:g}, {SETTING}) makes its very first step. The weight is {say(w)}; "
            f"the gradient of the loss without the penalty is {say(g)}. What is the "
            "weight after the step?"
        ),
        answer=answer,
        candidates=[wrong_number(*one) for one in found],
        targets={"decoupled-for-l2"},
        working=(
            f"The penalty enters the gradient: {say(g)} + {decay:g}·{in_sum(w)} = "
            f"{say(full)}.\n"
            "Adam's first step is lr times its sign: the size of the penalty is "
            f"divided away.\nw ← {say(w)} − {lr:g}·{in_sum(sign)} = {say(answer)}"
        ),
        source=DECOUPLED,
        parameters=_parameters("adam", w, g, 0, 0, 1, lr) | {"weight_decay": decay},
    )


def _draw_decayed(rng: random.Random) -> tuple[float, float, float, float]:
    w, g = draw_tenths(rng, 9), draw_tenths(rng, 6)
    return w, g, rng.choice(RATES[1:]), rng.choice((0.1, 0.2, 0.5))


def _step(w: float, g: float, m: float, v: float, t: int, lr: float) -> float:
    param, grad, first, second = as_arrays(w, g, m, v)
    moved, _, _ = engine.adam_step(param, grad, first, second, t, lr, eps=0.0)
    return float(moved.item())


def _uncorrected(w: float, step: float) -> tuple[str, float, str]:
    text = "not correcting the moments, which start at 0 and are too small at first."
    return "no-bias-correction", w - step, text


def _parameters(
    optimizer: str, w: float, g: float, m: float, v: float, t: int, lr: float
) -> dict[str, object]:
    return {
        "optimizer": optimizer,
        "param": w,
        "grad": g,
        "m": m,
        "v": v,
        "t": t,
        "lr": lr,
        "beta1": BETA1,
        "beta2": BETA2,
        "eps": 0,
    }
