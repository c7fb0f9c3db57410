"""A wheel works where there is no checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from cnnquiz.curriculum import catalog

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = (
        "import sys; from hatchling.builders.wheel import WheelBuilder; "
        "print(next(WheelBuilder(sys.argv[1]).build(directory=sys.argv[2])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", build, ROOT, folder],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_stubs_solutions_and_data(wheel: Path) -> None:
    """Everything that is found by path in a checkout is inside."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for entry in catalog.CATALOG:
        for tree in ("exercises", "solutions"):
            assert f"cnnquiz/_curriculum/{tree}/{entry.track}/{entry.slug}.py" in names
    for path in (entry.loops for entry in catalog.CATALOG if entry.loops):
        track = path.parent.name
        assert f"cnnquiz/_curriculum/solutions/{track}/{path.name}" in names
    assert any(name.endswith("digits.npz") for name in names)
    assert any(name.endswith("pooling.toml") for name in names)
    assert any(name.endswith(".tcss") for name in names)


def test_the_installed_wheel_grades_elsewhere(wheel: Path, tmp_path: Path) -> None:
    """Installed in a venv without a checkout, it grades and starts exercises."""
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    (site,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    # What it depends on is taken from this environment: no network in a test.
    ours = [p for p in sys.path if p.endswith("site-packages")]
    (site / "dependencies.pth").write_text("\n".join(ours))
    python = tmp_path / "venv" / "bin" / "python"
    run = {
        "cwd": tmp_path,
        "capture_output": True,
        "text": True,
        "check": False,
        "env": {**os.environ, "CNNQUIZ_DATA_DIR": str(tmp_path / "data")},
    }
    where = subprocess.run(
        [python, "-c", "import cnnquiz; print(cnnquiz.__file__)"], **run
    )
    assert str(site) in where.stdout
    assert (
        subprocess.run([python, "-m", "cnnquiz", "start", "relu"], **run).returncode
        == 0
    )
    solution = catalog.find("relu").solution
    done = subprocess.run(
        [python, "-m", "cnnquiz", "grade", solution, "--format", "json"], **run
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["submissions"][0]["status"] == "passed"
