"""Run a few lines of code where they can do no harm, and try expressions on them.

This is how a filled blank is marked: by what the code then does, not by its spelling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnquiz.grading.outcome import LoadFailure, PlayerEnded, Raised
from cnnquiz.grading.player import Load
from cnnquiz.grading.players import Limits, Zygote, playing

if TYPE_CHECKING:
    from collections.abc import Sequence

LIMITS = Limits(
    load_cpu=2.0, call_cpu=1.0, call_wall=4.0, total_cpu=4.0, total_wall=10.0
)
_HOLDS = "\n\ndef holds(test):\n    return bool(eval(test, globals()))\n"
_LOAD = Load(
    file="answer.py",
    module="answer",
    function="holds",
    positional=["test"],
    keywords=[],
    driver=None,
    forbidden=[],
)


class Bench:
    """Runs each piece of code in a player of its own.

    The process that starts players begins with the first piece, unless one is given.
    """

    def __init__(self, zygote: Zygote | None = None) -> None:
        self._zygote = zygote

    def run(self, code: str, tests: Sequence[str]) -> list[str]:
        """Run the code, then each test; say what went wrong, "" where nothing did."""
        if self._zygote is None:
            self._zygote = Zygote()
        source = (code + _HOLDS).encode("utf-8", "replace")
        results: list[str] = []
        with playing(self._zygote, LIMITS) as player:
            try:
                problem = player.load(source, _LOAD)
                if problem is not None:
                    return [_loading(problem)] * len(tests)
                for test in tests:
                    outcome = player.call({"test": test})
                    if isinstance(outcome, Raised):
                        results.append(f"{test}: it raised {outcome}")
                    else:
                        held = outcome.value is True
                        results.append("" if held else f"This does not hold: {test}")
            except PlayerEnded as ended:
                # What a test never came to say counts against the answer.
                rest = len(tests) - len(results)
                results += [f"The code does not come to an end: {ended}."] * rest
        return results

    def close(self) -> None:
        """End the process that starts players."""
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None


def _loading(problem: LoadFailure | Raised) -> str:
    if isinstance(problem, LoadFailure):
        return f"The code does not load: {problem.message}."
    return f"The code raised {problem}."
