"""The process that players are forked from: NumPy is loaded once, then forked.

It is started clean (`python -I -S`, a scrubbed environment, one thread) and never
sees a submission or an answer: it forks a player for each request and says how a
player ended. Standard library and NumPy only.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from typing import Any

from cnnquiz.grading import player, sandbox, wire

OUTPUT, REQUEST, REPLY, RULESET = 1, 3, 4, 5  # the player's file descriptors
# SIGXFSZ stays ignored, so that a refused write is an exception and not a death.
KEPT_SIGNALS = {signal.SIGKILL, signal.SIGSTOP, signal.SIGPIPE, signal.SIGXFSZ}


def main(descriptor: int, hide: str) -> None:
    """Serve fork requests on a socket until the referee closes it."""
    control = socket.socket(fileno=descriptor)
    if sandbox.LINUX:
        sandbox.die_with_parent()
        sandbox.undumpable()
    player.warm_up()
    ruleset, readable = sandbox.prepare()
    _close_the_door(hide)
    _say(control, {"ready": os.getpid()})
    while True:
        message, fds, _, _ = socket.recv_fds(control, 65536, 4)
        if not message:
            os._exit(0)
        request = json.loads(message)
        if request["op"] == "fork":
            pid = os.fork()
            if pid == 0:
                _become_player(request, fds, ruleset, readable)
            for fd in fds:
                os.close(fd)
            _say(control, {"pid": pid})
        else:
            _, status = os.waitpid(request["pid"], 0)
            _say(control, {"status": status})


def _say(control: socket.socket, message: dict[str, Any]) -> None:
    control.sendall(json.dumps(message).encode() + b"\n")


def _close_the_door(hide: str) -> None:
    """Let nothing but NumPy, SciPy and the standard library be imported from here."""
    sys.path[:] = [entry for entry in sys.path if entry != hide]
    for name in [n for n in sys.modules if n.partition(".")[0] == "cnnquiz"]:
        del sys.modules[name]
    sys.meta_path.insert(0, player.ImportGate())


def _become_player(
    request: dict[str, Any], fds: list[int], ruleset: int | None, readable: list[str]
) -> None:
    """Turn this fork into a player; never return."""
    try:
        os.setsid()
        kept = _arrange_descriptors(fds, ruleset)
        for number in range(1, signal.NSIG):
            if number not in KEPT_SIGNALS:
                try:
                    signal.signal(number, signal.SIG_DFL)
                except (OSError, ValueError):
                    continue
        layers = sandbox.enter(
            request["memory"], request["cpu_seconds"], kept, readable, request["off"]
        )
        _write(
            wire.pack({"ready": True, "held": layers.held, "missing": layers.missing})
        )
        player.serve(_read, _write)
    finally:
        os._exit(70)


def _arrange_descriptors(fds: list[int], ruleset: int | None) -> int | None:
    """Keep standard input (empty), output, the pipes and the ruleset; close all else."""
    rules = [] if ruleset is None else [ruleset]
    request, reply, output, *rules = (
        os.dup2(fd, 200 + i) for i, fd in enumerate([*fds, *rules])
    )
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    for fd in (OUTPUT, 2):
        os.dup2(output, fd)
    os.dup2(request, REQUEST)
    os.dup2(reply, REPLY)
    if rules:
        os.dup2(rules[0], RULESET)
    os.closerange(RULESET + len(rules), 4096)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - a descriptor
    for name, fd in (("stdout", OUTPUT), ("stderr", 2)):
        stream = open(fd, "w", closefd=False, errors="backslashreplace")  # noqa: SIM115
        setattr(sys, name, stream)
    return RULESET if rules else None


def _read_exactly(size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = os.read(REQUEST, min(size - len(parts), 1 << 20))
        if not part:
            os._exit(0)  # the referee has gone
        parts += part
    return bytes(parts)


def _read() -> tuple[dict[str, Any], Any, bytes]:
    header, body = wire.check_head(_read_exactly(wire.HEAD.size))
    return wire.unpack(_read_exactly(header), _read_exactly(body), trusted=True)


def _write(frame: bytes) -> None:
    view = memoryview(frame)
    while view:
        view = view[os.write(REPLY, view) :]
