"""Where the hostile files and their warden are found, and a zygote for the run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cnnquiz.grading.players import Zygote


@pytest.fixture(scope="session")
def zygote():
    """Start one clean process to fork players from."""
    started = Zygote()
    yield started
    started.close()
