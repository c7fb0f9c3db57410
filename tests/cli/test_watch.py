"""cnnquiz watch: a verdict for each save, whatever the editor does to the file."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading

import pytest

RIGHT = "import numpy as np\ndef relu(x):\n    return np.maximum(x, 0)\n"
WRONG = "import numpy as np\ndef relu(x):\n    return np.abs(x)\n"


class Watched:
    """A running `cnnquiz watch`, whose output is read line by line."""

    def __init__(self, path, data) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cnnquiz", "watch", path, "--seed", "1"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "CNNQUIZ_DATA_DIR": str(data), "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self._lines.put(line)

    def wait_for(self, text: str) -> None:
        """Read until a line holds the text; the queue's limit is only a watchdog."""
        seen = []
        while True:
            try:
                seen.append(self._lines.get(timeout=60))
            except queue.Empty:
                pytest.fail(f"no line with {text!r} came: {seen}")
            if text in seen[-1]:
                return

    def end(self) -> int:
        """Press ^C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


@pytest.fixture
def watched(tmp_path):
    """Watch a wrong file."""
    (tmp_path / "relu.py").write_text(WRONG)
    running = Watched(tmp_path / "relu.py", tmp_path / "data")
    yield running
    running.process.kill()
    running.process.wait()
    running.process.stdout.close()


def test_each_save_is_graded(watched, tmp_path) -> None:
    """Written in place, replaced as editors do, deleted and brought back."""
    path = tmp_path / "relu.py"
    watched.wait_for("relu: wrong")
    watched.wait_for("Watching")
    path.write_text(RIGHT)
    watched.wait_for("relu: passed")
    watched.wait_for("Watching")
    (tmp_path / "new").write_text(WRONG)
    (tmp_path / "new").replace(path)
    watched.wait_for("relu: wrong")
    watched.wait_for("Watching")
    path.unlink()
    watched.wait_for("is gone")
    path.write_text(RIGHT)
    watched.wait_for("relu: passed")
    watched.wait_for("Watching")
    assert watched.end() == 130


def test_the_last_counterexample_is_tried_first(tmp_path) -> None:
    """The second grading begins with the small case that the first one ended with."""
    path = tmp_path / "relu.py"
    path.write_text(
        "import numpy as np\ncalls = []\ndef relu(x):\n    calls.append(x)\n"
        "    if len(calls) == 1:\n        print('called with', x.tolist())\n"
        "    return np.abs(x)\n"
    )
    running = Watched(path, tmp_path / "data")
    try:
        running.wait_for("called with [-2.0, -0.5, 0.0, 1.5]")  # the worked example
        running.wait_for("Watching")
        path.write_text(path.read_text() + "# saved again\n")
        running.wait_for("called with [-1")
        running.wait_for("Watching")
        assert running.end() == 130
    finally:
        running.process.kill()
        running.process.wait()
        running.process.stdout.close()


def test_a_folder_or_a_missing_file_is_said(tmp_path) -> None:
    """Watching needs one file that is there."""
    for path in (tmp_path, tmp_path / "nope.py"):
        done = subprocess.run(
            [sys.executable, "-m", "cnnquiz", "watch", path],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 2
        assert str(path) in done.stderr
