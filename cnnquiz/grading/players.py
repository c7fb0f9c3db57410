"""The referee's handles: a zygote to fork players from, and each player.

A player is untrusted, so everything here has a bound: seconds of wall clock and of
processor time for each request, bytes for each reply and for what is printed. Whatever
ends a player early is raised as `PlayerEnded`, with the status of the verdict.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import time
from dataclasses import asdict, dataclass
from typing import Any

from cnnquiz.errors import GraderError
from cnnquiz.grading import launch, wire
from cnnquiz.grading.outcome import (
    LoadFailure,
    Outcome,
    PlayerEnded,
    Raised,
    Returned,
    line_of,
    names_of,
    raised_of,
    words_of,
)
from cnnquiz.grading.verdict import Sandbox, Status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cnnquiz.grading.player import Load

KEPT_OUTPUT = 8_000
MAX_OUTPUT = 16 << 20
MAX_ANSWERS = 256 << 20  # of all answers together: the referee keeps them to judge
TICK = 0.05


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a player may take, in seconds, and how much memory in bytes."""

    load_cpu: float = 6.0
    load_wall: float = 12.0
    call_cpu: float = 2.0
    call_wall: float = 8.0
    total_cpu: float = 15.0
    total_wall: float = 25.0
    memory: int = 3 << 30
    off: tuple[str, ...] = ()
    """Layers of the sandbox to leave out, where a test shows what each one stops."""


def _nothing() -> None:
    """Just wait."""


class Zygote:
    """A clean process with NumPy loaded, from which players are forked in milliseconds."""

    def __init__(self, started: launch.Started | None = None) -> None:
        started = started or launch.start()
        self._process, self._socket = started.process, started.socket
        self._ready = False

    def fork(self, limits: Limits) -> Player:
        """Fork a fresh player."""
        self._wait_ready()
        pipes = [os.pipe() for _ in range(3)]
        (request, to_player), (from_player, reply), (output, printed) = pipes
        message = {
            "op": "fork",
            "memory": limits.memory,
            "cpu_seconds": int(limits.total_cpu + 10),
            "off": list(limits.off),
        }
        answer = self._ask(message, [request, reply, printed])
        for fd in (request, reply, printed):
            os.close(fd)
        return Player(self, answer["pid"], to_player, from_player, output, limits)

    def reap(self, pid: int) -> int:
        """Wait for a dead player and return its exit status."""
        return int(self._ask({"op": "reap", "pid": pid})["status"])

    def close(self) -> None:
        """End the zygote."""
        self._socket.close()
        self._process.kill()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()

    def _wait_ready(self) -> None:
        if not self._ready:
            self._socket.settimeout(60)
            self._receive()
            self._ready = True

    def _ask(self, message: dict[str, Any], fds: list[int] | None = None) -> Any:
        data = json.dumps(message).encode()
        try:
            if fds:
                socket.send_fds(self._socket, [data], fds)
            else:
                self._socket.sendall(data)
        except OSError as error:
            raise GraderError(
                f"the process that starts players is gone: {error}"
            ) from None
        return self._receive()

    def _receive(self) -> Any:
        line = b""
        while not line.endswith(b"\n"):
            try:
                part = self._socket.recv(65536)
            except OSError:  # it has ended, or says nothing for too long
                part = b""
            if not part:
                raise GraderError(f"a player could not be started: {self._complaint()}")
            line += part
        return json.loads(line)

    def _complaint(self) -> str:
        self._process.kill()
        stderr = self._process.stderr
        said = stderr.read().decode("utf-8", "replace").strip() if stderr else ""
        return said.splitlines()[-1][:300] if said else "it ended without a word"


class Player:
    """One untrusted process: load a submission into it, call it, kill it."""

    def __init__(
        self, zygote: Zygote, pid: int, to: int, back: int, output: int, limits: Limits
    ) -> None:
        self.pid = pid
        self.limits = limits
        self.printed = bytearray()
        self.printed_total = 0
        self._zygote = zygote
        self._to, self._back, self._output = to, back, output
        self._buffer = bytearray()
        self._answered = 0
        self._id = 0
        self._alive = True
        self._born = time.monotonic()
        self._cpu_clock = (~pid << 3) | 2  # what clock_getcpuclockid(3) makes of a pid
        for fd in (to, back, output):
            os.set_blocking(fd, False)
        header, _, _ = self._receive(self._deadline(30), None)
        self.sandbox = Sandbox.of(header.get("held", []), header.get("missing", {}))

    def load(self, source: bytes, spec: Load) -> LoadFailure | Raised | None:
        """Load a submission; None means that it did."""
        header, _ = self._request(
            {"op": "load", "load": asdict(spec)},
            raw=source,
            cpu=self.limits.load_cpu,
            wall=self.limits.load_wall,
            doing="while loading the file",
        )
        if header.get("ok") is True:
            return None
        if "invalid" in header:
            return LoadFailure(words_of(header, "invalid", 1_000), line_of(header))
        return raised_of(header)

    def call(
        self,
        arguments: Mapping[str, Any],
        *,
        meanwhile: Callable[[], object] = _nothing,
        watch: bool = True,
        cpu: float | None = None,
        wall: float | None = None,
    ) -> Outcome:
        """Call the submission's function; do something else before its answer."""
        header, value = self._request(
            {"op": "call", "watch": watch},
            dict(arguments),
            cpu=cpu or self.limits.call_cpu,
            wall=wall or self.limits.call_wall,
            doing="in a call",
            meanwhile=meanwhile,
        )
        if header.get("ok") is not True:
            return raised_of(header)
        return Returned(
            value,
            names_of(header, "changed"),
            names_of(header, "shared"),
            header.get("earlier_changed") is True,
            header.get("global_rng") is True,
        )

    def nothing(self, arguments: Mapping[str, Any]) -> None:
        """Go there and back without a call: what a request costs by itself."""
        self._request(
            {"op": "nothing"}, dict(arguments), cpu=5, wall=20, doing="between calls"
        )

    def cpu_time(self) -> float:
        """Return the seconds of processor time the player has used."""
        try:
            return time.clock_gettime(self._cpu_clock)
        except OSError:
            return 0.0

    def close(self) -> None:
        """Kill the player, and whatever shares its process group."""
        if not self._alive:
            return
        self._alive = False
        for kill, target in ((os.killpg, self.pid), (os.kill, self.pid)):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(target, signal.SIGKILL)
        self._status = self._zygote.reap(self.pid)
        with contextlib.suppress(OSError, PlayerEnded):  # too much: it ends here anyway
            self._drain()
        for fd in (self._to, self._back, self._output):
            os.close(fd)

    def output(self) -> str:
        """Return the end of what the submission printed."""
        text = self.printed.decode("utf-8", "replace")
        cut = self.printed_total - len(self.printed)
        return f"[{cut} bytes before this are left out]\n{text}" if cut > 0 else text

    def _request(
        self,
        header: dict[str, Any],
        value: Any = None,
        raw: bytes = b"",
        *,
        cpu: float,
        wall: float,
        doing: str,
        meanwhile: Callable[[], object] = _nothing,
    ) -> tuple[dict[str, Any], Any]:
        if not self._alive:
            raise PlayerEnded(Status.CRASHED, "the process is gone")
        self._id += 1
        cpu_until = min(self.cpu_time() + cpu, self.limits.total_cpu)
        deadline = self._deadline(wall)
        try:
            if self._buffer:
                raise wire.ProtocolError("it spoke before it was asked")
            frame = wire.pack({**header, "id": self._id}, value, raw)
            self._send(memoryview(frame), deadline, cpu_until)
            meanwhile()
            reply, result, _ = self._receive(deadline, cpu_until)
            if reply.get("id") != self._id or type(reply.get("ok")) is not bool:
                raise wire.ProtocolError("an answer to another question")
        except wire.ProtocolError as error:
            self.close()
            message = f"it tampered with the grader's messages ({error})"
            raise PlayerEnded(Status.CRASHED, message) from None
        except PlayerEnded as ended:
            self.close()
            raise PlayerEnded(ended.status, f"{ended} {doing}") from None
        except OSError as error:
            self.close()
            raise PlayerEnded(Status.CRASHED, f"the process died: {error}") from None
        return reply, result

    def _deadline(self, wall: float) -> float:
        return min(time.monotonic() + wall, self._born + self.limits.total_wall)

    def _send(self, frame: memoryview, deadline: float, cpu_until: float) -> None:
        while frame:
            if self._buffer:  # kept apart from an answer, and bounded in size
                raise wire.ProtocolError("it spoke before it was asked")
            _, writable = self._wait(deadline, cpu_until, [self._to])
            if writable:
                try:
                    sent = os.write(self._to, frame[: 1 << 20])
                except BrokenPipeError:
                    raise PlayerEnded(*self._how_it_died()) from None
                frame = frame[sent:]

    def _receive(
        self, deadline: float, cpu_until: float | None
    ) -> tuple[dict[str, Any], Any, bytes]:
        self._fill(wire.HEAD.size, deadline, cpu_until)
        header, body = wire.check_head(bytes(self._buffer[: wire.HEAD.size]))
        split, end = wire.HEAD.size + header, wire.HEAD.size + header + body
        self._fill(end, deadline, cpu_until)
        frame = bytes(self._buffer[:end])
        del self._buffer[:end]
        self._answered += body
        if self._answered > MAX_ANSWERS:
            message = f"its results take over {MAX_ANSWERS >> 20} MB"
            raise PlayerEnded(Status.MEMORY, message)
        return wire.unpack(frame[wire.HEAD.size : split], frame[split:])

    def _fill(self, size: int, deadline: float, cpu_until: float | None) -> None:
        while len(self._buffer) < size:
            self._wait(deadline, cpu_until, [])

    def _wait(
        self, deadline: float, cpu_until: float | None, writing: list[int]
    ) -> tuple[list[int], list[int]]:
        """Wait a moment for the pipes; take in what was said and printed."""
        now = time.monotonic()
        if now >= deadline:
            raise PlayerEnded(Status.TIMEOUT, "it ran out of time")
        wait = min(TICK, deadline - now)
        ready = select.select([self._back, self._output], writing, [], wait)[:2]
        if self._output in ready[0]:
            self._take_output()
        if self._back in ready[0]:
            part = os.read(self._back, 1 << 20)
            if not part:
                raise PlayerEnded(*self._how_it_died())
            self._buffer += part
        if not (ready[0] or ready[1]) and cpu_until and self.cpu_time() > cpu_until:
            raise PlayerEnded(Status.TIMEOUT, "it ran out of time")
        return ready

    def _take_output(self) -> bool:
        part = os.read(self._output, 1 << 16)
        self.printed_total += len(part)
        self.printed += part
        del self.printed[:-KEPT_OUTPUT]
        if self.printed_total > MAX_OUTPUT:
            raise PlayerEnded(Status.CRASHED, f"it printed over {MAX_OUTPUT >> 20} MB")
        return bool(part)

    def _drain(self) -> None:
        while self._take_output():
            pass

    def _how_it_died(self) -> tuple[Status, str]:
        self.close()
        status = self._status
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number == signal.SIGXCPU:
                return Status.TIMEOUT, "it ran out of processor time"
            return Status.CRASHED, f"the process died of {_signal_name(number)}"
        code = os.WEXITSTATUS(status)
        return Status.CRASHED, f"the process ended itself with exit code {code}"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # most real-time signals have none
        return f"signal {number}"


@contextlib.contextmanager
def playing(zygote: Zygote, limits: Limits) -> Iterator[Player]:
    """Fork a player and make sure that it ends."""
    player = zygote.fork(limits)
    try:
        yield player
    finally:
        player.close()
