"""Run a program, one that has root's powers too."""
import os

for act in (lambda: os.execv("/usr/bin/id", ["id"]), lambda: os.execv("/bin/su", ["su"]),
            lambda: os.posix_spawn("/bin/true", ["true"], {}), lambda: os.fork(),
            lambda: os.forkpty()):
    try:
        act()
        print("BREACH: a program")
    except OSError:
        pass
if os.system("true") == 0:
    print("BREACH: a shell")


def relu(x):
    return x * 0
