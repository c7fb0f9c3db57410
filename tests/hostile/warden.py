"""Grade a hostile file with traps set, and say what it got away with.

Run as a program (``python warden.py NAME...``) it does so as the user it is started
as, and prints one JSON object: for each name its status and a list of breaches.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import secrets
import select
import shutil
import signal
import socket
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import catalogue
import numpy as np

from cnnquiz import report, resources
from cnnquiz.grading import batch
from cnnquiz.grading.judging import Request
from cnnquiz.grading.players import Zygote
from cnnquiz.grading.referee import grade
from cnnquiz.grading.submission import Submission
from cnnquiz.grading.verdict import Sandbox, Status, Verdict

FILES = Path(__file__).parent / "files"
LONGEST = 35.0  # seconds: a verdict's 30, and room for a busy machine
LARGEST = 100_000  # bytes of a report on one submission
OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
RIGHT = b"import numpy as np\ndef relu(x):\n    return np.maximum(x, 0)\n"
SIGNALS = (signal.SIGUSR1, signal.SIGTERM, signal.SIGIO, signal.SIGURG)
LOOKS = 200  # at /proc, each a few milliseconds, before a process counts as left over


@dataclass(slots=True)
class Traps:
    """A folder, listeners and a secret that no submission may touch or see."""

    folder: Path
    mark: str = field(default_factory=lambda: f"cnnquiz-{secrets.token_hex(8)}")
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    sockets: list[socket.socket] = field(default_factory=list)
    signals: list[int] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    memory: Any = None

    def set(self) -> None:
        """Fill the folder and open the listeners."""
        (self.folder / "folder").mkdir()
        (self.folder / "kept.txt").write_text(self.secret)
        for address, kind in (
            (("127.0.0.1", 0), socket.SOCK_STREAM),
            (("127.0.0.1", 0), socket.SOCK_DGRAM),
            (str(self.folder / "socket"), socket.SOCK_STREAM),
            ("\0" + self.mark, socket.SOCK_STREAM),
        ):
            family = socket.AF_INET if isinstance(address, tuple) else socket.AF_UNIX
            listener = socket.socket(family, kind)
            listener.bind(address)
            if kind == socket.SOCK_STREAM:
                listener.listen()
            self.sockets.append(listener)
        self.memory = ctypes.create_string_buffer(self.secret.encode())
        self.before = _contents(self.folder)

    def fill(self, source: str) -> bytes:
        """Tell a hostile file where everything is: hiding is no protection."""
        tree = resources.tree("solutions")
        words = {
            "VICTIM": self.folder,
            "MARK": self.mark,
            "SECRET": self.secret,
            "TCP": self.sockets[0].getsockname()[1],
            "UDP": self.sockets[1].getsockname()[1],
            "GRADER": os.getpid(),
            "ADDRESS": ctypes.addressof(self.memory),
            "SITE": Path(catalogue.__file__).parents[2],
            "PACKAGES": Path(np.__file__).parents[1],
            "SOLUTION": next(tree.rglob("relu.py")),
        }
        for name, value in words.items():
            source = source.replace(f"@{name}@", str(value))
        return source.encode()

    def sprung(self) -> Iterator[str]:
        """Yield what happened to the traps."""
        if _contents(self.folder) != self.before:
            yield "the victim's folder changed"
        for folder in ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue"):  # noqa: S108
            for path in Path(folder).glob(f"*{self.mark}*"):
                path.unlink()
                yield f"it left {path}"
        if select.select(self.sockets, [], [], 0)[0]:
            yield "it reached a listener"
        if self.signals:
            yield f"it sent signals: {self.signals}"
            self.signals.clear()


def _contents(folder: Path) -> dict[str, Any]:
    found = {}
    for path in [folder, *sorted(folder.rglob("*"))]:
        status = path.lstat()
        data = path.read_bytes() if path.is_file() else b""
        facts = (status.st_mode, status.st_uid, status.st_mtime_ns, status.st_nlink)
        found[str(path)] = (*facts, data)
    return found


@contextlib.contextmanager
def traps() -> Iterator[Traps]:
    """Set traps for one hostile file, and take them away."""
    found = Traps(Path(tempfile.mkdtemp()))
    handlers = {
        number: signal.signal(number, lambda n, _: found.signals.append(n))
        for number in SIGNALS
    }
    os.environ["CNNQUIZ_SECRET"] = found.secret
    try:
        found.set()
        yield found
    finally:
        del os.environ["CNNQUIZ_SECRET"]
        for listener in found.sockets:
            listener.close()
        for number, handler in handlers.items():
            signal.signal(number, handler)
        shutil.rmtree(found.folder)


def processes() -> dict[int, int]:
    """Return each living process with its parent."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if state not in "ZX":
                found[int(path.parent.name)] = int(parent)
    return found


def descendants(root: int) -> set[int]:
    """Return the processes below one."""
    parents = processes()
    found: set[int] = set()
    fresh = {root}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def left_over(zygote: Zygote) -> set[int]:
    """Return the zygote's children that stay, after a bounded number of looks."""
    for _ in range(LOOKS):
        alive = descendants(zygote._process.pid)
        if not alive:
            break
    return alive


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a hostile file ended, and what it got away with."""

    status: str
    breaches: list[str]


def judge(name: str, zygote: Zygote) -> Outcome:
    """Grade one hostile file, look at the traps, and grade a right file after it."""
    attack = catalogue.ATTACKS[name]
    with traps() as set_traps:
        source = set_traps.fill((FILES / f"{name}.py").read_text())
        verdict, sandbox = _grade(attack.slug, source, zygote)
        breaches = [
            *_verdict_breaches(attack, verdict),
            *set_traps.sprung(),
            *report_breaches(verdict, sandbox, set_traps.secret),
        ]
    if left_over(zygote):
        breaches.append("it left a process")
    after, _ = _grade("relu", RIGHT, zygote)
    if after.status is not Status.PASSED:
        breaches.append(f"after it, a right file was {after.status}: {after.message}")
    return Outcome(str(verdict.status), breaches)


def _grade(slug: str, source: bytes, zygote: Zygote) -> tuple[Verdict, Sandbox]:
    submission = Submission(Path(f"{slug}.py"), source)
    return grade(Request(submission, slug, seed=1), zygote)


def _verdict_breaches(attack: catalogue.Attack, verdict: Verdict) -> Iterator[str]:
    if verdict.passed() and Status.PASSED not in attack.ends:
        yield "it passed"
    if verdict.status not in attack.ends:
        yield f"it ended as {verdict.status}: {verdict.message[:200]}"
    if "BREACH" in verdict.output:
        yield "; ".join(re.findall("BREACH.*", verdict.output))
    if verdict.seconds > LONGEST:
        yield f"its verdict took {verdict.seconds:.0f} s"


def report_breaches(verdict: Verdict, sandbox: Sandbox, secret: str) -> Iterator[str]:
    """Yield what a report in any format carries that it must not."""
    document = batch.report([(verdict, sandbox)], 1)
    for kind in report.FORMATS:
        said = report.render(document, kind)
        found = OBEYED.search(said)
        if found:
            yield f"{kind} carries {found[0]!r}"
        if secret in said:
            yield f"{kind} carries the secret"
        if len(said.encode()) > LARGEST:
            yield f"{kind} has {len(said)} characters"
    passed = json.loads(report.render(document, "json"))["submissions"][0]["passed"]
    suites = ET.fromstring(report.render(document, "junit"))  # noqa: S314 - ours
    counted = len(suites.findall(".//testcase/*")) - len(
        suites.findall(".//system-out")
    )
    if passed is not verdict.passed() or counted != (not verdict.passed()):
        yield "a report says that it passed"


def main(names: list[str]) -> None:
    """Judge some hostile files and print what they got away with."""
    with contextlib.closing(Zygote()) as zygote:
        said = {}
        for name in names:
            outcome = judge(name, zygote)
            said[name] = {"status": outcome.status, "breaches": outcome.breaches}
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1:])
