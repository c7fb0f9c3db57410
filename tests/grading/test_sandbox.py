"""The sandbox's layers as the kernel sees them, and what is said of one that fails."""

from __future__ import annotations

import errno
import os
import resource
import sys
import threading
from pathlib import Path

import pytest

from cnnquiz.grading import landlock, mounts, sandbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux's layers")

ALL = [
    "dies with the grader",
    "one thread",
    "no new privileges",
    "file access",
    "resource limits",
    "system calls",
]


def status(file):
    """Return the kernel's words on this process, from a file opened long ago."""
    file.seek(0)
    return dict(
        line.split(":\t", 1) for line in file.read().splitlines() if ":\t" in line
    )


def entered(off=(), *, with_landlock=True, report=lambda: None):
    """Return an act that enters the sandbox and says what holds then."""

    def act(_reply):
        file = open("/proc/self/status")  # noqa: PTH123, SIM115 - it cannot be opened later
        ruleset, readable = sandbox.prepare()
        layers = sandbox.enter(
            3 << 30, 20, ruleset if with_landlock else None, readable, off
        )
        return {
            "held": layers.held,
            "missing": layers.missing,
            "status": status(file),
            "more": report(),
        }

    return act


@pytest.fixture
def whole(in_fork):
    """Skip where this machine lacks a layer anyway."""
    missing = in_fork(entered())[1]["missing"]
    if missing:
        pytest.skip(f"not all layers here: {missing}")


def test_the_kernel_confirms_each_layer(in_fork, whole) -> None:
    """No new privileges, a filter of system calls, no power of root, no core dump."""
    _, said = in_fork(entered())
    expected = ALL[:]
    if os.geteuid() == 0:
        expected.insert(4, "no capabilities")
    assert said["held"] == expected
    assert said["missing"] == {}
    assert said["status"]["NoNewPrivs"] == "1"
    assert said["status"]["Seccomp"] == "2"  # 2: a filter
    if os.geteuid() == 0:
        powers = {said["status"][f"Cap{kind}"] for kind in ("Inh", "Prm", "Eff", "Bnd")}
        assert powers == {"0" * 16}


def test_limits_are_those_asked_for(in_fork, whole) -> None:
    """Memory and time as given; no core, no written byte, no further process."""

    def limits():
        kinds = ("AS", "CPU", "CORE", "FSIZE", "NPROC", "NOFILE")
        return {k: resource.getrlimit(getattr(resource, f"RLIMIT_{k}")) for k in kinds}

    _, said = in_fork(entered(report=limits))
    assert said["more"] == {
        "AS": [3 << 30, 3 << 30],
        "CPU": [20, 20],
        "CORE": [0, 0],
        "FSIZE": [0, 0],
        "NPROC": [0, 0],
        "NOFILE": [64, 64],
    }


def test_a_lower_limit_of_the_machine_stays(in_fork) -> None:
    """A process cannot raise its hard limits, and need not."""

    def act(_reply):
        resource.setrlimit(resource.RLIMIT_CPU, (7, 7))
        sandbox.limit_resources(3 << 30, 20)
        return resource.getrlimit(resource.RLIMIT_CPU)

    assert in_fork(act)[1] == [7, 7]


def test_without_landlock_a_root_of_its_own_hides_the_files(in_fork, whole) -> None:
    """What is seen of the root is the way to what may be read, and nothing else."""
    act = entered(
        with_landlock=False, report=lambda: [path.name for path in Path("/").iterdir()]
    )
    _, said = in_fork(act)
    if "file access" in said["missing"]:
        pytest.skip(said["missing"]["file access"])
    tops = {Path(path).parts[1] for path in landlock.readable_paths()}
    assert set(said["more"]) <= tops
    assert "dev" in said["more"]
    assert "proc" not in said["more"]


def test_a_layer_left_out_is_said_to_be_missing(in_fork, whole) -> None:
    """The tests leave layers out to show what each one stops."""
    _, said = in_fork(entered(off=("system calls",)))
    assert "system calls" not in said["held"]
    assert said["missing"] == {"system calls": "left out"}
    assert said["status"]["Seccomp"] == "0"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.EPERM, "Operation not permitted"), "[Errno 1] Operation not permitted"),
        (ValueError("not allowed to raise it"), "not allowed to raise it"),
        (AttributeError(), "AttributeError"),
    ],
)  # fmt: skip
def test_a_layer_that_fails_says_why_and_the_next_is_tried(error, said) -> None:
    """A missing layer is reported, never assumed."""
    layers = sandbox.Layers()

    def refuse():
        raise error

    layers.apply("first", refuse)
    layers.apply("second", lambda: None)
    assert layers.missing == {"first": said}
    assert layers.held == ["second"]


def test_where_neither_landlock_nor_a_root_is_to_be_had_both_are_said(
    in_fork, monkeypatch
) -> None:
    """Some systems forbid ordinary users a namespace."""

    def refuse(paths):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(mounts, "apply", refuse)
    _, said = in_fork(entered(with_landlock=False))
    assert said["missing"]["file access"] == (
        "no Landlock, and no root of its own ([Errno 1] Operation not permitted)"
    )
    assert "resource limits" in said["held"]


def test_without_rules_what_may_be_read_is_still_known(monkeypatch) -> None:
    """A root of its own is built from it."""

    def refuse(readable):
        raise OSError(errno.ENOSYS, "the kernel does not offer Landlock")

    monkeypatch.setattr(landlock, "make_ruleset", refuse)
    ruleset, readable = sandbox.prepare()
    assert ruleset is None
    assert "/dev/null" in readable


def test_elsewhere_than_on_linux_limits_are_all_there_is(in_fork, monkeypatch) -> None:
    """As on macOS: there is neither Landlock nor seccomp, nor keeps a limit of memory."""
    monkeypatch.setattr(sandbox, "LINUX", False)
    assert sandbox.prepare() == (None, [])

    def act(_reply):
        layers = sandbox.enter(3 << 30, 20, None, [])
        return [layers.held, layers.missing, resource.getrlimit(resource.RLIMIT_AS)]

    before = list(resource.getrlimit(resource.RLIMIT_AS))
    assert in_fork(act)[1] == [["resource limits"], {}, before]


def test_a_second_thread_is_found(in_fork) -> None:
    """Landlock would not bind it."""

    def act(_reply):
        sandbox.one_thread()
        end = threading.Event()
        thread = threading.Thread(target=end.wait)
        thread.start()
        try:
            sandbox.one_thread()
        except OSError as error:
            return str(error)
        finally:
            end.set()
            thread.join()
        return "it was not found"

    assert in_fork(act)[1] == f"[Errno {errno.EBUSY}] 2 threads"


def test_what_the_kernel_refuses_is_an_error() -> None:
    """There is no option of that number."""
    with pytest.raises(OSError, match="Invalid argument"):
        sandbox.prctl(9_999, 0)


def test_powers_that_cannot_be_dropped_are_an_error(in_fork, monkeypatch) -> None:
    """The kernel refuses a header of another version."""

    def act(_reply):
        monkeypatch.setattr(sandbox.struct, "pack", lambda *a: bytes(8))
        try:
            sandbox.drop_capabilities()
        except OSError as error:
            return error.errno
        return 0

    assert in_fork(act)[1] == errno.EINVAL
