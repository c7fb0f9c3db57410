# cnnquiz: clip_grad_norm
import numpy as np


def clip_grad_norm(grads, max_norm):
    """Join everything, scale, and cut it up again."""
    flat = np.concatenate([g.ravel() for g in grads])
    norm = np.linalg.norm(flat)
    if norm > max_norm:
        flat = flat / norm * max_norm
    ends = np.cumsum([g.size for g in grads])[:-1]
    pieces = np.split(flat, ends)
    return [p.reshape(g.shape) for p, g in zip(pieces, grads, strict=True)], norm
