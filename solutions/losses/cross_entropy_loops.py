# cnnquiz: cross_entropy
"""One loop over the batch, and two passes over the classes inside it.

Each row of logits gives one loss: log Σ exp(score) minus the score of the right class.
The first pass finds the highest score, the second sums powers of what is left when the
highest is taken off, so that nothing overflows; it is added again after the logarithm.
The mean over the batch is taken once, at the end.

Vectorizing takes away the loops and keeps the passes: a maximum and a sum with axis=1,
and the scores of the right classes picked out of all rows by one pair of index arrays.
"""

import math


def cross_entropy(logits, labels):
    loss = 0.0
    for n, label in enumerate(labels):
        scores = logits[n].tolist()
        highest = -math.inf
        for score in scores:
            highest = max(highest, score)
        powers = 0.0
        for score in scores:
            powers += math.exp(score - highest)
        loss += highest + math.log(powers) - scores[label]
    return loss / len(labels)
