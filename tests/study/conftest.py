"""A clock that tests set, and records on it."""

from datetime import UTC, datetime, timedelta

import pytest

from cnnquiz.study.record import Record

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that a test moves, and that moves by a second at each reading."""

    def __init__(self):
        self.time = START

    def __call__(self):
        """Return the time, a second later than at the last reading."""
        self.time += timedelta(seconds=1)
        return self.time

    def move(self, **by):
        """Let the clock jump, forward or back."""
        self.time += timedelta(**by)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "record.sqlite3"


@pytest.fixture
def record(path, clock):
    with Record.open(path, clock) as opened:
        yield opened


def submit(record, exercise="conv2d", status="wrong", misconceptions=(), **others):
    """Add a submission with the least verdict that has these."""
    verdict = {
        "status": status,
        "passed": status == "passed",
        "misconceptions": [{"id": each} for each in misconceptions],
    }
    return record.add_submission(exercise, "def f(): ...", verdict, **others)


@pytest.fixture(name="submit")
def submit_fixture():
    return submit
