# cnnquiz: grad_cam
import numpy as np


def grad_cam(activations, gradients):
    a, g = activations.astype(np.float32), gradients.astype(np.float32)
    weights = np.einsum("ncij->nc", g) / np.float32(g[0, 0].size)
    cam = (weights[:, :, None, None] * a).sum(axis=1)
    cam[cam < 0] = 0
    top = cam.max(axis=(1, 2), keepdims=True)
    out = np.divide(cam, top, out=np.zeros_like(cam), where=top > 0)
    return np.asfortranarray(out, dtype=activations.dtype)
