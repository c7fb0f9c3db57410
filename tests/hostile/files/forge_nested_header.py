"""A header of brackets, as deep as it may be long."""
import os
import struct


def relu(x):
    header = b'{"id":2,"ok":false,"kind":' + b"[" * 900 + b"]" * 900 + b',"arrays":[]}'
    os.write(4, struct.pack("<4sIQ", b"CNQ1", len(header), 0) + header)
    os.write(4, struct.pack("<4sIQ", b"CNQ1", 60000, 0) + b"[" * 60000)
    return x * 0
