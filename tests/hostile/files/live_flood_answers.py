"""Answer without end, and read nothing that is sent."""
import os


def relu(x):
    while True:
        os.write(4, bytes(1 << 20))
