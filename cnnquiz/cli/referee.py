"""Who grades the files of an interview."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cnnquiz.grading.players import Zygote
    from cnnquiz.grading.verdict import Sandbox, Verdict


class Judged(NamedTuple):
    """A file as it was graded."""

    source: str
    verdict: Verdict
    sandbox: Sandbox
    seed: int


class Grades(Protocol):
    """Who grades files and runs what fills a blank."""

    def grade(self, path: Path, slug: str) -> Judged:
        """Grade a file as an answer to an exercise."""

    def run(self, code: str, tests: Sequence[str]) -> Sequence[str]:
        """Run code, then each test; say what went wrong, "" where nothing did."""


class Referee:
    """Grades with one warm process, which starts with the first file."""

    def __init__(self) -> None:
        self._zygote: Zygote | None = None

    def _warm(self) -> Zygote:
        from cnnquiz.grading.players import Zygote

        if self._zygote is None:
            self._zygote = Zygote()
        return self._zygote

    def grade(self, path: Path, slug: str) -> Judged:
        """Grade a file as an answer to an exercise."""
        from cnnquiz.grading import batch, judging, referee, submission

        read, seed = submission.read(path), batch.fresh_seed()
        verdict, sandbox = referee.grade(
            judging.Request(read, slug, seed), self._warm()
        )
        return Judged(read.text, verdict, sandbox, seed)

    def run(self, code: str, tests: Sequence[str]) -> Sequence[str]:
        """Run code in the sandbox, then each test."""
        from cnnquiz.grading.bench import Bench

        return Bench(self._warm()).run(code, tests)

    def close(self) -> None:
        """End the process."""
        if self._zygote is not None:
            self._zygote.close()
