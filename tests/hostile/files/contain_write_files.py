"""Write, cut, append to, and make files."""
import os

for path in ("@VICTIM@/kept.txt", "@VICTIM@/new.txt", "/tmp/@MARK@", "/dev/shm/@MARK@",
             "/var/tmp/@MARK@", "./@MARK@"):
    for how in ("w", "a", "r+", "x"):
        try:
            open(path, how).write("x")
            print("BREACH: wrote", path)
        except OSError:
            pass
    try:
        os.truncate(path, 0)
        print("BREACH: cut", path)
    except OSError:
        pass


def relu(x):
    return x * 0
