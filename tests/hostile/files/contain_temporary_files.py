"""Ask for a temporary file, a folder, and memory that looks like a file."""
import os
import tempfile

for act in (tempfile.TemporaryFile, tempfile.mkdtemp, tempfile.mkstemp,
            lambda: os.memfd_create("m")):
    try:
        act()
        print("BREACH: a temporary file")
    except OSError:
        pass


def relu(x):
    return x * 0
