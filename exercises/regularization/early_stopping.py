# cnnquiz: early_stopping
"""Stop training when the validation loss no longer falls, and keep the best parameters.

Write the class `EarlyStopping(patience, min_delta=0.0)` with a method
`update(loss, params)` and the attributes `best_loss`, `best_params`, `best_epoch`.

Parameters
----------
patience : int
    How many updates in a row may pass without improvement; at least 1.
min_delta : float
    By how much a loss must beat the best one to count as an improvement; 0 or more.

Returns
-------
update(loss, params) : bool
    True once `patience` updates in a row did not improve; False before.

Notes
-----
The first update is epoch 0. A loss improves if loss < best_loss − min_delta, where
best_loss begins at infinity; a tie does not improve, and neither does NaN. On an
improvement best_loss, best_params and best_epoch are taken from this update.

params is a dict of ndarrays. Training goes on to change these arrays in place, so
best_params must be a copy. Nothing that is passed in is changed.

You may import NumPy, SciPy and the standard library.

Source: Prechelt, "Early stopping - but when?", 1998; Goodfellow, Bengio and Courville,
*Deep Learning* (2016), section 7.8.

Examples
--------
>>> stopper = EarlyStopping(patience=2, min_delta=0.01)
>>> losses = [0.9, 0.8, 0.75, 0.77, 0.76]
>>> [stopper.update(loss, {"w": np.array([loss])}) for loss in losses]
[False, False, False, False, True]
>>> stopper.best_loss, stopper.best_epoch, stopper.best_params
(0.75, 2, {'w': array([0.75])})
"""

import numpy as np


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        raise NotImplementedError("early_stopping")

    def update(self, loss, params):
        raise NotImplementedError("early_stopping")
