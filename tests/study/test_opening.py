import fcntl
import sqlite3
import subprocess
import sys
import textwrap
from dataclasses import replace

import pytest

from cnnquiz.errors import RecordError
from cnnquiz.study import opening, schema
from cnnquiz.study.record import Record

QUESTION = "INSERT INTO answers (id, item, answer, correct, score, at, misconceptions)"
VALUES = "VALUES ('a1', 'q', 'a', 1, 1.0, '2026-01-01T00:00:00.000000+00:00', '[]')"


def fill(path, clock):
    """Make a record of 400 answers and 100 events, in one write."""
    with Record.open(path, clock) as record:
        answer = record.add_answer("first", "y" * 400, correct=True)
        event = record.add_event("flag", {"why": "x" * 400})
        record.add_rows(
            [replace(answer, id=f"{n}", item=f"{n}", at=clock()) for n in range(1, 400)]
            + [replace(event, id=f"{n}") for n in range(1, 100)]
        )


def others(path):
    """Return the files beside the record that are not SQLite's or its lock."""
    return [
        each
        for each in path.parent.iterdir()
        if each.name.startswith("record-") and each.suffix == ".sqlite3"
    ]


def test_folders_are_made_and_a_second_opening_finds_the_same_record(tmp_path, clock):
    path = tmp_path / "share" / "data" / "record.sqlite3"
    with Record.open(path, clock) as record:
        given = record.add_answer("q", "a", correct=True)
        assert record.notice is None
    with Record.open(path, clock) as record:
        assert record.answers() == [given]
        assert record.notice is None
    assert others(path) == []


@pytest.mark.parametrize(
    "content", [b"not a database\n" * 100, b"\x00" * 5000], ids=["text", "zeros"]
)
def test_a_foreign_file_is_set_aside_whole(path, clock, content):
    path.parent.mkdir()
    path.write_bytes(content)
    with Record.open(path, clock) as record:
        assert record.answers() == []
        record.add_answer("q", "a", correct=True)
        (aside,) = others(path)
        assert str(aside) in record.notice
    assert aside.read_bytes() == content
    assert aside.name == "record-foreign-20260301T090001Z.sqlite3"


def test_the_database_of_another_program_is_set_aside(path, clock):
    path.parent.mkdir()
    foreign = sqlite3.connect(path)
    foreign.execute("CREATE TABLE bookmarks (url TEXT)")
    foreign.execute("INSERT INTO bookmarks VALUES ('https://example.org')")
    foreign.execute("PRAGMA user_version = 41")
    foreign.commit()
    foreign.close()
    with Record.open(path, clock) as record:
        assert "not a record of cnnquiz" in record.notice
    (aside,) = others(path)
    kept = sqlite3.connect(aside)
    assert kept.execute("SELECT url FROM bookmarks").fetchall() == [
        ("https://example.org",)
    ]
    kept.close()


def test_tables_of_our_names_in_another_shape_are_foreign(path, clock):
    path.parent.mkdir()
    foreign = sqlite3.connect(path)
    foreign.execute("CREATE TABLE answers (question TEXT, letter TEXT)")
    foreign.close()
    with Record.open(path, clock) as record:
        assert "not a record of cnnquiz" in record.notice
        record.add_answer("q", "a", correct=True)


def test_two_files_set_aside_in_one_second_keep_both(path, clock):
    path.parent.mkdir()
    for content in (b"one", b"two"):
        path.write_bytes(content * 1000)
        Record.open(path, lambda: clock.time).close()
    assert {file.read_bytes()[:3] for file in others(path)} == {b"one", b"two"}


def test_a_damaged_record_is_set_aside_and_its_readable_rows_are_kept(path, clock):
    fill(path, clock)
    whole = path.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    damaged = whole[:middle] + b"\xff" * 4096 + whole[middle + 4096 :]
    path.write_bytes(damaged)
    with Record.open(path, clock) as record:
        (aside,) = others(path)
        assert "damaged" in record.notice
        assert str(aside) in record.notice
        answers, events = record.answers(), record.events()
        assert f"the {len(answers) + len(events)} rows that could be read" in (
            record.notice
        )
        # Rows on both sides of the page are there, in their order.
        assert 450 < len(answers) + len(events) < 500
        assert (answers[0].item, answers[-1].item) == ("first", "399")
        assert [row.at for row in answers] == sorted(row.at for row in answers)
        record.add_answer("q", "a", correct=True)
    assert aside.read_bytes() == damaged
    with Record.open(path, clock) as record:
        assert record.notice is None


def test_a_record_cut_short_is_set_aside(path, clock):
    fill(path, clock)
    path.write_bytes(path.read_bytes()[:-20_000])
    with Record.open(path, clock) as record:
        assert "damaged" in record.notice
        assert 400 < len(record.answers()) + len(record.events()) < 500


def test_companions_of_a_file_move_with_it(tmp_path, clock):
    """Part of the data is in the write-ahead log alone until SQLite copies it over."""
    path = tmp_path / "record.sqlite3"
    for ending in ("", "-wal", "-journal"):
        path.with_name(path.name + ending).write_text(f"content{ending}")
    aside = opening.set_aside(path, "damaged", clock())
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        aside.name + ending: f"content{ending}" for ending in ("", "-wal", "-journal")
    }


@pytest.mark.parametrize("in_log", [True, False])
def test_a_newer_record_is_refused_and_not_touched(tmp_path, clock, in_log):
    """Nor is the write-ahead log of a killed process copied into its file."""
    path, original = tmp_path / "record.sqlite3", tmp_path / "original.sqlite3"
    Record.open(original, clock).close()
    newer = sqlite3.connect(original, isolation_level=None)
    newer.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    for table in schema.LOGS:
        newer.execute(f"ALTER TABLE {table} RENAME TO new_{table}")
    if not in_log:
        newer.close()
    files = {
        path.with_name(path.name + ending): original.with_name(original.name + ending)
        for ending in ("", "-wal")
    }
    files = {copy: file.read_bytes() for copy, file in files.items() if file.exists()}
    for copy, content in files.items():
        copy.write_bytes(content)
    assert len(files) == 1 + in_log
    with pytest.raises(RecordError, match="newer cnnquiz and was left as it is"):
        Record.open(path, clock)
    assert {copy: copy.read_bytes() for copy in files} == files
    assert others(path) == []
    newer.close()


def test_a_record_without_a_version_is_migrated_and_backed_up(path, clock):
    path.parent.mkdir()
    old = sqlite3.connect(path)
    for statement in schema._TABLES:
        old.execute(statement)
    old.execute(f"{QUESTION} {VALUES}")
    old.commit()
    old.close()
    with Record.open(path, clock) as record:
        (backup,) = others(path)
        assert str(backup) in record.notice
        assert [answer.id for answer in record.answers()] == ["a1"]
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            record._connection.execute("DELETE FROM answers")
        assert schema.version(record._connection) == len(schema.MIGRATIONS)
    kept = sqlite3.connect(backup)
    assert kept.execute("PRAGMA user_version").fetchone() == (0,)
    assert kept.execute("SELECT id FROM answers").fetchall() == [("a1",)]
    kept.close()
    with Record.open(path, clock) as record:
        assert record.notice is None


def test_the_next_version_is_reached_by_its_step_alone(path, clock, monkeypatch):
    with Record.open(path, clock) as record:
        given = record.add_answer("q", "a", correct=True)
    step = ("ALTER TABLE answers ADD COLUMN mood TEXT DEFAULT 'calm'",)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    with Record.open(path, clock) as record:
        assert record.answers() == [given]
        moods = record._connection.execute("SELECT mood FROM answers").fetchall()
        assert moods == [("calm",)]
    (backup,) = others(path)
    assert "version1" in backup.name
    with Record.open(path, clock) as record:
        assert record.notice is None
    # Were the first step taken again, it would fail on the column that is there.
    step = ("ALTER TABLE events ADD COLUMN mood TEXT",)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    with Record.open(path, clock) as record:
        assert record.answers() == [given]


def test_a_step_that_fails_leaves_the_record_as_it_was(path, clock, monkeypatch):
    with Record.open(path, clock) as record:
        given = record.add_answer("q", "a", correct=True)
    steps = ("CREATE TABLE half (done TEXT)", "INSERT INTO missing VALUES (1)")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, steps))
        with pytest.raises(RecordError, match="no such table: missing"):
            Record.open(path, clock)
    with Record.open(path, clock) as record:
        assert record.notice is None
        assert record.answers() == [given]
        assert "half" not in schema.tables(record._connection)
    assert len(others(path)) == 1  # the backup made before the attempt


def test_a_write_cut_short_before_the_first_version_is_rolled_back(tmp_path, clock):
    """Without a write-ahead log a read-only look cannot roll back: SQLite refuses."""
    path = tmp_path / "record.sqlite3"
    script = textwrap.dedent(f"""
        import os, sqlite3
        from cnnquiz.study import schema
        cut = sqlite3.connect({str(path)!r}, isolation_level=None)
        for statement in schema._TABLES:
            cut.execute(statement)
        cut.execute({f"{QUESTION} {VALUES}"!r})
        cut.execute("PRAGMA cache_size = 1")
        cut.execute("BEGIN")
        for n in range(500):
            cut.execute("INSERT INTO events (id, kind, payload, at) "
                        "VALUES (?, 'flag', ?, 'now')", (str(n), "x" * 1000))
        os.kill(os.getpid(), 9)
    """)
    subprocess.run([sys.executable, "-c", script], check=False)
    assert path.with_name("record.sqlite3-journal").stat().st_size > 0
    with Record.open(path, clock) as record:
        assert [answer.id for answer in record.answers()] == ["a1"]
        assert record.events() == []


@pytest.mark.parametrize(
    "where", ["{}/file/data/record.sqlite3", "/proc/record.sqlite3"]
)
def test_a_folder_that_cannot_be_written_says_what_to_do(tmp_path, where):
    """Permission bits do not bind root: a path under a file, and /proc, bind all."""
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordError, match=r"--data-dir or CNNQUIZ_DATA_DIR"):
        Record.open(where.format(tmp_path))


def test_a_folder_in_the_place_of_the_record_is_named(path):
    path.mkdir(parents=True)
    with pytest.raises(RecordError, match="is a folder; move it away"):
        Record.open(path)
    assert path.is_dir()


def test_an_opening_waits_for_another_and_does_not_wait_for_ever(path, monkeypatch):
    Record.open(path).close()
    monkeypatch.setattr(opening, "PATIENCE_SECONDS", 0.0)
    with path.with_name("record.sqlite3.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(RecordError, match="another cnnquiz has been opening"):
            Record.open(path)
    Record.open(path).close()


WRITER = """
import sys
from cnnquiz.study.record import Record
sys.stdin.readline()
with Record.open(sys.argv[1]) as record:
    for n in range(40):
        record.add_answer(sys.argv[2], str(n), correct=True)
    print(record.notice or "")
"""


@pytest.mark.parametrize(
    "start", [None, b"not a record" * 1000], ids=["new", "foreign"]
)
def test_processes_that_begin_and_write_at_once_lose_nothing(path, start):
    """The first opening makes the file, or sets one aside: once, by whoever it is."""
    path.parent.mkdir()
    if start is not None:
        path.write_bytes(start)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, path, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in "abcd"
    ]
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    notices = [writer.communicate()[0].strip() for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 4
    with Record.open(path) as record:
        answers = record.answers()
    for name in "abcd":
        mine = [int(answer.answer) for answer in answers if answer.item == name]
        assert mine == list(range(40))
    assert len([notice for notice in notices if notice]) == (start is not None)
    assert len(others(path)) == (start is not None)
