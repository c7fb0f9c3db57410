# cnnquiz: weight_penalty
import numpy as np


def weight_penalty(w, l1=0.0, l2=0.0):
    v = w.astype(np.float32)
    loss = np.float32(l1) * np.abs(v).sum() + np.float32(0.5 * l2) * np.square(v).sum()
    gradient = np.float32(l1) * np.sign(v) + np.float32(l2) * v
    return np.asarray(loss), gradient.astype(w.dtype, order="F")
