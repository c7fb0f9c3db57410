"""Layers with weights: plain arrays, under the names of the functions' arguments."""

import numpy as np
from numpy.typing import DTypeLike

from cnnquiz.engine._arrays import Array
from cnnquiz.engine.batch_normalization import batch_norm, batch_norm_backward
from cnnquiz.engine.convolution import conv2d
from cnnquiz.engine.convolution_gradients import input_gradient, weight_gradient
from cnnquiz.engine.fully_connected import linear, linear_backward
from cnnquiz.engine.initializers import init_weights
from cnnquiz.engine.layers import Gradients, Layer
from cnnquiz.engine.shapes import (
    IntOrPair,
    as_common_floating,
    check_ndim,
    make_geometry,
)


class Conv2d(Layer):
    """A bank of filters; see :func:`conv2d`.

    Parameters
    ----------
    in_channels, out_channels : int
        Channels of input and output.
    kernel_size, stride, padding, dilation : int or pair of int
        As for the function.
    groups : int
        As for the function.
    bias : bool
        Whether to add a bias per output channel; it starts at 0.
    rng : numpy.random.Generator
        Where the weights are drawn from, by :func:`init_weights` with "he".
    dtype : dtype
        Of the weights.

    Raises
    ------
    ValueError
        If groups does not divide both channel counts, or a number of the window is too
        small.

    Examples
    --------
    >>> layer = Conv2d(3, 8, kernel_size=3, padding=1, rng=np.random.default_rng(0))
    >>> layer.params["w"].shape
    (8, 3, 3, 3)
    >>> layer.forward(np.zeros((2, 3, 5, 5), np.float32)).shape
    (2, 8, 5, 5)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: IntOrPair,
        stride: IntOrPair = 1,
        padding: IntOrPair = 0,
        dilation: IntOrPair = 1,
        groups: int = 1,
        bias: bool = True,
        *,
        rng: np.random.Generator,
        dtype: DTypeLike = np.float32,
    ) -> None:
        geometry = make_geometry("Conv2d", kernel_size, stride, padding, dilation)
        if groups < 1 or in_channels % groups or out_channels % groups:
            raise ValueError(
                f"Conv2d: groups must divide both channel counts, got groups={groups} "
                f"with {in_channels} and {out_channels} channels"
            )
        super().__init__(channels=(in_channels, out_channels), **geometry._asdict())
        shape = (out_channels, in_channels // groups, *geometry.kernel_size)
        self.params["w"] = init_weights(shape, "he", rng).astype(dtype)
        if bias:
            self.params["b"] = np.zeros(out_channels, dtype)
        self._geometry, self._groups = geometry, groups

    def _output(self, x: Array) -> Array:
        w, b = self.params["w"], self.params.get("b")
        _, stride, padding, dilation = self._geometry
        return conv2d(x, w, b, stride, padding, dilation, self._groups)

    def _weight_gradients(self, dout: Array) -> Gradients:
        dout, x = as_common_floating(dout, self._x)
        gradients = {"w": weight_gradient(dout, x, self._geometry, self._groups)}
        if "b" in self.params:
            gradients["b"] = dout.sum(axis=(0, 2, 3))
        return gradients

    def _input_gradient(self, dout: Array) -> Array:
        dout, w = as_common_floating(dout, self.params["w"])
        H, W = self._x.shape[2:]
        return input_gradient(dout, w, (H, W), self._geometry, self._groups)


class Linear(Layer):
    """x wᵀ + b; see :func:`linear`.

    Parameters
    ----------
    in_features, out_features : int
        Numbers per sample, before and after.
    bias : bool
        Whether to add a bias; it starts at 0.
    rng : numpy.random.Generator
        Where the weights are drawn from, by :func:`init_weights` with "he".
    dtype : dtype
        Of the weights.

    Examples
    --------
    >>> layer = Linear(4, 2, rng=np.random.default_rng(0))
    >>> layer.forward(np.zeros((3, 4), np.float32)).shape
    (3, 2)
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        *,
        rng: np.random.Generator,
        dtype: DTypeLike = np.float32,
    ) -> None:
        super().__init__(features=(in_features, out_features))
        shape = (out_features, in_features)
        self.params["w"] = init_weights(shape, "he", rng).astype(dtype)
        if bias:
            self.params["b"] = np.zeros(out_features, dtype)

    def _output(self, x: Array) -> Array:
        return linear(x, self.params["w"], self.params.get("b"))

    def _weight_gradients(self, dout: Array) -> Gradients:
        self._dx, dw, db = linear_backward(dout, self._x, self.params["w"])
        return {"w": dw, "b": db} if "b" in self.params else {"w": dw}

    def _input_gradient(self, dout: Array) -> Array:
        return self._dx


class BatchNorm2d(Layer):
    """Each channel standardised, scaled and shifted; see :func:`batch_norm`.

    Parameters
    ----------
    channels : int
        Channels of the input.
    momentum : float
        The weight of the **new** value in the running statistics.
    eps : float
        Added to the variance, inside the root.
    dtype : dtype
        Of the weights.

    Raises
    ------
    ValueError
        From ``forward``, if x is not (N, C, H, W) with this many channels, or in
        training has fewer than two values a channel.

    Notes
    -----
    After a forward pass with ``training=False`` the statistics are constants, and the
    backward pass treats them so: dx = dout · γ / √(running variance + ε).

    Examples
    --------
    >>> layer = BatchNorm2d(1, momentum=0.5, dtype=np.float64)
    >>> layer.forward(np.array([[[[1.0, 3.0]]]]), training=True).round(3)
    array([[[[-1.,  1.]]]])
    >>> layer.buffers["running_mean"]                  # ½·0 + ½·2
    array([1.])
    """

    def __init__(
        self,
        channels: int,
        momentum: float = 0.1,
        eps: float = 1e-5,
        *,
        dtype: DTypeLike = np.float32,
    ) -> None:
        super().__init__(channels=channels)
        self.params = {
            "gamma": np.ones(channels, dtype),
            "beta": np.zeros(channels, dtype),
        }
        self.buffers = {
            "running_mean": np.zeros(channels, dtype),
            "running_var": np.ones(channels, dtype),
        }
        self._momentum, self._eps = momentum, eps

    def _output(self, x: Array) -> Array:
        check_ndim("BatchNorm2d", "x", x, "(N, C, H, W)")
        y, mean, var = batch_norm(
            x,
            **self.params,
            **self.buffers,
            momentum=self._momentum,
            eps=self._eps,
            training=self._training,
        )
        self.buffers = {"running_mean": mean, "running_var": var}
        return y

    def _weight_gradients(self, dout: Array) -> Gradients:
        gamma = self.params["gamma"]
        if self._training:
            gradients = batch_norm_backward(dout, self._x, gamma, self._eps)
            self._dx, dgamma, dbeta = gradients
        else:
            mean, var = (a[:, None, None] for a in self.buffers.values())
            scale = 1 / np.sqrt(var + float(self._eps))
            self._dx = dout * gamma[:, None, None] * scale
            dgamma = (dout * (self._x - mean) * scale).sum(axis=(0, 2, 3))
            dbeta = dout.sum(axis=(0, 2, 3))
        return {"gamma": dgamma, "beta": dbeta}

    def _input_gradient(self, dout: Array) -> Array:
        return self._dx
