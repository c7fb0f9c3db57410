"""A root of its own: what Landlock does for files, where there is no Landlock.

In a new user namespace an ordinary user may make a new mount namespace, so a player can
build a root folder that holds what a submission may read, read-only, and nothing else,
and leave the old one. Some systems forbid ordinary users such namespaces (a setting of
the kernel, or AppArmor since Ubuntu 23.10): then the layer is missing and is said to be.
Linux 3.8; standard library only.

Sources: user_namespaces(7), mount_namespaces(7), pivot_root(2).
"""

from __future__ import annotations

import ctypes
import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NEW_MOUNTS, NEW_USER = 0x00020000, 0x10000000
READ_ONLY, NO_SET_ID, NO_DEVICES, REMOUNT, BIND = 1, 2, 4, 32, 4096
RECURSIVE, PRIVATE, DETACH = 1 << 14, 1 << 18, 2
# What a mount forbids when it is inherited must be forbidden again when it is changed.
INHERITED = READ_ONLY | NO_SET_ID | NO_DEVICES | 8 | 1024 | 2048
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
NEW_ROOT = "/proc"  # it is everywhere, and nothing below it is to be seen


def apply(paths: Iterable[str]) -> None:
    """Leave the root folder for one that holds these paths alone.

    Parameters
    ----------
    paths : iterable of str
        Files and folders to keep, read-only. What is not there is left out.

    Raises
    ------
    OSError
        If this machine does not allow it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    number = PIVOT_ROOT.get(platform.machine())
    if number is None:
        raise OSError(f"no number for pivot_root on {platform.machine()}")
    user, group = os.geteuid(), os.getegid()
    _check(libc.unshare(NEW_USER | NEW_MOUNTS))
    _map_to_oneself(libc, user, group)
    _mount(libc, None, "/", None, RECURSIVE | PRIVATE)
    kept = [path for path in paths if Path(path).exists()]
    _mount(libc, "tmpfs", NEW_ROOT, "tmpfs", NO_SET_ID | NO_DEVICES)
    for path in kept:
        _bind(libc, path, NEW_ROOT + path)
    _mount(libc, None, NEW_ROOT, None, REMOUNT | BIND | READ_ONLY | NO_SET_ID)
    os.chdir(NEW_ROOT)
    # The old root lands upon the new one, and is taken off.
    _check(libc.syscall(ctypes.c_long(number), b".", b"."))
    _check(libc.umount2(b".", DETACH))
    os.chdir("/")


def _map_to_oneself(libc: ctypes.CDLL, user: int, group: int) -> None:
    """Be the same user inside; only a dumpable process may write its own maps."""
    _check(libc.prctl(4, 1, 0, 0, 0))
    for file, text in (
        ("setgroups", "deny"),
        ("gid_map", f"{group} {group} 1"),
        ("uid_map", f"{user} {user} 1"),
    ):
        opened = os.open(f"/proc/self/{file}", os.O_WRONLY)
        try:
            os.write(opened, text.encode())
        finally:
            os.close(opened)


def _bind(libc: ctypes.CDLL, path: str, target: str) -> None:
    """Show a file or folder at another place too, read-only."""
    if Path(path).is_dir():
        Path(target).mkdir(parents=True, exist_ok=True)
    else:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_RDONLY, 0o444))
    _mount(libc, path, target, None, BIND | RECURSIVE)
    inherited = os.statvfs(target).f_flag & INHERITED
    _mount(libc, None, target, None, REMOUNT | BIND | READ_ONLY | inherited)


def _mount(
    libc: ctypes.CDLL, source: str | None, target: str, kind: str | None, flags: int
) -> None:
    encoded = [part and os.fsencode(part) for part in (source, target, kind)]
    _check(libc.mount(*encoded, ctypes.c_ulong(flags), None), target)


def _check(result: int, target: str | None = None) -> None:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), target)
