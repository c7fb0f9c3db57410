# cnnquiz: weight_penalty
import numpy as np


def weight_penalty(w, l1=0.0, l2=0.0):
    flat = w.ravel()
    loss = l1 * np.linalg.norm(flat, 1) + l2 / 2 * np.dot(flat, flat)
    gradient = np.where(w > 0, l1, np.where(w < 0, -l1, 0)) + l2 * w
    return float(loss), gradient.astype(w.dtype)
