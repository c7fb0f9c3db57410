"""Answer in JSON that is not JSON: NaN, Infinity, the same key twice."""
import os
import struct

calls = 0


def conv_output_size(n, kernel_size, stride=1, padding=0, dilation=1):
    global calls
    calls += 1
    value = [b"NaN", b"-Infinity", b"1e999", b"true", b'"\\ud800"', b'{"rng": 5}'][calls % 6]
    text = b'{"id":%d,"id":%d,"ok":true,"arrays":[],"value":%s}' % (calls, calls + 1, value)
    os.write(4, struct.pack("<4sIQ", b"CNQ1", len(text), 0) + text)
    import time
    time.sleep(9999)
