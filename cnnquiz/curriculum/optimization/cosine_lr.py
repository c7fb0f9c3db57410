"""cosine_lr: what it is tried on, and what people make of it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    pinned,
)


def draw(d: Draw) -> Arguments:
    """Draw a short run, and a step of its rise, of its fall, or behind it."""
    warmup = d.choose("warmup_steps", None, 1, 3, 5, 4, 5, 4, 5, 2, 6, 6)
    begin = warmup or 0
    length = begin + d.choose("steps after the warm-up", 1, 4, 9, 6, 5, 7, 8, 6, 7)
    wheres = ["falling", "rising", "behind"] * 3 + ["rising", "falling", "rising"]
    where = d.choose("where", *wheres)
    first, last = min(begin + 1, length - 1), length - 1
    if where == "behind":
        first, last = length + 1, length + 4
    elif where == "rising" and begin:
        first, last = 0, begin - 1
    arguments: Arguments = {
        "step": d.integer("step", first, last),
        "total_steps": length,
        "base_lr": d.choose("base_lr", 1.0, 0.5, 2.0),
    }
    if warmup is not None:
        arguments["warmup_steps"] = warmup
    min_lr = d.choose("min_lr", None, 0.125, 0.25, 0.5, 0.25, 0.125, 0.5)
    return arguments if min_lr is None else {**arguments, "min_lr": min_lr}


def rounding(
    step: int,
    total_steps: int,
    base_lr: float,
    warmup_steps: int = 0,
    min_lr: float = 0.0,
) -> float:
    """A few products and one cosine."""
    return 8 * (base_lr + min_lr)


def falls(trial: Trial) -> str | None:
    """Hold the rates of the run, from the warm-up on, against each other."""
    given = trial.arguments
    steps = range(given.get("warmup_steps", 0), given["total_steps"] + 3)
    rates = [float(trial.call(step=step)) for step in steps]
    if any(later > rate + 1e-5 for rate, later in itertools.pairwise(rates)):
        return "the rate rises again after the warm-up"
    return None


def peaks_at_base(trial: Trial) -> str | None:
    """Look for the base rate at the end of the warm-up, and right after it."""
    given = trial.arguments
    warmup, base = given.get("warmup_steps", 0), given["base_lr"]
    for step in (warmup - 1, warmup):
        if step >= 0:
            rate = float(trial.call(step=step))
            if abs(rate - base) > 1e-5 * base:
                return f"the rate of step {step} is {rate:g}, the base rate {base:g}"
    return None


def _rise(step: int, warmup: int, base: float, low: float) -> float:
    return base * (step + 1) / warmup


def _progress(step: int, warmup: int, total: int) -> float:
    return (step - warmup) / (total - warmup)


def _fall(progress: float, base: float, low: float) -> float:
    return low + 0.5 * (base - low) * (1 + math.cos(math.pi * progress))


def _by(
    rise: Callable[..., float] = _rise,
    progress: Callable[..., float] = _progress,
    fall: Callable[..., float] = _fall,
    *,
    ends: bool = True,
) -> Callable[..., Any]:
    """Make a misconception from another warm-up, another progress or another fall."""

    def wrong(
        step: int,
        total_steps: int,
        base_lr: float,
        warmup_steps: int = 0,
        min_lr: float = 0.0,
    ) -> float:
        if step < warmup_steps:
            return rise(step, warmup_steps, base_lr, min_lr)
        if ends and step >= total_steps:
            return min_lr
        return fall(progress(step, warmup_steps, total_steps), base_lr, min_lr)

    return wrong


def _with(**changes: Any) -> Callable[..., Any]:
    """Make a misconception that ignores an argument."""

    def wrong(
        step: int,
        total_steps: int,
        base_lr: float,
        warmup_steps: int = 0,
        min_lr: float = 0.0,
    ) -> float:
        given = {"warmup_steps": warmup_steps, "min_lr": min_lr} | changes
        return engine.cosine_lr(step, total_steps, base_lr, **given)

    return wrong


EXERCISE = Exercise(
    slug="cosine_lr",
    reference=engine.cosine_lr,
    draw=draw,
    pinned=(
        pinned(
            "the worked example", step=3, total_steps=6, base_lr=1.0, warmup_steps=2
        ),
        pinned("half way", step=1, total_steps=2, base_lr=1.0, min_lr=0.5),
        pinned("the first step", step=0, total_steps=4, base_lr=1.0),
        pinned(
            "the first step of a warm-up",
            step=0,
            total_steps=6,
            base_lr=1.0,
            warmup_steps=4,
            min_lr=0.125,
        ),
        pinned(
            "the last step of a warm-up",
            step=3,
            total_steps=6,
            base_lr=1.0,
            warmup_steps=4,
        ),
        pinned(
            "right after the warm-up",
            step=4,
            total_steps=8,
            base_lr=1.0,
            warmup_steps=4,
        ),
        pinned("the last step", step=3, total_steps=4, base_lr=1.0),
        pinned("the end", step=4, total_steps=4, base_lr=1.0, min_lr=0.25),
        pinned("beyond the end", step=7, total_steps=4, base_lr=1.0, min_lr=0.25),
    ),
    rounding=rounding,
    dtype="free",
    laws=(
        Law("falls", "never rises after the warm-up", falls, cases=6),
        Law("peaks", "reaches the base rate", peaks_at_base),
    ),
    misconceptions=(
        Misconception(
            "warmup-from-zero",
            "the warm-up begins at 0",
            "Use (step + 1) / warmup: a first step of rate 0 is lost, and the last step of "
            "the warm-up has the base rate.",
            _by(rise=lambda step, warmup, base, low: base * step / warmup),
        ),
        Misconception(
            "warmup-from-min",
            "the warm-up begins at min_lr",
            "It is a part of the base rate alone: base · (step + 1) / warmup. min_lr is "
            "where the cosine ends.",
            _by(
                rise=lambda step, warmup, base, low: (
                    low + (base - low) * (step + 1) / warmup
                )
            ),
            variants=(
                _by(
                    rise=lambda step, warmup, base, low: (
                        low + (base - low) * step / warmup
                    )
                ),
            ),
        ),
        Misconception(
            "warmup-ignored",
            "there is no warm-up",
            "Before warmup_steps the rate rises: base · (step + 1) / warmup.",
            _with(warmup_steps=0),
        ),
        Misconception(
            "warmup-not-subtracted",
            "the cosine does not begin where the warm-up ends",
            "Both the steps done and the steps to do count from the end of the warm-up: "
            "(step − warmup) / (total − warmup).",
            _by(progress=lambda step, warmup, total: step / total),
            variants=(
                _by(progress=lambda step, warmup, total: (step - warmup) / total),
            ),
        ),
        Misconception(
            "ends-one-early",
            "min_lr is reached one step early",
            "The cosine ends at step total, after the last one: divide by total − warmup, "
            "without − 1.",
            _by(
                progress=lambda step, warmup, total: (
                    (step - warmup) / max(total - warmup - 1, 1)
                )
            ),
        ),
        Misconception(
            "starts-one-late",
            "the cosine is one step ahead",
            "Right after the warm-up the progress is 0: step − warmup, without + 1.",
            _by(
                progress=lambda step, warmup, total: _progress(step + 1, warmup, total)
            ),
        ),
        Misconception(
            "restarts",
            "the rate rises again after the end",
            "From step total on the rate is min_lr. The cosine goes on, so stop it.",
            _by(ends=False),
            variants=(
                _by(
                    progress=lambda step, warmup, total: (
                        ((step - warmup) % (total - warmup)) / (total - warmup)
                    ),
                    ends=False,
                ),
            ),
        ),
        Misconception(
            "min-lr-ignored",
            "min_lr is ignored",
            "The cosine ends at min_lr: min + ½·(base − min)·(1 + cos πs).",
            _with(min_lr=0.0),
        ),
        Misconception(
            "min-lr-added",
            "min_lr is added to the whole cosine",
            "The cosine spans base − min, or the rate begins above the base rate.",
            _by(fall=lambda s, base, low: low + _fall(s, base, 0.0)),
        ),
        Misconception(
            "half-missing",
            "the ½ is missing",
            "1 + cos runs from 2 to 0: take half of it.",
            _by(fall=lambda s, base, low: low + 2 * (_fall(s, base, low) - low)),
        ),
        Misconception(
            "quarter-cosine",
            "a quarter of the cosine is used, not a half",
            "½·(1 + cos πs) is flat at both ends; cos(πs/2) is flat at the start only.",
            _by(
                fall=lambda s, base, low: low + (base - low) * math.cos(math.pi / 2 * s)
            ),
        ),
        Misconception(
            "linear-fall",
            "the rate falls in a straight line",
            "It falls along half a cosine: slowly, fast, slowly.",
            _by(fall=lambda s, base, low: low + (base - low) * (1 - s)),
        ),
    ),
    workload=None,
    hints=(
        "There are three stretches: the warm-up, the cosine, and what comes after. Which "
        "comparison separates each from the next?",
        "s runs from 0, at the first step after the warm-up, to 1 at step total. "
        "½·(1 + cos πs) then runs from 1 to 0.",
        "s = (step - warmup_steps) / (total_steps - warmup_steps); return min_lr + 0.5 * "
        "(base_lr - min_lr) * (1 + math.cos(math.pi * s)).",
    ),
    follow_ups=(
        "Why does training with large batches begin with a warm-up?",
        "What do you lose when you stop a cosine schedule half way?",
        "How would you change the schedule to restart, and what would that be good for?",
    ),
    topics=("optimization",),
)
