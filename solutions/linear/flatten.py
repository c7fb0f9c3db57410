# cnnquiz: flatten
"""Keep axis 0 and let reshape work out the length of the rows."""


def flatten(x):
    return x.reshape(len(x), -1)
