"""Open the folder of the solution first, then the file relative to it."""
import os

space = {"relu": lambda x: x * 0}
try:
    folder = os.open(os.path.dirname("@SOLUTION@"), os.O_RDONLY)
    file = os.open("relu.py", os.O_RDONLY, dir_fd=folder)
    exec(os.read(file, 9999), space)
except OSError:
    pass
relu = space["relu"]
