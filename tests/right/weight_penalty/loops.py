# cnnquiz: weight_penalty
import numpy as np


def weight_penalty(w, l1=0.0, l2=0.0):
    loss = 0.0
    gradient = np.zeros_like(w)
    for place in np.ndindex(*w.shape):
        value = w[place]
        loss += l1 * abs(value) + l2 * value * value / 2
        sign = (value > 0) * 1.0 - (value < 0) * 1.0
        gradient[place] = l1 * sign + l2 * value
    return loss, gradient
