# cnnquiz: early_stopping
import math
from copy import deepcopy


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self._patience = self._left = patience
        self._min_delta = min_delta
        self._epoch = -1
        self.best_loss = math.inf
        self.best_params = None
        self.best_epoch = None

    def update(self, loss, params):
        self._epoch += 1
        if not math.isnan(loss) and loss < self.best_loss - self._min_delta:
            self.best_loss = loss
            self.best_epoch = self._epoch
            self.best_params = deepcopy(params)
            self._left = self._patience
            return False
        self._left -= 1
        return self._left <= 0
