# cnnquiz: one_hot
import numpy as np


def one_hot(labels, num_classes):
    y = np.zeros((*labels.shape, num_classes))
    for place in np.ndindex(labels.shape):
        y[place][labels[place]] = 1.0
    return y
