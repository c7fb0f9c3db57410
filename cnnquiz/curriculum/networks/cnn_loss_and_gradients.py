"""cnn_loss_and_gradients: what it is tried on, and the law that it keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Case,
    Exercise,
    Law,
    Trial,
    Workload,
)
from cnnquiz.curriculum.networks import small_cnn
from cnnquiz.curriculum.networks.cnn_forward import centre_taps
from cnnquiz.curriculum.networks.cnn_loss_and_gradients_mistakes import (
    MISCONCEPTIONS,
    to_all_cells,
)
from cnnquiz.curriculum.networks.small_cnn import RIGHT, make

KEYS = ("w1", "b1", "w2", "b2", "w3", "b3")


def network(why: str, *args: Any, **kwargs: Any) -> Case:
    """Pin a network made from a seed, with labels."""
    params, x = make(*args, **kwargs)
    classes = len(params["b3"])
    labels = np.arange(len(x), dtype=np.int64) % classes
    return Case({"params": params, "x": x, "labels": labels}, why)


def behind_the_second_relu(why: str, value: float) -> Case:
    """Pin a network whose second convolution gives one value everywhere."""
    params = {
        "w1": np.ones((1, 1, 3, 3)),
        "b1": np.zeros(1),
        "w2": np.zeros((1, 1, 3, 3)),
        "b2": np.array([value]),
        "w3": np.array([[1.0], [0.0]]),
        "b3": np.zeros(2),
    }
    labels = np.array([0])
    return Case({"params": params, "x": np.ones((1, 1, 4, 4)), "labels": labels}, why)


def draw(d: Draw) -> Arguments:
    """Draw a network and the labels of its images.

    In three of four the first ReLU is often shut and the second one open or at exactly
    0, so that what either lets through on the way back shows.
    """
    arguments = small_cnn.draw(d)
    params = arguments["params"]
    if d.choose("first ReLU is often shut", False, True, True, True):
        b2 = params["b2"]
        params["b1"] -= 3
        params["b2"] = np.where(b2 > 0, b2 + 3, 0).astype(b2.dtype)
    classes, n = len(params["b3"]), len(arguments["x"])
    return {**arguments, "labels": d.integers("labels", (n,), 0, classes - 1)}


def rounding(params: Any, x: Any, labels: Any) -> Any:
    """The gradients are sums over the batch of products along the way back."""
    logits = small_cnn.forward_rounding(params, x)
    loss = 10 + 2 * float(np.max(logits, initial=0.0))
    # A small error in the logits changes probabilities by as much, relatively.
    spread = 1 + float(np.max(np.abs(logits), initial=0.0))
    sizes = {k: np.abs(v) for k, v in params.items()}
    back = replace(
        RIGHT,
        loss_backward=lambda z, y: np.ones_like(z) / max(len(z), 1),
        relu_backward=lambda dout, x: dout,
        pool_backward=to_all_cells,
    )
    _, grads = back.loss_and_gradients(sizes, np.abs(x), labels)
    scale = min(30.0 + spread, 3_000.0)
    return loss, {k: scale * np.abs(v) for k, v in grads.items()}


def matches_central_differences(trial: Trial) -> str | None:
    """Walk a little along b3 and w3, where the loss is smooth."""
    given = trial.arguments
    _, grads = trial.result
    params = {k: v.astype(np.float64) for k, v in given["params"].items()}
    x, labels = given["x"].astype(np.float64), given["labels"]

    def loss(name: str, step: Any) -> float:
        moved = {**params, name: params[name] + step}
        return float(RIGHT.loss_and_gradients(moved, x, labels)[0])

    rng = np.random.default_rng(0)
    for name in ("b3", "w3"):
        direction = rng.normal(size=params[name].shape)
        size = 1e-5
        change = (loss(name, size * direction) - loss(name, -size * direction)) / (
            2 * size
        )
        claimed = float(np.sum(np.asarray(grads[name], np.float64) * direction))
        scale = 1 + float(np.sum(np.abs(grads[name] * direction)))
        if abs(change - claimed) > 2e-3 * scale:
            return (
                f"along one direction, {name} says {claimed:g} and the loss {change:g}"
            )
    return None


def _work(size: int, rng: np.random.Generator) -> Arguments:
    params, x = make((size, 1, 12, 12), (4, 8), 10, int(rng.integers(1 << 30)))
    return {"params": params, "x": x, "labels": rng.integers(0, 10, size)}


EXERCISE = Exercise(
    slug="cnn_loss_and_gradients",
    reference=RIGHT.loss_and_gradients,
    draw=draw,
    pinned=(
        Case(
            {
                "params": {
                    "w1": np.zeros((1, 1, 3, 3)),
                    "b1": np.array([1.0]),
                    "w2": np.zeros((1, 1, 3, 3)),
                    "b2": np.array([2.0]),
                    "w3": np.array([[0.0], [0.0]]),
                    "b3": np.zeros(2),
                },
                "x": np.ones((1, 1, 4, 4)),
                "labels": np.array([0]),
            },
            "the worked example",
        ),
        Case(
            {
                "params": {
                    "w1": np.zeros((1, 1, 3, 3)),
                    "b1": np.zeros(1),
                    "w2": np.ones((1, 1, 3, 3)),
                    "b2": np.array([1.0]),
                    "w3": np.array([[1.0], [0.0]]),
                    "b3": np.zeros(2),
                },
                "x": np.ones((1, 1, 4, 4)),
                "labels": np.array([0]),
            },
            "the first ReLU gets exactly 0",
        ),
        behind_the_second_relu("the second ReLU gets exactly 0", 0.0),
        behind_the_second_relu("the second ReLU gets a little less than 0", -0.5),
        behind_the_second_relu("the second ReLU gets a little more than 0", 0.0078125),
        network("one image, two classes", (1, 1, 4, 4), (1, 2), 2, 1),
        network("two images of odd size", (2, 1, 5, 7), (2, 2), 3, 2),
        network("three channels", (3, 3, 4, 8), (2, 3), 3, 3),
        network("eight rows and columns", (2, 1, 8, 8), (2, 2), 2, 4),
        Case(
            {
                "params": centre_taps(1.0, 2.0),
                "x": np.array(
                    [[[[3.0, 3, 1, 2], [0, 1, 2, 2], [1, 0, 4, 1], [0, 1, 4, 4]]]]
                ),
                "labels": np.array([1]),
            },
            "tied maxima",
        ),
        network("float32", (2, 1, 4, 5), (2, 2), 2, 5, np.float32),
    ),
    rounding=rounding,
    parts=("loss", "grads"),
    laws=(
        Law(
            "matches_differences",
            "matches central differences",
            matches_central_differences,
            cases=8,
        ),
    ),
    misconceptions=MISCONCEPTIONS,
    # Of plain loops, measured: 440.
    workload=Workload(_work, limit=10_000, unit="the number of images"),
    hints=(
        (
            "Keep what each layer got on the way forward: its backward pass needs it. "
            "Then walk the layers in reverse."
        ),
        (
            "dlogits = (softmax − one-hot) / N; dw3 = dlogitsᵀ·flat; then back through "
            "reshape, pooling (to the first maximum), ReLU (c > 0) and convolution."
        ),
        (
            "dw = Σ over windows of dout · window; dx of a 3x3 convolution with "
            "padding 1 is the convolution of dout with w turned by 180 degrees and "
            "its channels swapped."
        ),
    ),
    follow_ups=(
        (
            "How would you check these gradients, and where would the check fail "
            "though they are right?"
        ),
        "What has to be kept in memory between forward and backward pass?",
        "How would you find which layer's backward pass is wrong?",
    ),
    topics=("backpropagation", "architectures"),
)
