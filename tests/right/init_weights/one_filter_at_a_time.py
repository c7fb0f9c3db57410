# cnnquiz: init_weights
import numpy as np


def init_weights(shape, kind, rng):
    """Stack filters, each of which measures itself."""

    def one_filter():
        drawn = rng.normal(size=shape[1:])
        fan_in = drawn.size
        fans = fan_in if kind == "he" else fan_in + shape[0] * fan_in // shape[1]
        return drawn / np.sqrt(fans / 2)

    return np.stack([one_filter() for _ in range(shape[0])])
