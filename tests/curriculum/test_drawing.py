"""Cases are the same for the same seed, and drawing them leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np

from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.draw import draw_many
from cnnquiz.grading.wire import snapshot

DRAW = """
import hashlib
{first}
from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.draw import draw_many
from cnnquiz.grading.wire import snapshot
cases = draw_many(catalog.find("conv2d").load().draw, 30, 7)
print(hashlib.sha256(b"".join(snapshot(c) for c, _ in cases)).hexdigest())
"""


def drawn_in(folder, first: str) -> str:
    """Draw in a process of its own and return a digest of the cases."""
    path = os.pathsep.join([*sys.path, str(folder)])
    command = [sys.executable, "-c", DRAW.format(first=first)]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": path},
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip


def test_cases_depend_on_the_seed_and_on_nothing_else(tmp_path):
    """Not on what else is loaded, nor on the folder; which stays as it was."""
    literals = [bytes([k]) * 16 for k in range(1, 200)]
    (tmp_path / "beside.py").write_text(f"CONSTANTS = {literals}\n")
    alone = drawn_in(tmp_path, "")
    assert drawn_in(tmp_path, "import beside, cnnquiz.tui.app") == alone
    assert {p.name for p in tmp_path.iterdir()} <= {"beside.py", "__pycache__"}


def test_another_seed_gives_other_cases_and_the_first_is_the_simplest():
    """Hypothesis begins with its simplest bytes: every choice is the first."""
    draw = catalog.find("conv2d").load().draw
    one, other = (draw_many(draw, 20, seed) for seed in (1, 2))
    assert all(np.all(choice == 0) or choice == 1 for choice in one[0][1].values())
    assert snapshot(one[0][0]) == snapshot(other[0][0])
    differ = [
        snapshot(a) != snapshot(b) for (a, _), (b, _) in zip(one, other, strict=True)
    ]
    assert sum(differ) >= 19
