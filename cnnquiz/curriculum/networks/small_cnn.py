"""The small CNN that cnn_forward and cnn_loss_and_gradients share.

`Layers` holds its layers as functions, so that a misconception is the same network with
one layer replaced.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import Arguments

Params = dict[str, Any]


def _conv(x: Any, w: Any, b: Any) -> Any:
    return engine.conv2d(x, w, b, 1, 1)


def _conv_backward(dout: Any, x: Any, w: Any) -> Any:
    return engine.conv2d_backward(dout, x, w, 1, 1)


def _pool(x: Any) -> Any:
    return engine.max_pool2d(x, 2)


def _pool_backward(dout: Any, x: Any) -> Any:
    return engine.max_pool2d_backward(dout, x, 2)


def _flatten(x: Any) -> Any:
    return x.reshape(len(x), -1)


def _unflatten(dout: Any, x: Any) -> Any:
    return dout.reshape(x.shape)


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers of the network, forward and backward."""

    conv: Callable[..., Any] = _conv
    conv_backward: Callable[..., Any] = _conv_backward
    relu: Callable[..., Any] = engine.relu
    relu_backward: Callable[..., Any] = engine.relu_backward
    pool: Callable[..., Any] = _pool
    pool_backward: Callable[..., Any] = _pool_backward
    flatten: Callable[..., Any] = _flatten
    unflatten: Callable[..., Any] = _unflatten
    linear: Callable[..., Any] = engine.linear
    linear_backward: Callable[..., Any] = engine.linear_backward
    loss: Callable[..., Any] = engine.cross_entropy
    loss_backward: Callable[..., Any] = engine.cross_entropy_backward

    def forward(self, params: Params, x: Any) -> Any:
        """Return the logits."""
        return self._run(params, x)[-1]

    def _run(self, params: Params, x: Any) -> tuple[Any, ...]:
        """Return what each layer made, for the way back."""
        c1 = self.conv(x, params["w1"], params["b1"])
        r1 = self.relu(c1)
        p1 = self.pool(r1)
        c2 = self.conv(p1, params["w2"], params["b2"])
        r2 = self.relu(c2)
        p2 = self.pool(r2)
        flat = self.flatten(p2)
        return (
            c1,
            r1,
            p1,
            c2,
            r2,
            p2,
            flat,
            self.linear(flat, params["w3"], params["b3"]),
        )

    def loss_and_gradients(self, params: Params, x: Any, labels: Any) -> Any:
        """Return the loss and the gradients of all parameters."""
        c1, r1, p1, c2, r2, p2, flat, logits = self._run(params, x)
        dlogits = self.loss_backward(logits, labels)
        dflat, dw3, db3 = self.linear_backward(dlogits, flat, params["w3"])
        dr2 = self.pool_backward(self.unflatten(dflat, p2), r2)
        dp1, dw2, db2 = self.conv_backward(
            self.relu_backward(dr2, c2), p1, params["w2"]
        )
        dr1 = self.pool_backward(dp1, r1)
        _, dw1, db1 = self.conv_backward(self.relu_backward(dr1, c1), x, params["w1"])
        grads = {"w1": dw1, "b1": db1, "w2": dw2, "b2": db2, "w3": dw3, "b3": db3}
        return self.loss(logits, labels), grads


RIGHT = Layers()
SPARSE = np.array([0, 4, *[0] * 14, 8, *[0] * 14, -4])
OFTEN_ZERO = np.array([0, 1, 0, 2, -1])


def make(
    x_shape: tuple[int, int, int, int],
    channels: tuple[int, int],
    classes: int,
    seed: int,
    dtype: Any = np.float64,
) -> tuple[Params, Any]:
    """Make parameters and images from a seed: quarters between −2 and 2."""
    rng = np.random.default_rng(seed)
    (n, c, height, width), (c1, c2) = x_shape, channels

    def values(*shape: int) -> Any:
        return (rng.integers(-8, 9, shape) / 4).astype(dtype)

    params = {
        "w1": values(c1, c, 3, 3),
        "b1": values(c1),
        "w2": values(c2, c1, 3, 3),
        "b2": values(c2),
        "w3": values(classes, c2 * (height // 4) * (width // 4)),
        "b3": values(classes),
    }
    return params, values(n, c, height, width)


def draw(d: Draw) -> Arguments:
    """Draw a network of few channels and images of odd sizes.

    In two of three most taps are 0, so that maxima tie and ReLUs get exactly 0.
    """
    n, c = d.integer("N", 1, 3), d.integer("C", 1, 2)
    c1, c2, classes = d.integer("C1", 1, 3), d.integer("C2", 1, 3), d.integer("K", 2, 4)
    height, width = d.integer("H", 4, 9), d.integer("W", 4, 9)
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    values = d.choose("values", "integers", "reals")
    sparse = (SPARSE, OFTEN_ZERO)
    taps, biases = d.choose("taps", (values, values), sparse, sparse)

    def cells(
        name: str, *shape: int, of: str | Any = values, scale: float = 0.25
    ) -> Any:
        return (d.array(name, shape, of) * scale).astype(dtype)

    flat = c2 * (height // 4) * (width // 4)
    return {
        "params": {
            "w1": cells("w1", c1, c, 3, 3, of=taps),
            "b1": cells("b1", c1, of=biases, scale=1.0),
            "w2": cells("w2", c2, c1, 3, 3, of=taps),
            "b2": cells("b2", c2, of=biases, scale=1.0),
            "w3": cells("w3", classes, flat),
            "b3": cells("b3", classes, scale=1.0),
        },
        "x": cells("x", n, c, height, width, scale=1.0),
    }


def forward_rounding(params: Params, x: Any) -> Any:
    """Each layer sums terms whose sizes are those of the layers before."""
    sizes = {k: np.abs(v) for k, v in params.items()}
    return 30 * RIGHT.forward(sizes, np.abs(x))
