"""Grading in a process of its own, which stays warm from one verdict to the next."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import sys
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cnnquiz.errors import GraderError
from cnnquiz.report.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

COMMAND = (sys.executable, "-m", "cnnquiz.service")
LONGEST_LINE = 1 << 24  # bytes; a verdict is bounded far below
PATIENCE = 2.0  # seconds for a process to end before it is killed


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a grading is: so many of so many in a stage; a total of 0 is unknown.

    One that `is_failure` says what a case has shown to be wrong already.
    """

    stage: str
    done: int = 0
    total: int = 0
    is_failure: bool = False


@dataclass(frozen=True, slots=True)
class Graded:
    """A verdict as `cnnquiz grade` writes it in JSON, and the seed of its cases."""

    seed: int
    verdict: dict[str, Any]


class Grader:
    """One grading at a time; a cancelled one ends the process, the next starts it."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._process: asyncio.subprocess.Process | None = None
        self._errors: deque[str] = deque(maxlen=20)
        self._listener: asyncio.Task[None] | None = None
        self._numbers = itertools.count(1)
        self._alone = asyncio.Lock()

    async def warm_up(self) -> None:
        """Start the process, so that it has loaded by the time it is asked."""
        with contextlib.suppress(GraderError):
            async with self._alone:
                await self._running()

    async def grade(
        self,
        exercise: str,
        source: str,
        *,
        seed: int | None = None,
        watch: Callable[[Progress], None] = lambda progress: None,
    ) -> Graded:
        """Grade a source text.

        Cancelling the task that awaits this ends the process.

        Raises
        ------
        GraderError
            If there is no verdict; its message is one sentence for the learner.
        """
        request = {"file": f"{exercise}.py", "exercise": exercise,
                   "source": source, "seed": seed}  # fmt: skip
        answer = await self._answer(request, watch)
        return Graded(answer["seed"], answer["verdict"])

    async def try_code(self, code: str, tests: Sequence[str]) -> list[str]:
        """Run code in the sandbox, then each test there; "" for each that holds.

        Raises
        ------
        GraderError
            If it cannot be tried; its message is one sentence for the learner.
        """
        answer = await self._answer({"code": code, "tests": list(tests)})
        results: list[str] = answer["results"]
        return results

    async def close(self) -> None:
        """End the process."""
        await self._end()

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=LONGEST_LINE,
                start_new_session=True,  # ^C in the terminal is not meant for it
            )
        except OSError as error:
            raise GraderError(f"the grader cannot be started: {error}") from error
        self._errors.clear()
        self._listener = asyncio.create_task(self._listen(self._process))
        return self._process

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        """Read the error stream away: a full pipe would stop the process."""
        assert process.stderr is not None  # noqa: S101 - for the type checker
        while line := await process.stderr.readline():
            self._errors.append(line.decode("utf-8", "replace").strip())

    async def _answer(
        self,
        request: Mapping[str, Any],
        watch: Callable[[Progress], None] = lambda progress: None,
    ) -> dict[str, Any]:
        """Ask alone; whatever stops the asking ends the process."""
        async with self._alone:
            process = await self._running()
            try:
                return await self._ask(process, request, watch)
            except BaseException:
                await self._end()
                raise

    async def _ask(
        self,
        process: asyncio.subprocess.Process,
        request: Mapping[str, Any],
        watch: Callable[[Progress], None],
    ) -> dict[str, Any]:
        number = next(self._numbers)
        await self._send(process, {"id": number, **request})
        while True:
            message = await self._receive(process)
            if message.get("id") != number:
                continue
            if "verdict" in message or "results" in message:
                return message
            if "error" in message:
                raise GraderError(f"the grader failed: {message['error']}")
            if early := message.get("early"):
                said = one_line(f"{early['status']}: {early['message']}")
                watch(Progress(said, is_failure=True))
            else:
                watch(Progress(**message["progress"]))

    async def _send(
        self, process: asyncio.subprocess.Process, request: dict[str, Any]
    ) -> None:
        assert process.stdin is not None  # noqa: S101 - for the type checker
        # A process that has died is noticed when it is read from, which says more.
        with contextlib.suppress(ConnectionError):
            process.stdin.write(json.dumps(request).encode() + b"\n")
            await process.stdin.drain()

    async def _receive(self, process: asyncio.subprocess.Process) -> dict[str, Any]:
        assert process.stdout is not None  # noqa: S101 - for the type checker
        try:
            line = await process.stdout.readline()
            if not line:
                raise GraderError(f"the grader ended without a verdict{self._last()}")
            message: dict[str, Any] = json.loads(line)
        except ValueError as error:
            raise GraderError(f"the grader said what cannot be read: {error}") from None
        return message

    def _last(self) -> str:
        return f" ({self._errors[-1]})" if self._errors else ""

    async def _end(self) -> None:
        process, self._process = self._process, None
        listener, self._listener = self._listener, None
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), PATIENCE)
            except TimeoutError:
                process.kill()
                await process.wait()
        if listener is not None:
            listener.cancel()
