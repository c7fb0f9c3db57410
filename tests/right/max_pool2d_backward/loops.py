# cnnquiz: max_pool2d_backward
import numpy as np


def max_pool2d_backward(dout, x, kernel_size, stride=None, padding=0):
    if stride is None:
        stride = kernel_size
    n_images, channels, height, width = x.shape
    dx = np.zeros_like(x)
    for n in range(n_images):
        for c in range(channels):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    best, place = None, None
                    for u in range(kernel_size):
                        for v in range(kernel_size):
                            row = i * stride + u - padding
                            column = j * stride + v - padding
                            inside = 0 <= row < height and 0 <= column < width
                            if inside and (best is None or x[n, c, row, column] > best):
                                best, place = x[n, c, row, column], (row, column)
                    dx[n, c, place[0], place[1]] += dout[n, c, i, j]
    return dx
