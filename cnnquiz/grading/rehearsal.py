"""Judge a function in this process: for our own code, which needs no sandbox.

Misconceptions and model solutions go through the same cases, checks and diagnosis as a
submission does, without a process of their own: that is how they are proved.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz.curriculum import catalog
from cnnquiz.grading import judging, player, wire
from cnnquiz.grading.checks import Court
from cnnquiz.grading.outcome import Outcome, Raised, Returned
from cnnquiz.grading.submission import Submission

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cnnquiz.curriculum.exercise import Exercise


class InProcess:
    """A runner that calls a function here, with a player's bookkeeping."""

    def __init__(self, exercise: Exercise, function: Callable[..., Any]) -> None:
        signature = catalog.find(exercise.slug).signature
        spec = player.Load(
            file=f"{exercise.slug}.py",
            module=exercise.slug,
            function=signature.name,
            positional=list(signature.positional),
            keywords=list(signature.keywords),
            driver=None,
            forbidden=[],
        )
        self._submission = player.Submission(self._driven(exercise, function), spec)

    @staticmethod
    def _driven(exercise: Exercise, function: Callable[..., Any]) -> Callable[..., Any]:
        driver = exercise.driver
        if driver is None:
            return function
        return lambda *args, **kwargs: driver(
            function,
            **dict(zip(_names(exercise), args, strict=False)),
            **kwargs,
        )

    def call(
        self, arguments: Mapping[str, Any], *, meanwhile: Callable[[], object] = list
    ) -> Outcome:
        """Call the function on a copy of the arguments; here, nothing runs meanwhile."""
        try:
            with np.errstate(all="ignore"):
                reply = self._submission.call(wire.copy(dict(arguments)))
        except Exception as error:  # noqa: BLE001 - a wrong idea may raise anything
            return Raised(type(error).__name__, str(error))
        return Returned(
            wire.copy(reply["value"]),
            tuple(reply["changed"]),
            tuple(reply["shared"]),
            reply["earlier_changed"],
            reply["global_rng"],
        )


def _names(exercise: Exercise) -> tuple[str, ...]:
    return catalog.find(exercise.slug).signature.positional


def rehearse(
    exercise: Exercise, function: Callable[..., Any], seed: int = 0, examples: int = 100
) -> judging.Judgement:
    """Return what the checks say of a function, and which misconceptions claim it."""
    judgement = judging.Judgement()
    court = Court(exercise, InProcess(exercise, function))
    nowhere = Submission(Path(f"{exercise.slug}.py"), b"")
    request = judging.Request(nowhere, exercise.slug, seed, examples)
    judging.try_cases(judgement, court, request)
    judging.judge_checks(judgement, court, request)
    return judgement
