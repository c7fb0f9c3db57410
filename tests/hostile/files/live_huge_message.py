def relu(x):
    raise ValueError("z" * (200 << 20))
