"""What a command loads, seen from inside a fresh process: deferred imports too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def loaded_by(code: str, tmp_path: Path) -> set[str]:
    """Run code in a fresh interpreter and return the top-level modules it loaded."""
    tail = "\nimport sys; print('\\n@' + ' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code + tail],
        capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "CNNQUIZ_DATA_DIR": str(tmp_path)},
    )  # fmt: skip
    line = done.stdout.rsplit("\n@", 1)[1]
    return {name for name in line.split() if "." not in name} | {
        name for name in line.split() if name.startswith("cnnquiz.")
    }


def command(*arguments: str) -> str:
    """Return code that runs the command line without leaving the interpreter."""
    return (
        "from cnnquiz.cli import main\n"
        f"try:\n    main({list(arguments)!r})\nexcept SystemExit:\n    pass"
    )


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (("list",), ("numpy", "hypothesis", "rich", "textual", "scipy", "msgspec")),
        (("--help",), ("numpy", "hypothesis", "rich", "textual", "scipy", "msgspec")),
        (
            ("grade", "solutions/activations/relu.py", "--no-record"),
            ("textual", "scipy", "rich", "msgspec", "fsrs"),
        ),
        (("quiz", "--plain", "-n", "1"), ("hypothesis", "textual", "scipy")),
        (
            ("explore", "conv2d", "--plain"),
            ("hypothesis", "textual", "rich", "scipy", "msgspec"),
        ),
    ],
    ids=["list", "help", "grade", "quiz", "explore"],
)
def test_commands_load_only_what_they_need(arguments, absent, tmp_path) -> None:
    """Start-up is fast because nothing else is imported."""
    assert not loaded_by(command(*arguments), tmp_path) & set(absent)


def test_the_first_picture_of_the_interface_waits_for_no_numpy(tmp_path) -> None:
    """Nor for the scheduler, the questions or what grades."""
    code = (
        "from cnnquiz.cli.practice import open_interface\n"
        "from cnnquiz.tui.app import CnnquizApp\n"
        "from cnnquiz.tui.learner import Learner\n"
        "CnnquizApp(Learner.open())\n"
    )
    absent = {"numpy", "hypothesis", "scipy", "fsrs", "msgspec", "cnnquiz.tui.grader"}
    assert not loaded_by(code, tmp_path) & absent


def test_the_engine_loads_numpy_alone(tmp_path) -> None:
    """Nothing of cnnquiz but itself, and SciPy only inside one function."""
    modules = loaded_by("import cnnquiz.engine", tmp_path)
    assert not modules & {"scipy", "hypothesis", "click", "rich", "textual"}
    others = {
        name
        for name in modules
        if name.startswith("cnnquiz.") and not name.startswith("cnnquiz.engine")
    }
    assert others == set()


def test_the_players_side_loads_numpy_alone(tmp_path) -> None:
    """What runs in the untrusted process knows no answers."""
    modules = loaded_by("import cnnquiz.grading.zygote", tmp_path)
    assert not modules & {"scipy", "hypothesis", "click", "rich", "textual", "msgspec"}
    assert not {
        name
        for name in modules
        if name.startswith(("cnnquiz.engine", "cnnquiz.curriculum", "cnnquiz.report"))
    }


def test_a_failing_pinned_case_needs_no_hypothesis_to_be_imported_early(tmp_path):
    """Modules of exercises import no hypothesis: it is loaded where cases are drawn."""
    code = "from cnnquiz.curriculum.catalog import find; find('conv2d').load()"
    assert "hypothesis" not in loaded_by(code, tmp_path)
