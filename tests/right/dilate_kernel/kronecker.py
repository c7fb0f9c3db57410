# cnnquiz: dilate_kernel
import numpy as np


def dilate_kernel(w, dilation):
    """Put each weight into the corner of a block, and cut the last blocks short."""
    corner = np.zeros((dilation, dilation), dtype=w.dtype)
    corner[0, 0] = 1
    last = dilation - 1
    blocks = np.kron(w, corner)
    return blocks[:, :, : blocks.shape[2] - last, : blocks.shape[3] - last]
