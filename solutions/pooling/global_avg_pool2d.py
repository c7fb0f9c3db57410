# cnnquiz: global_avg_pool2d
"""The mean over the two image axes, by number: no axis is squeezed by chance."""


def global_avg_pool2d(x):
    return x.mean(axis=(2, 3))
