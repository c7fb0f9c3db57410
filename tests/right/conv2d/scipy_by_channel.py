# cnnquiz: conv2d
import numpy as np
from scipy.signal import correlate2d


def conv2d(x, w, b=None, stride=1, padding=0):
    """Correlate channel by channel, then drop what the stride skips."""
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    maps = []
    for image in padded:
        for bank in w:
            pairs = zip(image, bank, strict=True)
            dense = sum(correlate2d(c, k, mode="valid") for c, k in pairs)
            maps.append(dense[::stride, ::stride])
    y = np.array(maps).reshape(len(x), len(w), *maps[0].shape)
    return y if b is None else y + b[None, :, None, None]
