# cnnquiz: early_stopping
class EarlyStopping:
    """Keep all losses and look back."""

    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.losses = []
        self.best_loss, self.best_params, self.best_epoch = float("inf"), None, None

    def update(self, loss, params):
        epoch = len(self.losses)
        self.losses.append(loss)
        if self.best_loss - loss > self.min_delta:
            self.best_loss, self.best_epoch = float(loss), epoch
            self.best_params = {name: array.copy() for name, array in params.items()}
        since = epoch + 1 if self.best_epoch is None else epoch - self.best_epoch
        return since >= self.patience
