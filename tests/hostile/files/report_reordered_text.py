print("\u202etxet\u202c \u2066isolate\u2069 \u200b\u200f\ufeff \u2028 \u2029 \x85")


def relu(x):
    raise KeyError("\u202edessap\u202c\u2028line\u2029")
