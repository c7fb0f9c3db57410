# cnnquiz: mixup
"""One blend, applied to samples and labels.

Indexing with the permutation lines the partners up: row n of rows[permutation] is the
row that n is mixed with.
"""


def mixup(x, y_onehot, lam, permutation):
    def blend(rows):
        return lam * rows + (1 - lam) * rows[permutation]

    return blend(x), blend(y_onehot)
