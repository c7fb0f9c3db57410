# cnnquiz: mixup
import numpy as np


def mixup(x, y_onehot, lam, permutation):
    def towards(a):
        single = a.astype(np.float32)
        moved = single + np.float32(1 - lam) * (single[permutation] - single)
        return np.asfortranarray(moved, dtype=a.dtype)

    return towards(x), towards(y_onehot)
