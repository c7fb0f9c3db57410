# cnnquiz: focal_loss
import math


def focal_loss(logits, targets, gamma=2.0, alpha=0.25):
    total, count = 0.0, 0
    for x, t in zip(logits.ravel().tolist(), targets.ravel().tolist(), strict=True):
        z = x if t else -x
        small = math.exp(-abs(z))
        surprise = max(-z, 0.0) + math.log1p(small)
        miss = (small if z > 0 else 1.0) / (1.0 + small)
        total += (alpha if t else 1.0 - alpha) * miss**gamma * surprise
        count += 1
    return total / count
