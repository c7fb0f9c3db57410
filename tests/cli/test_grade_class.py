"""cnnquiz grade over a class: resume, the formats for teachers, a cluster."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from cnnquiz.cli import grade
from cnnquiz.grading.verdict import Status, Verdict

RIGHT = "import numpy as np\ndef relu(x):\n    return np.maximum(x, 0)\n"
WRONG = "import numpy as np\ndef relu(x):\n    return np.abs(x)\n"
QUICK = ("--examples", "20", "--jobs", "1")


@pytest.fixture
def lesson(tmp_path) -> Path:
    """Write a class of three and return its folder."""
    for name, source in (("ann", RIGHT), ("bob", WRONG), ("cem", "def relu(x)\n")):
        path = tmp_path / "class" / name / "relu.py"
        path.parent.mkdir(parents=True)
        path.write_text(source)
    return tmp_path / "class"


def told(done) -> dict[str, str]:
    """Return what a document in JSON says of each student."""
    entries = json.loads(done.stdout)["submissions"]
    return {Path(e["file"]).parent.name: e["message"] for e in entries}


def test_what_is_graded_and_unchanged_is_not_graded_again(run, lesson, tmp_path):
    """Only what is new or changed is, with the cases of the first time."""
    kept = tmp_path / "class.jsonl"
    command = ("grade", lesson, *QUICK, "--resume", kept, "--format", "json")
    first = run(*command)
    assert first.stderr == f"cnnquiz: 0 of 3 verdicts were taken over from {kept}.\n"
    assert told(first)["bob"].startswith("the negatives are mirrored")
    # A mark in what was kept shows which verdicts come from there.
    kept.write_text(kept.read_text().replace('"message": "', '"message": "kept: '))
    (lesson / "bob" / "relu.py").write_text(f"# once more\n{RIGHT}")
    again = run(*command)
    assert again.stderr == f"cnnquiz: 2 of 3 verdicts were taken over from {kept}.\n"
    assert told(again)["ann"] == f"kept: {told(first)['ann']}"
    assert told(again)["cem"] == f"kept: {told(first)['cem']}"
    assert told(again)["bob"] == told(first)["ann"]
    seeds = [json.loads(done.stdout)["seed"] for done in (first, again)]
    assert seeds[0] == seeds[1]
    text = run("grade", lesson, *QUICK, "--resume", kept)
    assert "3 of 3 verdicts were taken over from" in text.stdout
    assert text.stderr == ""


def test_another_seed_grades_anew(run, lesson, tmp_path) -> None:
    """The one on the command line comes first."""
    kept = tmp_path / "class.jsonl"
    run("grade", lesson / "ann", *QUICK, "--resume", kept, "--seed", 1)
    done = run("grade", lesson / "ann", *QUICK, "--resume", kept, "--seed", 2)
    assert "0 of 1 verdicts were taken over" in done.stdout
    assert "--seed 2" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--resume", "class/ann/relu.py"), "is not a file of --resume"),
        (("--resume", "no/such/folder/x"), "cannot be opened"),
        (("--cluster", "tcp://x:1", "--jobs", "2"), "--jobs is about this machine"),
    ],
)
def test_wrong_command_lines_are_exit_code_2(arguments, said, run, lesson) -> None:
    """Said before anything is graded or written."""
    done = run("grade", lesson, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert (lesson / "ann" / "relu.py").read_text() == RIGHT


def test_a_table_and_a_page_can_be_written(run, lesson, tmp_path) -> None:
    """In UTF-8, with nothing on standard output."""
    for format_, name in (("csv", "class.csv"), ("html", "class.html")):
        kept = ("--resume", "r.jsonl")
        done = run(
            "grade", lesson, *QUICK, *kept, "--format", format_, "--output", name
        )
        assert done.returncode == 1
        assert done.stdout == ""
    rows = csv.DictReader(io.StringIO((tmp_path / "class.csv").read_text("utf-8")))
    assert [row["status"] for row in rows] == ["passed", "wrong", "invalid"]
    page = (tmp_path / "class.html").read_text("utf-8")
    assert "1 of 3: the negatives are mirrored" in page
    assert "3 of 3 verdicts were taken over from r.jsonl." in page


def test_without_the_package_a_cluster_is_one_sentence(run, lesson, tmp_path) -> None:
    """It says what to install."""
    fake = tmp_path / "fake"
    fake.mkdir()
    (fake / "distributed.py").write_text("raise ImportError")
    done = run("grade", lesson, "--cluster", "tcp://x:1", env={"PYTHONPATH": str(fake)})
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "cnnquiz: --cluster needs the package 'distributed': "
        "pip install 'cnnquiz[cluster]'\n"
    )


FAKE = """
from concurrent.futures import ThreadPoolExecutor

class Client(ThreadPoolExecutor):
    def __init__(self, address, **options):
        super().__init__(1)
        print(f"asked for {address}")

    def wait_for_workers(self, count, timeout):
        pass

    def get_executor(self, pure):
        return self
"""


def test_an_address_leads_to_the_executor_of_its_cluster(run, lesson, tmp_path):
    """What grades is what the library gives us, and the verdicts are the same."""
    fake = tmp_path / "fake" / "distributed"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text(FAKE)
    (fake / "comm.py").write_text("def get_address_host(address):\n    pass\n")
    done = run(
        "grade", lesson, "--cluster", "tcp://x:1", "--examples", "20",
        env={"PYTHONPATH": str(fake.parent)},
    )  # fmt: skip
    assert "asked for tcp://x:1" in done.stdout
    assert "1 of 3 passed; 1 wrong, 1 invalid." in done.stdout
    assert done.stderr == ""


def test_progress_is_one_line_in_a_terminal_and_none_elsewhere(monkeypatch) -> None:
    """Each line replaces the last."""

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert grade._progress() is None
    monkeypatch.setattr(sys, "stderr", Screen())
    say = grade._progress()
    say(1, 3, Verdict("a.py", "relu", Status.PASSED, ""))
    say(2, 3, Verdict("b.py", "relu", Status.WRONG, ""))
    assert sys.stderr.getvalue() == (
        "\r\x1b[K1/3  relu: passed\r\x1b[K2/3  relu: wrong"
    )
