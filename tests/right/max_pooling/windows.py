# cnnquiz: max_pooling
import numpy as np


def max_pooling(feature_map, pool_size):
    h, w = pool_size
    windows = np.lib.stride_tricks.sliding_window_view(feature_map, (h, w))
    return np.asfortranarray(windows[::h, ::w].max(axis=(2, 3)))
