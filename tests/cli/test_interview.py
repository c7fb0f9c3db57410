"""interview: whole sittings by a scripted learner, and pipes that end too early."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from cnnquiz.cli.interviewer import Interviewer
from cnnquiz.cli.referee import Judged
from cnnquiz.curriculum.catalog import find as entry_of
from cnnquiz.errors import ExitCode, UsageError
from cnnquiz.grading.verdict import CheckResult, NamedMistake, Sandbox, Status, Verdict
from cnnquiz.questions.answers import LETTERS, label, right_answer
from cnnquiz.questions.presentation import arrange
from cnnquiz.questions.select import find
from cnnquiz.study.interview import talks
from cnnquiz.study.interview.files import start
from cnnquiz.study.interview.presets import PRESETS
from cnnquiz.study.interview.scorecard import of_session
from cnnquiz.study.interview.sitting import Sitting
from cnnquiz.study.location import record_path
from cnnquiz.study.record import Record
from cnnquiz.tui.interview import Wanted

VERDICTS = ("Correct:", "Partly:", "Wrong:")


class Clock:
    """A clock that goes a second further at each reading."""

    def __init__(self):
        self.time = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self):
        """Return the time, a second later than before."""
        self.time += timedelta(seconds=1)
        return self.time


class Grades:
    """Grades without a sandbox: right or wrong, as it is told."""

    def __init__(self, *, right=True):
        self.right = right

    def grade(self, path, slug):
        """Return a verdict on the file, with a misconception if it is wrong."""
        checks = (
            CheckResult("runs", "runs", "passed"),
            CheckResult("shape", "shape", "passed" if self.right else "failed"),
        )
        named = () if self.right else (NamedMistake("kernel-flip", "flipped", "no"),)
        status = Status.PASSED if self.right else Status.WRONG
        verdict = Verdict(
            str(path), slug, status, "a <b>message</b>", checks=checks,
            misconceptions=named,
        )  # fmt: skip
        return Judged(path.read_text(), verdict, Sandbox("full", ("all",)), 5)

    def run(self, code, tests):
        """Run what fills a blank."""
        scope = {}
        exec(code, scope)  # noqa: S102 - the bank's own answers
        return ["" if eval(test, scope) else test for test in tests]  # noqa: S307


class Learner:
    """Types what a learner would: all right, or all wrong; a verdict before each next.

    `stop` makes the input end after so many lines.
    """

    def __init__(self, *, right=True, stop=10_000):
        self.right = right
        self.stop = stop
        self.sitting = None
        self.typed = []
        self.queue = []
        self.unit = None

    def __call__(self, prompt):
        """Return the next line; None is the end of input."""
        if len(self.typed) == self.stop:
            return None
        if "How sure" in prompt:
            line = "3"
        else:
            if not self.queue:
                self.unit = self.sitting.current
                self.queue = self.lines(self.unit)
            line = self.queue.pop(0)
        self.typed.append((prompt, line))
        return line

    def lines(self, unit):
        """Return all lines that a unit needs."""
        if unit.kind == "exercise":
            return ["grade", "next"]
        if unit.kind == "talk":
            talk = talks.find(unit.id)
            every = " ".join(str(1 + i) for i in range(len(talk.points)))
            return [*(["so it is"] if talk.words else []), every if self.right else "0"]
        item = arrange(find(unit.id), self.sitting.seed)
        return typed(item) if self.right else wrong(item)


def typed(item):
    """Return the lines that answer a question right."""
    answer = right_answer(item)
    match item.type:
        case "choice":
            return [label(item, answer)]
        case "multi":
            return [" ".join(label(item, i) for i in answer)]
        case "order":
            return [" ".join(label(item, i) for i in answer)]
        case "match":
            pairs = zip(LETTERS, answer, strict=False)
            return [" ".join(f"{left}{label(item, right)}" for left, right in pairs)]
        case "bug":
            return [str(answer.line), label(item, answer.fix)]
        case "explain":
            points = range(1, 1 + len(item.points))
            return ["in my words", " ".join(map(str, points)), "0"]
        case "array":
            return ["; ".join(" ".join(map(repr, row)) for row in answer)]
        case "shape":
            return [", ".join(map(str, answer))]
        case "number":
            return [repr(answer)]
        case "blank":
            return [answer]


def wrong(item):
    """Return the lines of an answer that is wrong."""
    match item.type:
        case "choice":
            return [
                label(
                    item, next(i for i, o in enumerate(item.options) if not o.correct)
                )
            ]
        case "multi":
            return [
                " ".join(
                    label(item, i) for i, o in enumerate(item.options) if not o.correct
                )
            ]
        case "order":
            return [" ".join(reversed(typed(item)[0].split()))]
        case "match":
            count = len(item.pairs)
            pairs = [(LETTERS[i], label(item, (i + 1) % count)) for i in range(count)]
            return [" ".join(f"{left}{right}" for left, right in pairs)]
        case "bug":
            line = 1 if item.line != 1 else 2
            fix = next(i for i, o in enumerate(item.fixes) if not o.correct)
            return [str(line), label(item, fix)]
        case "explain":
            return ["no idea", "0", "1"]
        case "array":
            return ["-999"]
        case "shape":
            return [", ".join("999" for _ in item.answer)]
        case "number":
            return ["-98765.4321"]
        case "blank":
            return ["None"]


@pytest.fixture
def record(tmp_path):
    with Record.open(record_path(tmp_path / "data"), Clock()) as opened:
        yield opened


@pytest.fixture
def hold(record, tmp_path, capsys):
    """Hold an interview with a learner; return the code, what was said, the learner."""

    def held(name, *, right=True, seed=1, stop=10_000, resume=False, **others):
        sitting = (
            Sitting.resume(record)
            if resume
            else Sitting.begin(record, PRESETS[name], seed)
        )
        learner = Learner(right=right, stop=stop)
        learner.sitting = sitting
        code = Interviewer(
            sitting, Grades(right=right), tmp_path / "files", ask=learner, **others
        ).run()
        return code, capsys.readouterr().out, learner

    return held


def verdicts(text):
    return [line for line in text.splitlines() if line.startswith(VERDICTS)]


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("name", PRESETS)
def test_a_whole_sitting_of_each_format(hold, record, name, right) -> None:
    """One verdict line an answer, as it was marked; the scorecard says the same."""
    code, said, learner = hold(name, right=right)
    assert code == ExitCode.PASSED
    sitting = learner.sitting
    assert sitting.current is None
    assert Sitting.resume(record) is None
    answers = record.answers()
    shown = [line.split(":")[0] for line in verdicts(said)]
    marked = [
        "Correct" if row.correct else "Partly" if row.score else "Wrong"
        for row in answers
    ]
    assert shown == marked
    assert all(row.correct == right for row in answers)
    assert all(outcome.right == right for outcome in sitting.outcomes)
    card = of_session(record)
    assert card.finished
    assert (card.verdict == "strong") == right
    assert len(card.outcomes) == len(sitting.outcomes)


@pytest.mark.parametrize("name", ["breadth", "debug", "mcq", "takehome"])
def test_the_end_of_input_loses_nothing(hold, record, name) -> None:
    """Cut anywhere and resumed, it asks what it would have asked, and once."""
    _, _, learner = hold(name, seed=4)
    whole = [outcome.id for outcome in learner.sitting.outcomes]
    stops = 0
    code, said, learner = hold(name, seed=4, stop=1)
    while Sitting.resume(record) is not None:
        stops += 1
        assert code == ExitCode.PASSED
        assert f"'cnnquiz interview {name} --resume' goes on" in " ".join(said.split())
        code, said, learner = hold(name, resume=True, stop=3)
    assert stops > 1
    assert [outcome.id for outcome in learner.sitting.outcomes] == whole


def test_one_seed_is_one_conversation(hold) -> None:
    """Word for word, but for where the files are; another seed is another."""
    first, again, other = (hold("screen", seed=s)[1] for s in (3, 3, 4))
    assert first == again
    assert first != other


def test_nothing_is_told_before_the_end_of_a_test(hold) -> None:
    """Then each question with its answer where it was wrong."""
    _, said, _ = hold("mcq", right=False)
    before, _, after = said.partition("[20/20]")
    assert not verdicts(before)
    assert "Noted." in before
    assert "The answer:" not in before
    assert len(verdicts(after)) == 20
    assert after.count("The answer:") == after.count("You said:") == 20


def test_a_coding_test_tells_no_counterexample_before_the_end(hold) -> None:
    """Only the status and how many checks hold; the verdict comes afterwards."""
    _, said, _ = hold("oa", right=False)
    before, _, after = said.partition("shows a solution.")
    assert "wrong: 1 of 2 checks hold." in before
    assert "message" not in before
    assert "message" in after


def test_a_timed_interview_closes_when_the_time_is_over(hold, record) -> None:
    """Between questions: the one that was begun still counts."""

    class Slow(Learner):
        def __call__(self, prompt):
            line = super().__call__(prompt)
            record.clock.time += timedelta(minutes=6)
            return line

    sitting = Sitting.begin(record, PRESETS["mcq"], 1)
    learner = Slow()
    learner.sitting = sitting
    code = Interviewer(sitting, Grades(), ask=learner).run()
    assert code == ExitCode.PASSED
    assert len(learner.typed) == 4
    assert len(record.answers()) == 4
    assert len(sitting.outcomes) == 20


def test_time_over_budget_is_told(hold, record, capsys) -> None:
    """For each question, and nothing else happens."""
    sitting = Sitting.begin(record, PRESETS["screen"], 1, most=1)

    def answer(prompt):
        record.clock.time += timedelta(minutes=3)
        return learner(prompt)

    learner = Learner()
    learner.sitting = sitting
    Interviewer(sitting, Grades(), ask=answer).run()
    said = capsys.readouterr().out
    assert "the time for it is 1 min" in said
    assert sitting.outcomes[0].right


@pytest.mark.parametrize("ends", [None, "pause", KeyboardInterrupt])
def test_time_up_to_a_pause_is_work(record, ends) -> None:
    """However it is left; what comes after is none."""
    sitting = Sitting.begin(record, PRESETS["screen"], 1)

    def think(prompt):
        record.clock.time += timedelta(minutes=5)
        if ends is KeyboardInterrupt:
            raise ends
        return ends

    code = Interviewer(sitting, Grades(), ask=think).run()
    assert code == (130 if ends is KeyboardInterrupt else 0)
    record.clock.time += timedelta(days=1)
    assert 300 <= Sitting.resume(record).used < 330


def script(*lines):
    """Return what types these lines, then ends."""
    left = list(lines)
    return lambda prompt: left.pop(0) if left else None


def test_the_commands_of_a_coding_part(record, tmp_path, capsys) -> None:
    """Three hints and no more, the time, what is no command, a second try."""
    sitting = Sitting.begin(record, PRESETS["impl"], 1)
    lines = ["hint"] * 4 + ["time", "dance", "grade", "grade", "next", "pause"]
    unit = sitting.current
    code = Interviewer(sitting, Grades(), tmp_path / "files", ask=script(*lines)).run()
    said = capsys.readouterr().out
    assert code == ExitCode.PASSED
    assert [f"Hint {n} (it costs" in said for n in (1, 2, 3, 4)] == [True] * 3 + [False]
    assert "There are no more hints." in said
    assert " used, " in said
    assert "'dance' is none of" in said
    assert [row.hints for row in record.submissions()] == [3, 3]
    assert [outcome.score for outcome in sitting.outcomes] == [0.25]
    assert f"'cnnquiz solution {unit.id}'" in said
    stub = entry_of(unit.id).stub.read_bytes()
    assert (tmp_path / "files" / f"{unit.id}.py").read_bytes() == stub


def test_a_file_that_is_there_is_never_written_over(record, tmp_path, capsys) -> None:
    """It is said, and it is what is graded."""
    sitting = Sitting.begin(record, PRESETS["impl"], 1)
    path = tmp_path / f"{sitting.current.id}.py"
    path.write_text("mine")
    Interviewer(sitting, Grades(), tmp_path, ask=script("grade")).run()
    assert path.read_text() == "mine"
    assert "kept as it is" in capsys.readouterr().out
    assert record.submissions()[0].source == "mine"


def test_a_file_that_is_gone_is_said_and_nothing_is_lost(
    record, tmp_path, capsys
) -> None:
    """The next command works again."""

    class Gone(Grades):
        def grade(self, path, slug):
            raise UsageError(f"there is no file '{path}'")

    sitting = Sitting.begin(record, PRESETS["impl"], 1)
    Interviewer(sitting, Gone(), tmp_path, ask=script("grade", "next")).run()
    assert "there is no file" in capsys.readouterr().out
    assert sitting.outcomes[0].skipped


def test_a_script_to_mend_has_the_bugs_of_the_seed(tmp_path) -> None:
    """As 'cnnquiz start debug_cnn --seed' writes it."""
    entry = entry_of("debug_cnn")
    assert start(entry, tmp_path / "a.py", 3)
    assert start(entry, tmp_path / "b.py", 4)
    assert not start(entry, tmp_path / "a.py", 5)
    assert (tmp_path / "a.py").read_text() == entry.load().stub(3)
    assert (tmp_path / "a.py").read_text() != (tmp_path / "b.py").read_text()


def test_questions_can_be_skipped_and_answers_mended(record, capsys) -> None:
    """What cannot be read is asked again."""
    sitting = Sitting.begin(record, PRESETS["mcq"], 1)
    Interviewer(sitting, Grades(), ask=script("skip", "what?", "1", "PAUSE")).run()
    assert [outcome.skipped for outcome in sitting.outcomes] == [True, False]
    assert "Skipped." in capsys.readouterr().out
    assert len(record.answers()) == 1


def test_confidence_is_asked_and_kept(hold, record) -> None:
    """Then the scorecard has calibration."""
    hold("depth", confidence=True)
    assert {row.confidence for row in record.answers()} == {3}


def test_the_formats_are_listed(run) -> None:
    """Without a name; an unknown one is answered with the nearest."""
    done = run("interview")
    assert done.returncode == 0
    for name, preset in PRESETS.items():
        assert any(
            line.split()[:3] == [name, str(preset.minutes), "min"]
            for line in done.stdout.splitlines()
        )
    wrong_name = run("interview", "scren")
    assert wrong_name.returncode == 2
    assert "Did you mean 'screen'?" in wrong_name.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("screen", "abc"), "one too many"),
        (("--resume",), "no interview was left"),
        (("mcq", "--resume"), "no interview of 'mcq' was left"),
        (("scorecard",), "no interview yet"),
    ],
)
def test_what_makes_no_sense_is_said(run, arguments, says) -> None:
    """On standard error, with exit code 2."""
    done = run("interview", *arguments)
    assert done.returncode == 2
    assert says in done.stderr


def test_through_a_pipe_with_a_real_grader(run, tmp_path) -> None:
    """A model solution passes; the end of input prints the scorecard so far."""
    seed = next(s for s in range(30) if _first("live", s) == "nms")
    (tmp_path / "nms.py").write_bytes(entry_of("nms").solution.read_bytes())
    done = run(
        "interview", "live", "--plain", "--seed", seed,
        stdin="grade\nnext\nsaid aloud\n1 2 3\n",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "nms: passed" in done.stdout
    assert "Implementation" in done.stdout
    assert "So far: 2 of at most 3 answered" in done.stdout
    again = run("interview", "--resume", stdin="-\n0\n")
    assert "2 done before." in again.stdout
    assert "So far" not in again.stdout
    listed = run("interview", "scorecard", "--format", "json")
    card = json.loads(listed.stdout)
    assert card["finished"]
    assert [row["status"] for row in card["code"]] == ["passed"]
    assert [item["answer"] for item in card["items"]][1:] == ["said aloud", "-"]


def _first(name, seed):
    """Return what is asked first."""
    from cnnquiz.study.interview import plan

    return plan.make(PRESETS[name], seed).parts[0].units[0].id


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_interview_goes_on(run, tmp_path, number) -> None:
    """Neither ^C nor a kill loses what was answered."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cnnquiz", "interview", "screen", "--seed", "7"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        cwd=tmp_path, env={**os.environ, "CNNQUIZ_DATA_DIR": str(tmp_path / "data"),
                           "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    process.stdin.write("1\n")
    process.stdin.flush()
    for line in process.stdout:
        if line.startswith(VERDICTS):
            process.send_signal(number)
            break
    process.communicate(timeout=60)
    assert process.returncode == (130 if number == signal.SIGINT else -number)
    again = run("interview", "--resume")
    assert "1 done before." in again.stdout
    assert "[2/12]" in again.stdout
    fresh = run("interview", "screen", "--seed", 7)
    assert "'cnnquiz interview screen --resume'" in fresh.stdout
    assert "[1/12]" in fresh.stdout


def test_a_scorecard_goes_to_a_file(run, tmp_path) -> None:
    """In the format asked for, and as text on standard output."""
    done = run(
        "interview", "screen", "-n", 1, "--format", "html", "--output", "card.html",
        stdin="skip\n",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "An interviewer would ask next" in done.stdout
    page = (tmp_path / "card.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    missing = run("interview", "scorecard", "--output", "no/such/card.txt")
    assert missing.returncode == 2
    assert "cannot be written" in missing.stderr
    for format_, start_ in (("markdown", "# Interview"), ("text", "Verdict")):
        shown = run("interview", "scorecard", "--format", format_)
        assert shown.stdout.startswith(start_)
    plain = run("interview", "scorecard", env={"CNNQUIZ_ASCII": "1"})
    assert plain.stdout.isascii()


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """Run a command as if in a terminal; return its code and what the app began with."""
    from cnnquiz.cli import main
    from cnnquiz.cli import practice as practice_commands
    from cnnquiz.tui import app

    begun = []
    monkeypatch.setattr(practice_commands, "can_draw", lambda: True)
    monkeypatch.setattr(app, "run", lambda data_dir, start: begun.append(start) or 0)

    def run(*arguments):
        begun.clear()
        with pytest.raises(SystemExit) as left:
            main(["--data-dir", str(tmp_path / "data"), "interview", *arguments])
        return left.value.code, begun

    return run


def test_in_a_terminal_it_opens_the_interface(opened, tmp_path) -> None:
    """With what the command line asked for; files go beside the record by default."""
    code, begun = opened("mcq", "--seed", "7", "-n", "3", "--confidence")
    assert code == ExitCode.PASSED
    assert begun == [Wanted("mcq", 7, 3, confidence=True)]
    _, begun = opened("live", "--folder", str(tmp_path))
    assert begun == [Wanted("live", folder=tmp_path)]


def test_in_a_terminal_only_what_was_left_is_gone_on_with(opened, record) -> None:
    """Without one it is an error before the interface opens."""
    assert opened("--resume") == (ExitCode.USAGE, [])
    Sitting.begin(record, PRESETS["mcq"], 1)
    assert opened("oa", "--resume") == (ExitCode.USAGE, [])
    code, begun = opened("mcq", "--resume")
    assert code == ExitCode.PASSED
    assert begun == [Wanted("mcq", resume=True)]


@pytest.mark.parametrize("how", [["--plain"], ["--output", "card.txt"]])
def test_line_by_line_stays_to_be_had_in_a_terminal(
    opened, monkeypatch, tmp_path, how
) -> None:
    """For a screen reader, and where the scorecard goes to a file."""
    held = []
    monkeypatch.setattr(Interviewer, "run", lambda self: held.append(self) or 0)
    monkeypatch.chdir(tmp_path)
    code, begun = opened("mcq", "-n", "1", *how)
    assert code == ExitCode.PASSED
    assert begun == []
    assert len(held) == 1
