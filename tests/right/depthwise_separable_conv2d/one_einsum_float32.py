# cnnquiz: depthwise_separable_conv2d
import numpy as np


def depthwise_separable_conv2d(x, depthwise, pointwise, stride=1, padding=0):
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides)).astype(np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(
        padded, depthwise.shape[2:], axis=(2, 3)
    )[:, :, ::stride, ::stride]
    y = np.einsum(
        "nchwuv,cuv,oc->nohw",
        windows,
        depthwise[:, 0].astype(np.float32),
        pointwise[:, :, 0, 0].astype(np.float32),
        optimize=True,
    )
    return np.asfortranarray(y.astype(x.dtype))
