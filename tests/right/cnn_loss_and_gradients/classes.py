# cnnquiz: cnn_loss_and_gradients
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.special import log_softmax


def windows(x):
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return sliding_window_view(padded, (3, 3), axis=(2, 3))


class Conv:
    """A convolution that keeps the windows it saw."""

    def __init__(self, name, params):
        self.name, self.w, self.b = name, params["w" + name], params["b" + name]

    def forward(self, x):
        """Run forward."""
        self.seen = windows(x)
        y = np.einsum("nchwuv,ocuv->nohw", self.seen, self.w, optimize=True)
        return y + self.b[:, None, None]

    def backward(self, dout, grads):
        """Run backward and note the gradients."""
        grads["w" + self.name] = np.einsum(
            "nohw,nchwuv->ocuv", dout, self.seen, optimize=True
        )
        grads["b" + self.name] = dout.sum(axis=(0, 2, 3))
        rotated = self.w[:, :, ::-1, ::-1]
        return np.einsum("nohwuv,ocuv->nchw", windows(dout), rotated, optimize=True)


class PoolThenRelu:
    """The winner of a window of positive values is the same before the ReLU."""

    def forward(self, x):
        """Run forward."""
        n, c, height, width = x.shape
        self.shape, self.even = x.shape, (n, c, height // 2, 2, width // 2, 2)
        whole = x[:, :, : height // 2 * 2, : width // 2 * 2].reshape(self.even)
        cells = whole.transpose(0, 1, 2, 4, 3, 5).reshape(
            n, c, height // 2, width // 2, 4
        )
        self.winners = cells.argmax(axis=-1)[..., None]
        self.best = np.take_along_axis(cells, self.winners, axis=-1)[..., 0]
        return np.maximum(self.best, 0)

    def backward(self, dout, _):
        """Send the gradient to the winners that were positive."""
        n, c, rows, _, columns, _ = self.even
        cells = np.zeros((n, c, rows, columns, 4), dtype=dout.dtype)
        gated = np.where(self.best > 0, dout, 0)
        np.put_along_axis(cells, self.winners, gated[..., None], axis=-1)
        whole = cells.reshape(n, c, rows, columns, 2, 2).transpose(0, 1, 2, 4, 3, 5)
        dx = np.zeros(self.shape, dtype=dout.dtype)
        dx[:, :, : 2 * rows, : 2 * columns] = whole.reshape(n, c, 2 * rows, 2 * columns)
        return dx


def cnn_loss_and_gradients(params, x, labels):
    layers = [Conv("1", params), PoolThenRelu(), Conv("2", params), PoolThenRelu()]
    y = x
    for layer in layers:
        y = layer.forward(y)
    flat = y.reshape(len(y), -1)
    scores = log_softmax(flat @ params["w3"].T + params["b3"], axis=1)
    onehot = np.eye(scores.shape[1], dtype=x.dtype)[labels]
    loss = -(scores * onehot).sum() / len(x)
    dlogits = (np.exp(scores) - onehot) / len(x)
    grads = {"w3": dlogits.T @ flat, "b3": dlogits.sum(axis=0)}
    dy = (dlogits @ params["w3"]).reshape(y.shape)
    for layer in reversed(layers):
        dy = layer.backward(dy, grads)
    return loss, grads
