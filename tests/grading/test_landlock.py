"""Landlock's rules: what they let through, and which version of them is asked for."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from cnnquiz.grading import landlock, sandbox

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not landlock.version(), reason="no Landlock here"
)


@pytest.mark.parametrize("version", [1, 2, 3, 4, 6, 99])
def test_what_is_granted_can_be_read_and_nothing_else(
    version, in_fork, tmp_path, monkeypatch
) -> None:
    """With each version of the interface up to this kernel's; a newer one is as known."""
    here = landlock.version()
    if here < version < 99:
        pytest.skip(f"this kernel's version is {here}")
    if version == 99 and here < 6:
        pytest.skip("this kernel does not know all that we ask of the newest")
    monkeypatch.setattr(landlock, "version", lambda: version)
    granted, folder, secret = (
        tmp_path / "granted",
        tmp_path / "folder",
        tmp_path / "secret",
    )
    folder.mkdir()
    for file in (granted, folder / "inner", secret):
        file.write_text("words")

    def attempt(path):
        try:
            return path.read_text()
        except OSError as error:
            return error.errno

    def act(_reply):
        missing = str(tmp_path / "missing")
        rules = landlock.make_ruleset([str(granted), str(folder), missing])
        sandbox.no_new_privileges()
        landlock.apply(rules)
        closed = errno.EBADF
        try:
            os.fstat(rules)
        except OSError as error:
            closed -= error.errno
        return [*map(attempt, (granted, folder / "inner", secret)), closed]

    assert in_fork(act)[1] == ["words", "words", errno.EACCES, 0]


def test_a_kernel_without_landlock_says_so(monkeypatch) -> None:
    """Then another layer keeps the files away."""

    def refuse(*arguments):
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(landlock, "_syscall", refuse)
    assert landlock.version() == 0
    with pytest.raises(OSError, match="does not offer Landlock"):
        landlock.make_ruleset([])


def test_the_library_and_numpy_are_readable_and_other_packages_are_not() -> None:
    """Each folder that is granted holds nothing that is to stay secret."""
    readable = [Path(path) for path in landlock.readable_paths()]

    def covered(file: str) -> bool:
        return any(Path(file).is_relative_to(path) for path in readable)

    assert covered(os.__file__)
    assert covered(np.__file__)
    assert not covered(pytest.__file__)
    assert not covered(landlock.__file__)
    assert len(readable) == len(set(readable))
