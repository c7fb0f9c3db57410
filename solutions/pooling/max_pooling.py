# cnnquiz: max_pooling
"""Windows that lie side by side are a reshape away.

Splitting H rows into ⌊H/h⌋ groups of h, and the columns alike, gives each window two
axes of its own; the maximum over those two is the pooled map.
"""


def max_pooling(feature_map, pool_size):
    height, width = pool_size
    rows, columns = feature_map.shape[0] // height, feature_map.shape[1] // width
    whole = feature_map[: rows * height, : columns * width]
    return whole.reshape(rows, height, columns, width).max(axis=(1, 3))
