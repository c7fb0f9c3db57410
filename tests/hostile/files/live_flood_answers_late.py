"""Flood the referee while it is busy sending a large argument."""
import os
import signal

import numpy as np


def flood(*args):
    while True:
        os.write(4, bytes(1 << 16))


signal.signal(signal.SIGALRM, flood)


def relu(x):
    signal.setitimer(signal.ITIMER_REAL, 0.02 if x.size > 2000 else 0)
    return np.maximum(x, 0)
