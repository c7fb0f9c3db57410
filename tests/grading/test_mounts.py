"""A root folder of a process's own holds what is kept, read-only, and nothing else."""

from __future__ import annotations

import errno
import os
import platform
import sys
from pathlib import Path

import pytest

from cnnquiz.grading import mounts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux's namespaces")


def attempt(act):
    """Return what an act returns, or the number of its error."""
    try:
        return act()
    except OSError as error:
        return error.errno


def test_what_is_kept_is_there_to_read(in_fork, tmp_path) -> None:
    """A folder, a file, and not what lies beside them; the user stays the same."""
    kept, single, secret = tmp_path / "kept", tmp_path / "single", tmp_path / "secret"
    kept.mkdir()
    for file in (kept / "inner", single, secret):
        file.write_text("words")

    def act(_reply):
        before = os.geteuid(), os.getegid()
        left = attempt(lambda: mounts.apply([str(kept), str(single), "/no/such/path"]))
        if left is not None:
            return {"skip": f"no namespace here ({os.strerror(left)})"}
        return {
            "inner": attempt((kept / "inner").read_text),
            "single": attempt(single.read_text),
            "secret": attempt(secret.read_text),
            "change": attempt(lambda: (kept / "inner").write_text("others")),
            "create": attempt(lambda: Path("/new").mkdir()),
            "root": [path.name for path in Path("/").iterdir()],
            "same user": before == (os.geteuid(), os.getegid()),
            "folder": str(Path.cwd()),
        }

    _, said = in_fork(act)
    if "skip" in said:
        pytest.skip(said["skip"])
    assert said == {
        "inner": "words",
        "single": "words",
        "secret": errno.ENOENT,
        "change": errno.EROFS,
        "create": errno.EROFS,
        "root": [tmp_path.parts[1]],
        "same user": True,
        "folder": "/",
    }
    assert (kept / "inner").read_text() == "words"


def test_a_machine_whose_number_is_unknown_is_an_error(monkeypatch) -> None:
    """Nothing is unshared then."""
    monkeypatch.setattr(platform, "machine", lambda: "pdp11")
    before = Path("/proc/self/ns/user").readlink()
    with pytest.raises(OSError, match="no number for pivot_root on pdp11"):
        mounts.apply([])
    assert Path("/proc/self/ns/user").readlink() == before


def test_what_the_kernel_refuses_names_the_path(in_fork) -> None:
    """An ordinary mount over a folder that is not there."""
    libc = mounts.ctypes.CDLL(None, use_errno=True)

    def act(_reply):
        try:
            mounts._mount(libc, "tmpfs", "/no/such/path", "tmpfs", 0)
        except OSError as error:
            return [error.errno, error.filename]
        return []

    number, path = in_fork(act)[1]
    assert number in {errno.ENOENT, errno.EPERM}
    assert path == "/no/such/path"
