"""What keeps training in check: dropout and early stopping, in exact fractions."""

import math
from fractions import Fraction


def dropout_value(p, p_means, inverted, training, x=None):
    if isinstance(p, list):
        keep = math.prod(1 - Fraction(str(one)) for one in p)
        return float(1 - keep)
    keep = Fraction(str(p)) if p_means == "keep" else 1 - Fraction(str(p))
    if inverted:
        return float(x / keep) if training else x
    assert not training
    return float(x * keep)


def early_stopping(losses, patience, min_delta):
    """Stop where the best epoch lies `patience` epochs back."""
    best = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best] - min_delta:
            best = epoch
        elif epoch - best == patience:
            return epoch, best
    return len(losses) - 1, best


RECOMPUTED = {
    "dropout-value": dropout_value,
    "early-stopping": early_stopping,
}
TARGETS = {
    "dropout-value": {
        "no-inverted-scaling",
        "no-scale-at-test",
        "scales-at-eval",
        "dropout-rates-add",
    },
    "early-stopping": {"global-minimum-regardless"},
}
