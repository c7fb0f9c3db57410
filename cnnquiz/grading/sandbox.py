"""The player's prison: each layer a function of its own, with what it stops.

Applied in a freshly forked, single-threaded player after NumPy is loaded and before
any of the learner's code runs. A layer that this machine lacks is reported, never
assumed. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

LINUX = sys.platform == "linux"
GIB = 1 << 30


@dataclass(slots=True)
class Layers:
    """Which layers hold, and why the others do not."""

    held: list[str] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)

    def apply(self, name: str, layer: Callable[[], None]) -> None:
        """Try a layer and note how it went."""
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


def enter(memory: int, cpu_seconds: int) -> Layers:
    """Apply every layer this machine has, in the order they depend on each other."""
    layers = Layers()
    if LINUX:
        layers.apply("dies with the grader", die_with_parent)
        layers.apply("no new privileges", no_new_privileges)
    layers.apply("resource limits", lambda: limit_resources(memory, cpu_seconds))
    return layers
