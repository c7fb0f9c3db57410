"""What a report looks like, kept as files to be read by people.

After a change that is meant, write them anew and look at the difference:

    CNNQUIZ_WRITE_GOLDEN=1 python -m pytest tests/report/test_golden.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cnnquiz.grading.verdict import Sandbox
from cnnquiz.report import render

GOLDEN = Path(__file__).parent / "golden"
CLASS = ("passed", "flipped", "timeout", "not_started")


def compare(name: str, text: str) -> None:
    path = GOLDEN / name
    if "CNNQUIZ_WRITE_GOLDEN" in os.environ:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_one_submission(sample, report) -> None:
    """Each kind of verdict, as a terminal of 80 columns shows it."""
    compare(f"{sample}.txt", render(report(sample)))


@pytest.mark.parametrize(
    ("format", "ending"),
    [
        ("text", "txt"),
        ("json", "json"),
        ("junit", "xml"),
        ("gradescope", "gs.json"),
        ("csv", "csv"),
        ("html", "html"),
    ],
)
def test_a_class(format, ending, report) -> None:
    """Several submissions, in every format."""
    compare(f"class.{ending}", render(report(*CLASS), format))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("ascii", {"ascii": True}),
        ("colour", {"colour": True}),
        ("narrow", {"width": 40}),
    ],
)
def test_other_terminals(name, options, report) -> None:
    """ASCII alone, with colours, and narrow; on a machine with half a sandbox."""
    half = Sandbox(
        "partial", ("system calls",), ("file access: this kernel has no Landlock",)
    )
    compare(f"{name}.txt", render(report("flipped", sandbox=half), **options))
