# cnnquiz: cnn_forward
import numpy as np
from scipy.signal import correlate


def conv(x, w, b):
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    maps = [
        [correlate(image, kernel, mode="valid", method="fft")[0] for kernel in w]
        for image in padded
    ]
    return np.maximum(np.array(maps) + b[:, None, None], 0)


def pool(x):
    windows = np.lib.stride_tricks.sliding_window_view(x, (2, 2), axis=(2, 3))
    return windows[:, :, ::2, ::2].max(axis=(4, 5))


def cnn_forward(params, x):
    """Correlate by FFT in single precision."""
    p = {name: value.astype(np.float32) for name, value in params.items()}
    y = pool(conv(x.astype(np.float32), p["w1"], p["b1"]))
    y = pool(conv(y, p["w2"], p["b2"]))
    logits = y.reshape(len(y), -1).astype(np.float32) @ p["w3"].T + p["b3"]
    return logits.astype(x.dtype)
