# cnnquiz: residual_block
"""The block computes what to add to its input.

With w2 and b2 at zero the branch is silent and the block passes its input on, which is
why deep stacks of them train. The 1×1 kernels of the shortcut see every stride-th pixel
only, so they need no windows.
"""

import numpy as np


def conv3x3(x, w, b, stride):
    height, width = x.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    y = b[:, None, None]
    for u in range(3):
        for v in range(3):
            seen = padded[:, :, u : u + height : stride, v : v + width : stride]
            y = y + np.einsum("nchw,oc->nohw", seen, w[:, :, u, v])
    return y


def residual_block(x, w1, b1, w2, b2, w_shortcut=None, stride=1):
    hidden = np.maximum(conv3x3(x, w1, b1, stride), 0)
    branch = conv3x3(hidden, w2, b2, 1)
    shortcut = x
    if w_shortcut is not None:
        seen = x[:, :, ::stride, ::stride]
        shortcut = np.einsum("nchw,oc->nohw", seen, w_shortcut[:, :, 0, 0])
    return np.maximum(branch + shortcut, 0)
