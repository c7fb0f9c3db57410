# cnnquiz: mixup
import numpy as np


def mixup(x, y_onehot, lam, permutation):
    pairs = list(enumerate(permutation.tolist()))
    xs = [np.average([x[i], x[j]], axis=0, weights=[lam, 1 - lam]) for i, j in pairs]
    ys = [y_onehot[i] * lam + y_onehot[j] * (1 - lam) for i, j in pairs]
    return [np.stack(xs).astype(x.dtype), np.array(ys)]
