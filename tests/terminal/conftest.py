"""A real terminal: cnnquiz in a tmux pane, typed into and read like a learner would."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DEADLINE = 60  # seconds until what is waited for counts as missing; a busy machine
LOOK_AGAIN = 0.1  # seconds: the end of a program is not announced, output is
PANE = "cnnquiz"


class Terminal:
    """One tmux server with one pane, whose program can be killed and begun again.

    A second client in control mode is told of each output, so that waiting means to
    wait for output.
    """

    def __init__(self, folder: Path, home: Path, **environment: str) -> None:
        self._socket = folder / "tmux"
        self.home = home
        self._environment = {
            "HOME": str(home),
            "CNNQUIZ_DATA_DIR": str(home / "data"),
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            **environment,
        }
        self._control: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None
        self._output = threading.Event()

    @property
    def record(self) -> Path:
        return self.home / "data" / "record.sqlite3"

    def start(self, *arguments: str) -> None:
        """Run cnnquiz in the pane, for the first time or again."""
        command = [sys.executable, "-m", "cnnquiz", *arguments]
        if self._control is not None:
            self._tmux("respawn-pane", "-t", PANE, *command)
            return
        self._tmux(
            "-f", os.devnull, "new-session", "-d", "-s", PANE, "-x", "80", "-y", "24",
            *command,
            ";", "set", "-g", "remain-on-exit", "on",
            ";", "set", "-g", "window-size", "manual",
            ";", "set", "-s", "escape-time", "0",
        )  # fmt: skip
        self._control = subprocess.Popen(
            ["tmux", "-S", str(self._socket), "-C", "attach", "-t", PANE],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self._environment,
        )  # fmt: skip
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def close(self) -> None:
        if self._control is not None:
            self._tmux("kill-server")
            self._listener.join()
            with self._control:  # closes its pipes and waits for it
                pass

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names: Escape, F5, C-q, a."""
        self._tmux("send-keys", "-t", PANE, *keys)

    def type(self, text: str) -> None:
        """Type a text as it is."""
        self._tmux("send-keys", "-t", PANE, "-l", text)

    def shown(self, *, colours: bool = False) -> str:
        """Return what stands on the screen, with its colour codes if asked."""
        return self._tmux("capture-pane", "-p", *["-e"] * colours, "-t", PANE)

    def until(self, *texts: str) -> str:
        """Return the screen once it shows these texts."""
        return self._wait(lambda shown: all(text in shown for text in texts), texts)

    def until_fits(self, last: str, *texts: str) -> str:
        """Return the screen once it shows these texts, and one on its last line."""
        height = int(self._ask("pane_height"))

        def holds(shown: str) -> bool:
            lines = shown.splitlines()
            fits = len(lines) == height and last in lines[-1]
            return fits and all(text in shown for text in texts)

        return self._wait(holds, (last, "on the last line", *texts))

    def ended(self) -> int:
        """Wait for the program to end, and return its exit code."""
        self._wait(lambda _: self._exit_code(), ("the end",))
        return int(self._exit_code())

    def kill(self) -> None:
        """Kill the program as a power cut would, and wait until it is gone."""
        os.kill(int(self._ask("pane_pid")), signal.SIGKILL)
        self._wait(lambda _: self._ask("pane_dead") == "1", ("its death",))

    def resize(self, width: int, height: int) -> None:
        self._tmux("resize-window", "-t", PANE, "-x", str(width), "-y", str(height))

    def _listen(self) -> None:
        """Note each output; tmux holds the pane up for a client that does not read."""
        for _ in self._control.stdout:
            self._output.set()

    def _exit_code(self) -> str:
        """Return the exit code, or nothing while it runs.

        tmux misses some ends; the signal makes it look again.
        """
        os.kill(int(self._ask("pid")), signal.SIGCHLD)
        return self._ask("pane_dead_status")

    def _ask(self, name: str) -> str:
        return self._tmux("display", "-p", "-t", PANE, f"#{{{name}}}").strip()

    def _wait(self, holds: Callable[[str], Any], wanted: tuple[str, ...]) -> str:
        end = time.monotonic() + DEADLINE
        while not holds(shown := self.shown()):
            if time.monotonic() > end:
                pytest.fail(
                    f"waited for {wanted}; the screen is\n{shown}", pytrace=False
                )
            self._output.wait(LOOK_AGAIN)
            self._output.clear()
        return shown

    def _tmux(self, *arguments: str) -> str:
        return subprocess.run(
            ["tmux", "-S", str(self._socket), *arguments],
            capture_output=True, text=True, check=True, env=self._environment,
        ).stdout  # fmt: skip


@pytest.fixture
def opened(tmp_path: Path):
    """Open terminals: `opened(EDITOR=...)`. They close at the end of the test."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    terminals = []
    with tempfile.TemporaryDirectory(
        prefix="cnnquiz"
    ) as folder:  # sockets: short paths

        def open_(**environment: str) -> Terminal:
            terminals.append(Terminal(Path(folder), tmp_path, **environment))
            return terminals[-1]

        yield open_
        for terminal in terminals:
            terminal.close()


@pytest.fixture
def terminal(opened) -> Terminal:
    """A terminal with no editor set, in which nothing runs yet."""
    return opened()


def colours(shown: str) -> set[tuple[int, ...]]:
    """Return the red, green and blue of each colour that a screen uses."""
    found = re.findall(r"[34]8[;:]2[;:]+(\d+)[;:](\d+)[;:](\d+)", shown)
    return {tuple(map(int, each)) for each in found}
