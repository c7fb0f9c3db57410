"""grouped_conv2d: what it is tried on, and what people make of it."""

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
    by_terms,
    pinned,
)

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw


def draw(d: Draw) -> Arguments:
    """Draw up to three groups of one or two channels and one or two filters."""
    groups = d.integer("groups", 1, 3)
    stride, padding = d.integer("stride", 1, 2), d.integer("padding", 0, 2)
    dilation, n = d.integer("dilation", 1, 3), d.integer("N", 1, 2)
    channels, filters = (
        d.integer("C_in / groups", 1, 2),
        d.integer("C_out / groups", 1, 3),
    )
    k_h, k_w = d.integer("kH", 1, 3), d.integer("kW", 1, 3)
    least = [max(1, dilation * (k - 1) + 1 - 2 * padding) for k in (k_h, k_w)]
    height, width = d.integer("H", least[0], 8), d.integer("W", least[1], 8)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    x = d.array("x", (n, groups * channels, height, width), values, dtype)
    w = d.array("w", (groups * filters, channels, k_h, k_w), values, dtype)
    arguments: Arguments = {"x": d.layout("x", x), "w": w}
    if d.choose("bias", False, True, True):
        arguments["b"] = d.array("b", (groups * filters,), values, dtype)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    return {**arguments, **options, "groups": groups}


def keeps_groups_apart(trial: Trial) -> str | None:
    """Clear the first group's channels: the other groups' maps stay."""
    given = trial.arguments
    groups = given.get("groups", 1)
    if groups == 1:
        return None
    x, first = given["x"].copy(), given["x"].shape[1] // groups
    x[:, :first] = 0
    others = np.shape(trial.result)[1] // groups
    off = np.abs(trial.call(x=x)[:, others:] - trial.result[:, others:])
    if float(np.max(off, initial=0.0)) < 1e-3:
        return None
    return "channels of the first group show in the maps of another"


def _conv(x: Any, w: Any, b: Any, s: int, p: int, d: int, g: int) -> Any:
    return engine.conv2d(x, w, b, s, p, d, g)


def _by(convolve: Any) -> Any:
    """Make a misconception from a function of all seven arguments by position."""

    def wrong(
        x: Any,
        w: Any,
        b: Any = None,
        stride: int = 1,
        padding: int = 0,
        dilation: int = 1,
        groups: int = 1,
    ) -> Any:
        return convolve(x, w, b, stride, padding, dilation, groups)

    return wrong


def _dealt(count: int, groups: int) -> Any:
    """Return the order that brings every groups-th channel together."""
    return np.arange(count).reshape(-1, groups).T.ravel()


def _interleaved_inputs(x: Any, w: Any, b: Any, s: int, p: int, d: int, g: int) -> Any:
    return _conv(x[:, _dealt(x.shape[1], g)], w, b, s, p, d, g)


def _interleaved_filters(x: Any, w: Any, b: Any, s: int, p: int, d: int, g: int) -> Any:
    order = _dealt(len(w), g)
    y = np.empty_like(_conv(x, w, None, s, p, d, g))
    y[:, order] = _conv(x, w[order], None, s, p, d, g)
    return y if b is None else y + b[:, None, None]


def _first_block(x: Any, w: Any, b: Any, s: int, p: int, d: int, g: int) -> Any:
    return _conv(x[:, : x.shape[1] // g], w, b, s, p, d, 1)


def _without_none(x: Any, w: Any, b: Any, s: int, p: int, d: int, g: int) -> Any:
    return _conv(x, w, None, s, p, d, g) + b[:, None, None]


def _bias_of_group(x: Any, w: Any, b: Any, s: int, p: int, d: int, g: int) -> Any:
    shared = None if b is None else np.repeat(b[:g], len(w) // g)
    return _conv(x, w, shared, s, p, d, g)


MISCONCEPTIONS = (
    Misconception(
        "interleaved-inputs",
        "the groups take every groups-th channel",
        "A group is a block: its channels lie one after the other, g·A to g·A + A − 1.",
        _by(_interleaved_inputs),
    ),
    Misconception(
        "interleaved-outputs",
        "the filters are dealt out to the groups in turn",
        "Filters come in blocks as well: filter o is in group o // (C_out / groups), "
        "not o % groups.",
        _by(_interleaved_filters),
    ),
    Misconception(
        "groups-ignored",
        "the groups are ignored",
        "w has C_in / groups channels: each filter meets only the channels of its "
        "group.",
        _by(lambda x, w, b, s, p, d, g: _conv(x, w, b, s, p, d, 1)),
    ),
    Misconception(
        "first-group-only",
        "every filter sees the first group's channels",
        "Filter o belongs to group g = o // (C_out / groups), whose channels begin at "
        "g·C_in / groups.",
        _by(_first_block),
    ),
    Misconception(
        "dilation-ignored",
        "the dilation is ignored",
        "The weights of the kernel are `dilation` cells apart; so the window covers "
        "dilation·(k − 1) + 1 cells.",
        _by(lambda x, w, b, s, p, d, g: _conv(x, w, b, s, p, 1, g)),
    ),
    Misconception(
        "dilation-as-stride",
        "the dilation is used as a stride",
        "Stride moves the window; dilation spreads the weights within it.",
        _by(lambda x, w, b, s, p, d, g: _conv(x, w, b, s * d, p, 1, g)),
    ),
    Misconception(
        "kernel-flip",
        "your kernel is flipped",
        "A CNN layer slides the kernel as it is stored, without turning it.",
        _by(lambda x, w, b, s, p, d, g: _conv(x, w[:, :, ::-1, ::-1], b, s, p, d, g)),
    ),
    Misconception(
        "no-padding-applied",
        "the padding is ignored",
        "Put `padding` rows and columns of zeros around each image before sliding.",
        _by(lambda x, w, b, s, p, d, g: _conv(x, w, b, s, 0, d, g)),
    ),
    Misconception(
        "no-bias",
        "the bias is left out",
        "Where b is given, add b[o] to the whole output map o.",
        _by(lambda x, w, b, s, p, d, g: _conv(x, w, None, s, p, d, g)),
    ),
    Misconception(
        "bias-per-group",
        "the filters of a group share a bias",
        "There is one bias for each filter, whatever its group.",
        _by(_bias_of_group),
    ),
    Misconception(
        "none-bias-crash",
        "it fails where there is no bias",
        "b is None by default. Look before you add.",
        _by(_without_none),
    ),
)


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return images whose rows grow; the rest stays."""
    return {
        "x": rng.normal(size=(1, 4, 6 + 2 * size, 32)),
        "w": rng.normal(size=(8, 2, 3, 3)),
        "b": rng.normal(size=8),
        "padding": 1,
        "groups": 2,
    }


def terms(w: Any, **_: Any) -> int:
    """Return how many terms one output sums: a filter's weights and the bias."""
    return int(np.prod(w.shape[1:])) + 1


EXERCISE = Exercise(
    slug="grouped_conv2d",
    reference=engine.conv2d,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            x=[[[[1, 2, 4]], [[10, 20, 50]]]],
            w=[[[[2, 0]]], [[[-1, 1]]]],
            groups=2,
        ),
        pinned("one group", x=ramp(1, 2, 3, 4), w=ramp(2, 2, 2, 1)),
        pinned("blocks of channels", x=ramp(1, 4, 2, 3), w=ramp(2, 2, 1, 2), groups=2),
        pinned("blocks of filters", x=ramp(1, 2, 2, 3), w=ramp(4, 1, 1, 2), groups=2),
        pinned(
            "a bias", x=ramp(1, 2, 1, 2), w=ramp(4, 1, 1, 1), b=[1, 2, 30, 40], groups=2
        ),
        pinned("dilation 2", x=ramp(1, 1, 3, 5), w=ramp(1, 1, 2, 2), dilation=2),
        pinned(
            "dilation, stride and padding",
            x=ramp(2, 4, 5, 4),
            w=ramp(4, 2, 2, 3),
            stride=2,
            padding=1,
            dilation=2,
            groups=2,
        ),
        pinned("depthwise", x=ramp(1, 3, 2, 2), w=ramp(3, 1, 2, 2), groups=3),
        pinned(
            "channels last in memory",
            x=ramp(1, 2, 3, 4).transpose(0, 3, 1, 2),
            w=ramp(2, 2, 1, 2),
            groups=2,
        ),
        pinned(
            "float32",
            x=ramp(1, 2, 2, 2).astype(np.float32),
            w=ramp(2, 1, 1, 2).astype(np.float32),
            groups=2,
        ),
    ),
    rounding=by_terms(engine.conv2d, terms),
    laws=(Law("apart", "keeps the groups apart", keeps_groups_apart, cases=12),),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(workload, limit=10_000, unit="the number of output pixels"),
    hints=(
        (
            "Write the loops of conv2d first. Which channels does filter o meet, and "
            "where do they begin?"
        ),
        (
            "Filter o is in group g = o // (C_out // groups) and meets the channels "
            "from g·A on, with A = C_in // groups. Its weights lie `dilation` cells "
            "apart."
        ),
        (
            "Split x and w along the channels with np.split, convolve group by group, "
            "and join the maps with np.concatenate along axis 1. A window is "
            "padded[..., top : top + d*(kH-1) + 1 : d, ...]."
        ),
    ),
    follow_ups=(
        "How do parameters and multiplications change with the number of groups?",
        "What does a channel shuffle between two grouped layers repair?",
        (
            "What happens to the receptive field if the dilation doubles from layer to "
            "layer?"
        ),
    ),
    topics=("kernel-variants", "convolution"),
)
