"""Without the extra, --cluster says what to install."""

from __future__ import annotations

import sys

import pytest

from cnnquiz.errors import UsageError
from cnnquiz.grading.cluster import connect


def test_a_cluster_needs_a_package_that_is_named(monkeypatch) -> None:
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(UsageError, match=r"pip install 'cnnquiz\[cluster\]'"),
        connect("tcp://127.0.0.1:9"),
    ):
        pass
