"""Landlock: the kernel refuses files, sockets and signals that no rule allows.

Needs Linux 5.13 (files), 6.7 (TCP), 6.12 (signals and abstract sockets). An ordinary
user may apply it to itself. There are only allow rules, so each folder that is granted
must hold nothing that is to stay secret: the standard library is granted child by
child, without site-packages. Standard library and NumPy only.

Source: the kernel's Documentation/userspace-api/landlock.rst.
"""

from __future__ import annotations

import ctypes
import errno
import importlib.util
import os
import struct
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = (
    444,
    445,
    446,
)  # the same on all 64-bit machines
READ_FILE, READ_DIR = 1 << 2, 1 << 3
# How many kinds of file access each version of the interface knows.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
TCP_BIND_AND_CONNECT = 0b11
ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
PACKAGES = ("numpy", "scipy")
SECRET_CHILDREN = frozenset({"site-packages", "dist-packages", "test", "ensurepip"})
SINGLE_FILES = (
    "/dev/null",
    "/dev/zero",
    "/dev/urandom",
    "/etc/localtime",
    "/etc/ld.so.cache",
)


def _syscall(number: int, *arguments: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    result = int(libc.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def version() -> int:
    """Return the version of the kernel's interface; 0 where there is none."""
    try:
        return _syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except OSError:
        return 0


def make_ruleset(readable: Iterable[str]) -> int:
    """Return a descriptor of rules that allow reading these paths and nothing else.

    Made once, before any submission is known; each player only applies it.
    """
    abi = version()
    if not abi:
        raise OSError(errno.ENOSYS, "the kernel does not offer Landlock")
    files = (1 << FILE_RIGHTS.get(min(abi, 5), 16)) - 1
    attributes = struct.pack(
        "QQQ", files, TCP_BIND_AND_CONNECT, ABSTRACT_SOCKETS_AND_SIGNALS
    )[: 8 if abi < 4 else 16 if abi < 6 else 24]
    ruleset = _syscall(
        CREATE_RULESET,
        ctypes.c_char_p(attributes),
        ctypes.c_size_t(len(attributes)),
        ctypes.c_uint32(0),
    )
    for path in readable:
        _allow_reading(ruleset, path)
    return ruleset


def _allow_reading(ruleset: int, path: str) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there need not be allowed
    rights = READ_FILE | READ_DIR if Path(path).is_dir() else READ_FILE
    rule = struct.pack("=Qi", rights, opened)
    try:
        _syscall(
            ADD_RULE,
            ctypes.c_int(ruleset),
            ctypes.c_int(1),
            ctypes.c_char_p(rule),
            ctypes.c_uint32(0),
        )
    finally:
        os.close(opened)


def readable_paths() -> list[str]:
    """Return what a player may read: the interpreter's library, NumPy and SciPy."""
    return list(
        dict.fromkeys(
            [*_standard_library(), *_packages(), *_shared_objects(), *SINGLE_FILES]
        )
    )


def _standard_library() -> Iterator[str]:
    for name in ("stdlib", "platstdlib"):
        folder = sysconfig.get_path(name)
        if folder and Path(folder).is_dir():
            for child in Path(folder).iterdir():
                if child.name not in SECRET_CHILDREN:
                    yield str(child)


def _packages() -> Iterator[str]:
    for name in PACKAGES:
        found = importlib.util.find_spec(name)
        for folder in (found and found.submodule_search_locations) or ():
            yield folder
            yield f"{folder}.libs"


def _shared_objects() -> Iterator[str]:
    """Yield the libraries that this process maps, never the folders they lie in."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        path = line.split(maxsplit=5)[5:]
        if path and ".so" in path[0]:
            yield path[0]


def apply(ruleset: int) -> None:
    """Restrict this thread, and all that it will start, to the rules; close them."""
    _syscall(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    os.close(ruleset)
