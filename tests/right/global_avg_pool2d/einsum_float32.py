# cnnquiz: global_avg_pool2d
import numpy as np


def global_avg_pool2d(x):
    y = np.einsum("nchw->nc", x.astype(np.float32)) / np.float32(x[0, 0].size)
    return y.astype(x.dtype)
