"""cnn_loss_and_gradients: the single layers' mistakes, planted in the whole."""

from __future__ import annotations

from dataclasses import replace
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
)
from cnnquiz.curriculum.networks import small_cnn
from cnnquiz.curriculum.networks.cnn_forward import centre_taps
from cnnquiz.curriculum.networks.small_cnn import RIGHT, Layers, make
from cnnquiz.curriculum.pooling.max_pool2d_backward import (
    route_evenly,
    route_to_every_tie,
    route_to_the_last,
)

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
    """Draw a network and the labels of its images."""
    arguments = small_cnn.draw(d)
    classes, n = len(arguments["params"]["b3"]), len(arguments["x"])
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
        pool_backward=_to_all_cells,
    )
    _, grads = back.loss_and_gradients(sizes, np.abs(x), labels)
    scale = min(30.0 + spread, 3_000.0)
    return loss, {k: scale * np.abs(v) for k, v in grads.items()}


def _to_all_cells(dout: Any, x: Any) -> Any:
    dx = np.zeros_like(x)
    spread = dout.repeat(2, axis=2).repeat(2, axis=3)
    dx[:, :, : spread.shape[2], : spread.shape[3]] = spread
    return dx


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


def _of(layers: Layers) -> Any:
    return lambda params, x, labels: layers.loss_and_gradients(params, x, labels)


def _conv_backward(change: Any) -> Any:
    """Make a network whose convolutions return changed gradients."""

    def backward(dout: Any, x: Any, w: Any) -> Any:
        return change(RIGHT.conv_backward(dout, x, w), dout, x, w)

    return _of(replace(RIGHT, conv_backward=backward))


def _unflipped(right: Any, dout: Any, x: Any, w: Any) -> Any:
    flipped = RIGHT.conv_backward(dout, x, w[:, :, ::-1, ::-1])
    return flipped[0], right[1], right[2]


def _linear_backward(change: Any) -> Any:
    """Make a network whose linear layer returns changed gradients."""

    def backward(dout: Any, x: Any, w: Any) -> Any:
        return change(engine.linear_backward(dout, x, w), dout)

    return _of(replace(RIGHT, linear_backward=backward))


def _twice_softmax(logits: Any, labels: Any) -> Any:
    return engine.cross_entropy(engine.softmax(logits, 1), labels)


MISCONCEPTIONS = (
    Misconception(
        "double-softmax",
        "softmax is applied twice",
        "Cross-entropy contains the softmax: give it the logits as they are.",
        _of(replace(RIGHT, loss=_twice_softmax)),
    ),
    Misconception(
        "divided-by-classes",
        "the gradient at the logits is divided by the classes too",
        "The loss is a mean over the batch alone: divide (p − y) by N.",
        _of(
            replace(
                RIGHT,
                loss_backward=lambda z, y: (
                    engine.cross_entropy_backward(z, y) / z.shape[1]
                ),
            )
        ),
    ),
    Misconception(
        "grad-masks-dout",
        "ReLU's gate on the way back looks at dout",
        "The gate comes from the input of the forward pass, not from the gradient.",
        _of(replace(RIGHT, relu_backward=lambda dout, x: dout * (dout > 0))),
    ),
    Misconception(
        "grad-multiplies-x",
        "ReLU's backward pass multiplies by its input",
        "The slope of ReLU is 0 or 1, not x.",
        _of(replace(RIGHT, relu_backward=lambda dout, x: dout * np.maximum(x, 0))),
    ),
    Misconception(
        "ties-last",
        "the last of several maxima gets the gradient",
        "np.argmax returns the first. In a loop keep > and not >=.",
        _of(replace(RIGHT, pool_backward=route_to_the_last)),
    ),
    Misconception(
        "grad-ge-zero",
        "ReLU passes the gradient at exactly 0",
        "The slope of ReLU at 0 is 0 here: the gate is x > 0, not x >= 0.",
        _of(replace(RIGHT, relu_backward=lambda dout, x: dout * (x >= 0))),
    ),
    Misconception(
        "db-not-summed",
        "the linear layer's bias gradient is not summed over the batch",
        "The bias touched every sample: sum dout over the batch.",
        _linear_backward(lambda right, dout: (right[0], right[1], dout)),
    ),
    Misconception(
        "linear-batch-mean",
        "the linear layer's gradients are means over the batch",
        "The loss has divided by N already: sum over the batch.",
        _linear_backward(
            lambda right, dout: (right[0], right[1] / len(dout), right[2] / len(dout))
        ),
    ),
    Misconception(
        "sum-not-mean",
        "loss and gradients are sums over the batch",
        "The loss is the mean over the batch, and its gradient is divided by N once.",
        lambda params, x, labels: _scaled(params, x, labels, len(x), len(x)),
    ),
    Misconception(
        "grad-not-divided",
        "the gradient at the logits is not divided by N",
        "The loss is a mean, so (p − y) is divided by the size of the batch.",
        lambda params, x, labels: _scaled(params, x, labels, 1, len(x)),
    ),
    Misconception(
        "grad-sign",
        "the gradients have the wrong sign",
        "At the logits the gradient is p − y, not y − p.",
        lambda params, x, labels: _scaled(params, x, labels, 1, -1),
    ),
    Misconception(
        "relu-backward-missing",
        "ReLU is left out on the way back",
        "Where the input of ReLU was not positive, no gradient passes.",
        _of(replace(RIGHT, relu_backward=lambda dout, x: dout)),
    ),
    Misconception(
        "relu-missing",
        "the ReLUs are missing",
        "A ReLU stands between each convolution and its pooling.",
        _of(replace(RIGHT, relu=lambda x: x, relu_backward=lambda dout, x: dout)),
    ),
    Misconception(
        "ties-all-full",
        "every tied maximum gets the whole gradient",
        "x == max marks all of them. Send it to the first maximum only, as argmax "
        "does.",
        _of(replace(RIGHT, pool_backward=route_to_every_tie)),
    ),
    Misconception(
        "ties-split-evenly",
        "tied maxima share the gradient",
        "Here the first maximum of a window gets all of it.",
        _of(replace(RIGHT, pool_backward=route_evenly)),
    ),
    Misconception(
        "average-backward",
        "pooling spreads the gradient over the window",
        "Only the largest value had an influence; spreading is average pooling.",
        _of(replace(RIGHT, pool_backward=lambda dout, x: _to_all_cells(dout, x) / 4)),
    ),
    Misconception(
        "dx-kernel-not-flipped",
        "the gradient passes the second convolution unflipped",
        "Backward through a correlation, the kernel is turned by 180 degrees.",
        _conv_backward(_unflipped),
    ),
    Misconception(
        "dw-flipped",
        "the kernels' gradients are flipped",
        "dw is a plain cross-correlation of the layer's input with dout.",
        _conv_backward(
            lambda right, *_: (right[0], right[1][:, :, ::-1, ::-1], right[2])
        ),
    ),
    Misconception(
        "db-is-mean",
        "the gradients of the convolutions' biases are means",
        "One bias serves every image and every pixel of its map: sum, do not average.",
        _conv_backward(
            lambda right, dout, *_: (*right[:2], right[2] * dout.shape[1] / dout.size)
        ),
    ),
    Misconception(
        "kernel-flip",
        "your kernels are flipped in the forward pass",
        "A CNN layer slides the kernel as it is stored, without turning it.",
        lambda params, x, labels: _forward_flipped(params, x, labels),
    ),
    Misconception(
        "flatten-hwc",
        "flatten takes the channels last",
        "Flatten in NCHW order: reshape as it lies, and reshape back the same way.",
        _of(
            replace(
                RIGHT,
                flatten=lambda x: x.transpose(0, 2, 3, 1).reshape(len(x), -1),
                unflatten=lambda dout, x: dout.reshape(
                    len(x), x.shape[2], x.shape[3], x.shape[1]
                ).transpose(0, 3, 1, 2),
            )
        ),
    ),
)


def _scaled(params: Any, x: Any, labels: Any, loss: float, grads: float) -> Any:
    right, gradients = RIGHT.loss_and_gradients(params, x, labels)
    return right * loss, {k: v * grads for k, v in gradients.items()}


def _forward_flipped(params: Any, x: Any, labels: Any) -> Any:
    turned = {
        k: v[:, :, ::-1, ::-1] if k in {"w1", "w2"} else v for k, v in params.items()
    }
    loss, grads = RIGHT.loss_and_gradients(turned, x, labels)
    back = {
        k: v[:, :, ::-1, ::-1] if k in {"w1", "w2"} else v for k, v in grads.items()
    }
    return loss, back


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
    workload=Workload(_work, limit=20_000, unit="the number of images"),
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
