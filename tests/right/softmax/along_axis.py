# cnnquiz: softmax
import numpy as np


def one_slice(scores):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def softmax(x, axis=-1):
    return np.apply_along_axis(one_slice, axis, x)
