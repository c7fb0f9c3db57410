"""Return objects that run a program when they are unpickled."""
import os

import numpy as np


class Bomb:
    def __reduce__(self):
        return os.system, ("touch @VICTIM@/unpickled",)


def relu(x):
    return np.array([Bomb()] * 3, dtype=object)
