"""Early stopping: keep the best parameters seen and know when to give up."""

import copy
import math
from typing import Any


class EarlyStopping:
    """Watch a validation loss and say when it has stopped improving.

    Parameters
    ----------
    patience : int
        How many updates in a row may pass without improvement, at least 1.
    min_delta : float
        By how much a loss must beat the best one to count as an improvement.

    Attributes
    ----------
    best_loss : float
        The best loss so far; infinity before the first.
    best_params : object
        A deep copy of the parameters that gave it; None before the first.
    best_epoch : int or None
        The number of the update that gave it, counted from 0.

    Raises
    ------
    ValueError
        If patience is below 1 or min_delta below 0.

    Notes
    -----
    A loss improves if loss < best_loss − min_delta. A tie does not, and neither does
    NaN, which compares false with everything. The parameters are copied because
    training goes on to change them; without the copy, the best would be the last.

    Source: L. Prechelt, "Early Stopping - But When?", in "Neural Networks: Tricks of
    the Trade", 1998.

    Examples
    --------
    >>> stopping = EarlyStopping(patience=2)
    >>> [stopping.update(loss, {"w": loss}) for loss in (3.0, 1.0, 2.0, 1.0)]
    [False, False, False, True]
    >>> stopping.best_loss, stopping.best_params, stopping.best_epoch
    (1.0, {'w': 1.0}, 1)
    """

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        if patience < 1:
            raise ValueError(
                f"EarlyStopping: patience must be at least 1, got {patience}"
            )
        if not min_delta >= 0:
            raise ValueError(
                f"EarlyStopping: min_delta must be at least 0, got {min_delta}"
            )
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = math.inf
        self.best_params: Any = None
        self.best_epoch: int | None = None
        self._epoch = 0
        self._updates_without_improvement = 0

    def update(self, loss: float, params: Any) -> bool:
        """Take note of an epoch and return whether to stop.

        Parameters
        ----------
        loss : float
            The validation loss after this epoch.
        params : object
            The parameters after this epoch, in any nesting of arrays.

        Returns
        -------
        bool
            True once `patience` updates in a row did not improve.
        """
        if loss < self.best_loss - self.min_delta:
            self.best_loss = float(loss)
            self.best_params = copy.deepcopy(params)
            self.best_epoch = self._epoch
            self._updates_without_improvement = 0
        else:
            self._updates_without_improvement += 1
        self._epoch += 1
        return self._updates_without_improvement >= self.patience
