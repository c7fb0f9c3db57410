"""Announce a frame of 2**62 bytes."""
import os
import struct


def relu(x):
    os.write(4, struct.pack("<4sIQ", b"CNQ1", 100, 2**62))
    return x * 0
