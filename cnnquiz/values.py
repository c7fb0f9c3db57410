"""Values that stand for arguments which cannot be sent as data.

Standard library only: the player's process loads this too.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rng:
    """An argument that arrives as ``numpy.random.default_rng(seed)``."""

    seed: int
