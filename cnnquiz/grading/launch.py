"""Start the process that players are forked from.

It has NumPy to load, and so has the referee: start this first, and they load side by
side. So this module imports nothing heavy.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import cnnquiz

LINUX = sys.platform == "linux"
# OpenBLAS must not start threads: a player may not create any, and would wait for them
# forever.
ONE_THREAD = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
# Some processors need these for right results.
PASSED_ON = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
START = (
    "import sys; sys.path[:0] = sys.argv[3:]; "
    "from cnnquiz.grading import zygote; zygote.main(int(sys.argv[1]), sys.argv[2])"
)


@dataclass(frozen=True, slots=True)
class Started:
    """A process that will serve on the other end of the socket."""

    process: subprocess.Popen[bytes]
    socket: socket.socket


def start() -> Started:
    """Start a zygote: no site, no environment of the caller's, no other descriptor."""
    if LINUX:
        from cnnquiz.grading import sandbox

        sandbox.undumpable()
        sandbox.adopt_orphans()
    ours, theirs = socket.socketpair()
    home = str(Path(cnnquiz.__file__).parent.parent)
    site = [
        entry
        for entry in sys.path
        if any((Path(entry) / package).is_dir() for package in ("numpy", "scipy"))
    ]
    hidden = home if home not in site else ""
    process = subprocess.Popen(
        [
            *(sys.executable, "-I", "-S", "-B", "-c", START),
            *(str(theirs.fileno()), hidden, home, *site),
        ],
        pass_fds=[theirs.fileno()],
        env={
            **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
            **dict.fromkeys(ONE_THREAD, "1"),
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "HOME": "/",
        },
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    theirs.close()
    return Started(process, ours)
