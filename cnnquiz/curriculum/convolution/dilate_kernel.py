"""dilate_kernel: what it is tried on, and what people make of it."""

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


def draw(d: Draw) -> Arguments:
    """Draw kernels that are not square, and dilations up to 4."""
    shape = (
        d.integer("C_out", 1, 3),
        d.integer("C_in", 1, 3),
        d.integer("kH", 1, 4),
        d.integer("kW", 1, 4),
    )
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    w = d.layout("w", d.array("w", shape, values, dtype))
    return {"w": w, "dilation": d.integer("dilation", 1, 4)}


def keeps_the_weights(trial: Trial) -> str | None:
    """Hold the sum of each kernel against that of w."""
    off = trial.result.sum(axis=(2, 3)) - trial.arguments["w"].sum(axis=(2, 3))
    if float(np.max(np.abs(off), initial=0.0)) < 1e-3:
        return None
    return "the weights of a kernel do not add up to what they were"


def convolves_with_gaps(trial: Trial) -> str | None:
    """Convolve an image with the result, and with w dilated."""
    given = trial.arguments
    w, dilation = given["w"].astype(np.float64), given["dilation"]
    x = np.random.default_rng(0).normal(size=(1, w.shape[1], 14, 14))
    plain = engine.conv2d(x, np.asarray(trial.result, np.float64))
    dilated = engine.conv2d(x, w, dilation=dilation)
    if float(np.max(np.abs(plain - dilated), initial=0.0)) < 1e-3:
        return None
    return "an ordinary convolution with it is not the dilated one with w"


def _spread(w: Any, step: int, height: int, width: int) -> Any:
    spread = np.zeros((*w.shape[:2], height, width), w.dtype)
    spread[:, :, ::step, ::step] = w
    return spread


def gap_too_wide(w: Any, dilation: int) -> Any:
    """Put `dilation` zeros between neighbours."""
    return engine.dilate_kernel(w, dilation + 1)


def gap_too_narrow(w: Any, dilation: int) -> Any:
    """Put one zero less between neighbours, as if 1 were the first gap."""
    return engine.dilate_kernel(w, max(dilation - 1, 1))


def trailing_zeros(w: Any, dilation: int) -> Any:
    """Leave zeros after the last weight."""
    k_h, k_w = w.shape[2:]
    return _spread(w, dilation, dilation * k_h, dilation * k_w)


def repeated(w: Any, dilation: int) -> Any:
    """Fill the gaps with the weight before."""
    k_h, k_w = engine.dilate_kernel(w, dilation).shape[2:]
    tall = np.repeat(np.repeat(w, dilation, axis=2), dilation, axis=3)
    return tall[:, :, :k_h, :k_w]


def only_columns(w: Any, dilation: int) -> Any:
    """Spread the columns and leave the rows."""
    return engine.dilate_kernel(w, (1, dilation))


def only_rows(w: Any, dilation: int) -> Any:
    """Spread the rows and leave the columns."""
    return engine.dilate_kernel(w, (dilation, 1))


def channels_too(w: Any, dilation: int) -> Any:
    """Spread the channels as well."""
    spread = engine.dilate_kernel(w, dilation)
    shape = [dilation * (n - 1) + 1 for n in w.shape[:2]]
    out = np.zeros((*shape, *spread.shape[2:]), w.dtype)
    out[::dilation, ::dilation] = spread
    return out


EXERCISE = Exercise(
    slug="dilate_kernel",
    reference=engine.dilate_kernel,
    draw=draw,
    pinned=(
        pinned("the worked example", w=[[[[1, 2], [3, 4]]]], dilation=2),
        pinned("a wide kernel", w=ramp(1, 1, 1, 3), dilation=3),
        pinned("a tall kernel", w=ramp(1, 1, 3, 1), dilation=2),
        pinned("dilation 1", w=ramp(1, 1, 2, 3), dilation=1),
        pinned("one weight", w=[[[[5.0]]]], dilation=3),
        pinned("two filters, two channels", w=ramp(2, 2, 2, 3), dilation=2),
        pinned("a transposed kernel", w=ramp(1, 1, 2, 3).swapaxes(2, 3), dilation=2),
        pinned("float32", w=ramp(1, 1, 2, 2).astype(np.float32), dilation=2),
    ),
    rounding=lambda w, **_: np.abs(w),
    laws=(
        Law("weights", "keeps the weights", keeps_the_weights, cases=8),
        Law("convolves", "convolves like the dilated kernel", convolves_with_gaps, 8),
    ),
    misconceptions=(
        Misconception(
            "gap-too-wide",
            "there is one zero too many between neighbours",
            "dilation is the distance from one weight to the next, so dilation − 1 "
            "zeros lie between them.",
            gap_too_wide,
        ),
        Misconception(
            "gap-too-narrow",
            "there is one zero too few between neighbours",
            "dilation 1 is the ordinary kernel, and dilation 2 has one zero in each "
            "gap.",
            gap_too_narrow,
        ),
        Misconception(
            "trailing-zeros",
            "there are zeros after the last weight",
            "k weights have k − 1 gaps: the size is dilation·(k − 1) + 1, not "
            "dilation·k.",
            trailing_zeros,
        ),
        Misconception(
            "repeat-not-zeros",
            "the gaps repeat the weights",
            "Dilation makes a kernel see farther with the same weights: the gaps are "
            "zeros.",
            repeated,
        ),
        Misconception(
            "columns-only",
            "only the columns are spread",
            "The dilation counts for both axes of the image: rows too.",
            only_columns,
        ),
        Misconception(
            "rows-only",
            "only the rows are spread",
            "The dilation counts for both axes of the image: columns too.",
            only_rows,
        ),
        Misconception(
            "dilates-all-axes",
            "filters and channels are spread too",
            "Only the two axes of the image have gaps; w[:, :] stays as it is.",
            channels_too,
        ),
    ),
    workload=Workload(
        lambda size, rng: {"w": rng.normal(size=(size, 8, 5, 5)), "dilation": 2},
        limit=2_000,
        unit="the number of weights",
    ),
    fresh=True,
    hints=(
        "How wide is a row of three weights with one zero in each gap? And with two?",
        "The size is dilation·(k − 1) + 1 along each axis. Allocate it, full of zeros.",
        "out[:, :, ::dilation, ::dilation] = w writes every weight to its place.",
    ),
    follow_ups=(
        "How far does a 3x3 kernel with dilation 4 see, and with how many weights?",
        "Why is convolving with the spread kernel a waste, and how is it avoided?",
        "What is the gridding effect of stacked dilated convolutions?",
    ),
    topics=("kernel-variants", "output-shape"),
)
