"""No hostile file passes, harms, lingers, or reaches a terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import catalogue
import numpy as np
import pytest
import warden

from cnnquiz import report
from cnnquiz.grading.verdict import Sandbox, Status, Verdict

NOBODY = 65534
SYSTEM_PYTHON = "/usr/bin/python3"
QUICK = (
    "forge_read_solution",
    "forge_import_without_the_gate",
    "forge_early_frames",
    "forge_odd_parts",
    "contain_write_files",
    "contain_network",
    "contain_rare_calls",
    "contain_kill",
    "live_nameless_signal",
    "live_loop_in_call",
    "live_flood_output",
    "report_terminal_codes",
)


@pytest.mark.parametrize("name", QUICK)
def test_a_sample_of_hostile_files_gets_away_with_nothing(name, zygote) -> None:
    """Some of each kind, at each change."""
    assert warden.judge(name, zygote).breaches == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", catalogue.ATTACKS)
def test_no_hostile_file_gets_away_with_anything(name, zygote) -> None:
    """Each file, as the user that runs the tests."""
    assert warden.judge(name, zygote).breaches == []


def why_not_as_nobody() -> str:
    """Say what keeps the tests from running as an unprivileged user."""
    if os.geteuid() != 0:
        return "these tests run as root do; they run unprivileged as they are"
    reached = subprocess.run(
        [SYSTEM_PYTHON, "-c", "import cnnquiz.grading.referee"],
        env=_environment(),
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        cwd="/",
        check=False,
        capture_output=True,
        text=True,
    )
    if reached.returncode:
        said = reached.stderr.strip().splitlines()[-1:]
        return f"{SYSTEM_PYTHON} cannot load cnnquiz as nobody: {said}"
    return ""


def _environment() -> dict[str, str]:
    """Lend the system's interpreter this checkout and these packages."""
    packages = [Path(warden.__file__).parents[2], Path(np.__file__).parents[1]]
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": os.pathsep.join(map(str, packages)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.fixture(scope="session")
def nobody() -> None:
    """Skip where the system has no interpreter that nobody can use."""
    reason = why_not_as_nobody()
    if reason:
        pytest.skip(reason)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", catalogue.ATTACKS)
def test_no_hostile_file_gets_away_with_anything_as_nobody(name, nobody) -> None:
    """Each file again, graded by a user without any privilege."""
    done = subprocess.run(
        [SYSTEM_PYTHON, warden.__file__, name],
        env=_environment(),
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        cwd="/",
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout)[name]["breaches"] == []


def test_each_hostile_file_is_in_the_table() -> None:
    """A file without an entry would be run by nobody."""
    files = {path.stem for path in warden.FILES.glob("*.py")}
    assert files == set(catalogue.ATTACKS)
    assert len(files) >= 80
    assert {name.partition("_")[0] for name in QUICK} == set(catalogue.KINDS)


def test_the_warden_sees_a_passed_verdict_and_what_it_carries() -> None:
    """The warden's own checks can fail."""
    attack = catalogue.ATTACKS["live_loop_in_call"]
    said = "BREACH: read it"
    passed = Verdict("relu.py", "relu", Status.PASSED, "all", 99.0, output=said)
    breaches = " ".join(warden._verdict_breaches(attack, passed))
    for word in ("it passed", "ended as passed", "BREACH: read it", "took 99 s"):
        assert word in breaches
    loud = Verdict("relu.py", "relu", Status.WRONG, "the secret word")
    found = warden.report_breaches(loud, Sandbox("full"), "secret")
    assert {said.partition(" ")[0] for said in found} == set(report.FORMATS)


def test_the_warden_sees_sprung_traps(tmp_path) -> None:
    """A changed file, a file left behind, a caller and a signal are all noticed."""
    with warden.traps() as found:
        (found.folder / "kept.txt").write_text("changed")
        left = Path("/tmp") / found.mark  # noqa: S108 - where a submission would write
        left.touch()
        with warden.socket.create_connection(found.sockets[0].getsockname()):
            os.kill(os.getpid(), warden.signal.SIGUSR1)
            sprung = " ".join(found.sprung())
        assert list(found.sprung())[:1] == ["the victim's folder changed"]
    for word in ("folder changed", "it left", "reached a listener", "sent signals"):
        assert re.search(word, sprung)


def test_the_warden_sees_a_process_that_stays() -> None:
    """A child is found below its parent."""
    code = "import sys; sys.stdin.read()"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
    try:
        assert child.pid in warden.descendants(os.getpid())
    finally:
        child.communicate()
    assert child.pid not in warden.descendants(os.getpid())
