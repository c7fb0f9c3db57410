"""Use a descriptor that was left open."""
import os

for descriptor in range(5, 4096):
    try:
        os.fstat(descriptor)
        print("BREACH: descriptor", descriptor)
    except OSError:
        pass


def relu(x):
    return x * 0
