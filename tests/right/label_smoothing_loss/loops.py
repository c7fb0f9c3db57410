# cnnquiz: label_smoothing_loss
import math


def label_smoothing_loss(logits, labels, smoothing):
    samples, classes = logits.shape
    total = 0.0
    for n in range(samples):
        highest = max(float(score) for score in logits[n])
        powers = sum(math.exp(float(score) - highest) for score in logits[n])
        for c in range(classes):
            target = smoothing / classes
            if c == labels[n]:
                target += 1 - smoothing
            total -= target * (float(logits[n, c]) - highest - math.log(powers))
    return total / samples
