"""Signal the grader, the zygote, the group, and everyone."""
import os
import signal

for pid in (int("@GRADER@"), os.getppid(), -int("@GRADER@"), -os.getppid(), 1, -1):
    for number in (0, signal.SIGUSR1, signal.SIGTERM):
        try:
            os.kill(pid, number)
            print("BREACH: signalled", pid)
        except OSError:
            pass
for act in (lambda: os.killpg(os.getpgid(os.getppid()), signal.SIGUSR1),
            lambda: os.pidfd_open(int("@GRADER@"))):
    try:
        act()
        print("BREACH: a signal or a handle")
    except OSError:
        pass


def relu(x):
    return x * 0
