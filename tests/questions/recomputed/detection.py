"""Boxes by counting cells, and metrics in exact fractions."""

from fractions import Fraction


def cells(box):
    x1, y1, x2, y2 = box
    return {(x, y) for x in range(x1, x2) for y in range(y1, y2)}


def overlap(a, b):
    return Fraction(len(cells(a) & cells(b)), len(cells(a) | cells(b)))


def iou(a, b):
    return float(overlap(a, b))


def nms(boxes, scores, iou_threshold, classes=None):
    """Ask of each box, the worst first, whether a better survivor overlaps it."""
    limit = Fraction(str(iou_threshold))

    def rivals(box):
        return [
            one
            for one in range(len(boxes))
            if scores[one] > scores[box]
            and (classes is None or classes[one] == classes[box])
            and overlap(boxes[one], boxes[box]) > limit
        ]

    def survives(box):
        return not any(survives(one) for one in rivals(box))

    kept = [(-scores[box], box) for box in range(len(boxes)) if survives(box)]
    return (tuple(box for _, box in sorted(kept)),)


def metric(metric, **numbers):
    if metric == "average_precision":
        return average_precision(**numbers)
    tp, fp, fn = (numbers[name] for name in ("tp", "fp", "fn"))
    precision, recall = Fraction(tp, tp + fp), Fraction(tp, tp + fn)
    f1 = 1 / ((1 / precision + 1 / recall) / 2)
    return float({"precision": precision, "recall": recall, "f1": f1}[metric])


def average_precision(scores, correct, num_ground_truth):
    """Look, for each number of hits, for the best precision of a list with as many."""
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    heads = [
        [correct[i] for i in order[:length]] for length in range(1, len(order) + 1)
    ]
    best = [
        max(Fraction(sum(head), len(head)) for head in heads if sum(head) >= hits)
        for hits in range(1, sum(correct) + 1)
    ]
    return float(sum(best) / num_ground_truth)


RECOMPUTED = {
    "iou": iou,
    "nms": nms,
    "precision-recall": metric,
}
TARGETS = {
    "iou": {"union-not-subtracted", "min-for-union", "plus-one", "no-clamp"},
    "nms": {"nms-suppressed-suppress"},
    "precision-recall": {
        "precision-recall-swapped",
        "f1-arithmetic-mean",
        "ap-eleven-points",
    },
}
