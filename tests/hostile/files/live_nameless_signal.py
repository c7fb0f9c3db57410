"""Die of a signal that has no name."""
import os


def relu(x):
    os.kill(os.getpid(), 40)
