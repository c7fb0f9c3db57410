# cnnquiz: mixup
import numpy as np


def mixup(x, y_onehot, lam, permutation):
    n = len(x)
    m = lam * np.eye(n) + (1 - lam) * np.eye(n)[permutation]
    m = m.astype(x.dtype)
    return np.tensordot(m, x, axes=1), m @ y_onehot
