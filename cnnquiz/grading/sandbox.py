"""The player's prison: each layer a function of its own, with what it stops.

Applied in a freshly forked, single-threaded player after NumPy is loaded and before
any of the learner's code runs. A layer that this machine lacks is reported, never
assumed. Standard library only.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import struct
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cnnquiz.grading import landlock, mounts, seccomp

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

LINUX = sys.platform == "linux"


@dataclass(slots=True)
class Layers:
    """Which layers hold, and why the others do not."""

    off: Collection[str] = ()
    held: list[str] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)

    def apply(self, name: str, layer: Callable[[], None]) -> None:
        """Try a layer and note how it went."""
        if name in self.off:
            self.missing[name] = "left out"
            return
        try:
            layer()
        except (OSError, ValueError, ImportError, AttributeError) as error:
            self.missing[name] = str(error) or type(error).__name__
        else:
            self.held.append(name)


def prctl(option: int, argument: int) -> None:
    """Call Linux's prctl, raising OSError where it refuses."""
    libc = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if libc.prctl(option, ctypes.c_ulong(argument), zero, zero, zero) < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def die_with_parent() -> None:
    """Let the kernel kill this process when its parent dies (PR_SET_PDEATHSIG)."""
    prctl(1, signal.SIGKILL)


def no_new_privileges() -> None:
    """Make set-user-ID programs run without their privilege (Linux 3.5)."""
    prctl(38, 1)


def limit_resources(memory: int, cpu_seconds: int) -> None:
    """Bound memory, processor time, processes, open files, and forbid written files."""
    import resource

    def limit(which: int, value: int) -> None:
        _, hard = resource.getrlimit(which)
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(which, (value, value))

    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, 0)
    limit(resource.RLIMIT_NOFILE, 64)
    limit(resource.RLIMIT_CPU, cpu_seconds)
    limit(resource.RLIMIT_NPROC, 0)
    if LINUX:  # macOS accepts RLIMIT_AS and does not keep it
        limit(resource.RLIMIT_AS, memory)


def undumpable() -> None:
    """Keep other processes of this user out of this one's memory (PR_SET_DUMPABLE)."""
    prctl(4, 0)


def adopt_orphans() -> None:
    """Become the parent of processes that lose theirs (PR_SET_CHILD_SUBREAPER)."""
    prctl(36, 1)


def drop_capabilities() -> None:
    """Give up every power of root, now and for later programs (Linux 2.6.25)."""
    for capability in range(64):
        try:
            prctl(24, capability)
        except OSError:
            break
    libc = ctypes.CDLL(None, use_errno=True)
    version_3 = struct.pack("Ii", 0x20080522, 0)
    if libc.capset(ctypes.c_char_p(version_3), ctypes.c_char_p(bytes(24))) < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def one_thread() -> None:
    """Make sure that there is one thread: Landlock binds only the one that calls it."""
    count = len(os.listdir("/proc/self/task"))  # noqa: PTH208 - a number is all we want
    if count != 1:
        raise OSError(errno.EBUSY, f"{count} threads")


def prepare() -> tuple[int | None, list[str]]:
    """Make what players share, once: a Landlock ruleset if possible, what it allows."""
    if not LINUX:
        return None, []
    readable = landlock.readable_paths()
    try:
        return landlock.make_ruleset(readable), readable
    except OSError:
        return None, readable


def enter(
    memory: int,
    cpu_seconds: int,
    ruleset: int | None,
    readable: Iterable[str],
    off: Collection[str] = (),
) -> Layers:
    """Apply every layer this machine has, in the order they depend on each other.

    `off` names layers to leave out: the tests show what each of them stops. Without
    "landlock", files are kept away by a root of the player's own.
    """
    layers = Layers(off)
    if LINUX:
        rules = None if "landlock" in off else ruleset
        layers.apply("dies with the grader", die_with_parent)
        layers.apply("one thread", one_thread)
        layers.apply("no new privileges", no_new_privileges)
        layers.apply(
            "file access",
            lambda: _leave_root(readable) if rules is None else landlock.apply(rules),
        )
        if os.geteuid() == 0 or rules is None:
            layers.apply("no capabilities", drop_capabilities)
    layers.apply("resource limits", lambda: limit_resources(memory, cpu_seconds))
    if LINUX:
        layers.apply("system calls", seccomp.apply)
    return layers


def _leave_root(readable: Iterable[str]) -> None:
    try:
        mounts.apply(readable)
    except OSError as error:
        raise OSError(f"no Landlock, and no root of its own ({error})") from None
    finally:
        # The kernel takes a process in a new namespace for another, and forgets these.
        die_with_parent()
        undumpable()
