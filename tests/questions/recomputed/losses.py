"""Softmax and what follows from it, by another formula."""

import math


def softmax_value(logits, index):
    """Divide by e^(z_i): the value is 1 over the sum of e to the differences."""
    return 1 / math.fsum(math.exp(one - logits[index]) for one in logits)


def cross_entropy_value(logits, label):
    """Divide Σ e^z by e^z of the label before the logarithm is taken."""
    return math.log(math.fsum(math.exp(one - logits[label]) for one in logits))


def cross_entropy_gradient(logits, label):
    """Give the true class minus what the others get, for all of them add up to 0."""
    gradient = [softmax_value(logits, index) for index in range(len(logits))]
    gradient[label] = 0.0
    gradient[label] = -math.fsum(gradient)
    return (tuple(gradient),)


RECOMPUTED = {
    "softmax-value": softmax_value,
    "cross-entropy-value": cross_entropy_value,
    "cross-entropy-gradient": cross_entropy_gradient,
}
TARGETS = {
    "cross-entropy-value": {"wrong-log-base", "double-softmax"},
    "cross-entropy-gradient": {"grad-sign-flipped"},
    "softmax-value": {"sigmoid-for-softmax", "overflow-unavoidable"},
}
