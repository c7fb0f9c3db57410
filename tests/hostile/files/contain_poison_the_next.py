"""Leave a mark for the next submission."""
import builtins
import os
import sys

import numpy as np

for place in (builtins, sys, np):
    if hasattr(place, "left_behind"):
        print("BREACH: found what was left")
    place.left_behind = True
if "LEFT_BEHIND" in os.environ or "left_behind" in sys.modules:
    print("BREACH: found what was left")
os.environ["LEFT_BEHIND"] = "1"
sys.modules["left_behind"] = sys
np.maximum = lambda a, b: a * 0


def relu(x):
    return x * 0
