"""Layers without weights: each wraps a function and its gradient.

A layer's forward pass notes what its backward pass needs; all arithmetic is in the
functions. The layers with weights are in ``trainable_layers``.
"""

from typing import Any

import numpy as np

from cnnquiz.engine._arrays import Array
from cnnquiz.engine.adaptive_pooling import (
    global_avg_pool2d,
    global_avg_pool2d_backward,
)
from cnnquiz.engine.average_pooling import avg_pool2d, avg_pool2d_backward
from cnnquiz.engine.fully_connected import flatten
from cnnquiz.engine.maximum_pooling import find_winners, give_to_winners
from cnnquiz.engine.rectifiers import relu, relu_backward
from cnnquiz.engine.regularization import dropout, dropout_backward
from cnnquiz.engine.shapes import IntOrPair, make_pool_geometry

Gradients = dict[str, Array]


class Layer:
    """One step of a network, forward and backward: the base of all layers.

    Attributes
    ----------
    params : dict of str to ndarray
        What training changes.
    buffers : dict of str to ndarray
        What the layer notes for itself, such as running means.

    Notes
    -----
    A layer of your own says what it computes in ``_output``, and how gradients pass it
    in ``_input_gradient`` and, if it has ``params``, in ``_weight_gradients``. These
    find the latest input in ``self._x``, and in ``self._training`` the mode.

    Examples
    --------
    >>> class Doubling(Layer):
    ...     def _output(self, x):
    ...         return 2 * x
    ...
    ...     def _input_gradient(self, dout):
    ...         return 2 * dout
    >>> layer = Doubling()
    >>> layer.forward(np.array([3.0]))
    array([6.])
    >>> layer.backward(np.array([1.0]))
    (array([2.]), {})
    """

    def __init__(self, **arguments: Any) -> None:
        self.params: dict[str, Array] = {}
        self.buffers: dict[str, Array] = {}
        self._arguments = arguments

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value}" for name, value in self._arguments.items())
        return f"{type(self).__name__}({given})"

    def forward(self, x: Array, training: bool = False) -> Array:
        """Return the output, and keep what ``backward`` needs.

        Parameters
        ----------
        x : ndarray
            The input, batch first; not to be changed before ``backward``.
        training : bool
            Whether dropout drops and batch normalization uses the batch's statistics.

        Returns
        -------
        ndarray
            The output.
        """
        self._x, self._training = x, training
        return self._output(x)

    def backward(
        self, dout: Array, need_dx: bool = True
    ) -> tuple[Array | None, Gradients]:
        """Return the gradients that belong to the latest ``forward``.

        Parameters
        ----------
        dout : ndarray of the output's shape
            Gradient of the loss with respect to the output.
        need_dx : bool
            Whether the gradient of the input is asked for. The first layer of a network
            can save its computation.

        Returns
        -------
        dx : ndarray of the input's shape, or None
            Gradient with respect to the input.
        gradients : dict of str to ndarray
            Gradients with respect to ``params``, under the same names.

        Raises
        ------
        RuntimeError
            If there was no ``forward`` yet.
        """
        if not hasattr(self, "_x"):
            raise RuntimeError(
                f"{type(self).__name__}: backward needs what forward keeps; call "
                "forward first"
            )
        gradients = self._weight_gradients(dout)
        return self._input_gradient(dout) if need_dx else None, gradients

    def _output(self, x: Array) -> Array:
        raise NotImplementedError

    def _input_gradient(self, dout: Array) -> Array:
        raise NotImplementedError

    def _weight_gradients(self, dout: Array) -> Gradients:
        return {}


class ReLU(Layer):
    """max(x, 0), elementwise; see :func:`relu`.

    Examples
    --------
    >>> ReLU().forward(np.array([[-1.0, 2.0]]))
    array([[0., 2.]])
    """

    def _output(self, x: Array) -> Array:
        return relu(x)

    def _input_gradient(self, dout: Array) -> Array:
        return relu_backward(dout, self._x)


class MaxPool2d(Layer):
    """The largest number of each window; see :func:`max_pool2d`.

    Parameters
    ----------
    kernel_size, stride, padding : int or pair of int
        As for the function.

    Examples
    --------
    >>> MaxPool2d(2).forward(np.arange(4.0).reshape(1, 1, 2, 2))
    array([[[[3.]]]])
    """

    def __init__(
        self,
        kernel_size: IntOrPair,
        stride: IntOrPair | None = None,
        padding: IntOrPair = 0,
    ) -> None:
        super().__init__(kernel_size=kernel_size, stride=stride, padding=padding)

    def _output(self, x: Array) -> Array:
        geometry = make_pool_geometry("MaxPool2d", x, **self._arguments)
        y, winners = find_winners(x, geometry)
        self._route = winners, x.shape[2:], geometry
        return y

    def _input_gradient(self, dout: Array) -> Array:
        return give_to_winners(dout, *self._route)


class AvgPool2d(Layer):
    """The mean of each window; see :func:`avg_pool2d`.

    Parameters
    ----------
    kernel_size, stride, padding : int or pair of int
        As for the function.

    Examples
    --------
    >>> AvgPool2d(2).forward(np.arange(4.0).reshape(1, 1, 2, 2))
    array([[[[1.5]]]])
    """

    def __init__(
        self,
        kernel_size: IntOrPair,
        stride: IntOrPair | None = None,
        padding: IntOrPair = 0,
    ) -> None:
        super().__init__(kernel_size=kernel_size, stride=stride, padding=padding)

    def _output(self, x: Array) -> Array:
        return avg_pool2d(x, **self._arguments)

    def _input_gradient(self, dout: Array) -> Array:
        return avg_pool2d_backward(dout, self._x.shape, **self._arguments)


class GlobalAvgPool2d(Layer):
    """The mean of each channel, (N, C, H, W) → (N, C); see :func:`global_avg_pool2d`.

    Examples
    --------
    >>> GlobalAvgPool2d().forward(np.arange(4.0).reshape(1, 1, 2, 2))
    array([[1.5]])
    """

    def _output(self, x: Array) -> Array:
        return global_avg_pool2d(x)

    def _input_gradient(self, dout: Array) -> Array:
        return global_avg_pool2d_backward(dout, self._x.shape)


class Flatten(Layer):
    """One row per sample, (N, C, H, W) → (N, C·H·W); see :func:`flatten`.

    Examples
    --------
    >>> Flatten().forward(np.arange(4.0).reshape(1, 1, 2, 2))
    array([[0., 1., 2., 3.]])
    """

    def _output(self, x: Array) -> Array:
        return flatten(x)

    def _input_gradient(self, dout: Array) -> Array:
        return dout.copy().reshape(self._x.shape)


class Dropout(Layer):
    """Zeroes a random part of the numbers in training; see :func:`dropout`.

    Parameters
    ----------
    p : float
        The probability to **drop**.
    rng : numpy.random.Generator
        Where the draws come from.

    Examples
    --------
    >>> layer = Dropout(0.5, np.random.default_rng(0))
    >>> layer.forward(np.ones((1, 4)))                # evaluation keeps everything
    array([[1., 1., 1., 1.]])
    >>> layer.forward(np.ones((1, 4)), training=True)
    array([[2., 0., 0., 0.]])
    """

    def __init__(self, p: float, rng: np.random.Generator) -> None:
        super().__init__(p=p)
        self._p, self._rng = p, rng

    def _output(self, x: Array) -> Array:
        y, self._mask = dropout(x, self._p, self._rng, self._training)
        return y

    def _input_gradient(self, dout: Array) -> Array:
        return dropout_backward(dout, self._mask)
