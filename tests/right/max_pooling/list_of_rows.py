# cnnquiz: max_pooling
import numpy as np


def max_pooling(feature_map, pool_size):
    """Collect the maxima in lists and make an array of them at the end."""
    h, w = pool_size
    height, width = feature_map.shape
    rows = [
        [feature_map[i : i + h, j : j + w].max() for j in range(0, width - w + 1, w)]
        for i in range(0, height - h + 1, h)
    ]
    return np.array(rows, dtype=feature_map.dtype)
