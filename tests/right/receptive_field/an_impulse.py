# cnnquiz: receptive_field
import numpy as np


def receptive_field(layers):
    """Send the gradient of one output cell back, and measure where it arrives."""
    gradient = np.ones(1)
    for k, s, d in reversed(layers):
        spread = np.zeros((len(gradient) - 1) * s + 1)
        spread[::s] = gradient
        kernel = np.zeros((k - 1) * d + 1)
        kernel[::d] = 1
        gradient = (np.convolve(spread, kernel) > 0).astype(float)
    return int(np.flatnonzero(gradient)[-1]) + 1
