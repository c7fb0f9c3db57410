# cnnquiz: early_stopping
from dataclasses import dataclass, field

import numpy as np


@dataclass
class EarlyStopping:
    patience: int
    min_delta: float = 0.0
    best_loss: float = np.inf
    best_params: dict = None
    best_epoch: int = None
    _bad: int = field(default=0, repr=False)
    _seen: int = field(default=0, repr=False)

    def update(self, loss, params):
        improved = np.less(loss, self.best_loss - self.min_delta)
        self._bad = 0 if improved else self._bad + 1
        if improved:
            self.best_loss, self.best_epoch = loss, self._seen
            self.best_params = {k: np.array(v) for k, v in params.items()}
        self._seen += 1
        return np.bool_(self._bad >= self.patience)
