"""Classes, attributes and dtypes that are named in control codes."""
import numpy as np

calls = 0
kind = type("\x1b[31mPASSED\x1b[0m\n", (Exception,), {})


def relu(x):
    global calls
    calls += 1
    if calls % 3 == 0:
        raise kind("\x1b[1m")
    if calls % 3 == 1:
        return kind()
    return np.zeros(2, [("\x1b[5mfield", "f8")])
