# cnnquiz: cnn_forward
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


class Conv:
    """A convolution that keeps its parameters."""

    def __init__(self, w, b):
        self.w, self.b = w, b

    def __call__(self, x):
        """Run forward."""
        padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
        windows = sliding_window_view(padded, (3, 3), axis=(2, 3))
        y = np.einsum("nchwuv,ocuv->nohw", windows, self.w, optimize=True)
        return y + self.b.reshape(1, -1, 1, 1)


class MaxPool:
    """Maxima of 2×2 blocks."""

    def __call__(self, x):
        """Run forward."""
        h, w = x.shape[2] // 2 * 2, x.shape[3] // 2 * 2
        x = x[:, :, :h, :w]
        rows = np.maximum(x[:, :, ::2], x[:, :, 1::2])
        return np.maximum(rows[..., ::2], rows[..., 1::2])


def cnn_forward(params, x):
    """Pool before the ReLU, which is the same and a quarter of the work."""
    for layer in "12":
        x = MaxPool()(Conv(params["w" + layer], params["b" + layer])(x))
        x = x * (x > 0)
    flat = x.reshape(x.shape[0], -1)
    return np.asfortranarray(np.einsum("nd,kd->nk", flat, params["w3"]) + params["b3"])
