"""explore: an operation as text, and what cannot be explored."""

from __future__ import annotations

import pytest

from cnnquiz import explore


def test_without_an_operation_it_lists_them(run) -> None:
    """Each by the name under which it opens."""
    done = run("explore")
    assert done.returncode == 0
    for kind in explore.OPERATIONS.values():
        assert kind.name in done.stdout
        assert kind.title in done.stdout


@pytest.mark.parametrize("plain", [True, False], ids=["asked for", "no terminal"])
def test_the_steps_are_printed(run, plain) -> None:
    """Arrays, sums in words, and the result; at 80 columns and in ASCII."""
    arrays = ("--x", "1 2 3; 4 5 6", "--w", "1 0; 2 -1")
    done = run("explore", "conv2d", *arrays, *["--plain"] * plain)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert "    2*1 + 3*0 + 5*2 + 6*(-1) = 6" in lines
    assert "stride 1, padding 0, dilation 1, kernel_size 2x2, flip off" in lines
    assert lines[-1].split() == ["4", "6"]
    assert done.stdout.isascii()
    assert max(map(len, lines)) <= 80


def test_knobs_are_options(run) -> None:
    """Also those that are switches, and sizes that are not square."""
    done = run("explore", "conv2d", "--x", "1,10", "--w", "2,3", "--flip")
    assert "1*3 + 10*2 = 23" in done.stdout
    done = run("explore", "max_pool2d", "--kernel-size", "1x4", "--stride", 1)
    assert "max(3, 1, 2, 7) = 7" in done.stdout
    done = run("explore", "dropout", "--p", "0.25", "--no-training")
    assert "p 0.25, training off" in done.stdout


def test_more_axes_are_nested_lists(run) -> None:
    """Two channels are two steps."""
    done = run("explore", "conv2d", "--x", "[[[3]], [[4]]]", "--w", "[[[2]], [[5]]]")
    assert "1/2  y[0, 0]" in done.stdout
    assert "    6 + 4*5 = 26" in done.stdout.splitlines()


def test_many_steps_are_cut_unless_all_are_wanted(run) -> None:
    """The result is whole in both cases."""
    row = " ".join("1" for _ in range(50))
    given = ("explore", "conv2d", "--x", row, "--w", "7")
    few, every = run(*given).stdout, run(*given, "--all").stdout
    assert "40/50" in few
    assert "41/50" not in few
    assert "10 more steps; --all" in few
    assert "50/50" in every
    assert "more steps" not in every
    assert few.splitlines()[-1] == every.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("cnov2d",), "Did you mean 'conv2d'?"),
        (("conv2d", "--p", "0.5"), "conv2d has no p"),
        (("max_pool2d", "--w", "1"), "max_pool2d has no array w"),
        (("conv2d", "--dilation", "3"), "No window fits"),
        (("conv2d", "--stride", "0"), "between 1 and 64"),
        (("conv2d", "--stride", "two"), "'two' is no number"),
        (("conv2d", "--kernel-size", "2x3x4"), "'2x3x4' is no number"),
        (("conv2d", "--x", "1 2; 3"), "rows of equal length"),
        (("conv2d", "--x", "1 b"), "rows of equal length"),
        (("conv2d", "--x", "[[1, 2], [3]]"), "must hold numbers"),
        (("conv2d", "--x", "[1"), "rows of equal length"),
        (("conv2d", "--x", ""), "rows of equal length"),
        (("conv2d", "--x", "nan"), "numbers of at most"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_explored_is_said_in_one_line(run, arguments, why) -> None:
    """Exit code 2, and nothing on standard output."""
    done = run("explore", *arguments)
    assert done.returncode == 2
    assert why in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
