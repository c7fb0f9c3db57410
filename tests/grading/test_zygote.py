"""The process that players are forked from, and what a fork does to become a player."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
from pathlib import Path

import pytest

from cnnquiz.grading import sandbox, wire, zygote

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="its forks are Linux's")


class Ended(BaseException):
    """What os._exit does, in a form that a test can look at."""


def end(code):
    """End a process, for a test."""
    raise Ended(code)


def frame(header, value=None, raw=b""):
    """Return a request as the referee sends it."""
    return wire.pack(header, value, raw)


def frames(data: bytes) -> list:
    """Return the header and value of each frame."""
    found = []
    while data:
        head, body = wire.check_head(data[: wire.HEAD.size])
        split, end_ = wire.HEAD.size + head, wire.HEAD.size + head + body
        found.append(wire.unpack(data[wire.HEAD.size : split], data[split:end_])[:2])
        data = data[end_:]
    return found


@pytest.fixture
def become(in_fork):
    """Turn a fork into a player that is sent these frames; return what it says."""

    def run(*sent: bytes, off=(), report=lambda: None):
        request, to_player = os.pipe()
        printed, output = os.pipe()
        os.write(to_player, b"".join(sent))
        os.close(to_player)

        def act(reply):
            zygote.os._exit = end
            ruleset, readable = sandbox.prepare()
            message = {"memory": 3 << 30, "cpu_seconds": 20, "off": list(off)}
            try:
                zygote._become_player(
                    message, [request, reply, output], ruleset, readable
                )
            except Ended as ended:
                first = ended.__context__
                codes = [e.args[0] for e in (first, ended) if isinstance(e, Ended)]
                return [codes, report()]
            return "it returned"

        told = in_fork(act, told_on=zygote.REPLY)
        os.close(request)
        os.close(output)
        with os.fdopen(printed, "rb") as pipe:
            return frames(told[0]), told[1], pipe.read()

    return run


LOAD = {
    "file": "f.py",
    "module": "f",
    "function": "f",
    "positional": ["x"],
    "keywords": [],
    "driver": None,
    "forbidden": [],
}
SOURCE = b"import sys\ndef f(x):\n    print('called')\n    return sys.stdin.read(), x\n"


def test_a_player_serves_until_the_referee_has_gone(become) -> None:
    """It says which layers hold, loads, calls; its input is empty; then it ends well."""
    said, (codes, _), printed = become(
        frame({"op": "load", "load": LOAD, "id": 1}, raw=SOURCE),
        frame({"op": "call", "watch": False, "id": 2}, {"x": 5}),
    )
    (ready, _), (loaded, _), (called, value) = said
    assert ready["ready"] is True
    assert "resource limits" in ready["held"]
    assert loaded == {"ok": True, "id": 1}
    assert (called["id"], value) == (2, ("", 5))
    assert printed == b"called\n"
    assert codes[0] == 0


def test_a_player_holds_no_descriptor_but_its_own(become) -> None:
    """Not the zygote's socket, not another player's pipes, no file of the grader's."""
    stray = os.open("/dev/null", os.O_RDONLY)

    def still_open():
        found = []
        for number in range(4096):
            try:
                os.fstat(number)
            except OSError:
                continue
            found.append(number)
        return found

    try:
        _, (_, descriptors), _ = become(report=still_open)
        assert set(descriptors) <= {
            0,
            1,
            2,
            zygote.REQUEST,
            zygote.REPLY,
            zygote.RULESET,
        }
        _, (_, without), _ = become(off=("file access",), report=still_open)
        assert {0, 1, 2, zygote.REQUEST, zygote.REPLY} <= set(without)
        assert stray not in descriptors
    finally:
        os.close(stray)


def test_a_player_that_is_sent_nonsense_ends_itself(become) -> None:
    """It is the last thing that it does, with an exit code of its own."""
    said, (codes, _), _ = become(frame({"op": "load"}))
    assert len(said) == 1
    assert codes == [70]


def test_a_zygote_forks_reaps_and_ends_with_its_socket(in_fork, monkeypatch) -> None:
    """It says that it is ready, then answers; of cnnquiz nothing can be imported then."""
    monkeypatch.setattr(sys, "path", [*sys.path, "/hidden"])
    ours, theirs = socket.socketpair()
    ours.settimeout(60)

    def act(_reply):
        ours.close()
        zygote.os._exit = end
        zygote._become_player = lambda *a: os.kill(os.getpid(), signal.SIGTERM)
        try:
            zygote.main(theirs.fileno(), "/hidden")
        except Ended as ended:
            left = [name for name in sys.modules if name.startswith("cnnquiz")]
            return [ended.args[0], left, "/hidden" in sys.path]
        return "it returned"

    answers = {}

    def ask():
        reader = ours.makefile("rb")
        answers.update(json.loads(reader.readline()))
        request = json.dumps({"op": "fork"}).encode()
        with Path(os.devnull).open("rb") as null:
            socket.send_fds(ours, [request], [null.fileno()])
            pid = json.loads(reader.readline())["pid"]
        ours.sendall(json.dumps({"op": "reap", "pid": pid}).encode())
        answers.update(json.loads(reader.readline()))
        ours.shutdown(socket.SHUT_RDWR)

    with ours, theirs:
        asking = threading.Thread(target=ask)
        asking.start()
        _, said = in_fork(act)
        asking.join()
    assert said == [0, [], False]
    assert answers["ready"] > 0
    assert os.WTERMSIG(answers["status"]) == signal.SIGTERM
