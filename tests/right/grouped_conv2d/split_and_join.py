# cnnquiz: grouped_conv2d
import numpy as np


def conv2d(x, w, stride, dilation):
    tall = dilation * (w.shape[2] - 1) + 1
    wide = dilation * (w.shape[3] - 1) + 1
    windows = np.lib.stride_tricks.sliding_window_view(x, (tall, wide), (2, 3))
    windows = windows[:, :, ::stride, ::stride, ::dilation, ::dilation]
    return np.einsum("nchwuv,ocuv->nohw", windows, w, optimize=True)


def grouped_conv2d(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    images, filters = np.split(padded, groups, axis=1), np.split(w, groups)
    maps = [
        conv2d(image, bank, stride, dilation)
        for image, bank in zip(images, filters, strict=True)
    ]
    y = np.concatenate(maps, axis=1)
    return y if b is None else y + b.reshape(1, -1, 1, 1)
