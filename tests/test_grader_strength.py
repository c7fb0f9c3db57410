"""The published comparison with other graders says what the script prints."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.exhaustive
ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "grading.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def strength():
    """Load the script."""
    path = ROOT / "benchmarks" / "grader_strength.py"
    spec = importlib.util.spec_from_file_location("grader_strength", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_gives_the_counts_of_the_script(strength) -> None:
    """For each suite; ours accepts none of the wrong ones."""
    assert len(strength.WRONG) == 16
    row = re.search(r"^\| wrong ones accepted, of 16 \|(.*)\|$", PAGE, re.MULTILINE)
    printed = [int(cell) for cell in row[1].split("|")]
    counts = [
        sum(suite(wrong.function) for wrong in strength.WRONG)
        for suite in strength.SUITES.values()
    ]
    assert printed == counts
    assert counts[-1] == 0


def test_each_suite_accepts_right_code(strength) -> None:
    """So a rejection is for the mistake."""
    assert all(suite(strength.RIGHT) for suite in strength.SUITES.values())
