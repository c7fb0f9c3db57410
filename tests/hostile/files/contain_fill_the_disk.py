"""Fill the disk."""
import os

for number in range(50):
    for folder in ("/tmp", "/dev/shm", "/var/tmp", "@VICTIM@"):
        try:
            with open(f"{folder}/@MARK@{number}", "wb") as file:
                file.write(bytes(1 << 20))
            print("BREACH: wrote a megabyte")
        except OSError:
            pass


def relu(x):
    return x * 0
