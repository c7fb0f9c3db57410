"""Find out what holds a player here, by trying what it must not be able to do.

Nothing is assumed from a kernel's version: a player is started as for any submission,
and each forbidden act is tried in it.
"""

from __future__ import annotations

import inspect
import os
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cnnquiz import resources
from cnnquiz.grading.outcome import Returned
from cnnquiz.grading.player import Load
from cnnquiz.grading.players import Limits, Zygote, playing
from cnnquiz.grading.verdict import Sandbox

SECRET = "CNNQUIZ_DOCTOR_SECRET"  # noqa: S105 - a name, looked for in the environment


@dataclass(frozen=True, slots=True)
class Finding:
    """One forbidden act, and whether it was stopped."""

    act: str
    stopped: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Examination:
    """All that was tried, and the layers that the player reported."""

    findings: tuple[Finding, ...]
    sandbox: Sandbox


def probe(secret_file: str, own_file: str, grader: int, secret: str) -> Any:
    """Try what a submission must not be able to do; runs in the player.

    It returns pairs of an act and what came of it: "" where it was done, else the
    error that stopped it.
    """
    import contextlib
    import ctypes
    import mmap
    import os
    import socket
    import subprocess
    import threading

    libc = ctypes.CDLL(None, use_errno=True)

    def refused(result: int) -> None:
        if result < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    def trace() -> None:
        refused(libc.ptrace(0x4206, grader, 0, 0))  # seize: it runs on meanwhile
        libc.ptrace(0x4207, grader, 0, 0)  # interrupt it, wait, and let it go
        os.waitpid(grader, 0x40000000)
        libc.ptrace(17, grader, 0, 0)

    def fork() -> None:
        if os.fork() == 0:
            os._exit(0)

    def connect(family: int, kind: int) -> None:
        socket.socket(family, kind).close()

    def write(path: str) -> None:
        with open(path, "w") as file:  # noqa: PTH123
            file.write("x")

    def environment() -> None:
        if secret not in os.environ:
            raise OSError("it is not there")

    def memory() -> None:
        # Room that is never used: refused by a limit, not for want of memory.
        kind = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000
        mmap.mmap(-1, 64 << 30, flags=kind, prot=0).close()

    acts = {
        "read your files": lambda: open(own_file).close(),  # noqa: PTH123
        "read the solutions": lambda: open(secret_file).close(),  # noqa: PTH123
        "write a file": lambda: write(own_file),
        "change a file's mode": lambda: os.chmod(own_file, 0o600),  # noqa: PTH101
        "open a network connection": lambda: connect(
            socket.AF_INET, socket.SOCK_STREAM
        ),
        "send a datagram": lambda: connect(socket.AF_INET, socket.SOCK_DGRAM),
        "open a local socket": lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM),
        "start a process": fork,
        "start a thread": lambda: threading.Thread(target=int).start(),
        "run a program": lambda: subprocess.run(["/bin/true"], check=True),
        "signal the grader": lambda: os.kill(grader, 0),
        "trace the grader": trace,
        "read the grader's memory": lambda: open(f"/proc/{grader}/mem").close(),  # noqa: PTH123
        "see your environment": environment,
        "take 64 GB of memory": memory,
    }
    results = []
    for act, attempt in acts.items():
        outcome = ""
        try:
            attempt()
        except BaseException as error:  # noqa: BLE001
            outcome = f"{type(error).__name__}: {error}"
        results.append([act, outcome])
    with contextlib.suppress(BaseException):
        os.waitpid(-1, os.WNOHANG)
    return results


def examine(zygote: Zygote, off: Collection[str] = ()) -> Examination:
    """Try every forbidden act in a fresh player."""
    source = inspect.getsource(probe).replace(" -> Any", "")
    names = ["secret_file", "own_file", "grader", "secret"]
    spec = Load("probe.py", "probe", "probe", names, [], None, [])
    secret_file = next(resources.tree("solutions").rglob("*.py"))
    with (
        tempfile.TemporaryDirectory() as folder,
        playing(zygote, Limits(off=tuple(off), call_cpu=10, call_wall=20)) as player,
    ):
        own = Path(folder) / "yours.txt"
        own.write_text("yours")
        player.load(source.encode(), spec)
        outcome = player.call(
            {
                "secret_file": str(secret_file),
                "own_file": str(own),
                "grader": os.getpid(),
                "secret": SECRET,
            }
        )
        sandbox = player.sandbox
    found = outcome.value if isinstance(outcome, Returned) else []
    return Examination(
        tuple(Finding(act, bool(said), said) for act, said in found), sandbox
    )
