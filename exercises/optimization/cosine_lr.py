# cnnquiz: cosine_lr
"""Set the learning rate: a linear warm-up, then half a cosine down.

Write `cosine_lr(step, total_steps, base_lr, warmup_steps=0, min_lr=0.0)`.

Parameters
----------
step : int
    The number of the step, counted from 0.
total_steps : int
    The length of the run, warm-up included.
base_lr : float
    The highest rate.
warmup_steps : int
    How many steps the warm-up takes, 0 ≤ warmup_steps < total_steps.
min_lr : float
    The last rate, at most base_lr.

Returns
-------
float
    The rate of this step; a Python float, a NumPy scalar or a 0-d array.

Notes
-----
- step < warmup: base · (step + 1) / warmup. The first rate is not 0, and the last step
  of the warm-up has the base rate.
- warmup ≤ step < total: min + ½ · (base − min) · (1 + cos πs), where
  s = (step − warmup) / (total − warmup).
- step ≥ total: min. There is no restart.

You may import NumPy, SciPy and the standard library.

Source: Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts"
(2017), equation 5, without restarts; Goyal et al., "Accurate, large minibatch SGD"
(2017), section 2.2, for the warm-up.

Examples
--------
>>> rates = [cosine_lr(step, 6, 1.0, warmup_steps=2) for step in range(8)]
>>> [round(float(rate), 3) for rate in rates]
[0.5, 1.0, 1.0, 0.854, 0.5, 0.146, 0.0, 0.0]
>>> float(cosine_lr(1, 2, 1.0, min_lr=0.5))
0.75
"""

import numpy as np


def cosine_lr(step, total_steps, base_lr, warmup_steps=0, min_lr=0.0):
    raise NotImplementedError("cosine_lr")
