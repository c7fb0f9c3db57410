import sys

sys.setrecursionlimit(10**9)


def relu(x):
    return relu(x)
