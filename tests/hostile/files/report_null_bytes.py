import os

os.write(1, bytes(range(256)) * 20 + b"\xff\xfe\x00\x00")


def relu(x):
    raise ValueError("\0\1\2")
