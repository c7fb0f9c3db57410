"""Run the command line as a shell would, with a record of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.fixture
def run(tmp_path):
    """Run `cnnquiz ARGS` in a process and return what it said."""

    def ran(*arguments, stdin="", cwd=None, env=None):
        environment = {
            **{k: v for k, v in os.environ.items() if k != "CI"},
            "CNNQUIZ_DATA_DIR": str(tmp_path / "data"),
            "PYTHONIOENCODING": "utf-8",
            **(env or {}),
        }
        return subprocess.run(
            [sys.executable, "-m", "cnnquiz", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            input=stdin,
            cwd=cwd or tmp_path,
            env=environment,
            timeout=120,
            check=False,
        )

    return ran
