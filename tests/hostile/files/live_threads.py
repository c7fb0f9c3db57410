import threading
import time

started = 0
for _ in range(100):
    try:
        threading.Thread(target=time.sleep, args=(300,)).start()
        started += 1
    except RuntimeError:
        pass
if started:
    print("BREACH: threads", started)


def relu(x):
    return x * 0
