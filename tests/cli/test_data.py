"""export, import, reset: nothing is lost on the way."""

from __future__ import annotations

import csv
import io
import json

from cnnquiz.questions.bank import load_bank
from cnnquiz.study.location import record_path
from cnnquiz.study.record import Record


def fill(tmp_path):
    """Write an answer in letters that no ASCII terminal has, a verdict and an event."""
    with Record.open(record_path(tmp_path / "data")) as record:
        record.add_answer("conv-bias", "3×3 – ‹é›", correct=True, topic="convolution")
        record.add_submission("relu", "x", {"status": "wrong", "passed": False})
        record.add_event("hint", {"exercise": "relu", "number": 1})


def test_an_export_comes_back_whole(run, tmp_path) -> None:
    """Into an empty record it is the same record; a second time changes nothing."""
    fill(tmp_path)
    written = run("export").stdout
    assert json.loads(written)["schema"] == "cnnquiz.export/1"
    (tmp_path / "backup.json").write_text(written, encoding="utf-8")
    other = {"CNNQUIZ_DATA_DIR": str(tmp_path / "other")}
    done = run("import", tmp_path / "backup.json", env=other)
    assert done.stdout == "3 rows added; 0 were in your record already.\n"
    done = run("import", "-", env=other, stdin=written)
    assert done.stdout == "0 rows added; 3 were in your record already.\n"
    assert run("export", env=other).stdout == written


def test_an_export_is_written_to_a_file(run, tmp_path) -> None:
    """Standard output stays empty, and what could not be written says why."""
    fill(tmp_path)
    done = run("export", "--output", tmp_path / "a.json")
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "a.json").read_text("utf-8") == run("export").stdout
    assert [path.name for path in tmp_path.glob("a.json*")] == ["a.json"]
    done = run("export", "--output", tmp_path / "no" / "a.json")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_an_export_never_overwrites_the_record(run, tmp_path) -> None:
    """The one file it must not be written to."""
    fill(tmp_path)
    done = run("export", "--output", record_path(tmp_path / "data"))
    assert done.returncode == 2
    assert "your record itself" in done.stderr
    assert len(json.loads(run("export").stdout)["answers"]) == 1


def test_answers_are_exported_as_csv_whatever_the_terminal(run, tmp_path) -> None:
    """UTF-8 even where standard output is said to be ASCII."""
    fill(tmp_path)
    done = run("export", "--format", "csv", env={"PYTHONIOENCODING": "ascii"})
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert (row["item"], row["answer"]) == ("conv-bias", "3×3 – ‹é›")


def test_questions_are_exported_for_anki_with_stable_ids(run, tmp_path) -> None:
    """A note a question: all that is asked in front, the answer behind."""
    text = run("export", "--format", "anki").stdout
    lines = text.split("#columns:id\tfront\tback\n")[1]
    notes = {
        note[0]: note[1:]
        for note in csv.reader(io.StringIO(lines), dialect="excel-tab")
    }
    assert list(notes) == list(load_bank().items)
    for item in load_bank():
        front, back = notes[item.id]
        assert item.stem in front
        assert item.source in back
        if item.type == "choice":
            assert all(option.text in front for option in item.options)
            right = next(option.text for option in item.options if option.correct)
            assert right in back
    assert not (tmp_path / "data").exists()


def test_a_wrong_file_adds_nothing_and_says_where(run, tmp_path) -> None:
    """No file, no JSON, another JSON, one wrong row: exit code 2 each."""
    path = tmp_path / "wrong.json"
    assert run("import", path).returncode == 2
    fine = {"id": "1", "kind": "hint", "payload": {}, "at": "2026-03-01T09:00:00+00:00"}
    whole = {"schema": "cnnquiz.export/1", "answers": [], "submissions": []}
    for text, said in (
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ('{"schema": "other"}', "'schema' must be"),
        (json.dumps({**whole, "events": [fine, {**fine, "id": 2}]}), "events[1].id"),
    ):
        path.write_text(text)
        done = run("import", path)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert json.loads(run("export").stdout)["events"] == []


def test_reset_asks_and_keeps_a_backup(run, tmp_path) -> None:
    """No is the default; a yes begins anew, and the old record can be had back."""
    assert "no record" in run("reset").stdout
    fill(tmp_path)
    before = run("export").stdout
    for refusal in ("", "n\n"):
        done = run("reset", stdin=refusal)
        assert done.returncode == 1
        assert run("export").stdout == before
    done = run("reset", stdin="y\n")
    assert done.returncode == 0
    assert json.loads(run("export").stdout)["answers"] == []
    (kept,) = (tmp_path / "data").glob("*reset*.sqlite3")
    assert str(kept) in done.stdout
    kept.rename(record_path(tmp_path / "data"))
    assert run("export").stdout == before
