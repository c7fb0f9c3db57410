# cnnquiz: dice_loss
"""One ratio for each sample, so that a small object counts as much as a large one."""


def dice_loss(probs, targets, eps=1e-6):
    p = probs.reshape(len(probs), -1)
    t = targets.reshape(len(targets), -1)
    shared = (p * t).sum(axis=1)
    total = p.sum(axis=1) + t.sum(axis=1)
    return 1 - ((2 * shared + eps) / (total + eps)).mean()
