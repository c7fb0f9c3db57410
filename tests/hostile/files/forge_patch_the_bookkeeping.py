"""Change the argument and blind the player's bookkeeping; the values are wrong too."""
import sys

frame = sys._getframe()
while frame:
    wire = frame.f_globals.get("wire")
    if wire is not None:
        wire.snapshot = lambda value: b"the same"
    frame = frame.f_back


def relu(x):
    x[...] = 0
    return x
