"""What must not be paid for: a static graph cannot see a deferred import."""

import json
import subprocess
import sys

import pytest


def modules_after(program, *arguments):
    """Return the modules loaded by a program, run in a process of its own."""
    program += "\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(json.loads(done.stdout))


def test_the_package_imports_nothing():
    loaded = modules_after("import cnnquiz.study")
    assert not loaded & {
        "sqlite3",
        "json.decoder",
        "platformdirs",
        "cnnquiz.errors",
    } - (modules_after("import cnnquiz"))


def test_opening_a_record_at_a_path_pays_for_no_scheduler(tmp_path):
    loaded = modules_after(
        "import sys; from cnnquiz.study.record import Record;"
        "Record.open(sys.argv[1]).add_answer('q', 'a', correct=True)",
        str(tmp_path / "record.sqlite3"),
    )
    heavy = {"fsrs", "platformdirs", "numpy", "textual", "rich", "click", "hypothesis"}
    assert "sqlite3" in loaded
    assert not loaded & heavy


@pytest.mark.parametrize("module", ["scheduler", "stats", "exchange"])
def test_importing_a_module_does_not_import_fsrs(module):
    assert "fsrs" not in modules_after(f"import cnnquiz.study.{module}")


def test_study_needs_nothing_of_cnnquiz_but_its_errors():
    loaded = modules_after(
        "import cnnquiz.study.exchange, cnnquiz.study.record, cnnquiz.study.stats"
    )
    ours = {name for name in loaded if name.startswith("cnnquiz.")}
    assert {name for name in ours if not name.startswith("cnnquiz.study")} == {
        "cnnquiz.errors"
    }
