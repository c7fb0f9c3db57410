# cnnquiz: max_pooling
import numpy as np


def max_pooling(feature_map, pool_size):
    h, w = pool_size
    rows, columns = feature_map.shape[0] // h, feature_map.shape[1] // w
    out = np.zeros((rows, columns), dtype=feature_map.dtype)
    for i in range(rows):
        for j in range(columns):
            best = feature_map[i * h, j * w]
            for u in range(h):
                for v in range(w):
                    best = max(best, feature_map[i * h + u, j * w + v])
            out[i, j] = best
    return out
