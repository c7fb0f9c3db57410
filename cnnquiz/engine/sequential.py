"""Whole networks: layers in a row, trained as one function."""

from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from cnnquiz.engine._arrays import Array
from cnnquiz.engine.cross_entropies import cross_entropy_with_gradient
from cnnquiz.engine.layers import Gradients, Layer
from cnnquiz.engine.optimizers import sgd_step


class Sequential:
    """A network in which each layer's output is the next one's input.

    Parameters
    ----------
    *layers : Layer
        In the order of the forward pass. Each may occur once, since it keeps its latest
        input for the backward pass.

    Raises
    ------
    ValueError
        If a layer occurs twice.

    Notes
    -----
    The backward pass is the chain rule read from the end: each layer turns the gradient
    of its output into that of its input, and hands it to the layer before.

    Weights are plain arrays. Their names in ``state`` and in gradients are the layer's
    position and the name within the layer: ``"0.w"``.

    Examples
    --------
    Four points, of which the first coordinate says the class:

    >>> rng = np.random.default_rng(0)
    >>> network = Sequential(Linear(2, 8, rng=rng), ReLU(), Linear(8, 2, rng=rng))
    >>> x = np.array([[-1, 1], [-1, -1], [1, 1], [1, -1]], np.float32)
    >>> labels = np.array([0, 0, 1, 1])
    >>> losses = [network.train_step(x, labels, lr=0.1) for _ in range(50)]
    >>> losses[-1] < 0.05 < losses[0]
    True
    >>> network.predict(x)
    array([0, 0, 1, 1])
    >>> print(network.summary(input_shape=(2,)))
    layer                      output  parameters
    0 Linear(features=(2, 8))  (8,)            24
    1 ReLU()                   (8,)             0
    2 Linear(features=(8, 2))  (2,)            18
    total                                      42
    """

    def __init__(self, *layers: Layer) -> None:
        for position, layer in enumerate(layers):
            if any(layer is earlier for earlier in layers[:position]):
                raise ValueError(
                    f"Sequential: layer {position}, {layer}, occurs twice; make another "
                    "one, because a layer keeps the input of one place only"
                )
        self.layers = layers
        self._velocity: dict[str, Array] = {}

    def forward(self, x: Array, training: bool = False) -> Array:
        """Return the last layer's output.

        Parameters
        ----------
        x : ndarray
            A batch.
        training : bool
            Whether layers behave as in training.

        Returns
        -------
        ndarray
            For a classifier, the logits.
        """
        for layer in self.layers:
            x = layer.forward(x, training)
        return x

    def backward(
        self, dout: Array, need_dx: bool = True
    ) -> tuple[Array | None, Gradients]:
        """Return the gradients that belong to the latest ``forward``.

        Parameters
        ----------
        dout : ndarray
            Gradient of the loss with respect to the output.
        need_dx : bool
            Whether the gradient of the input is asked for.

        Returns
        -------
        dx : ndarray or None
            Gradient with respect to the input.
        gradients : dict of str to ndarray
            Gradients of all weights, named as in ``state``.
        """
        gradients: Gradients = {}
        dx: Array | None = dout
        for position, layer in reversed(list(enumerate(self.layers))):
            wanted = need_dx or position > 0
            dx, own = layer.backward(cast("Array", dx), wanted)
            gradients |= {f"{position}.{name}": value for name, value in own.items()}
        return dx if need_dx else None, gradients

    def predict(self, x: Array) -> Array:
        """Return the class with the largest logit, for each sample.

        Parameters
        ----------
        x : ndarray
            A batch.

        Returns
        -------
        ndarray of shape (N,), integer
            Labels.
        """
        return cast("Array", self.forward(x).argmax(axis=1))

    def loss_and_gradients(
        self, x: Array, labels: ArrayLike
    ) -> tuple[float, Gradients]:
        """Return a batch's mean cross-entropy, in training mode, and its gradients.

        Parameters
        ----------
        x : ndarray
            A batch.
        labels : ndarray of shape (N,), integer
            The right classes.

        Returns
        -------
        loss : float
            See :func:`cross_entropy`.
        gradients : dict of str to ndarray
            Gradients of all weights, named as in ``state``.
        """
        logits = self.forward(x, training=True)
        loss, dlogits = cross_entropy_with_gradient(logits, labels)
        _, gradients = self.backward(dlogits, need_dx=False)
        return float(loss), gradients

    def train_step(
        self, x: Array, labels: ArrayLike, lr: float, momentum: float = 0.9
    ) -> float:
        """Take one step of :func:`sgd_step` on a batch, and return the loss before it.

        Parameters
        ----------
        x : ndarray
            A batch.
        labels : ndarray of shape (N,), integer
            The right classes.
        lr, momentum : float
            As for :func:`sgd_step`. The velocities are kept from step to step.

        Returns
        -------
        float
            The loss.
        """
        loss, gradients = self.loss_and_gradients(x, labels)
        for position, layer in enumerate(self.layers):
            for name, param in layer.params.items():
                key = f"{position}.{name}"
                velocity = self._velocity.get(key, np.zeros_like(param))
                layer.params[name], self._velocity[key] = sgd_step(
                    param, gradients[key], velocity, lr, momentum
                )
        return loss

    def state(self) -> dict[str, Array]:
        """Return copies of all weights and running statistics.

        Returns
        -------
        dict of str to ndarray
            Ready for ``numpy.savez``.
        """
        return {
            f"{position}.{name}": array.copy()
            for position, layer in enumerate(self.layers)
            for name, array in (layer.params | layer.buffers).items()
        }

    def load_state(self, state: dict[str, Array]) -> None:
        """Take over copies of what ``state`` returned, and forget the velocities.

        Parameters
        ----------
        state : dict of str to ndarray
            Every array of this network, under its name.

        Raises
        ------
        ValueError
            If a name is missing or unknown, or a shape differs.
        """
        expected = {name: array.shape for name, array in self.state().items()}
        given = {name: np.shape(array) for name, array in state.items()}
        for name in sorted(expected | given):
            if expected.get(name) != given.get(name):
                raise ValueError(
                    f"load_state: {name!r} must have shape {expected.get(name)}, got "
                    f"{given.get(name)} (None: there is no such array)"
                )
        self._velocity = {}
        for position, layer in enumerate(self.layers):
            for arrays in (layer.params, layer.buffers):
                for name, old in arrays.items():
                    arrays[name] = np.array(state[f"{position}.{name}"], old.dtype)

    def summary(self, input_shape: tuple[int, ...]) -> str:
        """Return a table of the layers, their output shapes and their weights.

        Parameters
        ----------
        input_shape : tuple of int
            Of one sample: (C, H, W).

        Returns
        -------
        str
            A line per layer, and the total.
        """
        x = np.zeros((0, *input_shape), np.float32)  # an empty batch has shapes too
        rows = [("layer", "output", "parameters")]
        total = 0
        for position, layer in enumerate(self.layers):
            x = layer.forward(x)
            count = sum(param.size for param in layer.params.values())
            total += count
            rows.append((f"{position} {layer}", str(x.shape[1:]), f"{count:,}"))
        rows.append(("total", "", f"{total:,}"))
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        return "\n".join(
            f"{name:<{widths[0]}}  {shape:<{widths[1]}}  {count:>{widths[2]}}"
            for name, shape, count in rows
        )
