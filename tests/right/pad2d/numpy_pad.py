# cnnquiz: pad2d
import numpy as np


def pad2d(x, padding, mode="zeros"):
    names = {"zeros": "constant", "reflect": "reflect", "replicate": "edge"}
    widths = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    return np.asfortranarray(np.pad(x, widths, mode=names[mode]))
