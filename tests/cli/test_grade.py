"""cnnquiz grade: exit codes, formats, and what bad input gets."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cnnquiz.curriculum import catalog
from cnnquiz.study.location import record_path
from cnnquiz.study.record import Record

RIGHT = "import numpy as np\ndef relu(x):\n    return np.maximum(x, 0)\n"
WRONG = "import numpy as np\ndef relu(x):\n    return np.abs(x)\n"


@pytest.fixture
def file(tmp_path):
    """Write a file and return its path."""

    def wrote(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return wrote


def test_a_right_file_passes_with_exit_code_0(run, file) -> None:
    """One command, one verdict."""
    done = run("grade", file("relu.py", RIGHT))
    assert done.returncode == 0, done.stderr
    assert "✓ relu: passed" in done.stdout
    assert done.stderr == ""


def test_a_wrong_file_is_exit_code_1_and_names_the_mistake(run, file) -> None:
    """The report is plain in a pipe and at most 80 columns wide."""
    done = run("grade", file("relu.py", WRONG))
    assert done.returncode == 1
    assert "the negatives are mirrored" in done.stdout
    assert "abs-value" in done.stdout
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_ascii_terminals_get_ascii(run, file) -> None:
    """No symbol is sent that the output's encoding lacks."""
    path = file("relu.py", WRONG)
    done = run("grade", path, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 1
    assert done.stdout.isascii()
    assert "x relu: wrong" in done.stdout


def test_json_is_one_document_of_the_contract(run, file) -> None:
    """The keys are the contract's, and nothing else is on standard output."""
    done = run("grade", file("relu.py", WRONG), "--format", "json", "--seed", 3)
    document = json.loads(done.stdout)
    assert document["schema"] == "cnnquiz.grade/1"
    assert document["seed"] == 3
    assert set(document) == {"schema", "version", "seed", "sandbox", "submissions"}
    assert set(document["sandbox"]) == {"level", "layers", "missing"}
    (entry,) = document["submissions"]
    assert set(entry) == {
        "file", "exercise", "status", "passed", "seconds", "message", "checks",
        "misconceptions", "speed", "output",
    }  # fmt: skip
    assert entry["status"] == "wrong"
    assert entry["passed"] is False
    failed = [c for c in entry["checks"] if c["status"] == "failed"]
    assert set(failed[0]) == {
        "name", "title", "status", "cases", "message", "counterexample"
    }  # fmt: skip
    assert set(failed[0]["counterexample"]) == {"arguments", "expected", "got"}
    assert [m["id"] for m in entry["misconceptions"]] == ["abs-value"]


def test_the_seed_repeats_a_verdict(run, file) -> None:
    """Two runs with one seed say the same."""
    path = file("relu.py", WRONG)
    one, two = (
        json.loads(run("grade", path, "--format", "json", "--seed", 9).stdout)
        for _ in range(2)
    )
    for document in (one, two):
        document["submissions"][0].pop("seconds")
    assert one == two


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nope.py"], "there is no file 'nope.py'"),
        (["relu.py", "--exercise", "covn2d"], "Did you mean 'conv2d'?"),
        (["relu.py", "--wat"], "--wat"),
        (["other.py"], "Say --exercise SLUG"),
        (["empty"], "holds no file that is named after an exercise"),
        ([], "PATH"),
        (["relu.py", "--examples", "0"], "0"),
        (["relu.py", "--output", "no/such/folder/x"], "cannot be written"),
    ],
)
def test_wrong_command_lines_are_exit_code_2(run, file, tmp_path, arguments, said):
    """One clear line on standard error, nothing on standard output."""
    file("relu.py", RIGHT)
    file("other.py", "x = 1")
    (tmp_path / "empty").mkdir()
    done = run("grade", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("exercise.py", WRONG),
        ("mine.py", "# cnnquiz: relu\n" + WRONG),
        ("mine.py", "def helper():\n    pass\n" + WRONG),
    ],
)
def test_the_exercise_is_found_in_the_file(run, file, name, content) -> None:
    """By its mark, or by the one function that is named after an exercise."""
    done = run("grade", file(name, content))
    assert done.returncode == 1
    assert "relu: wrong" in done.stdout


def test_a_fifo_does_not_hang(run, tmp_path) -> None:
    """What is not a regular file is said to be none."""
    os.mkfifo(tmp_path / "fifo.py")
    done = run("grade", tmp_path / "fifo.py", "--exercise", "relu")
    assert done.returncode == 1
    assert "not a regular file" in done.stdout


def test_a_giant_file_is_not_read(run, file) -> None:
    """Fifty megabytes are no exercise."""
    path = file("relu.py", b"#" * (50 << 20))
    done = run("grade", path)
    assert done.returncode == 1
    assert "larger than 1 MB" in done.stdout


def test_files_named_like_libraries_beside_it_do_no_harm(run, file, tmp_path) -> None:
    """Neither the grader nor the player imports from the working directory."""
    for name in ("numpy", "hypothesis", "json", "cnnquiz", "rich", "click", "typing"):
        file(f"shadow/{name}.py", "raise SystemExit('shadowed')")
    path = file("shadow/relu.py", RIGHT)
    installed = Path(sys.executable).with_name("cnnquiz")
    if not installed.exists():
        pytest.skip("the command is not installed in this environment")
    done = subprocess.run(
        [installed, "grade", path.name, "--no-record"],
        capture_output=True,
        text=True,
        cwd=path.parent,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_folder_is_graded_in_a_stable_order(run, file, tmp_path) -> None:
    """Files named after exercises, at any depth, on several cores."""
    file("class/ann/relu.py", RIGHT)
    file("class/bob/relu.py", WRONG)
    file("class/cem/relu.py", "def relu(x)\n")
    file("class/notes.py", "x = 1")
    done = run("grade", tmp_path / "class", "--jobs", 2, "--format", "json")
    entries = json.loads(done.stdout)["submissions"]
    assert [e["status"] for e in entries] == ["passed", "wrong", "invalid"]
    assert [Path(e["file"]).parent.name for e in entries] == ["ann", "bob", "cem"]
    assert done.returncode == 1
    assert done.stderr == ""


def test_links_in_a_folder_are_not_followed(run, file, tmp_path) -> None:
    """A link to the model solution is not a submission."""
    file("class/ann/relu.py", WRONG)
    (tmp_path / "class" / "bob").mkdir()
    (tmp_path / "class" / "bob" / "relu.py").symlink_to(catalog.find("relu").solution)
    done = run("grade", tmp_path / "class", "--format", "json")
    entries = json.loads(done.stdout)["submissions"]
    assert [Path(e["file"]).parent.name for e in entries] == ["ann"]


def test_a_single_file_is_recorded_and_a_folder_is_not(run, file, tmp_path) -> None:
    """The record is the learner's own; a class's files are not."""
    path = file("class/relu.py", WRONG)
    run("grade", tmp_path / "class")
    run("grade", path, "--no-record")
    run("grade", path, env={"CI": "true"})
    run("grade", path)
    with Record.open(record_path(tmp_path / "data")) as record:
        rows = record.submissions("relu")
        assert [row.status for row in rows] == ["wrong"] * 1
        assert rows[0].source == WRONG


def test_a_record_that_cannot_be_written_is_one_warning(run, file) -> None:
    """It never changes the verdict or the exit code."""
    done = run(
        "grade", file("relu.py", RIGHT), env={"CNNQUIZ_DATA_DIR": "/dev/null/data"}
    )
    assert done.returncode == 0
    assert "✓ relu" in done.stdout
    assert len(done.stderr.strip().splitlines()) == 1


def test_allow_slow_and_require_sandbox(run, file) -> None:
    """A level that the machine has is accepted."""
    path = file("relu.py", RIGHT)
    assert run("grade", path, "--require-sandbox", "limits").returncode == 0
    assert run("grade", path, "--allow-slow").returncode == 0


def test_interrupting_reports_what_was_graded(file, tmp_path) -> None:
    """^C ends with exit code 130 and a complete report so far."""
    file("class/a/relu.py", RIGHT)
    file("class/b/relu.py", "while True:\n    pass\n")
    started = subprocess.Popen(
        [sys.executable, "-m", "cnnquiz", "grade", "class", "--jobs", "1",
         "--format", "json"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "CNNQUIZ_DATA_DIR": str(tmp_path / "d")},
        start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not _players_of(started.pid):
        started.poll()
    _wait_for_second_player(started.pid, deadline)
    os.killpg(started.pid, signal.SIGINT)
    stdout, stderr = started.communicate(timeout=60)
    assert started.returncode == 130, stderr
    entries = json.loads(stdout)["submissions"]
    assert len(entries) <= 1
    assert "Traceback" not in stderr


def _players_of(pid: int) -> set[int]:
    """Return the grandchildren of a process: the players of its zygote."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parent = int(fields[1])
        if parent != pid and _parent_of(parent) == pid:
            found.add(int(entry.parent.name))
    return found


def _parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, ValueError):
        return 0


def _wait_for_second_player(pid: int, deadline: float) -> None:
    seen: set[int] = set()
    while time.monotonic() < deadline and len(seen) < 2:
        seen |= _players_of(pid)


@pytest.mark.exhaustive
def test_every_stub_is_not_started(run, tmp_path) -> None:
    """What `start` copies is graded as not started."""
    done = run("start", "--all", tmp_path / "work")
    assert done.returncode == 0
    done = run("grade", tmp_path / "work", "--jobs", 2, "--format", "json")
    statuses = {
        e["exercise"]: e["status"] for e in json.loads(done.stdout)["submissions"]
    }
    assert set(statuses) == set(catalog.SLUGS)
    assert statuses.pop("debug_cnn") == "wrong"  # a script to mend, not to write
    assert set(statuses.values()) == {"not_started"}


def test_a_verdict_brings_forward_the_questions_that_explain_it(run, tmp_path) -> None:
    """A ReLU that is an absolute value is followed by questions on its topics."""
    from cnnquiz.questions.bank import load_bank

    path = tmp_path / "relu.py"
    path.write_text("import numpy as np\n\n\ndef relu(x):\n    return np.abs(x)\n")
    document = json.loads(run("grade", path, "--format", "json").stdout)
    (named,) = document["submissions"][0]["misconceptions"]
    assert named["id"] == "abs-value"
    (called,) = json.loads(run("export").stdout)["events"]
    assert called["payload"]["why"] == "abs-value"
    assert {load_bank()[id_].topic for id_ in called["payload"]["cards"]} == {
        "activations"
    }
