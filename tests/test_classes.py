"""docs/classes.md, followed to the letter: every command that needs nobody else."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = pytest.mark.exhaustive
PAGE = (Path(__file__).parents[1] / "docs" / "classes.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
RIGHT = "import numpy as np\ndef relu(x):\n    return np.maximum(x, 0)\n"
WRONG = "import numpy as np\ndef relu(x):\n    return np.abs(x)\n"
ELSEWHERE = ("pip ", "dask ", "zip ", "--cluster")  # a registry, a cluster, an upload


def blocks(language: str) -> list[str]:
    return [text for found, text in BLOCKS if found == language]


def commands() -> list[str]:
    """Return the commands of the page that this machine can run."""
    lines = [line for text in blocks("sh") for line in text.splitlines()]
    return [line for line in lines if not any(word in line for word in ELSEWHERE)]


@pytest.fixture
def shell(tmp_path):
    """Run a script as the page's reader would, with a `cnnquiz` on the path."""
    command = tmp_path / "bin" / "cnnquiz"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cnnquiz "$@"\n')
    command.chmod(0o755)

    def ran(script: str, **environment: str):
        return subprocess.run(
            ["bash", "-c", script], capture_output=True, text=True, cwd=tmp_path,
            env={
                **{k: v for k, v in os.environ.items() if k != "CI"},
                "PATH": f"{command.parent}:{os.environ['PATH']}",
                "CNNQUIZ_DATA_DIR": str(tmp_path / "data"),
                **environment,
            },
        )  # fmt: skip

    return ran


def write(folder: Path, **sources: str) -> None:
    """Write files below a folder: `ann_relu` is ann's relu.py."""
    for name, source in sources.items():
        path = folder / f"{name.replace('_', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)


def test_the_commands_grade_a_folder_and_write_each_report(shell, tmp_path) -> None:
    """All of them, in the order of the page."""
    write(tmp_path / "submissions", ann_relu=RIGHT, bob_relu=WRONG)
    write(tmp_path / "hand-in", ann=RIGHT, bob=WRONG)
    assert len(commands()) == 7
    for command in commands():
        done = shell(command)
        assert done.returncode == 1, (command, done.stderr)
        assert "1 of 2 passed" in done.stdout or "--output" in command
    assert "2 of 2 verdicts were taken over" in done.stderr
    assert {p.name for p in tmp_path.glob("class.*")} == {
        "class.jsonl", "class.html", "class.csv", "class.json", "class.xml"
    }  # fmt: skip


def test_the_workflow_grades_and_shows_the_report(shell, tmp_path) -> None:
    """Its shell commands, with what GitHub sets; the step fails as the files do."""
    (workflow,) = blocks("yaml")
    (step,) = re.findall(r"run: (cnnquiz .*)", workflow)
    (after,) = re.findall(r"run: \|\n((?: {10}.*\n)+)", workflow)
    places = {"GITHUB_STEP_SUMMARY": "summary.md", "RUNNER_TEMP": str(tmp_path / "bin")}
    write(tmp_path / "work", relu=RIGHT)
    done = shell(f"cd work; {step}", **places, CI="true")
    assert done.returncode == 0, done.stderr
    write(tmp_path / "work", mine_relu=WRONG)
    done = shell(f"cd work; {step}", **places, CI="true")
    assert done.returncode == 1, done.stderr
    done = shell(f"set -e; cd work\n{textwrap.dedent(after)}", **places, CI="true")
    assert done.returncode == 0, done.stderr
    summary = (tmp_path / "work" / "summary.md").read_text()
    assert "\n    1 of 2 passed; 1 wrong.\n" in summary
    assert "2 of 2 verdicts were taken over" in done.stderr
    assert 'failures="1"' in (tmp_path / "work" / "report.xml").read_text()


@pytest.fixture
def autograder(shell, tmp_path):
    """Run `run_autograder` on what a student submitted, and return its results."""
    root = tmp_path / "autograder"
    for name in ("submission", "results", "venv/bin"):
        (root / name).mkdir(parents=True)
    (root / "venv" / "bin" / "cnnquiz").symlink_to(tmp_path / "bin" / "cnnquiz")
    _, script = blocks("bash")

    def ran():
        done = shell(script.replace("/autograder", str(root)))
        results = root / "results" / "results.json"
        return done, json.loads(results.read_text()) if results.exists() else None

    return ran


def test_gradescope_counts_the_exercises_of_the_assignment(autograder, tmp_path):
    """A point each, at any depth; other files and links count for nothing."""
    folder = tmp_path / "autograder" / "submission"
    write(folder, part_relu=RIGHT, softmax=RIGHT)
    (folder / "conv2d.py").symlink_to(folder / "part" / "relu.py")
    done, results = autograder()
    assert done.returncode == 0, done.stderr
    assert [(t["name"], t["score"]) for t in results["tests"]] == [("relu", 1.0)]


def test_gradescope_gets_what_did_not_pass(autograder, tmp_path) -> None:
    """The script ends well: that a student fails is not the autograder's failure."""
    write(tmp_path / "autograder" / "submission", relu=WRONG, conv2d="x = 1\n")
    done, results = autograder()
    assert done.returncode == 0, done.stderr
    assert [(t["name"], t["score"]) for t in results["tests"]] == [
        ("relu", 0.0), ("conv2d", 0.0)
    ]  # fmt: skip


def test_gradescope_gets_a_score_where_nothing_was_submitted(autograder) -> None:
    """With the names that are asked for."""
    done, results = autograder()
    assert done.returncode == 0
    assert results["score"] == 0
    assert "relu conv2d" in results["output"]


def test_gradescope_gets_no_results_where_the_grader_fails(
    autograder, tmp_path
) -> None:
    """So that it reports the autograder."""
    write(tmp_path / "autograder" / "submission", relu=RIGHT)
    (tmp_path / "bin" / "cnnquiz").write_text("#!/bin/sh\nexit 3\n")
    done, results = autograder()
    assert done.returncode == 1
    assert results is None


def test_the_setup_script_is_bash(shell) -> None:
    """It is read, not run: it installs."""
    setup, _ = blocks("bash")
    done = shell(f"bash -n <<'SETUP'\n{setup}\nSETUP")
    assert done.returncode == 0, done.stderr
