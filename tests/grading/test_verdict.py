"""What a verdict counts as, and how much a sandbox is worth."""

from __future__ import annotations

import pytest

from cnnquiz.grading.verdict import Sandbox, Status, Verdict


@pytest.mark.parametrize(
    ("held", "level"),
    [
        (["resource limits", "system calls", "file access"], "full"),
        (["resource limits", "system calls"], "partial"),
        (["resource limits", "file access"], "limits"),
        (["one thread", "file access"], "none"),
        ([], "none"),
    ],
)
def test_the_layers_that_hold_make_the_level(held, level) -> None:
    """A layer on which others rest is worth nothing without them."""
    sandbox = Sandbox.of(held, {"no new privileges": "Operation not permitted"})
    assert sandbox.level == level
    assert sandbox.layers == tuple(held)
    assert sandbox.missing == ("no new privileges: Operation not permitted",)


@pytest.mark.parametrize("status", list(Status))
def test_only_a_right_one_passes_and_a_slow_one_where_that_is_allowed(status) -> None:
    """Everything else fails either way."""
    verdict = Verdict("relu.py", "relu", status, "")
    assert verdict.passed() is (status is Status.PASSED)
    allowed = {Status.PASSED, Status.SLOW}
    assert verdict.passed(allow_slow=True) is (status in allowed)
