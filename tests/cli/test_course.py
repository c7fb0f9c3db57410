"""list, start, hint, solution, quiz --plain, doctor."""

from __future__ import annotations

import json

from cnnquiz.curriculum import catalog
from cnnquiz.study.location import record_path
from cnnquiz.study.record import Record


def test_list_shows_every_exercise_with_its_state(run) -> None:
    """Tracks, levels, minutes and titles, at 80 columns."""
    done = run("list")
    assert done.returncode == 0
    assert all(entry.slug in done.stdout for entry in catalog.CATALOG)
    assert max(map(len, done.stdout.splitlines())) <= 80
    rows = json.loads(run("list", "--format", "json").stdout)["exercises"]
    assert [row["slug"] for row in rows] == list(catalog.SLUGS)
    assert {row["state"] for row in rows} == {"not started"}


def test_start_copies_a_stub_and_never_overwrites(run, tmp_path) -> None:
    """The learner's file is kept, whatever is at the other end of the pipe."""
    assert run("start", "relu", tmp_path / "mine").returncode == 0
    path = tmp_path / "mine" / "relu.py"
    assert path.read_text() == catalog.find("relu").stub.read_text()
    path.write_text("mine")
    assert run("start", "relu", tmp_path / "mine").returncode == 1
    assert path.read_text() == "mine"
    assert run("start", "--all", tmp_path / "mine" / "..").returncode == 0
    assert path.read_text() == "mine"


def test_starting_again_keeps_a_copy(run, tmp_path) -> None:
    """Even a yes loses nothing."""
    run("start", "relu", tmp_path)
    (tmp_path / "relu.py").write_text("mine")
    assert run("start", "relu", tmp_path, stdin="y\n").returncode == 0
    assert "NotImplementedError" in (tmp_path / "relu.py").read_text()
    assert (tmp_path / "relu.1.py.bak").read_text() == "mine"


def test_start_writes_the_script_of_a_seed(run, tmp_path) -> None:
    """Each seed has bugs of its own, and says so in its first line."""
    assert run("start", "debug_cnn", tmp_path / "a").returncode == 0
    assert run("start", "debug_cnn", tmp_path / "b", "--seed", 5).returncode == 0
    first, other = ((tmp_path / folder / "debug_cnn.py").read_text() for folder in "ab")
    assert first.startswith("# cnnquiz: debug_cnn seed=0\n")
    assert other.startswith("# cnnquiz: debug_cnn seed=5\n")
    assert first.partition("\n")[2] != other.partition("\n")[2]
    renamed = tmp_path / "mine.py"
    renamed.write_text(other)
    done = run("grade", renamed, "--no-record", "--format", "json")
    (graded,) = json.loads(done.stdout)["submissions"]
    assert (graded["exercise"], graded["status"]) == ("debug_cnn", "wrong")


def test_a_seed_is_for_exercises_that_have_one(run, tmp_path) -> None:
    """Elsewhere it is a mistake of usage, and nothing is written."""
    done = run("start", "relu", tmp_path, "--seed", 5)
    assert done.returncode == 2
    assert "--seed" in done.stderr
    assert run("start", "--all", tmp_path, "--seed", 5).returncode == 2
    assert not list(tmp_path.glob("**/*.py"))


def test_unknown_slugs_are_answered_with_the_nearest(run) -> None:
    """The same words for each command."""
    for command in ("start", "hint", "solution"):
        done = run(command, "covn2d")
        assert done.returncode == 2
        assert "Did you mean 'conv2d'?" in done.stderr


def test_hints_come_one_by_one_and_are_recorded(run, tmp_path) -> None:
    """Each call gives away a little more; the third is the last."""
    said = [run("hint", "relu").stdout for _ in range(4)]
    assert [text[:11] for text in said] == [
        "Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Hint 3 of 3",
    ]  # fmt: skip
    assert run("hint", "relu", "-n", 2).stdout == said[1]
    with Record.open(record_path(tmp_path / "data")) as record:
        assert len(record.events("hint")) == 5


def test_solution_asks_first_if_it_was_never_tried(run, tmp_path) -> None:
    """No, yes, --yes, and after an attempt."""
    refused = run("solution", "relu", stdin="n\n")
    assert refused.returncode == 1
    assert "np.maximum" not in refused.stdout
    assert "np.maximum" in run("solution", "relu", stdin="y\n").stdout
    assert "np.maximum" in run("solution", "relu", "--yes").stdout
    (tmp_path / "relu.py").write_text("def relu(x):\n    return x\n")
    run("grade", tmp_path / "relu.py")
    assert "np.maximum" in run("solution", "relu").stdout


def test_solution_shows_the_loops_and_says_that_there_are_some(run) -> None:
    """The model solution stays alone on stdout; the loops are asked for as it is."""
    entry = catalog.find("conv2d")
    plain = run("solution", "conv2d", "--yes")
    assert plain.stdout == entry.solution.read_text()
    assert plain.stderr == "'cnnquiz solution conv2d --loops' shows it as loops.\n"
    loops = run("solution", "conv2d", "--loops", "--yes")
    assert (loops.stdout, loops.stderr) == (entry.loops.read_text(), "")
    assert run("solution", "conv2d", "--loops", stdin="n\n").returncode == 1


def test_a_solution_without_loops_says_so_in_one_sentence(run) -> None:
    """And does not speak of them where they are not asked for."""
    done = run("solution", "relu", "--loops", "--yes")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'relu' has no form in loops" in done.stderr
    assert run("solution", "relu", "--yes").stderr == ""


def test_a_plain_quiz_marks_each_answer_on_a_line_of_its_own(run, tmp_path) -> None:
    """One verdict line an answer, its record on disk; no other line begins so."""
    done = run("quiz", "--plain", "-n", 4, "--seed", 3, stdin="1\n" * 60)
    assert done.returncode == 0, done.stderr
    marked = [
        line
        for line in done.stdout.splitlines()
        if line.startswith(("Correct:", "Partly:", "Wrong:"))
    ]
    with Record.open(record_path(tmp_path / "data")) as record:
        assert len(record.answers()) == len(marked)
    assert marked


def test_the_end_of_input_ends_a_quiz_cleanly(run) -> None:
    """What was answered is kept, and the exit code is 0."""
    done = run("quiz", "--plain", "-n", 3)
    assert done.returncode == 0
    assert "No question was answered." in done.stdout
    assert "Traceback" not in done.stderr


def test_one_seed_is_one_quiz(run) -> None:
    """The same questions in the same order, with the same options."""
    said = [run("quiz", "--plain", "-n", 5, "--seed", 8).stdout for _ in range(2)]
    assert said[0] == said[1]


def test_unknown_topics_and_commands_are_answered_with_the_nearest(run) -> None:
    """Exit code 2 and a suggestion."""
    done = run("quiz", "--plain", "--topic", "poling")
    assert done.returncode == 2
    assert "Did you mean 'pooling'?" in done.stderr
    done = run("grde")
    assert done.returncode == 2
    assert "Did you mean 'grade'?" in done.stderr


def test_the_interface_needs_a_terminal_and_says_so(run) -> None:
    """In a pipe, the way out is named."""
    done = run()
    assert done.returncode == 2
    assert "quiz --plain" in done.stderr


def test_doctor_lists_what_it_tried(run) -> None:
    """Each forbidden act, and whether it was stopped."""
    done = run("doctor", "--format", "json")
    document = json.loads(done.stdout)
    acts = {row["act"]: row["stopped"] for row in document["tried"]}
    assert len(acts) >= 12
    assert acts["see your environment"]
    if document["level"] == "full":
        assert all(acts.values())
        assert done.returncode == 0


def test_every_command_has_help_with_an_example(run) -> None:
    """--help everywhere, without a traceback."""
    from cnnquiz.cli import COMMANDS

    assert "Examples:" in run("--help").stdout
    for command in COMMANDS:
        done = run(command, "--help")
        assert done.returncode == 0
        assert f"cnnquiz {command}" in done.stdout
        assert "Example" in done.stdout
