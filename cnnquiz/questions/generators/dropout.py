"""The generator dropout-value: what dropout makes of an activation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnnquiz import engine
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
    wrong,
)
from cnnquiz.questions.items import Item, Level, Number, NumberItem, Wrong

if TYPE_CHECKING:
    import random

INVERTED = "torch.nn.Dropout"
CLASSIC = "Srivastava et al., Dropout, JMLR 15 (2014), §4"
RATES = (0.1, 0.2, 0.25, 0.4, 0.6, 0.75, 0.8)


def make(rng: random.Random, level: Level) -> Item:
    """Draw a survivor's value, a question of convention, or two layers in a row."""
    if level == "easy":
        return _survivor(rng)
    if level == "hard":
        return _two_layers(rng)
    return rng.choice((_keep_convention, _classic, _evaluation))(rng)


def _survivor(rng: random.Random) -> Item:
    x, p = rng.randint(2, 40), rng.choice(RATES)
    answer = _scaled(x, p)
    return _item(
        level="easy",
        stem=(
            f"A unit's activation is {x}. In training it goes through inverted dropout "
            f"(as in PyTorch) that drops with probability p = {p}, and the unit is "
            "kept. What value goes on?"
        ),
        answer=answer,
        candidates=[
            _wrong("no-inverted-scaling", x, "not scaling up what is kept."),
            _wrong("p-is-keep-probability", x / p, "reading p as the chance to keep."),
            _wrong(
                "scales-at-train",
                x * (1 - p),
                "scaling down in training; it is "
                "the classic form that scales down, and at test time.",
            ),
            _wrong("scales-by-p", x * p, "multiplying by p."),
        ],
        targets={"no-inverted-scaling", "p-is-keep-probability"},
        working=(
            f"Kept with probability 1 − p = {1 - p:g}; dividing by it keeps the "
            f"expected value: {x}/{1 - p:g} = {answer:g}"
        ),
        source=INVERTED,
        parameters={
            "x": x,
            "p": p,
            "p_means": "drop",
            "inverted": True,
            "training": True,
        },
    )


def _keep_convention(rng: random.Random) -> Item:
    x, keep = rng.randint(2, 40), rng.choice(RATES)
    answer = _scaled(x, 1 - keep)
    return _item(
        level="medium",
        stem=(
            f"A unit's activation is {x}. In training it goes through inverted dropout "
            f"written for p = {keep} as the probability to KEEP a unit, and the unit "
            "is kept. What value goes on?"
        ),
        answer=answer,
        candidates=[
            _wrong(
                "p-is-drop-probability",
                x / (1 - keep),
                "reading p as the chance to drop; here it is the chance to keep.",
            ),
            _wrong("no-inverted-scaling", x, "not scaling up what is kept."),
            _wrong("scales-at-train", x * keep, "scaling down in training."),
            _wrong("scales-by-p", x * (1 - keep), "multiplying by the chance to drop."),
        ],
        targets={"p-is-drop-probability", "no-inverted-scaling"},
        working=f"Divide by the probability to keep: {x}/{keep:g} = {answer:g}",
        source="CS231n course notes, Neural Networks Part 2: Dropout",
        parameters={
            "x": x,
            "p": keep,
            "p_means": "keep",
            "inverted": True,
            "training": True,
        },
    )


def _classic(rng: random.Random) -> Item:
    x, keep = rng.randint(2, 40), rng.choice(RATES)
    # What is kept in training and what is expected at test must agree, so the test
    # value is the mean over masks: x times the chance to keep.
    answer = x * keep
    return _item(
        level="medium",
        stem=(
            "The first dropout paper does not scale in training: a unit is KEPT with "
            f"probability p = {keep} and passes on its value as it is. At test time "
            f"every unit is kept. A unit's activation is {x}: what value should go on "
            "at test time?"
        ),
        answer=answer,
        candidates=[
            _wrong(
                "no-scale-at-test",
                x,
                "scaling nowhere: the next layer would then "
                "get more at test time than in training.",
            ),
            _wrong(
                "scales-up-at-test",
                x / keep,
                "dividing; in training the next layer saw less on average, not more.",
            ),
            _wrong(
                "p-is-drop-probability",
                x * (1 - keep),
                "reading p as the chance to drop.",
            ),
        ],
        targets={"no-scale-at-test", "p-is-drop-probability"},
        working=(
            f"In training the next layer sees {x} with probability {keep:g}, else 0: "
            f"{keep:g}·{x} = {answer:g} on average. At test time it must see the same."
        ),
        source=CLASSIC,
        parameters={
            "x": x,
            "p": keep,
            "p_means": "keep",
            "inverted": False,
            "training": False,
        },
    )


def _evaluation(rng: random.Random) -> Item:
    x, p = rng.randint(2, 40), rng.choice(RATES)
    answer = float(
        engine.dropout(
            np.full(1, float(x)), p, np.random.default_rng(0), training=False
        )[0][0]
    )
    return _item(
        level="medium",
        stem=(
            f"A unit's activation is {x}. It goes through inverted dropout (as in "
            f"PyTorch) with p = {p} as the probability to drop, in evaluation mode. "
            "What value goes on?"
        ),
        answer=answer,
        candidates=[
            _wrong(
                "scales-at-eval",
                x * (1 - p),
                "scaling down at test time; the "
                "inverted form has scaled up in training already.",
            ),
            _wrong("ignores-eval-mode", x / (1 - p), "treating it as in training."),
            _wrong("scales-by-p", x * p, "multiplying by p."),
        ],
        targets={"scales-at-eval", "ignores-eval-mode"},
        working=(
            "Inverted dropout divides by 1 − p in training, so that nothing is left to "
            f"do in evaluation: {x} stays {x}."
        ),
        source=INVERTED,
        parameters={
            "x": x,
            "p": p,
            "p_means": "drop",
            "inverted": True,
            "training": False,
        },
    )


def _two_layers(rng: random.Random) -> Item:
    p, q = rng.sample((0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6), 2)
    answer = 1 - (1 - p) * (1 - q)
    redraw_unless(p + q < 1)
    return _item(
        level="hard",
        stem=(
            "Two dropout layers follow each other with nothing between: the first "
            f"drops with p = {p}, the second with p = {q}, independently, in training. "
            "What single drop probability has the same effect?"
        ),
        answer=answer,
        candidates=[
            _wrong(
                "dropout-rates-add",
                p + q,
                "adding: units that both layers drop are counted twice.",
            ),
            _wrong(
                "dropout-rates-multiply",
                p * q,
                "multiplying: that is the share which both drop.",
            ),
            _wrong(
                "keep-for-drop",
                (1 - p) * (1 - q),
                "the probability to pass both, not to be dropped.",
            ),
            _wrong(
                "larger-rate-wins",
                max(p, q),
                "taking the larger rate: the other layer drops units as well.",
            ),
        ],
        targets={"dropout-rates-add"},
        working=(
            f"A unit must pass both: {1 - p:g}·{1 - q:g} = {(1 - p) * (1 - q):g}. "
            f"It is dropped with 1 − {(1 - p) * (1 - q):g} = {answer:g}.\n"
            "The factors of the survivors multiply in the same way."
        ),
        source=INVERTED,
        parameters={"p": [p, q], "p_means": "drop", "inverted": True, "training": True},
    )


def _scaled(x: int, p: float) -> float:
    """Return what the engine's dropout makes of a unit that is kept."""
    rng = np.random.default_rng(0)
    values, _ = engine.dropout(np.full(256, float(x)), p, rng)
    return float(values.max())


def _wrong(name: str, value: float, text: str) -> Wrong[Number]:
    return wrong(name, _tidy(value), f"{_tidy(value):g} comes from {text}")


def _tidy(value: float) -> Number:
    """Return a whole number as int, float noise or not."""
    whole = round(value)
    return whole if abs(value - whole) < 1e-9 else value


def _item(
    *,
    level: Level,
    stem: str,
    answer: float,
    candidates: list[Wrong[Number]],
    targets: set[str],
    working: str,
    source: str,
    parameters: dict[str, object],
) -> Item:
    # Probabilities are asked more finely than activations.
    tolerance = 0.0005 if level == "hard" else 0.01
    return NumberItem(
        id="dropout-value",
        topic="dropout",
        level=level,
        seconds=SECONDS[level],
        stem=stem,
        answer=_tidy(answer),
        tolerance=tolerance,
        wrong=usable(
            _tidy(answer),
            candidates,
            targets,
            differ=lambda one, other: abs(one - other) > 3 * tolerance,
        ),
        working=working,
        source=source,
        parameters=parameters,
    )


GENERATOR = Generator(
    id="dropout-value",
    title="A value behind dropout",
    topic="dropout",
    version=1,
    make=make,
)
