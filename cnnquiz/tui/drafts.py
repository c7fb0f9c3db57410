"""Keeps what is typed, as it is typed, without making the typing wait."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnnquiz.tui.learner import Learner


class DraftKeeper:
    """Writes the newest text in a thread; while one is written, the next one waits.

    A kill loses what was typed since the last write began, which is a few
    milliseconds: there is no delay to lose more in.
    """

    def __init__(self, write: Callable[[str], None], kept: str) -> None:
        self._write = write
        self._kept = kept
        self._newest = kept
        self._task: asyncio.Task[None] | None = None

    def keep(self, text: str) -> None:
        """Write a text soon."""
        self._newest = text
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_all())

    async def flush(self) -> None:
        """Wait until the newest text is written."""
        if self._task is not None:
            await self._task

    def write_now(self) -> None:
        """Write the newest text before this returns."""
        if self._newest != self._kept:
            self._kept = self._newest
            self._write(self._newest)

    async def _write_all(self) -> None:
        while self._newest != self._kept:
            text = self._newest
            await asyncio.to_thread(self._write, text)
            self._kept = text


class AnswerDraft:
    """What stands in the controls of one question, until it is answered.

    A slot of the record holds the draft of the question that was asked last.
    """

    def __init__(self, learner: Learner, slot: str) -> None:
        self._learner = learner
        self._slot = slot
        self._question = ""
        self._keeper = DraftKeeper(self._write, "")

    def begin(self, question: str) -> list[str]:
        """Return what was typed into each control the last time it was asked."""
        self.write_now()
        self._question = question
        self._keeper = DraftKeeper(self._write, "")
        try:
            kept = json.loads(self._learner.draft(self._slot) or "{}")
        except ValueError:
            return []
        return list(kept["typed"]) if kept.get("question") == question else []

    def keep(self, typed: Sequence[str]) -> None:
        """Keep what stands in each control so far."""
        kept = {"question": self._question, "typed": list(typed)}
        self._keeper.keep(json.dumps(kept))

    async def end(self) -> None:
        """Forget it: the question is answered."""
        self._keeper.keep("")
        await self._keeper.flush()

    async def flush(self) -> None:
        """Wait until the newest is written."""
        await self._keeper.flush()

    def write_now(self) -> None:
        """Write the newest before this returns."""
        self._keeper.write_now()

    def _write(self, text: str) -> None:
        self._learner.keep_draft(self._slot, text)
