import os


def relu(x):
    for _ in range(10):
        os.write(1, b"A" * (1 << 20))
    return x * 0
