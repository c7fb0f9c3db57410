"""How far it is: a line that fits, and an estimate from what this run graded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cnnquiz.report.progress import Progress, duration


@pytest.fixture
def at(verdict):
    """Return a function that says the lines of verdicts that came at these seconds."""

    def lines(total, before, *seconds):
        times = iter([0.0, *seconds])
        progress = Progress(clock=lambda: next(times))
        return [
            progress.line(before + number, total, verdict("passed"))
            for number in range(1, len(seconds) + 3)
        ]

    return lines


def test_the_time_left_is_estimated_from_what_was_graded(at) -> None:
    """After three verdicts, at the rate so far."""
    assert at(300, 0, 6.0, 8.0) == [
        "1/300  relu: passed",
        "2/300  relu: passed",
        "3/300  relu: passed  about 10 min left",
        "4/300  relu: passed  about 10 min left",
    ]


def test_verdicts_that_were_taken_over_took_no_time(at) -> None:
    """297 of them do not make the last three look near."""
    assert at(1_000, 297, 9.0)[2] == "300/1000  relu: passed  about 35 min left"


def test_at_the_end_nothing_is_left(at) -> None:
    """No estimate beside the last one."""
    assert at(3, 0)[-1] == "2/3  relu: passed"
    assert at(4, 0, 1.0, 2.0)[-1] == "4/4  relu: passed"


def test_a_line_fits_and_is_inert(verdict) -> None:
    """Whatever an exercise is called."""
    nasty = replace(verdict("passed"), exercise="\x1b[2J" + "x" * 200)
    line = Progress(clock=lambda: 0.0).line(1, 2, nasty)
    assert len(line) <= 78
    assert "\x1b" not in line


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.0, "1 s"),
        (8.2, "9 s"),
        (90, "90 s"),
        (91, "2 min"),
        (600, "10 min"),
        (5400, "90 min"),
        (5401, "2 h"),
        (86_400, "24 h"),
    ],
)
def test_a_duration_is_said_in_one_unit(seconds, said) -> None:
    """Rounded up: a promise that is kept."""
    assert duration(seconds) == said
