# cnnquiz: receptive_field


def receptive_field(layers):
    r = 1
    for k, s, d in layers[::-1]:
        r = (r - 1) * s + (k - 1) * d + 1
    return r
