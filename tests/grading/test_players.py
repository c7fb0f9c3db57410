"""What the referee makes of a player that does not keep to the rules.

The player is played by the test: it writes the frames, while a process that does
nothing stands in for it, to be killed and to have a processor time.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from cnnquiz.errors import GraderError
from cnnquiz.grading import launch, players, wire
from cnnquiz.grading.outcome import PlayerEnded, Returned
from cnnquiz.grading.players import Limits, Player, Zygote
from cnnquiz.grading.verdict import Status

READY = wire.pack({"ready": True, "held": ["resource limits"], "missing": {}})
BIG = {"x": np.ones(1 << 20)}  # more than a pipe holds


class Puppet:
    """A player whose words are the test's, and whose end is as the test says."""

    def __init__(self, *, first=READY, limits=None, status=0):
        self.body = subprocess.Popen(
            [sys.executable, "-c", "input()"],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        self.hears, to = os.pipe()
        back, self.says = os.pipe()
        output, self.prints = os.pipe()
        self.say(first)
        zygote = SimpleNamespace(reap=lambda pid: status)
        pipes = to, back, output
        self.player = Player(zygote, self.body.pid, *pipes, limits or Limits())
        self.open = {self.hears, self.says, self.prints}

    def say(self, frame: bytes) -> None:
        """Write to the referee."""
        os.write(self.says, frame)

    def stop(self, *descriptors: int) -> None:
        """Close some of its ends."""
        for descriptor in descriptors:
            os.close(descriptor)
            self.open.discard(descriptor)

    def call(self, reply: bytes = b"", act=lambda: None, **others):
        """Be called, and say this as soon as the question has been asked."""

        def meanwhile():
            self.say(reply)
            act()

        return self.player.call({"x": 1}, meanwhile=meanwhile, **others)

    def end(self) -> None:
        """Leave nothing behind."""
        self.player.close()
        self.stop(*self.open.copy())
        self.body.communicate()


@pytest.fixture
def puppet():
    """Make puppets, and end them."""
    made = []

    def make(**others):
        made.append(Puppet(**others))
        return made[-1]

    yield make
    for each in made:
        each.end()


def answer(value=None, **header):
    """Return the answer to the first question."""
    return wire.pack({"id": 1, "ok": True, **header}, value)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (answer(id=2), "an answer to another question"),
        (answer(ok=1), "an answer to another question"),
        (b"\xff" * wire.HEAD.size, "it tampered with the grader's messages"),
    ],
)
def test_an_answer_that_is_none_ends_the_player(puppet, reply, said) -> None:
    """It is killed, and asked nothing more."""
    player = puppet()
    with pytest.raises(PlayerEnded, match=said) as ended:
        player.call(reply)
    assert ended.value.status is Status.CRASHED
    assert player.body.wait() == -signal.SIGKILL
    with pytest.raises(PlayerEnded, match="the process is gone"):
        player.call()


def test_an_answer_before_the_question_ends_the_player(puppet) -> None:
    """However right it would have been."""
    with pytest.raises(PlayerEnded, match="it spoke before it was asked"):
        puppet(first=READY + answer(5)).call()


def test_an_answer_while_it_is_being_asked_ends_the_player(puppet) -> None:
    """The question does not fit into the pipe, and nobody takes it out."""
    player = puppet()
    player.say(answer(5))
    with pytest.raises(PlayerEnded, match="it spoke before it was asked"):
        player.player.call(BIG)


@pytest.mark.parametrize(
    ("changed", "kept"),
    [(["x", 3, "w"], ("x", "w")), ("x", ()), (["x"] * 99, ("x",) * 20)],
)
def test_what_it_says_of_its_arguments_is_read_with_a_bound(puppet, changed, kept):
    """Names are a list of strings, and not too many."""
    outcome = puppet().call(
        answer(5, changed=changed, earlier_changed=1, global_rng=True)
    )
    assert outcome == Returned(5, kept, earlier_changed=False, global_rng=True)


def test_what_it_prints_is_kept_to_its_end(puppet, monkeypatch) -> None:
    """How much is left out is said; too much ends it."""
    monkeypatch.setattr(players, "KEPT_OUTPUT", 4)
    player = puppet()
    player.call(b"", lambda: (os.write(player.prints, b"abcdef"), player.say(answer())))
    player.stop(player.prints)
    player.player.close()
    assert player.player.output() == "[2 bytes before this are left out]\ncdef"


def test_what_it_prints_has_an_end(puppet, monkeypatch) -> None:
    """Sixteen megabytes are more than anyone reads."""
    monkeypatch.setattr(players, "MAX_OUTPUT", 5)
    player = puppet()
    with pytest.raises(PlayerEnded, match="it printed over") as ended:
        player.call(b"", lambda: os.write(player.prints, b"abcdef"))
    assert ended.value.status is Status.CRASHED


def test_all_its_answers_together_have_a_bound(puppet, monkeypatch) -> None:
    """The referee keeps them, to judge."""
    monkeypatch.setattr(players, "MAX_ANSWERS", 100)
    with pytest.raises(PlayerEnded, match="its results take over") as ended:
        puppet().call(answer(np.ones(100)))
    assert ended.value.status is Status.MEMORY


@pytest.mark.parametrize(
    ("status", "verdict", "said"),
    [
        (3 << 8, Status.CRASHED, "the process ended itself with exit code 3 in a call"),
        (signal.SIGSEGV, Status.CRASHED, "the process died of SIGSEGV in a call"),
        (signal.SIGXCPU, Status.TIMEOUT, "it ran out of processor time in a call"),
        (40, Status.CRASHED, "the process died of signal 40 in a call"),
    ],
)
@pytest.mark.parametrize("ends", [("says",), ("hears",)])
def test_how_it_died_is_said(puppet, status, verdict, said, ends) -> None:
    """Whether that shows when it is asked or when it should answer."""
    player = puppet(status=int(status))
    player.stop(*(getattr(player, end) for end in ends))
    with pytest.raises(PlayerEnded) as ended:
        player.player.call({"x": 1})
    assert (ended.value.status, str(ended.value)) == (verdict, said)


@pytest.mark.parametrize("arguments", [{"x": 1}, BIG], ids=["answering", "listening"])
def test_it_runs_out_of_time(puppet, arguments) -> None:
    """Whether it does not answer or does not listen."""
    with pytest.raises(PlayerEnded, match="it ran out of time in a call") as ended:
        puppet().player.call(arguments, wall=0.2)
    assert ended.value.status is Status.TIMEOUT


def test_it_runs_out_of_processor_time(puppet, monkeypatch) -> None:
    """Long before its time on the clock is over."""
    player = puppet()
    spent = iter(range(10))
    monkeypatch.setattr(Player, "cpu_time", lambda self: float(next(spent)))
    with pytest.raises(PlayerEnded, match="it ran out of time") as ended:
        player.call(cpu=0.5, wall=600)
    assert ended.value.status is Status.TIMEOUT


def test_a_player_that_is_gone_has_no_time(puppet) -> None:
    """Its clock went with it."""
    player = puppet()
    player.body.kill()
    player.body.wait()
    assert player.player.cpu_time() == 0.0


def test_what_else_may_happen_to_a_pipe_is_the_players_end(puppet, monkeypatch) -> None:
    """It is never a traceback."""
    player = puppet()

    def fail(descriptor, data):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(players.os, "write", fail)
    with pytest.raises(PlayerEnded, match=r"the process died:.*Input/output") as ended:
        player.player.call({"x": 1})
    assert ended.value.status is Status.CRASHED


@pytest.fixture
def starter():
    """Make a zygote of a process that says this and ends, and the other end."""
    made = []

    def make(words=""):
        ours, theirs = socket.socketpair()
        code = f"import sys; sys.stderr.write({words!r})"
        process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE)
        made.append((Zygote(launch.Started(process, ours)), theirs))
        process.wait()
        return made[-1]

    yield make
    for zygote, theirs in made:
        zygote.close()
        theirs.close()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Traceback:\nImportError: no NumPy\n", "ImportError: no NumPy"),
        ("", "it ended without a word"),
    ],
)
def test_a_zygote_that_ends_is_said_with_its_last_words(starter, words, said) -> None:
    """That is the grader's failure, not a submission's."""
    zygote, theirs = starter(words)
    theirs.close()
    with pytest.raises(GraderError, match=f"a player could not be started: {said}"):
        zygote.fork(Limits())


def test_a_zygote_that_falls_silent_has_ended(starter) -> None:
    """A reset of its socket is an end too."""
    zygote, theirs = starter("it is over")
    theirs.sendall(b'{"ready": 1}\n')
    zygote._wait_ready()
    zygote._socket.sendall(b"unread")  # makes closing it a reset
    theirs.close()
    with pytest.raises(GraderError, match="it is over"):
        zygote._receive()


def test_a_zygote_that_is_gone_cannot_be_asked(starter) -> None:
    """Neither for a player nor how one ended."""
    zygote, theirs = starter()
    theirs.sendall(b'{"ready": 1}\n')
    zygote._wait_ready()
    theirs.close()
    with pytest.raises(GraderError, match="the process that starts players is gone"):
        zygote.reap(1)
