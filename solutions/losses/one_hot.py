# cnnquiz: one_hot
"""Row k of the identity matrix is the one-hot vector of class k: index it with labels."""

import numpy as np


def one_hot(labels, num_classes):
    return np.eye(num_classes)[labels]
