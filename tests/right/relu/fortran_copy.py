# cnnquiz: relu


def relu(x):
    out = x.copy(order="F")
    out[out < 0] = 0
    return out
