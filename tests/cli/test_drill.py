"""drill: what it asks, that it goes on where it stopped, that nothing is lost."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys

import msgspec
import pytest

from cnnquiz.cli.practice import Plainly
from cnnquiz.errors import RecordError
from cnnquiz.questions.select import find
from cnnquiz.study.drills import select
from cnnquiz.study.location import record_path
from cnnquiz.study.record import Record

VERDICTS = ("Correct:", "Partly:", "Wrong:")


def verdicts(text):
    return [line for line in text.splitlines() if line.startswith(VERDICTS)]


@pytest.fixture
def kept(tmp_path):
    """Read the record that the commands of a test have written."""

    def read(ask):
        with Record.open(record_path(tmp_path / "data")) as record:
            return ask(record)

    return read


@pytest.fixture
def interrupted(tmp_path):
    """Begin a drill, answer until the first verdict, and stop it with a signal."""

    def ran(number, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "cnnquiz", "drill", "--plain", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            cwd=tmp_path, env={**os.environ, "CNNQUIZ_DATA_DIR": str(tmp_path / "data"),
                               "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        process.stdin.write("1\n1\n1\n")
        process.stdin.flush()
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith(VERDICTS):
                process.send_signal(number)
                break
        rest, _ = process.communicate(timeout=60)
        return process.returncode, "".join(said) + rest

    return ran


def test_each_verdict_that_is_shown_is_on_disk(run, kept) -> None:
    """One verdict line an answer; no other line begins so."""
    done = run("drill", "--plain", "--seed", 3, "-n", 4, stdin="1\n" * 60)
    assert done.returncode == 0, done.stderr
    assert verdicts(done.stdout)
    answers = kept(Record.answers)
    assert len(answers) == len(verdicts(done.stdout))
    points = sum(answer.score for answer in answers)
    assert f"{points:.3g} of {len(answers)} points." in done.stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_drill_that_is_stopped_goes_on_where_it_was(
    run, kept, interrupted, number
) -> None:
    """Neither ^C nor a kill loses an answer, and none is asked twice."""
    code, said = interrupted(number, "--seed", "3", "-n", "5")
    assert code == (130 if number == signal.SIGINT else -number)
    first = [answer.item for answer in kept(Record.answers)]
    assert len(first) >= len(verdicts(said)) >= 1
    again = run("drill", "--plain", stdin="1\n" * 60)
    assert f"goes on: {len(first)} of 5 answered, seed 3" in again.stdout
    assert f"[{len(first) + 1}/5]" in again.stdout
    (begun,) = kept(lambda record: record.events("session_begun"))
    answered = [answer.item for answer in kept(Record.answers)]
    assert answered == [
        item for item in begun.payload["items"] if item in set(answered)
    ]


def test_the_end_of_input_ends_a_drill(run, kept) -> None:
    """The next one is new, and one seed is one drill."""
    said = [run("drill", "--plain", "--seed", 8).stdout for _ in range(2)]
    assert "No question was answered." in said[0]
    assert said[0] == said[1]
    assert len(kept(lambda record: record.events("session_ended"))) == 2


def test_another_selection_or_seed_does_not_go_on(run, interrupted) -> None:
    """Who asks for something else gets it."""
    interrupted(signal.SIGINT, "pooling", "--seed", "3", "-n", "5")
    assert "goes on" not in run("drill", "padding", "--plain").stdout
    interrupted(signal.SIGINT, "pooling", "--seed", "4", "-n", "5")
    assert "goes on" not in run("drill", "pooling", "--plain", "--seed", 9).stdout


def test_a_topic_and_a_misconception_can_be_drilled(run) -> None:
    """The topic stands at the head of each question."""
    heads = [
        line
        for line in run("drill", "pooling", "--plain", stdin="x\n").stdout.splitlines()
        if line.startswith("[1/")
    ]
    assert heads
    assert "pooling" in heads[0]
    assert "[1/3]" in run("drill", "kernel-flip", "--plain", "-n", 3).stdout


def test_an_unknown_selection_is_answered_with_the_nearest(run) -> None:
    """Exit code 2, and what can be said."""
    done = run("drill", "kernel-flop", "--plain")
    assert done.returncode == 2
    assert "Did you mean 'kernel-flip'?" in done.stderr


def test_nothing_due_is_said_with_what_else_there_is(run) -> None:
    """Before any answer, and after one that rests for now."""
    first = run("drill", "due", "--plain")
    assert first.returncode == 0
    assert "no question was answered yet" in first.stdout
    run("drill", "--plain", "-n", 1, "--seed", 3, stdin="1\n1\n0\n")
    assert "The next question is due on" in run("drill", "due", "--plain").stdout


def test_confidence_is_asked_and_kept(run, kept) -> None:
    """What is no 1, 2 or 3 is asked again; end of input there keeps the answer."""
    seed = next(
        seed
        for seed in range(50)
        if select(None, "output-shape", 1, seed)[0].item.type == "number"
    )
    topic = ("drill", "output-shape", "--confidence", "-n", 1, "--seed", seed)
    shown = run(*topic)
    assert "How sure" not in shown.stdout
    run(*topic, stdin="1\n9\n2\n")
    run(*topic, stdin="1\n")
    given = kept(Record.answers)
    assert [answer.confidence for answer in given] == [2, None]


def test_without_a_terminal_the_way_out_is_named(run) -> None:
    """As the quiz does."""
    done = run("drill")
    assert done.returncode == 2
    assert "--plain" in done.stderr


def test_an_answer_that_cannot_be_kept_shows_no_feedback(capsys, monkeypatch) -> None:
    """What was shown is on disk: the answer is written first."""

    class Full:
        def add_answer(self, *_, **__):
            raise RecordError("the disk is full")

    items = [each.item for each in select(None, "output-shape", 1, 1)]
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n1\n1\n"))
    with pytest.raises(RecordError):
        Plainly(items, 1, Full()).run()
    assert not verdicts(capsys.readouterr().out)


async def test_the_interface_opens_with_the_drill(tmp_path) -> None:
    """On the quiz screen, with the questions that were selected."""
    from cnnquiz.tui.app import CnnquizApp
    from cnnquiz.tui.learner import Learner
    from cnnquiz.tui.quiz import of_items
    from cnnquiz.tui.screens.quiz import QuizScreen

    items = [each.item for each in select(None, "pooling", 3, 1)]
    learner = Learner.open(tmp_path)
    app = CnnquizApp(learner, start=of_items("Drill: pooling", items, 1))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, QuizScreen)
        assert [item.id for item in app.screen.quiz.items] == [i.id for i in items]
    learner.close()


def test_a_blank_is_marked_by_what_its_code_does(monkeypatch, capsys) -> None:
    """Any spelling that does the same is right; a wrong one is explained."""
    item = find("blank-output-size")
    size, *_ = item.wrong
    typed = f"{item.answer} + 0\n{size.value}\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    again = msgspec.structs.replace(item, id="again")
    assert Plainly([item, again], 0, None).run() == 0
    told = capsys.readouterr().out
    first, second = verdicts(told)
    assert first.startswith("Correct:")
    assert second == f"Wrong: {size.explanation}"
