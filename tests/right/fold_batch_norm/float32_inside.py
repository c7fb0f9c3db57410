# cnnquiz: fold_batch_norm
import numpy as np


def fold_batch_norm(w, b, gamma, beta, running_mean, running_var, eps=1e-5):
    """Compute in single precision, with einsum."""
    old = np.zeros(len(w)) if b is None else b
    single = [np.asarray(a, np.float32) for a in (w, old, gamma, running_mean)]
    root = np.sqrt(np.asarray(running_var, np.float32) + np.float32(eps))
    scale = single[2] / root
    new_w = np.einsum("oikl,o->oikl", single[0], scale)
    new_b = (single[1] - single[3]) * scale + beta.astype(np.float32)
    return new_w.astype(w.dtype), new_b.astype(w.dtype)
