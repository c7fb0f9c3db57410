"""stats: the same numbers as text and as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from cnnquiz.study.location import record_path
from cnnquiz.study.record import Record


def fill(tmp_path):
    """Answer on two days, ten and two days ago: one topic well, one badly."""
    time = [datetime.now(UTC) - timedelta(days=10)]
    with Record.open(record_path(tmp_path / "data"), lambda: time[0]) as record:
        for days in (0, 8):
            time[0] += timedelta(days=days)
            for item, topic, correct in (
                ("a", "pooling", True),
                ("b", "pooling", True),
                ("c", "padding", False),
            ):
                record.add_answer(
                    item, "1", correct=correct, topic=topic, seconds=100,
                    confidence=3 if correct else 1,
                    misconceptions=() if correct else ("kernel-flip",),
                )  # fmt: skip


def test_an_empty_record_says_where_to_begin(run) -> None:
    """In words, and as JSON with nothing in it."""
    done = run("stats")
    assert done.returncode == 0
    assert "cnnquiz drill" in done.stdout
    told = json.loads(run("stats", "--format", "json").stdout)
    assert told["due"] == {"questions": 0, "exercises": 0}
    assert told["mastery"] == []


def test_json_holds_every_statistic(run, tmp_path) -> None:
    """Due, recall, mastery, misconceptions, calibration and time."""
    fill(tmp_path)
    told = json.loads(run("stats", "--format", "json").stdout)
    assert told["schema"] == "cnnquiz.stats/1"
    assert told["cards"] == 3
    assert told["due"]["questions"] >= 1
    assert sum(each["observed"]["asked"] for each in told["retention"]) == 3
    assert sum(each["observed"]["right"] for each in told["retention"]) == 2
    assert [each["topic"] for each in told["mastery"]] == ["padding", "pooling"]
    assert told["mastery"][1]["recent"]["share"] == 1
    (open_,) = told["misconceptions"]
    assert (open_["id"], open_["times"], open_["where"]) == ("kernel-flip", 2, ["c"])
    assert [each["answers"]["right"] for each in told["calibration"]] == [0, 4]
    assert told["practice"]["seconds"] == 600
    assert list(told["practice"]["seconds_by_day"].values()) == [300, 300]


def test_text_draws_each_statistic_at_80_columns(run, tmp_path) -> None:
    """A full bar for what is all right, none for what is all wrong."""
    fill(tmp_path)
    text = run("stats").stdout
    assert max(map(len, text.splitlines())) <= 80
    lines = [line.strip() for line in text.splitlines()]
    assert lines[lines.index("Pooling") + 1].startswith("█" * 24 + " 100%  4 of 4")
    assert lines[lines.index("Padding modes and borders") + 1].startswith("░" * 24)
    assert any(line.startswith("kernel-flip: seen 2 times, in c") for line in lines)
    assert "10 min in all" in text
    drawn = [line.split()[0] for line in lines if line.endswith(("%", ")"))]
    assert drawn[:2] == ["predicted", "observed"]
    days = next(line for line in lines if line.startswith("last 28 days"))
    assert days.partition("|")[2].rstrip("|").count("█") == 2


def test_text_needs_no_unicode(run, tmp_path) -> None:
    """Bars of # and dots where the terminal has no more."""
    fill(tmp_path)
    done = run("stats", env={"CNNQUIZ_ASCII": "1"})
    assert done.stdout.isascii()
    assert "#" * 24 in done.stdout


def test_mastery_tells_the_newest_answers_from_all(run, tmp_path) -> None:
    """Who was wrong five times and then right twenty times knows it now."""
    with Record.open(record_path(tmp_path / "data")) as record:
        for number in range(25):
            record.add_answer(f"q{number}", "1", correct=number >= 5, topic="pooling")
    (topic,) = json.loads(run("stats", "--format", "json").stdout)["mastery"]
    assert (topic["recent"]["right"], topic["recent"]["asked"]) == (20, 20)
    assert (topic["all_time"]["right"], topic["all_time"]["asked"]) == (20, 25)
