# cnnquiz: fold_batch_norm
import math

import numpy as np


def fold_batch_norm(w, b, gamma, beta, running_mean, running_var, eps=1e-5):
    c_out, c_in, k_h, k_w = w.shape
    new_w = np.zeros((c_out, c_in, k_h, k_w), w.dtype)
    new_b = np.zeros(c_out, w.dtype)
    for o in range(c_out):
        s = gamma[o] / math.sqrt(running_var[o] + eps)
        for c in range(c_in):
            for u in range(k_h):
                for v in range(k_w):
                    new_w[o, c, u, v] = w[o, c, u, v] * s
        old = 0.0 if b is None else b[o]
        new_b[o] = (old - running_mean[o]) * s + beta[o]
    return new_w, new_b
