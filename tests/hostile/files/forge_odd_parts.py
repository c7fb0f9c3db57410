"""Return parts of every wrong kind."""
import numpy as np

KINDS = ["x", [1, [2]], {"a": 1}, None, np.inf, np.zeros(3, np.float16), True, (1, 2)]
calls = 0


def conv2d_backward(dout, x, w, stride=1, padding=0, **rest):
    global calls
    calls += 1
    return KINDS[calls % 8], np.full(w.shape, np.inf), KINDS[calls // 8 % 8]
