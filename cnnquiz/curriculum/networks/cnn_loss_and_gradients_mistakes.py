"""What people make of cnn_loss_and_gradients: the single layers' mistakes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Misconception
from cnnquiz.curriculum.networks.small_cnn import RIGHT, Layers
from cnnquiz.curriculum.pooling.max_pool2d_backward import (
    route_evenly,
    route_to_every_tie,
    route_to_the_last,
)


def to_all_cells(dout: Any, x: Any) -> Any:
    """Give each cell of a window the window's whole gradient."""
    dx = np.zeros_like(x)
    spread = dout.repeat(2, axis=2).repeat(2, axis=3)
    dx[:, :, : spread.shape[2], : spread.shape[3]] = spread
    return dx


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


def _gates(*ways: Any) -> Any:
    """Make a network with a way back for each ReLU, the second one first."""

    def wrong(params: Any, x: Any, labels: Any) -> Any:
        back = iter(ways)
        layers = replace(RIGHT, relu_backward=lambda dout, x: next(back)(dout, x))
        return layers.loss_and_gradients(params, x, labels)

    return wrong


def _open(dout: Any, x: Any) -> Any:
    return dout


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
        _of(replace(RIGHT, relu_backward=_open)),
        variants=(
            _gates(_open, engine.relu_backward),
            _gates(engine.relu_backward, _open),
        ),
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
        _of(replace(RIGHT, pool_backward=lambda dout, x: to_all_cells(dout, x) / 4)),
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
        variants=(
            _conv_backward(lambda right, dout, *_: (*right[:2], right[2] / len(dout))),
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
