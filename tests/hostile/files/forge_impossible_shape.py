"""Claim an array that no memory holds."""
import json
import os
import struct


def relu(x):
    arrays = [["float64", [0, 2**40, 2**40, 2**40], None]]
    header = json.dumps({"id": 2, "ok": True, "value": {"array": 0}, "arrays": arrays}).encode()
    os.write(4, struct.pack("<4sIQ", b"CNQ1", len(header), 0) + header)
    return x * 0
