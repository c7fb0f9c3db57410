"""debug_cnn's checks: experiments on a training script that is seen from outside.

They need nothing but the function: its parameters and losses on data made for the
purpose. Each relies on what the ones before it have shown, as one debugs: the weights
at the start, the first loss, the batches, the size and sign of the steps, the gradient
of every parameter, and at last the digits.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Broken, Case, Law, Trial
from cnnquiz.curriculum.networks.small_cnn import RIGHT, Layers, Params
from cnnquiz.values import Rng

CLASSES, EPOCHS, BATCH = 10, 12, 32
LABELS = np.arange(CLASSES)
GATE = 0.5
RATE_LIMIT = 1.0


def black(count: int) -> np.ndarray:
    """Return images on which every activation is zero."""
    return np.zeros((count, 1, 8, 8))


def images(seed: int, count: int) -> np.ndarray:
    """Return bright images of noise, no two alike."""
    return np.random.default_rng(seed).uniform(0, 1, (count, 1, 8, 8))


def half_black(seed: int, count: int) -> np.ndarray:
    """Return images whose left half is black: ReLUs there begin exactly at 0."""
    pictures = images(seed, count)
    pictures[..., :4] = 0
    return pictures


def start(trial: Trial) -> Params:
    """Return the parameters that a run begins with.

    Ten black images with each label once: their logits are alike, and so the gradient
    of everything is zero, whatever rule the steps follow.
    """
    params: Params = trial.call(x=black(CLASSES), y=LABELS)[0]
    return params


def weights_differ(trial: Trial) -> str | Broken | None:
    """Look at the parameters of a run that has nothing to learn."""
    params = trial.result[0]
    moved = [n for n in ("b1", "b2", "b3") if float(np.max(np.abs(params[n]))) > 1e-6]
    if moved:
        return f"on black images with each label once, {moved[0]} does not stay 0"
    alike = [name for name in ("w1", "w2", "w3") if not np.ptp(params[name])]
    if len(alike) == 3:
        return Broken("w1, w2 and w3 begin with all their values alike", "zero-init")
    return f"all values of {alike[0]} begin alike" if alike else None


def _cross_entropy(logits: Any, labels: Any) -> float:
    return float(engine.cross_entropy(logits, labels))


def _near(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=2e-6, abs_tol=2e-6)


def _wrong_losses(params: Params, x: Any, y: Any) -> Mapping[str, float]:
    """Return what known mistakes make of the loss of a batch."""
    logits = RIGHT.forward(params, x)
    over_batch = engine.log_softmax(logits, 0)[np.arange(len(y)), y]
    return {
        "double-softmax": _cross_entropy(engine.softmax(logits, 1), y),
        "batch-softmax": -float(over_batch.mean()),
        "relu-on-logits": _cross_entropy(engine.relu(logits), y),
        "scaled-twice": _cross_entropy(RIGHT.forward(params, x / 255), y),
    }


def first_loss(trial: Trial) -> str | Broken | None:
    """Hold the loss of the first step against the network's at the start.

    All images are the same and each label occurs once, so it does not matter which
    image has which label, or in what order they come.
    """
    x, y = trial.arguments["x"], trial.arguments["y"]
    params, got = start(trial), float(trial.result[1][0])
    right = _cross_entropy(RIGHT.forward(params, x), y)
    if _near(got, right):
        return None
    message = f"the first loss is {got:.5g} and should be {right:.5g}"
    wrong = _wrong_losses(params, x, y)
    named = next((id_ for id_, loss in wrong.items() if _near(got, loss)), None)
    return Broken(message, named)


def batches(trial: Trial) -> str | Broken | None:
    """Hold each image beside its label, and look for a first batch that never varies."""
    x, y = trial.arguments["x"], trial.arguments["y"]
    logits, got = RIGHT.forward(start(trial), x), float(trial.result[1][0])
    if not _near(got, _cross_entropy(logits, y)):
        shifted = _near(got, _cross_entropy(logits, (y - 1) % CLASSES))
        named = "labels-shifted" if shifted else "labels-apart"
        return Broken("the first loss is not that of images with their labels", named)
    sorted_images = np.concatenate([black(BATCH), images(0, BATCH)])
    labels = np.repeat([0, 1], BATCH)
    first = [
        float(trial.call(x=some, y=labels)[1][0])
        for some in (sorted_images, black(2 * BATCH))
    ]
    if _near(*first):
        message = "of 64 images, the first batch is the first 32, in an epoch's order"
        return Broken(message, "order-lost")
    return None


@dataclass(frozen=True, slots=True)
class Rule:
    """How steps are made: a rate for each, and how much of the last step is kept."""

    rates: np.ndarray
    momentum: float = 0.0


def _path(result: Any) -> tuple[np.ndarray, np.ndarray]:
    """Read the steps off a run on black images of one label, and the slopes they were made on.

    Only b3 learns, and only the gap z between the right class and the nine others
    matters: the loss is log(1 + 9·exp(−z)), its slope along z 10/9·(1 − p).
    """
    losses = np.asarray(result[1], np.float64)
    with np.errstate(all="ignore"):
        gaps = np.log(CLASSES - 1) - np.log(np.expm1(losses))
    b3 = np.asarray(result[0]["b3"], np.float64)
    chosen = int(np.argmax(np.abs(b3 - np.median(b3))))
    last = b3[chosen] - np.median(b3)
    slopes = CLASSES / (CLASSES - 1) * -np.expm1(-losses)
    return np.diff([*gaps, last]), slopes


def steps(trial: Trial) -> str | Broken | None:
    """Follow b3 on a black image, where the slope is known on paper."""
    moves, slopes = _path(trial.result)
    if np.all(np.abs(moves) < 1e-9):
        return Broken("b3 does not move on a black image", "update-lost")
    if moves[0] < 0:
        return Broken("on a black image the loss grows at the first step", "ascends")
    rate = moves[0] / slopes[0]
    if not rate < RATE_LIMIT:
        message = f"the first step is {rate:.3g} times the gradient; 1 is too large"
        # On one image it is the rate; on many, it may be a sum in place of the mean.
        alone = len(trial.arguments["x"]) == 1
        return Broken(message, "rate-too-large" if alone else None)
    in_epochs = slopes.reshape(EPOCHS, -1)
    sums = {"all": np.cumsum(slopes)}
    if in_epochs.shape[1] > 1:
        sums["the epoch's"] = np.cumsum(in_epochs, axis=1).ravel()
    for which, total in sums.items():
        if np.allclose(moves, rate * total, rtol=1e-3):
            message = f"each step is the rate times the sum of {which} gradients so far"
            return Broken(message, "accumulates")
    uphill = np.flatnonzero(moves < -1e-3)
    if uphill.size:
        return f"on black images of one label, step {uphill[0] + 1} goes uphill"
    return None


def rule_of(result: Any) -> Rule:
    """Find the rule behind a run on one black image: a momentum, or rates of any kind."""
    moves, slopes = _path(result)
    rate = moves[0] / slopes[0]
    momentum = (moves[1] - rate * slopes[1]) / moves[0]
    kept = np.concatenate([[0.0], momentum * moves[:-1]])
    if momentum > 1e-3 and np.allclose(moves, rate * slopes + kept, rtol=1e-3):
        return Rule(np.full(len(moves), rate), momentum)
    return Rule(moves / slopes)


def descend(params: Params, x: Any, y: Any, rule: Rule, layers: Layers) -> Params:
    """Train on one batch, on paper."""
    params = {k: np.asarray(v, np.float64) for k, v in params.items()}
    kept = {k: np.zeros_like(v) for k, v in params.items()}
    for rate in rule.rates:
        _, grads = layers.loss_and_gradients(params, x, y)
        for name in params:
            kept[name] = rule.momentum * kept[name] - rate * grads[name]
            params[name] = params[name] + kept[name]
    return params


def _no_first_gate(dout: Any, x: Any) -> Any:
    return dout if x.shape[2] == 8 else engine.relu_backward(dout, x)


def _one_bias(dout: Any, x: Any, w: Any) -> Any:
    dx, dw, db = RIGHT.conv_backward(dout, x, w)
    return dx, dw, np.full_like(db, db.sum())


def _not_turned(dout: Any, x: Any, w: Any) -> Any:
    _, dw, db = RIGHT.conv_backward(dout, x, w)
    return RIGHT.conv_backward(dout, x, w[:, :, ::-1, ::-1])[0], dw, db


WRONG_LAYERS: Mapping[str, Layers] = {
    "relu-gate-missing": replace(RIGHT, relu_backward=_no_first_gate),
    "bias-over-all-axes": replace(RIGHT, conv_backward=_one_bias),
    "kernel-not-turned": replace(RIGHT, conv_backward=_not_turned),
    "pool-spreads": replace(
        RIGHT,
        pool_backward=lambda dout, x: engine.avg_pool2d_backward(dout, x.shape, 2),
    ),
}


def gradients(trial: Trial) -> str | Broken | None:
    """Train on one batch beside the submission, from its start and by its own rule."""
    x, y = trial.arguments["x"], trial.arguments["y"]
    begun, got = start(trial), trial.result[0]
    rule = rule_of(trial.call(x=black(1), y=np.array([3])))
    off = functools.partial(_off, got, begun)
    wrong = off(descend(begun, x, y, rule, RIGHT))
    if wrong is None:
        return None
    message = (
        f"{len(rule.rates)} steps on one batch do not lead {wrong} where they should"
    )
    for id_, layers in WRONG_LAYERS.items():
        if off(descend(begun, x, y, rule, layers)) is None:
            return Broken(message, id_)
    return message


def _off(got: Params, begun: Params, meant: Params) -> str | None:
    """Return the name of a parameter that did not go where it was meant to."""
    for name in ("w3", "b3", "w2", "b2", "w1", "b1"):
        size = float(np.max(np.abs(meant[name] - begun[name])))
        if not np.allclose(got[name], meant[name], rtol=0, atol=5e-3 * size + 1e-6):
            return name
    return None


@functools.cache
def digits(seed: int) -> tuple[np.ndarray, ...]:
    """Return 480 digits to train on, sorted by label, and 500 others."""
    pictures, labels = engine.load_digits()
    order = np.random.default_rng(seed).permutation(len(labels))
    train, test = order[:480], order[480:980]
    train = train[np.argsort(labels[train], kind="stable")]
    x = pictures[:, None] / 16.0
    return x[train], labels[train], x[test], labels[test]


def learns(trial: Trial) -> str | None:
    """Read digits that were not trained on."""
    _, _, x, y = digits(0)
    with np.errstate(all="ignore"):
        right = float(np.mean(RIGHT.forward(trial.result[0], x).argmax(axis=1) == y))
    if right >= GATE:
        return None
    return (
        f"{right:.0%} of {len(y)} new digits are read right; {GATE:.0%} are asked for"
    )


def _law(
    title: str,
    holds: Callable[[Trial], str | Broken | None],
    needs: tuple[str, ...],
    *batches_: tuple[np.ndarray, ...],
) -> Law:
    """Make a law that is tried on these batches, each with a seed of its own."""
    cases = tuple(
        Case({"x": x, "y": y, "rng": Rng(7 + number)})
        for number, (x, y) in enumerate(batches_)
    )
    return Law(holds.__name__, title, holds, needs=needs, own_cases=cases)


MIXED = np.array([3, 7, 0, 9, 5, 1, 8, 2, 6, 4])
SAME = tuple((np.repeat(8 * images(n, 1), CLASSES, axis=0), LABELS) for n in (1, 2))
OTHERS = ((images(3, CLASSES), MIXED), (half_black(4, CLASSES), MIXED))
LAWS = (
    _law(
        "starts from weights that differ",
        weights_differ,
        ("runs", "type", "shape"),
        (black(CLASSES), LABELS),
    ),
    _law("first loss is cross-entropy", first_loss, ("weights_differ",), *SAME),
    _law("trains on images with their labels", batches, ("first_loss",), *OTHERS),
    _law(
        "steps go downhill, not too far",
        steps,
        ("first_loss",),
        (black(1), np.array([3])),
        (black(2 * BATCH), np.full(2 * BATCH, 3)),
    ),
    _law(
        "follows the gradient of every parameter",
        gradients,
        ("batches", "steps"),
        *OTHERS,
    ),
    _law("reads digits it has not seen", learns, ("gradients",), digits(0)[:2]),
)
