"""Print a little all the time, so that the referee is never at rest."""
import os


def relu(x):
    while True:
        os.write(1, b".")
        for _ in range(2_000):
            pass
