# cnnquiz: cross_entropy
import math


def cross_entropy(logits, labels):
    total = 0.0
    for row, label in zip(logits, labels, strict=True):
        scores = [float(score) for score in row]
        highest = max(scores)
        powers = sum(math.exp(score - highest) for score in scores)
        total += highest + math.log(powers) - scores[label]
    return total / len(labels)
