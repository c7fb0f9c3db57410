"""seccomp: only the system calls that computing needs; every other one is refused.

Needs Linux 3.17 and x86-64 or AArch64. A refused call returns an error, so that the
learner sees an exception with a line number and not a dead process. What it cannot do
is look at paths: which files may be read is Landlock's part. Standard library only.

Source: seccomp(2) and bpf(2); the numbers are those of the kernel's syscall tables.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from dataclasses import dataclass

# fmt: off
COMMON_CALLS = (
    "read", "write", "close", "fstat", "lseek", "mmap", "mprotect", "munmap", "brk",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "pread64", "readv", "writev",
    "sched_yield", "mremap", "madvise", "dup", "nanosleep", "getitimer", "setitimer",
    "getpid", "exit", "uname", "getcwd", "gettimeofday", "getrusage", "sysinfo",
    "times", "getuid", "getgid", "geteuid", "getegid", "getppid", "getpgid",
    "getgroups", "sigaltstack", "statfs", "fstatfs", "gettid", "futex",
    "sched_getaffinity", "getdents64", "set_tid_address", "restart_syscall",
    "clock_gettime", "clock_getres", "clock_nanosleep", "exit_group", "newfstatat",
    "readlinkat", "faccessat", "pselect6", "ppoll", "set_robust_list", "dup3",
    "getrandom", "membarrier", "statx", "rseq", "faccessat2", "getcpu", "fadvise64",
    "umask",
)
X86_64 = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10,
    "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
    "pread64": 17, "readv": 19, "writev": 20, "sched_yield": 24, "mremap": 25,
    "madvise": 28, "dup": 32, "nanosleep": 35, "getitimer": 36, "setitimer": 38,
    "getpid": 39, "exit": 60, "uname": 63, "getcwd": 79, "gettimeofday": 96,
    "getrusage": 98, "sysinfo": 99, "times": 100, "getuid": 102, "getgid": 104,
    "geteuid": 107, "getegid": 108, "getppid": 110, "getgroups": 115, "getpgid": 121,
    "sigaltstack": 131, "statfs": 137, "fstatfs": 138, "gettid": 186, "futex": 202,
    "sched_getaffinity": 204, "getdents64": 217, "set_tid_address": 218,
    "restart_syscall": 219, "fadvise64": 221, "clock_gettime": 228, "clock_getres": 229,
    "clock_nanosleep": 230, "exit_group": 231, "newfstatat": 262, "readlinkat": 267,
    "faccessat": 269, "pselect6": 270, "ppoll": 271, "set_robust_list": 273, "dup3": 292,
    "getrandom": 318, "membarrier": 324, "statx": 332, "rseq": 334, "faccessat2": 439,
    "getcpu": 309, "umask": 95,
    # Older forms that only x86-64 has.
    "stat": 4, "lstat": 6, "poll": 7, "access": 21, "select": 23, "dup2": 33, "pause": 34,
    "alarm": 37, "readlink": 89, "getrlimit": 97, "getpgrp": 111, "time": 201,
    # Looked at before they are allowed.
    "open": 2, "openat": 257, "ioctl": 16, "fcntl": 72, "kill": 62, "tkill": 200,
    "tgkill": 234, "prlimit64": 302,
    # Refused in words that Python understands.
    "clone": 56, "fork": 57, "vfork": 58, "clone3": 435,
    "seccomp": 317,
}
AARCH64 = {
    "getcwd": 17, "dup": 23, "dup3": 24, "statfs": 43, "fstatfs": 44, "faccessat": 48,
    "close": 57, "getdents64": 61, "lseek": 62, "read": 63, "write": 64, "readv": 65,
    "writev": 66, "pread64": 67, "pselect6": 72, "ppoll": 73, "readlinkat": 78,
    "newfstatat": 79, "fstat": 80, "exit": 93, "exit_group": 94, "set_tid_address": 96,
    "futex": 98, "set_robust_list": 99, "nanosleep": 101, "getitimer": 102,
    "setitimer": 103, "clock_gettime": 113, "clock_getres": 114, "clock_nanosleep": 115,
    "sched_getaffinity": 123, "sched_yield": 124, "restart_syscall": 128,
    "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139,
    "times": 153, "getpgid": 155, "getgroups": 158, "uname": 160, "getrusage": 165,
    "umask": 166, "getcpu": 168, "gettimeofday": 169, "getpid": 172, "getppid": 173,
    "getuid": 174, "geteuid": 175, "getgid": 176, "getegid": 177, "gettid": 178,
    "sysinfo": 179, "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222,
    "fadvise64": 223, "mprotect": 226, "madvise": 233, "getrandom": 278,
    "membarrier": 283, "statx": 291, "rseq": 293, "faccessat2": 439,
    "openat": 56, "ioctl": 29, "fcntl": 25, "kill": 129, "tkill": 130, "tgkill": 131,
    "prlimit64": 261, "clone": 220, "clone3": 435, "seccomp": 277,
}
# fmt: on
OLD_FORMS = [
    "stat",
    "lstat",
    "poll",
    "access",
    "select",
    "dup2",
    "pause",
    "alarm",
    "readlink",
    "getrlimit",
    "getpgrp",
    "time",
]
MACHINES = {"x86_64": (0xC000003E, X86_64), "aarch64": (0xC00000B7, AARCH64)}

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL_PROCESS = 0x7FFF0000, 0x80000000
NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, 16
X32_BIT = 0x40000000
FIRST_UNKNOWN_CALL = (
    440  # newer than the table: say "not implemented", as old kernels do
)

ANY_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | 0o20000000
HARMLESS_IOCTL = (0x5401, 0x5413, 0x5421, 0x541B, 0x5450, 0x5451)  # terminal, FIONREAD
HARMLESS_FCNTL = (0, 1, 2, 3, 4, 1030)  # duplicate and flags, never owners or leases


def _refuse(code: int) -> int:
    return 0x00050000 | code


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value & 0xFFFFFFFF)


@dataclass(slots=True)
class _Program:
    """A filter under construction."""

    calls: dict[str, int]
    code: bytes = b""

    def allow(self, name: str) -> None:
        """Allow a call whatever its arguments."""
        self.when(name, _step(RETURN, ALLOW))

    def when(self, name: str, body: bytes) -> None:
        """Run a body, which must return on each of its paths, for one call."""
        if name in self.calls:
            skip = len(body) // 8
            self.code += _step(EQUAL, self.calls[name], 0, skip) + body


def _argument_in(argument: int, values: tuple[int, ...], otherwise: int) -> bytes:
    body = _step(LOAD, ARGUMENTS_AT + 8 * argument)
    for value in values:
        body += _step(EQUAL, value, 0, 1) + _step(RETURN, ALLOW)
    return body + _step(RETURN, _refuse(otherwise))


def _read_only(flags_argument: int) -> bytes:
    return (
        _step(LOAD, ARGUMENTS_AT + 8 * flags_argument)
        + _step(ANY_BIT, ANY_WRITE, 0, 1)
        + _step(RETURN, _refuse(errno.EROFS))
        + _step(RETURN, ALLOW)
    )


def _only_asking() -> bytes:
    """Allow prlimit64 that reads a limit: its pointer to a new one is null."""
    return (
        _step(LOAD, ARGUMENTS_AT + 16)
        + _step(EQUAL, 0, 0, 3)
        + _step(LOAD, ARGUMENTS_AT + 20)
        + _step(EQUAL, 0, 0, 1)
        + _step(RETURN, ALLOW)
        + _step(RETURN, _refuse(errno.EPERM))
    )


def build_filter(pid: int, machine: str) -> bytes:
    """Return the filter program for a process; it may signal no other one."""
    if machine not in MACHINES:
        raise OSError(errno.ENOSYS, f"no table of system calls for {machine}")
    architecture, calls = MACHINES[machine]
    program = _Program(calls)
    program.code = (
        _step(LOAD, ARCHITECTURE_AT)
        + _step(EQUAL, architecture, 1, 0)
        + _step(RETURN, KILL_PROCESS)
        + _step(LOAD, NUMBER_AT)
    )
    if machine == "x86_64":
        program.code += _step(AT_LEAST, X32_BIT, 0, 1) + _step(RETURN, KILL_PROCESS)
    for name in [*COMMON_CALLS, *OLD_FORMS]:
        program.allow(name)
    program.when("ioctl", _argument_in(1, HARMLESS_IOCTL, errno.ENOTTY))
    program.when("fcntl", _argument_in(1, HARMLESS_FCNTL, errno.EPERM))
    for name in ("kill", "tkill", "tgkill"):
        program.when(name, _argument_in(0, (pid,), errno.EPERM))
    program.when("prlimit64", _only_asking())
    program.when("openat", _read_only(2))
    program.when("open", _read_only(1))
    for name in ("clone", "fork", "vfork", "clone3"):
        program.when(name, _step(RETURN, _refuse(errno.EAGAIN)))
    program.code += (
        _step(AT_LEAST, FIRST_UNKNOWN_CALL, 0, 1)
        + _step(RETURN, _refuse(errno.ENOSYS))
        + _step(RETURN, _refuse(errno.EPERM))
    )
    return program.code


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def apply() -> None:
    """Put the filter on this process; it needs no_new_privs and cannot be taken off."""
    machine = platform.machine()
    code = build_filter(os.getpid(), machine)
    memory = ctypes.create_string_buffer(code, len(code))
    described = _Filter(len(code) // 8, ctypes.cast(memory, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    set_mode_filter, on_all_threads = ctypes.c_uint(1), ctypes.c_uint(1)
    number = ctypes.c_long(MACHINES[machine][1]["seccomp"])
    if libc.syscall(number, set_mode_filter, on_all_threads, ctypes.byref(described)):
        code_ = ctypes.get_errno()
        raise OSError(code_, os.strerror(code_))
