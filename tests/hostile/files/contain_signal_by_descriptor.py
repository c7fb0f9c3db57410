"""Let the kernel send SIGIO to the grader when a pipe moves."""
import fcntl
import os

for command in (8, 15, 10, 1024, 1026, 1031, 6, 38):  # owner, signal, lease, notify, size, locks
    for descriptor in (0, 1, 3, 4):
        try:
            fcntl.fcntl(descriptor, command, int("@GRADER@"))
            print("BREACH: fcntl", command)
        except OSError:
            pass


def relu(x):
    return x * 0
