"""Keeps what is typed, as it is typed, without making the typing wait."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


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
