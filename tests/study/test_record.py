import math
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from cnnquiz.errors import RecordError
from cnnquiz.study.record import Record, reset
from cnnquiz.study.rows import EventKind, ExerciseProgress, utc_now


def test_an_answer_comes_back_whole(path, record):
    given = record.add_answer(
        "G1",
        "3×3\n\x00 ✓",
        correct=False,
        score=0.25,
        seed=2**100,
        level="hard",
        confidence=3,
        seconds=12.5,
        topic="output-shape",
        misconceptions=["ceil", "pad-once"],
        card="G1#ceil",
    )
    record.close()
    with Record.open(path) as again:
        assert again.answers() == [given]
    assert (given.seed, given.misconceptions) == (2**100, ("ceil", "pad-once"))
    assert (given.answer, given.score) == ("3×3\n\x00 ✓", 0.25)


@pytest.mark.parametrize(("correct", "score"), [(True, 1.0), (False, 0.0)])
def test_without_a_score_right_is_one_and_wrong_is_nothing(record, correct, score):
    assert record.add_answer("q", "a", correct=correct).score == score


def test_a_submission_comes_back_with_its_verdict(path, record):
    verdict = {
        "status": "slow",
        "passed": False,
        "speed": {"ratio": 51.5, "limit": 50.0},
        "checks": [{"message": "größer", "counterexample": None}],
    }
    given = record.add_submission("conv2d", "x = 1\n", verdict, seed=7, hints=2)
    record.close()
    with Record.open(path) as again:
        assert again.submissions() == [given]
    assert given.verdict == verdict
    assert (given.status, given.passed, given.hints) == ("slow", False, 2)


def test_an_event_comes_back_with_its_payload(record):
    given = record.add_event(EventKind.HINT, {"exercise": "conv2d", "number": 1})
    assert record.events() == [given]
    assert record.add_event("session_begun").payload == {}


def test_a_row_does_not_follow_later_changes_of_its_payload(record):
    payload = {"items": ("a", "b")}
    given = record.add_event("flag", payload)
    payload["items"] = ()
    assert given.payload == {"items": ["a", "b"]}
    assert record.events() == [given]


def test_times_are_utc_with_microseconds_whatever_zone_the_clock_has(path):
    zone = timezone(timedelta(hours=5, minutes=30))
    noon = datetime(2026, 3, 1, 12, 0, tzinfo=zone)
    with Record.open(path, lambda: noon) as record:
        given = record.add_answer("q", "a", correct=True)
        record.save_draft("relu", "text")
    raw = sqlite3.connect(path)
    texts = raw.execute("SELECT at FROM answers UNION ALL SELECT at FROM drafts")
    assert texts.fetchall() == [("2026-03-01T06:30:00.000000+00:00",)] * 2
    raw.close()
    assert given.at == noon
    assert given.at.tzinfo is UTC


def test_the_usual_clock_tells_its_zone():
    assert utc_now().tzinfo is UTC


def test_rows_keep_the_order_of_arrival_when_the_clock_jumps_back(record, clock):
    record.add_answer("first", "a", correct=True)
    clock.move(days=-400)
    record.add_answer("second", "a", correct=True)
    clock.move(days=400)
    record.add_answer("third", "a", correct=True)
    assert [answer.item for answer in record.answers()] == ["first", "second", "third"]


def test_ids_are_unique(record):
    ids = {record.add_answer("q", "a", correct=True).id for _ in range(50)}
    assert len(ids) == 50


def test_bytes_that_are_not_utf8_are_kept_as_escapes(record):
    """Standard input hands them over as lone surrogates, which SQLite refuses."""
    typed = b"caf\xe9".decode("utf-8", "surrogateescape")
    assert record.add_answer("q", typed, correct=False).answer == r"caf\udce9"
    assert record.answers()[0].answer == r"caf\udce9"
    assert record.save_draft("relu", typed).text == r"caf\udce9"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"score": 1.5}, "score: expected a number from 0 to 1, got 1.5"),
        ({"score": math.nan}, "score: expected a finite number"),
        ({"confidence": 4}, "confidence: expected 1, 2 or 3, got 4"),
        ({"seconds": -1.0}, "seconds: expected seconds, 0 or more"),
        ({"correct": 1}, "correct: expected true or false, got 1"),
        ({"seed": 1.0}, "seed: expected a whole number"),
        ({"misconceptions": [3]}, "misconceptions: expected text"),
    ],
)
def test_an_answer_that_could_not_be_imported_again_is_refused(record, wrong, message):
    with pytest.raises(ValueError, match=message):
        record.add_answer("q", "a", **{"correct": True} | wrong)
    assert record.answers() == []


def test_each_write_is_synced_before_it_is_acknowledged(record):
    settings = {
        name: record._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2}  # 2 is FULL


def test_a_write_is_seen_by_another_connection_at_once(path, record):
    record.add_answer("q", "a", correct=True)
    with Record.open(path) as other:
        assert other.answers() == record.answers()


@pytest.mark.parametrize("table", ["answers", "submissions", "events"])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {} SET at = 'never'",
        "DELETE FROM {}",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
    ],
)
def test_the_log_only_grows(record, submit, table, change):
    record.add_answer("q", "a", correct=True)
    submit(record)
    record.add_event("flag")
    before = record.answers(), record.submissions(), record.events()
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        record._connection.execute(change.format(table))
    assert (record.answers(), record.submissions(), record.events()) == before


def test_submissions_and_events_can_be_narrowed(record, submit):
    first, second, third = (submit(record, name) for name in ("relu", "conv2d", "relu"))
    assert record.submissions("relu") == [first, third]
    assert record.last_verdicts(2) == [third, second]
    hint, _ = record.add_event("hint"), record.add_event("flag")
    assert record.events("hint") == [hint]


def test_progress_tells_the_best_of_each_exercise(record, submit):
    given = {}
    for exercise, statuses in {
        "untouched": ["not_started"],
        "relu": ["wrong", "error", "invalid", "wrong", "not_started"],
        "softmax": ["wrong", "slow", "timeout"],
        "conv2d": ["slow", "passed", "wrong"],
    }.items():
        given[exercise] = [submit(record, exercise, status) for status in statuses]
    progress = record.exercise_progress()
    assert {
        name: (each.state, each.best_status, each.attempts)
        for name, each in progress.items()
    } == {
        "relu": ("attempted", "wrong", 4),
        "softmax": ("slow", "slow", 3),
        "conv2d": ("passed", "passed", 3),
    }
    assert progress["conv2d"].last == given["conv2d"][-1].at
    assert progress["relu"].last == given["relu"][-2].at
    assert ExerciseProgress("untouched").state == "not started"
    assert [record.attempts(name) for name in ("relu", "untouched")] == [4, 0]


def test_a_slow_submission_that_was_allowed_has_passed(record):
    for passed in (True, False):
        record.add_submission("relu", "", {"status": "slow", "passed": passed})
    assert record.exercise_progress()["relu"].state == "passed"


def test_a_status_of_a_later_version_is_an_attempt(record, submit):
    submit(record, "relu", "quarantined")
    assert record.exercise_progress()["relu"].best_status == "quarantined"


def test_topics_count_what_was_asked_and_right(record):
    for topic, correct in [("pooling", True), ("pooling", False), (None, True)]:
        last = record.add_answer("q", "a", correct=correct, topic=topic)
    found = record.topic_progress()
    assert list(found) == ["pooling"]
    assert (found["pooling"].asked, found["pooling"].right) == (2, 1)
    assert found["pooling"].last == last.at - timedelta(seconds=1)


def test_a_draft_replaces_the_one_before_and_survives_a_restart(path, record):
    record.save_draft("relu", "one")
    record.save_draft("conv2d", "two")
    kept = record.save_draft("relu", "three")
    record.close()
    with Record.open(path) as again:
        assert again.draft("relu") == kept
        assert [draft.text for draft in again.drafts()] == ["three", "two"]
        assert again.draft("softmax") is None


def test_threads_may_share_a_record(record):
    def answer():
        for _ in range(20):
            record.add_answer("q", "a", correct=True)
            record.answers()

    threads = [threading.Thread(target=answer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(record.answers()) == 80


def test_rows_are_added_all_or_none_and_take_no_other_thread_with_them(record):
    rows = [record.add_answer("kept", str(number), correct=True) for number in range(2)]
    other = threading.Thread(
        target=record.add_answer, args=("other", "a"), kwargs={"correct": True}
    )

    def broken():
        yield replace(rows[0], id="new", item="new")
        other.start()
        other.join(timeout=0.1)  # it has to wait; without a lock it would be done
        raise LookupError

    with pytest.raises(LookupError):
        record.add_rows(broken())
    other.join()
    assert [answer.item for answer in record.answers()] == ["kept", "kept", "other"]


def test_a_full_disk_says_so_and_keeps_what_was_there(record):
    """SQLite reports its own page limit with the code of a full disk."""
    kept = record.add_answer("q", "a", correct=True)
    (pages,) = record._connection.execute("PRAGMA page_count").fetchone()
    record._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(RecordError, match=r"disk .* is full.*Free some space"):
        record.add_answer("q", "b" * 100_000, correct=True)
    assert record.answers() == [kept]
    record._connection.execute("PRAGMA max_page_count = 100000")
    record.add_answer("q", "c", correct=True)
    assert [answer.answer for answer in record.answers()] == ["a", "c"]


def test_a_disk_that_turned_read_only_says_what_to_do(record):
    """The permission bits do not bind root, who may run these tests."""
    record._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(RecordError, match=r"may write to, or keep it elsewhere"):
        record.add_answer("q", "a", correct=True)


def test_a_writer_that_never_lets_go_is_reported(path, record):
    record._connection.execute("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(RecordError, match="another program holds the record"):
        record.add_answer("q", "a", correct=True)
    other.execute("COMMIT")
    other.close()
    record.add_answer("q", "a", correct=True)


def test_a_snapshot_does_not_see_later_writes(path, record):
    with Record.open(path) as other, record.snapshot():
        assert record.answers() == []
        other.add_answer("q", "a", correct=True)
        assert record.answers() == []
    assert len(record.answers()) == 1


def test_using_a_closed_record_is_a_bug_not_a_fault_of_the_disk(record):
    record.close()
    with pytest.raises(sqlite3.ProgrammingError):
        record.answers()


def test_a_reset_keeps_the_record_under_another_name(path, record, clock):
    kept = record.add_answer("q", "a", correct=True)
    record.close()
    aside = reset(path, clock)
    with Record.open(path) as new, Record.open(aside) as old:
        assert new.answers() == []
        assert new.notice is None
        assert old.answers() == [kept]
    assert aside.name == "record-reset-20260301T090003Z.sqlite3"


def test_there_is_nothing_to_reset_before_the_first_answer(path):
    assert reset(path) is None
    assert not path.parent.exists()
