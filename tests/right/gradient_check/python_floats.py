# cnnquiz: gradient_check
def gradient_check(analytic, numeric):
    pairs = zip(analytic.ravel().tolist(), numeric.ravel().tolist(), strict=True)
    return max(abs(a - n) / max(abs(a) + abs(n), 1e-8) for a, n in pairs)
