# cnnquiz: average_precision


def average_precision(scores, correct, num_ground_truth):
    pairs = sorted(zip(scores, correct), key=lambda pair: pair[0], reverse=True)
    right = [bool(c) for _, c in pairs]
    precision = [sum(right[: n + 1]) / (n + 1) for n in range(len(right))]
    best = [max(precision[n:]) for n in range(len(right))]
    return sum(b for b, c in zip(best, right) if c) / num_ground_truth
