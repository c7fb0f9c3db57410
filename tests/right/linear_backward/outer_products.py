# cnnquiz: linear_backward
import numpy as np


def linear_backward(dout, x, w):
    """Add one outer product for each sample."""
    dw = sum(
        np.outer(gradient, sample) for gradient, sample in zip(dout, x, strict=True)
    )
    dx = np.stack([gradient @ w for gradient in dout])
    return dx, dw, np.add.reduce(dout)
