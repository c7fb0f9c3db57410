# cnnquiz: cosine_lr
import numpy as np


def cosine_lr(step, total_steps, base_lr, warmup_steps=0, min_lr=0.0):
    s = np.clip((step - warmup_steps) / (total_steps - warmup_steps), 0, 1)
    fall = min_lr + (base_lr - min_lr) * (1 + np.cos(np.pi * s)) / 2
    rise = base_lr * (step + 1) / max(warmup_steps, 1)
    return np.where(step < warmup_steps, rise, fall)
