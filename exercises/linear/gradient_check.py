# cnnquiz: gradient_check
"""Compare two gradients by their largest relative difference.

Write `gradient_check(analytic, numeric)`: how far a backward pass is from what finite
differences say.

Parameters
----------
analytic, numeric : ndarray of one or more axes, float64
    The two gradients. They have the same shape, with at least one element.

Returns
-------
float
    A Python float, a NumPy scalar or a 0-d array: 0 if the two agree exactly, 1 if some
    element has opposite signs, never nan.

Notes
-----
The largest, over all elements, of |a − n| / max(|a| + |n|, 10⁻⁸). Each element has a
ratio of its own. The 10⁻⁸ is a floor, not a term: it takes the place of a smaller
|a| + |n|, so that 0 against 0 counts as equal, and changes no other ratio.

Everything is float64, and ratios of 10⁻⁹ count: a right backward pass gives about 10⁻⁷
or less, which single precision cannot tell from 0. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
1,000 times the engine's time passes.

Source: Stanford CS231n notes, "Neural Networks Part 3", on gradient checks.

Examples
--------
The ratios are 2/4, 0/4 and 0/10⁻⁸:

>>> gradient_check(np.array([1.0, 2.0, 0.0]), np.array([3.0, 2.0, 0.0]))
0.5
"""

import numpy as np


def gradient_check(analytic, numeric):
    raise NotImplementedError("gradient_check")
