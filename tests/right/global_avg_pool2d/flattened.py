# cnnquiz: global_avg_pool2d
import numpy as np


def global_avg_pool2d(x):
    n, c, h, w = x.shape
    maps = np.ascontiguousarray(x).reshape(n, c, h * w)
    return np.asfortranarray(maps.sum(axis=-1) / maps.dtype.type(h * w))
