# cnnquiz: grouped_conv2d
import numpy as np
from scipy.signal import correlate


def grouped_conv2d(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    """Write the layer as an ordinary one with many zeros in its kernel."""
    c_out, per_group, k_h, k_w = w.shape
    tall, wide = dilation * (k_h - 1) + 1, dilation * (k_w - 1) + 1
    dense = np.zeros((c_out, x.shape[1], tall, wide), dtype=np.float32)
    for o in range(c_out):
        first = o // (c_out // groups) * per_group
        dense[o, first : first + per_group, ::dilation, ::dilation] = w[o]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    padded = padded.astype(np.float32)
    y = np.array(
        [
            [
                correlate(image, kernel, mode="valid", method="direct")[0]
                for kernel in dense
            ]
            for image in padded
        ]
    )[:, :, ::stride, ::stride]
    y = y.astype(x.dtype)
    return y if b is None else y + b[:, None, None]
