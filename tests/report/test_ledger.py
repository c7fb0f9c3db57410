"""The file of --resume: what is in it counts, and what is torn does not."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from cnnquiz.errors import UsageError
from cnnquiz.grading.submission import Submission
from cnnquiz.grading.verdict import Sandbox
from cnnquiz.grading.worker import Task
from cnnquiz.report import render
from cnnquiz.report.ledger import Ledger

FULL = Sandbox("full", ("file access", "system calls"), ("mounts: none here",))
TASK = Task(Submission(Path("work/conv2d.py"), b"def conv2d(): ..."), "conv2d", 7, 100)


@pytest.fixture
def path(tmp_path):
    """Return where a ledger may be."""
    return tmp_path / "class.jsonl"


@pytest.fixture
def kept(path, verdict):
    """Keep one verdict, and return the file's bytes."""
    keep(path, TASK, verdict("flipped"))
    return path.read_bytes()


def keep(path, task, verdict, sandbox=FULL) -> None:
    ledger = Ledger(path)
    ledger.keep(task, (verdict, sandbox))
    ledger.close()


def find(path, task=TASK, **options):
    ledger = Ledger(path, **options)
    ledger.close()
    return ledger.find(task)


def test_what_is_kept_draws_as_it_did(sample, path, verdict, report) -> None:
    """Each kind of verdict, with its sandbox, in a later run."""
    keep(path, TASK, verdict(sample))
    found, sandbox = find(path)
    assert sandbox == FULL
    if sample in {"large", "hostile"}:  # too large to be kept whole; made inert
        return
    given = replace(verdict(sample), file="work/conv2d.py")
    before, after = (
        render(replace(report(sample), submissions=(v,))) for v in (given, found)
    )
    assert after == before


@pytest.mark.parametrize(
    "other",
    [
        replace(TASK, submission=replace(TASK.submission, source=b"def conv2d(): .")),
        replace(TASK, slug="conv2d_fast"),
        replace(TASK, seed=8),
        replace(TASK, examples=101),
        replace(TASK, version="0.0.1"),
    ],
    ids=["content", "exercise", "seed", "examples", "version"],
)
def test_another_grading_is_not_found(other, path, kept) -> None:
    """Whatever could change the verdict belongs to its key."""
    assert find(path) is not None
    assert find(path, other) is None


def test_a_file_that_was_moved_is_found_under_its_new_name(path, kept) -> None:
    """Its content is what was graded."""
    moved = replace(TASK, submission=replace(TASK.submission, path=Path("b/conv2d.py")))
    assert find(path, moved)[0].file == "b/conv2d.py"


def test_every_torn_end_is_tolerated(path, kept, verdict) -> None:
    """Cut anywhere, the file can be read, and the next line is whole."""
    first = kept.index(b"\n") + 2
    last = len(kept)
    for length in [*range(first), *range(first, last, 97), *range(last - 9, last)]:
        path.write_bytes(kept[:length])
        whole = length >= len(kept) - 1  # all but the newline
        assert (find(path) is not None) == whole, length
        keep(path, replace(TASK, seed=8), verdict("passed"))
        assert find(path, replace(TASK, seed=8)) is not None, length
        assert (find(path) is not None) == whole, length


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe",
        b"7",
        b"[]",
        b"{}",
        b'{"seed": 1}',
        b"[" * 100_000,
        b'{"content": [], "exercise": {}, "version": 1, "seed": 2, "examples": 3}',
        b'{"content": 0, "exercise": 0, "version": 0, "seed": "x", "examples": 0}',
    ],
    ids=["bytes", "number", "list", "empty", "part", "deep", "lists", "seed"],
)
def test_lines_that_are_no_verdict_are_passed_over(line, path, kept) -> None:
    """And the seed is that of the last one that is."""
    path.write_bytes(kept + line + b"\n")
    assert find(path) is not None
    assert Ledger(path).seed == 7


@pytest.mark.parametrize("part", ["verdict", "sandbox"])
@pytest.mark.parametrize("value", [None, [], {}, {"level": "mighty"}])
def test_a_verdict_that_cannot_be_read_is_graded_again(part, value, path, kept) -> None:
    """It is not this run's end."""
    header, line = kept.decode().splitlines()
    entry = {**json.loads(line), part: value}
    path.write_text(f"{header}\n{json.dumps(entry)}\n")
    assert find(path) is None


@pytest.mark.parametrize(
    "content", ["def relu(x): ...\n", "{}\n", "x", '{"schema": "cnnquiz.grade/1"}\n']
)
def test_another_file_is_refused_and_left_alone(content, path) -> None:
    """A slip on the command line must not spoil somebody's work."""
    path.write_text(content)
    with pytest.raises(UsageError, match="is not a file of --resume"):
        Ledger(path)
    assert path.read_text() == content


@pytest.mark.parametrize("name", [".", "no/such/folder/x"])
def test_a_place_that_cannot_be_written_is_refused(name, tmp_path) -> None:
    """Before anything is graded."""
    with pytest.raises(UsageError, match="cannot be opened"):
        Ledger(tmp_path / name)


def test_a_full_disk_is_a_problem_to_tell_and_no_more(verdict, monkeypatch, path):
    """Grading goes on without it."""
    ledger = Ledger(path)
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, ledger._file)
    ledger.keep(TASK, (verdict("passed"), FULL))
    assert "space" in ledger.problem
    ledger.close()
    os.close(full)


def test_what_has_no_content_is_not_kept(path, verdict) -> None:
    """A file that could not be read may be readable by now."""
    gone = replace(TASK, submission=Submission(Path("conv2d.py"), b"", "it is a pipe"))
    keep(path, gone, verdict("invalid"))
    assert find(path, gone) is None
    assert len(path.read_text().splitlines()) == 1


def test_a_weaker_sandbox_does_not_count_where_a_level_is_required(path, verdict):
    """As if it had not been graded."""
    keep(path, TASK, verdict("passed"), Sandbox("limits", ("resource limits",)))
    assert find(path, level="limits") is not None
    assert find(path, level="partial") is None
