# cnnquiz: clip_grad_norm
import numpy as np


def clip_grad_norm(grads, max_norm):
    """Everything in float32 inside; a tuple of arrays in Fortran order comes out."""
    small = [g.astype(np.float32) for g in grads]
    norms = np.array([np.linalg.norm(g) for g in small], dtype=np.float32)
    norm = np.sqrt((norms * norms).sum())
    scale = np.float32(max_norm) / np.maximum(norm, np.float32(max_norm))
    clipped = (np.asfortranarray(g * scale) for g in small)
    return tuple(c.astype(g.dtype) for c, g in zip(clipped, grads, strict=True)), norm
