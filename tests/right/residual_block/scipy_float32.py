# cnnquiz: residual_block
import numpy as np
from scipy.signal import correlate


def conv(x, w, stride):
    maps = [
        [
            sum(correlate(image[c], kernel[c], "same") for c in range(len(image)))
            for kernel in w
        ]
        for image in x
    ]
    return np.array(maps)[:, :, ::stride, ::stride]


def residual_block(x, w1, b1, w2, b2, w_shortcut=None, stride=1):
    single = [a.astype(np.float32) for a in (x, w1, b1, w2, b2)]
    images, w1, b1, w2, b2 = single
    y = np.maximum(conv(images, w1, stride) + b1[:, None, None], 0)
    y = conv(y, w2, 1) + b2[:, None, None]
    if w_shortcut is not None:
        images = conv(images, w_shortcut.astype(np.float32), stride)
    return np.maximum(y + images, 0).astype(x.dtype)
