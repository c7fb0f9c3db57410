# cnnquiz: average_precision


def average_precision(scores, correct, num_ground_truth):
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    points, hits = [], 0
    for rank, i in enumerate(order, start=1):
        if correct[i]:
            hits += 1
            points.append(hits / rank)
    area, best = 0.0, 0.0
    for precision in reversed(points):
        best = max(best, precision)
        area += best / num_ground_truth
    return area
