# cnnquiz: gradient_check
"""A ratio for each element, and the largest of them.

|a| + |n| is zero only where both are; the floor keeps that from being 0/0.
"""

import numpy as np


def gradient_check(analytic, numeric):
    size = np.abs(analytic) + np.abs(numeric)
    ratios = np.abs(analytic - numeric) / np.maximum(size, 1e-8)
    return float(ratios.max())
