"""pad2d: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d import ramp
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw


MODES = ("zeros", "reflect", "replicate")


def draw(d: Draw) -> Arguments:
    """Draw a mode, and a border that may be wider than half the image."""
    mode = d.choose("mode", *MODES, *MODES, "reflect")
    padding = d.choose("padding", 0, 1, 2, 3, 1, 2)
    least = padding + 1 if mode == "reflect" else 1
    n, c = d.integer("N", 1, 2), d.integer("C", 1, 3)
    height, width = d.integer("H", least, 6), d.integer("W", least, 6)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    x = d.layout("x", d.array("x", (n, c, height, width), values, dtype))
    arguments: Arguments = {"x": x, "padding": padding}
    if mode != "zeros" or d.choose("mode given", False, True):
        arguments["mode"] = mode
    return arguments


def keeps_the_image(trial: Trial) -> str | None:
    """Look for x in the middle of the result."""
    x, p = trial.arguments["x"], trial.arguments["padding"]
    inner = trial.result[:, :, p : p + x.shape[2], p : p + x.shape[3]]
    return None if np.array_equal(inner, x) else "the image is not in the middle"


def changes_nothing_without_a_border(trial: Trial) -> str | None:
    """Pad by 0: x comes back."""
    x = trial.arguments["x"]
    again = trial.call(x=x, padding=0)
    return None if np.array_equal(again, x) else "padding by 0 does not give x"


def _numpy(x: Any, padding: int, mode: str, **names: str) -> Any:
    sides = (padding, padding)
    kind: Any = {"zeros": "constant", "reflect": "reflect", "replicate": "edge"}
    return np.pad(x, ((0, 0), (0, 0), sides, sides), mode=names.get(mode, kind[mode]))


def symmetric(x: Any, padding: int, mode: str = "zeros") -> Any:
    """Repeat the edge when reflecting."""
    return _numpy(x, padding, mode, reflect="symmetric")


def wrapped(x: Any, padding: int, mode: str = "zeros") -> Any:
    """Continue on the opposite side when reflecting."""
    return _numpy(x, padding, mode, reflect="wrap")


def modes_swapped(x: Any, padding: int, mode: str = "zeros") -> Any:
    """Take reflect for replicate and the other way round."""
    return _numpy(x, padding, mode, reflect="edge", replicate="reflect")


def zeros_always(x: Any, padding: int, mode: str = "zeros") -> Any:
    """Leave the mode unread."""
    return _numpy(x, padding, "zeros")


def all_axes(x: Any, padding: int, mode: str = "zeros") -> Any:
    """Pad the batch and the channels too."""
    kind: Any = {"zeros": "constant", "reflect": "reflect", "replicate": "edge"}
    return np.pad(x, padding, mode=kind[mode])


def channels_last(x: Any, padding: int, mode: str = "zeros") -> Any:
    """Pad axes 1 and 2, as if the channels came last."""
    sides = (padding, padding)
    kind: Any = {"zeros": "constant", "reflect": "reflect", "replicate": "edge"}
    return np.pad(x, ((0, 0), sides, sides, (0, 0)), mode=kind[mode])


def one_side(x: Any, padding: int, mode: str = "zeros") -> Any:
    """Put the whole border below and to the right."""
    sides = (0, 2 * padding)
    kind: Any = {"zeros": "constant", "reflect": "reflect", "replicate": "edge"}
    return np.pad(x, ((0, 0), (0, 0), sides, sides), mode=kind[mode])


def once(x: Any, padding: int, mode: str = "zeros") -> Any:
    """Put rows below and columns to the right, and none on the other side."""
    right = _numpy(x, padding, mode)
    return right[:, :, padding:, padding:]


def of_ones(x: Any, padding: int, mode: str = "zeros") -> Any:
    """Pad with ones for zeros."""
    if mode != "zeros":
        return _numpy(x, padding, mode)
    sides = (padding, padding)
    return np.pad(x, ((0, 0), (0, 0), sides, sides), constant_values=1)


EXERCISE = Exercise(
    slug="pad2d",
    reference=engine.pad2d,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            x=[[[[1, 2, 3], [4, 5, 6]]]],
            padding=1,
            mode="reflect",
        ),
        pinned("zeros", x=ramp(1, 1, 2, 3), padding=1),
        pinned("replicate", x=ramp(1, 1, 2, 3), padding=2, mode="replicate"),
        pinned("reflect by 2", x=ramp(1, 1, 3, 4), padding=2, mode="reflect"),
        pinned("padding 0", x=ramp(1, 2, 2, 2), padding=0),
        pinned("two images, two channels", x=ramp(2, 2, 2, 3), padding=1),
        pinned("one pixel", x=ramp(1, 2, 1, 1) - 5, padding=1, mode="replicate"),
        pinned(
            "channels last in memory",
            x=ramp(1, 3, 2, 2).transpose(0, 3, 1, 2),
            padding=1,
            mode="reflect",
        ),
        pinned("float32", x=ramp(1, 1, 2, 2).astype(np.float32), padding=1),
    ),
    rounding=lambda x, **_: np.abs(x),
    laws=(
        Law("middle", "keeps the image in the middle", keeps_the_image),
        Law(
            "zero",
            "changes nothing for padding 0",
            changes_nothing_without_a_border,
            cases=6,
        ),
    ),
    misconceptions=(
        Misconception(
            "pads-all-axes",
            "images and channels are padded too",
            "np.pad(x, p) pads each axis. Give one pair of widths an axis, (0, 0) for "
            "the first two.",
            all_axes,
        ),
        Misconception(
            "wrong-axes",
            "the axes are those of channels-last images",
            "In NCHW order height and width are the last two axes.",
            channels_last,
        ),
        Misconception(
            "pad-one-side",
            "the whole border is below and to the right",
            "`padding` rows go above and as many below; columns alike.",
            one_side,
        ),
        Misconception(
            "pad-counted-once",
            "only one side of each axis is padded",
            "`padding` is the width on each side: the height grows by twice as much.",
            once,
        ),
        Misconception(
            "reflect-repeats-edge",
            "the edge is repeated when reflecting",
            "The mirror stands on the edge cell itself: c b | a b c. NumPy calls the "
            'other one "symmetric".',
            symmetric,
        ),
        Misconception(
            "reflect-wraps",
            "reflecting continues on the opposite side",
            "That is circular padding. A reflection turns around at the edge.",
            wrapped,
        ),
        Misconception(
            "modes-swapped",
            "reflect and replicate are mixed up",
            "Replicate repeats the edge cell; reflect is a mirror.",
            modes_swapped,
        ),
        Misconception(
            "mode-ignored",
            "the border is zeros in every mode",
            "Look at `mode`: reflect and replicate take the border from the image.",
            zeros_always,
        ),
        Misconception(
            "wrong-constant",
            "the border holds ones",
            "Zeros, where the mode does not say otherwise.",
            of_ones,
        ),
    ),
    workload=Workload(
        lambda size, rng: {"x": rng.normal(size=(1, 2, 8 * size, 32)), "padding": 2},
        limit=5_000,
        unit="the number of pixels",
    ),
    fresh=True,
    hints=(
        "For zeros: allocate the larger array and copy x into its middle.",
        (
            "For the others: cell i of the padded row shows cell clip(i − p, 0, W − "
            "1) of the image, or its mirror |i − p|, and 2(W − 1) − |i − p| beyond "
            "the far edge."
        ),
        (
            "np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), mode=...) does all three; its "
            "names are constant, reflect and edge."
        ),
    ),
    follow_ups=(
        "Which border effects does zero padding cause in a trained network?",
        "What is the backward pass of each mode?",
        "When would you rather lose the border than pad it?",
    ),
    topics=("padding",),
)
