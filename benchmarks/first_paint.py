"""How long the interface takes to its first picture, against the least that Textual takes.

    python benchmarks/first_paint.py [ROUNDS]

Both run in a terminal of their own, 80x24, alternately in one run; the time ends when
the footer stands on the screen. Beside it the processor time until then.
"""

from __future__ import annotations

import fcntl
import os
import pty
import resource
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time

LEAST = """
from textual.app import App
from textual.widgets import Footer, Label
class Least(App):
    BINDINGS = [("ctrl+q", "quit", "Quit")]
    def compose(self):
        yield Label("cnnquiz")
        yield Footer()
Least().run()
"""
PROGRAMS = {"least": ["-c", LEAST], "cnnquiz": ["-m", "cnnquiz"]}
PATIENCE = 30.0  # seconds


def paint(arguments: list[str], folder: str) -> tuple[float, float]:
    """Return the wall and the processor seconds until "Quit" stands in the footer."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if not pid:
        os.environ.update(TERM="xterm-256color", CNNQUIZ_DATA_DIR=folder)
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen = b""
    while b"Quit" not in seen:
        ready, _, _ = select.select([terminal], [], [], PATIENCE)
        if not ready:
            raise SystemExit("nothing was drawn")
        seen += os.read(terminal, 65536)
    took = time.perf_counter() - began
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(terminal)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    times = {name: [] for name in PROGRAMS}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds + 1):
            for name, arguments in PROGRAMS.items():
                times[name].append(paint(arguments, folder))
    wall, cpu = (
        {name: statistics.median(t[i] for t in times[name][1:]) for name in PROGRAMS}
        for i in (0, 1)
    )
    print(f"{rounds} rounds, medians; the first is left out")
    for name in PROGRAMS:
        print(f"{name:8} {wall[name] * 1e3:6.0f} ms   {cpu[name] * 1e3:6.0f} ms cpu")
    print(
        f"first paint, cnnquiz / least: {wall['cnnquiz'] / wall['least']:.2f}   at most 1.6"
    )


if __name__ == "__main__":
    main()
