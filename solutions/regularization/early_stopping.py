# cnnquiz: early_stopping
"""Count the updates since the best one.

NaN needs no case of its own: it compares false with everything, so it never improves.
"""

import copy

import numpy as np


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = np.inf
        self.best_params = None
        self.best_epoch = None
        self.epoch = 0
        self.waited = 0

    def update(self, loss, params):
        if loss < self.best_loss - self.min_delta:
            self.best_loss = loss
            self.best_params = copy.deepcopy(params)
            self.best_epoch = self.epoch
            self.waited = 0
        else:
            self.waited += 1
        self.epoch += 1
        return self.waited >= self.patience
