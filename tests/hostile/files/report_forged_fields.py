"""Control codes where only the player's own words stand."""
import json
import os
import struct


def relu(x):
    header = json.dumps({"id": 2, "ok": False, "kind": "\x1b[2J" * 99, "message": "\x9b\r\n" * 999,
                         "text": "\x1b]0;x\x07", "line": -5, "value": None, "arrays": []}).encode()
    os.write(4, struct.pack("<4sIQ", b"CNQ1", len(header), 0) + header)
    while True:
        pass
