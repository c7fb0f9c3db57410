# cnnquiz: one_hot
import numpy as np


def one_hot(labels, num_classes):
    rows = np.zeros((labels.size, num_classes))
    rows[np.arange(labels.size), labels.ravel()] = 1
    return rows.reshape(*labels.shape, num_classes)
