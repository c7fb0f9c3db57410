"""The filter of system calls, run step by step on calls whose fate is known."""

from __future__ import annotations

import errno
import os
import struct
import sys

import pytest

from cnnquiz.grading import sandbox, seccomp

X86, ARM = 0xC000003E, 0xC00000B7  # AUDIT_ARCH_X86_64, AUDIT_ARCH_AARCH64
OURS, OTHER = 4_711, 4_712
WRITE, CREATE = 1, 0o100
ALLOWED, KILLED = 0x7FFF0000, 0x80000000


def fate(code: bytes, architecture: int, number: int, *arguments: int) -> int:
    """Run a program of classic BPF as bpf(4) says, and return its verdict."""
    padded = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<IIQ6Q", number, architecture, 0, *padded)
    steps = list(struct.iter_unpack("=HBBI", code))
    held, at = 0, 0
    while True:
        kind, true, false, value = steps[at]
        at += 1
        if kind == 0x20:  # BPF_LD | BPF_W | BPF_ABS
            (held,) = struct.unpack_from("<I", data, value)
        elif kind == 0x06:  # BPF_RET | BPF_K
            return value
        else:  # BPF_JMP with BPF_JEQ, BPF_JGE or BPF_JSET
            held_true = {
                0x15: held == value,
                0x35: held >= value,
                0x45: bool(held & value),
            }[kind]
            at += true if held_true else false


def refused(code: int) -> int:
    """Return the verdict that makes a call fail with this error (SECCOMP_RET_ERRNO)."""
    return 0x00050000 | code


# Numbers by hand, from the kernel's tables: x86-64, AArch64 (None: it has no such call).
CALLS = {
    "read": ((0, 63), (), ALLOWED),
    "write": ((1, 64), (), ALLOWED),
    "futex": ((202, 98), (), ALLOWED),
    "stat": ((4, None), (), ALLOWED),
    "open to read": ((2, None), (0, 0), ALLOWED),
    "open to write": ((2, None), (0, WRITE), refused(errno.EROFS)),
    "openat to read": ((257, 56), (0, 0, os.O_CLOEXEC), ALLOWED),
    "openat to write": ((257, 56), (0, 0, WRITE), refused(errno.EROFS)),
    "openat to create": ((257, 56), (0, 0, CREATE), refused(errno.EROFS)),
    "kill itself": ((62, 129), (OURS,), ALLOWED),
    "kill another": ((62, 129), (OTHER,), refused(errno.EPERM)),
    "kill a thread of another": ((234, 131), (OTHER, OTHER), refused(errno.EPERM)),
    "ask for a limit": ((302, 261), (0, 0, 0), ALLOWED),
    "set a limit": ((302, 261), (0, 0, 0x7FFF), refused(errno.EPERM)),
    "set a limit, from high up": ((302, 261), (0, 0, 1 << 40), refused(errno.EPERM)),
    "ask for a terminal": ((16, 29), (1, 0x5401), ALLOWED),
    "type into a terminal": ((16, 29), (1, 0x5412), refused(errno.ENOTTY)),
    "look at flags": ((72, 25), (1, 1), ALLOWED),
    "set an owner": ((72, 25), (1, 8), refused(errno.EPERM)),
    "fork": ((57, None), (), refused(errno.EAGAIN)),
    "clone": ((56, 220), (), refused(errno.EAGAIN)),
    "clone3": ((435, 435), (), refused(errno.EAGAIN)),
    "execve": ((59, 221), (), refused(errno.EPERM)),
    "socket": ((41, 198), (), refused(errno.EPERM)),
    "ptrace": ((101, 117), (), refused(errno.EPERM)),
    "mseal, of Linux 6.10": ((462, 462), (), refused(errno.ENOSYS)),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(("column", "machine"), [(0, "x86_64"), (1, "aarch64")])
def test_each_call_meets_its_fate(name: str, column: int, machine: str) -> None:
    """On both machines, whose numbers differ."""
    numbers, arguments, expected = CALLS[name]
    if numbers[column] is None:
        pytest.skip(f"{machine} has no such call")
    code = seccomp.build_filter(OURS, machine)
    architecture = (X86, ARM)[column]
    assert fate(code, architecture, numbers[column], *arguments) == expected


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_calls_of_another_machine_kill(machine: str) -> None:
    """A 32-bit call means something else under the same number."""
    code = seccomp.build_filter(OURS, machine)
    assert fate(code, 0x40000003, 1) == KILLED  # AUDIT_ARCH_I386


def test_calls_of_x32_kill() -> None:
    """They bear x86-64's architecture and a bit of their own."""
    code = seccomp.build_filter(OURS, "x86_64")
    assert fate(code, X86, 0x40000000 | 1) == KILLED


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's system calls")
def test_the_kernel_takes_the_filter_and_keeps_to_it(in_fork, tmp_path) -> None:
    """Computing goes on; a file to write and another process are refused."""

    def attempt(act):
        try:
            act()
        except OSError as error:
            return error.errno
        return 0

    def act(_reply):
        sandbox.no_new_privileges()
        seccomp.apply()
        return [
            sum(range(10)),
            attempt(lambda: os.open(tmp_path / "a", os.O_WRONLY | os.O_CREAT)),
            attempt(os.fork),
            attempt(lambda: os.kill(os.getppid(), 0)),
            attempt(lambda: os.kill(os.getpid(), 0)),
        ]

    if os.uname().machine not in seccomp.MACHINES:
        pytest.skip("no table for this machine")
    _, said = in_fork(act)
    assert said == [45, errno.EROFS, errno.EAGAIN, errno.EPERM, 0]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's system calls")
def test_a_filter_that_the_kernel_refuses_is_an_error(in_fork, monkeypatch) -> None:
    """A program must end in a verdict."""
    endless = struct.pack("HBBI", 0x20, 0, 0, 0)
    monkeypatch.setattr(seccomp, "build_filter", lambda pid, machine: endless)

    def act(_reply):
        sandbox.no_new_privileges()
        try:
            seccomp.apply()
        except OSError as error:
            return error.errno
        return 0

    assert in_fork(act)[1] == errno.EINVAL
