"""What the generators of losses share: the logits that they draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnquiz.questions.generators.framework import redraw_unless

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from cnnquiz.questions.items import Level


def draw_logits(rng: random.Random, level: Level) -> tuple[list[int], int]:
    """Draw logits and a label: three small ones, or four so large that e^z overflows.

    At the easy level they are not negative. Two logits at most are equal.
    """
    count = 4 if level == "hard" else 3
    low, high = (0, 3) if level == "easy" else (-3, 3)
    offset = rng.choice((750, 800, 900, 1000)) if level == "hard" else 0
    logits = [offset + rng.randint(low, high) for _ in range(count)]
    redraw_unless(len(set(logits)) >= count - 1)
    return logits, rng.randrange(count)


def shifted(logits: Sequence[int]) -> list[int]:
    """Return the logits less the largest, so that no exponential overflows."""
    return [one - max(logits) for one in logits]
