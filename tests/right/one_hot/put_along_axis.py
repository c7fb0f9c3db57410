# cnnquiz: one_hot
import numpy as np


def one_hot(labels, num_classes):
    y = np.zeros((*labels.shape, num_classes), order="F")
    np.put_along_axis(y, labels[..., np.newaxis], 1.0, axis=-1)
    return y
