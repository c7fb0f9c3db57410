import signal

import numpy as np


def hang(*args):
    while True:
        pass


signal.signal(signal.SIGALRM, hang)


def relu(x):
    signal.setitimer(signal.ITIMER_REAL, 0.001)
    return x * 0
