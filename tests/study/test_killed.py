"""No answer that was acknowledged is lost when the process is killed."""

import random
import sqlite3
import subprocess
import sys

import pytest

from cnnquiz.study.record import Record

CAREFUL = """
import sys
from cnnquiz.study.record import Record
record = Record.open(sys.argv[1])
while True:
    answer = record.add_answer("q", "x" * 300, correct=True)
    print(answer.id, flush=True)
    record.save_draft("relu", answer.id)
"""
# What the test must catch: feedback shown before the answer is committed.
HASTY = CAREFUL.replace(
    "while True:", 'record._connection.execute("BEGIN")\nwhile True:'
)


def acknowledged_until_killed(program, path, chance):
    """Run the program, kill it at a random moment, return the ids that it printed."""
    child = subprocess.Popen(
        [sys.executable, "-c", program, path], stdout=subprocess.PIPE, text=True
    )
    heard = [child.stdout.readline() for _ in range(chance.randrange(1, 60))]
    for _ in range(chance.randrange(20_000)):  # to die between two lines, too
        pass
    child.kill()
    heard += child.stdout.readlines()
    child.wait()
    child.stdout.close()
    return [line.strip() for line in heard if line.endswith("\n")]


def kept_ids(path):
    check = sqlite3.connect(path)
    assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    check.close()
    with Record.open(path) as record:
        assert record.notice is None
        return [answer.id for answer in record.answers()]


def lost_answers(program, path, kills, seed):
    """Return what was acknowledged over so many lives, and is not in the record."""
    chance = random.Random(seed)
    acknowledged = []
    for _ in range(kills):
        acknowledged += acknowledged_until_killed(program, path, chance)
    kept = kept_ids(path)
    assert len(kept) <= len(acknowledged) + kills  # at most the one under way
    return [each for each in acknowledged if each not in set(kept)]


def test_ten_kills_lose_no_acknowledged_answer(path):
    assert lost_answers(CAREFUL, path, kills=10, seed=1) == []


@pytest.mark.exhaustive
def test_two_hundred_kills_lose_no_acknowledged_answer(path):
    assert lost_answers(CAREFUL, path, kills=200, seed=2) == []


def test_feedback_before_the_commit_would_be_noticed(path):
    Record.open(path).close()
    assert lost_answers(HASTY, path, kills=1, seed=3) != []


def test_the_draft_is_at_most_one_save_behind(path):
    heard = acknowledged_until_killed(CAREFUL, path, random.Random(4))
    with Record.open(path) as record:
        saved = record.draft("relu")
        ids = [answer.id for answer in record.answers()]
    assert saved is None if len(ids) == 1 else saved.text in ids[-2:]
    assert set(heard) <= set(ids)
