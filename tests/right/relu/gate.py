# cnnquiz: relu


def relu(x):
    """Multiply by the gate."""
    return x * (x > 0)
