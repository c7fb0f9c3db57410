"""Each layer of the sandbox stops something that no other one does."""

from __future__ import annotations

import os
import sys

import pytest

from cnnquiz.grading import seccomp
from cnnquiz.grading.examination import examine
from cnnquiz.grading.player import Load
from cnnquiz.grading.players import Limits, playing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux's layers")

# What opens when a layer is left out and all others hold.
OPENS = {
    "file access": {"read your files", "read the solutions"},
    "system calls": {
        "open a local socket",
        "send a datagram",
        "open a network connection",
        "change a file's mode",
        # A limit on processes holds everyone but root.
        *(["start a process", "start a thread"] if os.geteuid() == 0 else []),
    },
    "resource limits": {"take 64 GB of memory"},
}
ALL_OFF = tuple(OPENS)


def opened(zygote, *off: str) -> set[str]:
    """Return the acts that nothing stopped."""
    return {f.act for f in examine(zygote, off).findings if not f.stopped}


@pytest.fixture
def whole(zygote) -> None:
    """Skip where this machine lacks a layer anyway."""
    level = examine(zygote).sandbox.level
    if level != "full":
        pytest.skip(f"the sandbox here is {level}")


def test_with_every_layer_nothing_opens(zygote, whole) -> None:
    """All acts are tried, and all are stopped."""
    examined = examine(zygote)
    assert len(examined.findings) == 15
    assert opened(zygote) == set()
    assert not examined.sandbox.missing


@pytest.mark.parametrize("layer", OPENS)
def test_without_a_layer_its_known_breaches_open(layer, zygote, whole) -> None:
    """So no layer is idle, and none of the probes has rotted."""
    assert opened(zygote, layer) == OPENS[layer]


def test_without_layers_everything_that_they_stop_opens(zygote, whole) -> None:
    """The probes succeed where nothing holds them."""
    free = opened(zygote, *ALL_OFF, "no capabilities")
    assert set().union(*OPENS.values()) <= free
    assert {"start a process", "start a thread", "write a file"} <= free
    assert {"run a program", "signal the grader"} <= free


@pytest.mark.parametrize(
    ("off", "level"),
    [
        ((), "full"),
        (("file access",), "partial"),
        (("system calls",), "limits"),
        (("file access", "system calls"), "limits"),
        (ALL_OFF, "none"),
    ],
)
def test_the_level_says_what_holds(off, level, zygote, whole) -> None:
    """And what was left out is listed as missing."""
    sandbox = examine(zygote, off).sandbox
    assert sandbox.level == level
    assert {said.partition(":")[0] for said in sandbox.missing} == set(off)


SCIPY = """
import json.tool
import scipy.special

def relu(x):
    return scipy.special.expit(x)
"""


def test_a_root_of_its_own_stands_in_for_landlock(zygote, whole) -> None:
    """Nothing opens, and what a submission may load is there."""
    examined = examine(zygote, ["landlock"])
    if "file access" not in examined.sandbox.layers:
        pytest.skip(examined.sandbox.missing[0])
    assert examined.sandbox.level == "full"
    assert [f.act for f in examined.findings if not f.stopped] == []
    with playing(zygote, Limits(off=("landlock",))) as player:
        spec = Load("relu.py", "relu", "relu", ["x"], [], None, [])
        assert player.load(SCIPY.encode(), spec) is None
        assert player.call({"x": 0.0}).value == 0.5


def test_a_machine_without_a_table_of_calls_says_so() -> None:
    """It is an error that the sandbox reports, not a filter of guesses."""
    with pytest.raises(OSError, match="no table of system calls for s390x"):
        seccomp.build_filter(1, "s390x")
