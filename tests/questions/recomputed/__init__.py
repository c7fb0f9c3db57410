"""Answers of generated questions, computed again by other means than the engine's.

Each module holds, for the generators of one theme, RECOMPUTED: the function that is
called with an item's parameters; and TARGETS: the misconceptions that the question is
there to find, of which one must be active in every item.
"""

from . import (
    cost,
    detection,
    layers,
    losses,
    maps,
    normalization,
    optimization,
    shapes,
    training,
)

MODULES = (
    shapes,
    cost,
    maps,
    losses,
    training,
    layers,
    normalization,
    optimization,
    detection,
)

RECOMPUTED = {id_: f for module in MODULES for id_, f in module.RECOMPUTED.items()}
TARGETS = {id_: names for module in MODULES for id_, names in module.TARGETS.items()}
