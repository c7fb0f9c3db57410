# cnnquiz: pointwise_conv2d
import numpy as np


def pointwise_conv2d(x, w, b=None):
    x32, w32 = x.astype(np.float32), w.astype(np.float32)
    y = np.einsum("ocuv,nchw->nohw", w32, x32).astype(x.dtype, order="F")
    return y if b is None else y + b.reshape(1, -1, 1, 1)
