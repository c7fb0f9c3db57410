"""From a case on which a submission failed to the operation, at the wrong cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz.errors import UsageError
from cnnquiz.explore.catalog import of_name
from cnnquiz.explore.operation import Aim, Numbers, Operation, Place
from cnnquiz.report.parts import wrong_parts

if TYPE_CHECKING:
    from cnnquiz.grading.verdict import Counterexample, Verdict

Arguments = Mapping[str, Any]


def of_verdict(verdict: Verdict) -> Operation | None:
    """Return what a verdict's first counterexample is about; None for nothing here."""
    for check in verdict.checks:
        if check.status == "failed" and check.counterexample is not None:
            return of_counterexample(verdict.exercise, check.counterexample)
    return None


def of_counterexample(slug: str, found: Counterexample) -> Operation | None:
    """Return the operation of a counterexample, at the first cell that is wrong."""
    operation = of_case(slug, found.arguments)
    if operation is None or found.expected is None:
        return operation
    for part in wrong_parts(found.expected, found.got, found.wrong):
        if part.comparable and part.marks().any():
            first = np.argwhere(part.marks())[0]
            place = tuple(int(index) for index in first)
            return _aimed(operation, slug, part.name, place, found.arguments)
    return operation


def of_case(slug: str, arguments: Arguments) -> Operation | None:
    """Return the operation that a call of an exercise asks for.

    None for other exercises, and for arguments that cannot be walked through: arrays
    that are empty, cut, too large or not finite.
    """
    build = BUILDERS.get(slug)
    if build is None:
        return None
    try:
        operation = build(arguments)
    except (UsageError, AttributeError, LookupError, TypeError, ValueError):
        return None
    return None if operation.trouble else operation


def _conv2d(a: Arguments) -> Operation:
    return of_name("conv2d", _with_bias(a), _slid(a))


def _grouped_conv2d(a: Arguments) -> Operation:
    settings = {name: a[name] for name in ("dilation", "groups") if name in a}
    return of_name(
        "grouped_conv2d", _with_bias(a), {"groups": 1, **_slid(a), **settings}
    )


def _with_bias(a: Arguments) -> dict[str, Any]:
    names = ("x", "w", "b") if a.get("b") is not None else ("x", "w")
    return {name: a[name] for name in names}


def _correlate2d(a: Arguments) -> Operation:
    return of_name("conv2d", {"x": a["image"], "w": a["kernel"]})


def _convolve2d(a: Arguments) -> Operation:
    return of_name("conv2d", {"x": a["image"], "w": a["kernel"]}, {"flip": True})


def _conv2d_backward(a: Arguments) -> Operation:
    arrays = {name: a[name] for name in ("dout", "x", "w")}
    return of_name("conv2d_backward", arrays, _slid(a))


def _slid(a: Arguments) -> dict[str, Any]:
    return {"stride": a.get("stride", 1), "padding": a.get("padding", 0)}


def _max_pooling(a: Arguments) -> Operation:
    size = tuple(a["pool_size"])
    settings = {"kernel_size": size, "stride": size}
    return of_name("max_pool2d", {"x": a["feature_map"]}, settings)


def _pooled(name: str, *names: str) -> Callable[[Arguments], Operation]:
    def build(a: Arguments) -> Operation:
        return of_name(name, {each: a[each] for each in names}, _windows(a))

    return build


def _windows(a: Arguments) -> dict[str, Any]:
    size = a["kernel_size"]
    stride = a.get("stride")
    return {
        "kernel_size": size,
        "stride": size if stride is None else stride,
        "padding": a.get("padding", 0),
    }


def _avg_pool2d_backward(a: Arguments) -> Operation:
    arrays = {"dout": a["dout"], "x": np.zeros(a["x_shape"])}
    return of_name("avg_pool2d_backward", arrays, _windows(a))


def _softmax(a: Arguments) -> Operation:
    """Make rows of an array whose classes may lie along any axis."""
    x = np.moveaxis(np.asarray(a["x"], float), a.get("axis", -1), -1)
    return _classified(x.reshape(-1, x.shape[-1]), np.zeros(x[..., 0].size))


def _cross_entropy(a: Arguments) -> Operation:
    return _classified(a["logits"], a["labels"])


def _classified(logits: Numbers, labels: Numbers) -> Operation:
    arrays = {"logits": logits, "labels": labels}
    return of_name("softmax_cross_entropy", arrays)


def _batch_norm(a: Arguments) -> Operation:
    x = np.asarray(a["x"]).swapaxes(0, 1)
    names = ("gamma", "beta", "running_mean", "running_var")
    arrays = {"x": x.reshape(*x.shape[:2], -1), **{name: a[name] for name in names}}
    settings = {name: a[name] for name in ("training", "eps", "momentum") if name in a}
    return of_name("batch_norm", arrays, settings)


def _dropout(a: Arguments) -> Operation:
    """Draw what the generator of that seed draws."""
    x = np.atleast_1d(a["x"])
    draws = np.random.default_rng(a["rng"].seed).random(x.shape)
    rows = x.shape if x.ndim == 2 else (-1, x.shape[-1])
    arrays = {"x": x.reshape(rows), "draws": draws.reshape(rows)}
    settings = {"p": a["p"], "training": a.get("training", True)}
    return of_name("dropout", arrays, settings)


BUILDERS: dict[str, Callable[[Arguments], Operation]] = {
    "conv2d": _conv2d,
    "conv2d_fast": _conv2d,
    "grouped_conv2d": _grouped_conv2d,
    "pointwise_conv2d": _conv2d,
    "correlate2d": _correlate2d,
    "convolve2d": _convolve2d,
    "conv2d_backward": _conv2d_backward,
    "max_pooling": _max_pooling,
    "max_pool2d": _pooled("max_pool2d", "x"),
    "avg_pool2d": _pooled("avg_pool2d", "x"),
    "max_pool2d_backward": _pooled("max_pool2d_backward", "dout", "x"),
    "avg_pool2d_backward": _avg_pool2d_backward,
    "softmax": _softmax,
    "cross_entropy": _cross_entropy,
    "cross_entropy_backward": _cross_entropy,
    "batch_norm": _batch_norm,
    "dropout": _dropout,
}
# The table in which the parts of an exercise's result appear, by their names, or by
# their positions in a tuple.
TABLES: dict[str, dict[str, str]] = {
    "conv2d_backward": {"dx": "dx", "dw": "dw", "db": "db"},
    "softmax": {"": "p"},
    "cross_entropy": {"": "mean loss"},
    "cross_entropy_backward": {"": "gradient"},
    "batch_norm": {
        "y": "y",
        "running_mean": "new running_mean",
        "running_var": "new running_var",
    },
    "dropout": {"y": "y", "mask": "mask"},
}


def _aimed(
    operation: Operation, slug: str, part: str, place: Place, a: Arguments
) -> Operation:
    """Look at a cell of a part of the result, where it is in a table of its shape."""
    tables = TABLES.get(slug, {"": "dx" if slug.endswith("backward") else "y"})
    positions = {f"[{i}]": table for i, table in enumerate(tables.values())}
    table = (positions | tables).get(part)
    if table is None:
        return operation
    if slug == "conv2d_backward":
        operation = operation.turned("gradient", table)
    if slug == "batch_norm" and table == "y":
        n, c, *cell = place
        flat = int(np.ravel_multi_index(cell, np.shape(a["x"])[2:]))
        place = (c, n, flat)
    shapes = {each.name: each.shape for each in operation.tables}
    shape = shapes.get(table, ())
    place = (0,) * (len(shape) - len(place)) + place
    fits = len(place) == len(shape)
    inside = all(i < n for i, n in zip(place, shape, strict=False))
    return operation.aimed(*Aim(table, place)) if fits and inside else operation
