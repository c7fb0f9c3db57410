# cnnquiz: cosine_lr
import numpy as np


def cosine_lr(step, total_steps, base_lr, warmup_steps=0, min_lr=0.0):
    """The square of a cosine of half the angle, in single precision."""
    base, low = np.float32(base_lr), np.float32(min_lr)
    if step < warmup_steps:
        return base * np.float32((step + 1) / warmup_steps)
    s = min(step - warmup_steps, total_steps - warmup_steps)
    angle = np.float32(np.pi / 2 * s / (total_steps - warmup_steps))
    return low + (base - low) * np.cos(angle) ** 2
