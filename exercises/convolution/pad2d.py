# cnnquiz: pad2d
"""Put a border around each channel of a batch of images.

Write `pad2d(x, padding, mode="zeros")`: `padding` rows above and as many below, and
`padding` columns left and right.

Parameters
----------
x : ndarray of shape (N, C, H, W), float32 or float64
    The images. Batch and channels are not padded.
padding : int
    Width of the border, 0 or more; with "reflect" at most H − 1 and W − 1.
mode : {"zeros", "reflect", "replicate"}
    What the border holds.

Returns
-------
ndarray of shape (N, C, H + 2·padding, W + 2·padding)
    A new array in the dtype of x.

Notes
-----
A row a b c d, padded by 2:

    zeros       0 0 | a b c d | 0 0
    reflect     c b | a b c d | c b     the edge is a mirror and is not repeated
    replicate   a a | a b c d | d d

Rows are treated like columns, so a corner is padded twice: in "reflect" it is mirrored
in both directions. x is not changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
5,000 times the engine's time passes.

Source: torch.nn.functional.pad and the padding_mode of torch.nn.Conv2d.

Examples
--------
>>> x = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]])
>>> pad2d(x, 1, mode="reflect")
array([[[[5., 4., 5., 6., 5.],
         [2., 1., 2., 3., 2.],
         [5., 4., 5., 6., 5.],
         [2., 1., 2., 3., 2.]]]])
"""

import numpy as np


def pad2d(x, padding, mode="zeros"):
    raise NotImplementedError("pad2d")
