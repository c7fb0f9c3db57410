# cnnquiz: receptive_field


def receptive_field(layers, step=1):
    if not layers:
        return 1
    (k, s, d), *rest = layers
    return (k - 1) * d * step + receptive_field(rest, step * s)
