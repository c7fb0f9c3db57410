"""Where a cell of an output comes from: the window under it, and the arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from cnnquiz.report.numbers import writer

MAX_TERMS = 9
INPUTS = {
    "conv2d": ("x", "w"),
    "conv2d_fast": ("x", "w"),
    "correlate2d": ("image", "kernel"),
    "convolve2d": ("image", "kernel"),
    "max_pool2d": ("x",),
    "avg_pool2d": ("x",),
    "max_pooling": ("feature_map",),
}


@dataclass(frozen=True, slots=True)
class _Layer:
    """A convolution or a pooling, whichever names its exercise gives the arguments."""

    source: str
    image: np.ndarray  # (N, C, H, W)
    kernel: tuple[int, int]
    stride: tuple[int, int]
    padding: int
    takes: Literal["sum", "max", "mean"]
    weights: np.ndarray | None = None  # (C_out, C, kH, kW)
    weights_name: str = ""
    bias: np.ndarray | None = None


def explain(
    slug: str,
    arguments: Mapping[str, Any],
    expected: np.ndarray,
    place: tuple[int, ...],
) -> str:
    """Say which window a cell of the right answer comes from, and how.

    Nothing is said for other exercises, nor where our arithmetic does not give the
    expected cell.
    """
    layer = _layer(slug, arguments)
    if layer is None or len(place) != expected.ndim or expected.ndim not in (2, 4):
        return ""
    flat = expected.ndim == 2
    at = (0, 0, *place) if flat else place
    cells, partners = _window(layer, at)
    offset = 0.0 if layer.bias is None else float(layer.bias[at[1]])
    value = _value(layer, cells, partners, offset)
    if not np.isclose(value, float(expected[place]), rtol=1e-4, atol=1e-6):
        return ""
    rows, columns = (_side(layer, at, axis) for axis in (0, 1))
    sides = ", ".join(f"{side.start}:{side.stop}" for side in (rows, columns))
    channel = ":" if layer.weights is not None else str(at[1])
    lead = "" if flat else f"{at[0]}, {channel}, "
    met = f" and {layer.weights_name}" if layer.weights_name else ""
    met += f"[{at[1]}]" if layer.weights is not None and not flat else ""
    read = f"{layer.source}[{lead}{sides}]{met}"
    where = read if rows and columns else "the padding alone"
    said = f"Cell {list(place)} comes from {where}"
    return f"{said}{_arithmetic(layer, cells, partners, offset, value)}"


def _layer(slug: str, arguments: Mapping[str, Any]) -> _Layer | None:
    """Return what the arguments of an exercise stand for, if it is one of a window."""
    inputs = [arguments.get(name) for name in INPUTS.get(slug, ())]
    if not inputs or not all(isinstance(each, np.ndarray) for each in inputs):
        return None
    a = dict(arguments)
    if slug in {"conv2d", "conv2d_fast"}:
        stride, padding, w = a.get("stride", 1), a.get("padding", 0), a["w"]
        bias = a["b"] if isinstance(a.get("b"), np.ndarray) else None
        kernel = (w.shape[2], w.shape[3])
        return _Layer(
            "x", a["x"], kernel, (stride, stride), padding, "sum", w, "w", bias
        )
    if slug in {"correlate2d", "convolve2d"}:
        image, w = a["image"][None, None], a["kernel"]
        turned = w if slug == "correlate2d" else w[::-1, ::-1]
        name = "kernel" if slug == "correlate2d" else "the kernel turned by 180 degrees"
        kernel = (w.shape[0], w.shape[1])
        return _Layer(
            "image", image, kernel, (1, 1), 0, "sum", turned[None, None], name
        )
    if slug == "max_pooling":
        size = tuple(a["pool_size"])
        return _Layer("feature_map", a["feature_map"][None, None], size, size, 0, "max")
    k, padding = a["kernel_size"], a.get("padding", 0)
    step = k if a.get("stride") is None else a["stride"]
    takes: Literal["max", "mean"] = "max" if slug == "max_pool2d" else "mean"
    return _Layer("x", a["x"], (k, k), (step, step), padding, takes)


def _start(layer: _Layer, at: tuple[int, ...], axis: int) -> int:
    return at[2 + axis] * layer.stride[axis] - layer.padding


def _side(layer: _Layer, at: tuple[int, ...], axis: int) -> range:
    """Return the rows or columns of the window that lie within the image."""
    start = _start(layer, at, axis)
    stop = min(start + layer.kernel[axis], layer.image.shape[2 + axis])
    return range(max(start, 0), stop)


def _window(layer: _Layer, at: tuple[int, ...]) -> tuple[list[Any], list[Any]]:
    """Return the cells of the window, and the weights they meet; padding counts as 0."""
    top, left = (_start(layer, at, axis) for axis in (0, 1))
    of_all = layer.weights is not None
    channels = range(layer.image.shape[1]) if of_all else (at[1],)
    cells, partners = [], []
    for c in channels:
        for u, v in np.ndindex(*layer.kernel):
            i, j = top + u, left + v
            within = 0 <= i < layer.image.shape[2] and 0 <= j < layer.image.shape[3]
            if not within and layer.takes == "max":
                continue
            cells.append(layer.image[at[0], c, i, j] if within else 0)
            partners.append(
                1 if layer.weights is None else layer.weights[at[1], c, u, v]
            )
    return cells, partners


def _value(
    layer: _Layer, cells: list[Any], partners: list[Any], offset: float
) -> float:
    if layer.takes == "max":
        return float(max(cells, default=np.nan))
    total = sum(float(a) * float(b) for a, b in zip(cells, partners, strict=True))
    return total / len(cells) if layer.takes == "mean" else total + offset


def _arithmetic(
    layer: _Layer, cells: list[Any], partners: list[Any], offset: float, value: float
) -> str:
    """Write the sum or the maximum out, where it is short."""
    if len(cells) > MAX_TERMS:
        return ""
    write = writer([np.asarray([*cells, *partners, offset, value], np.float64)])
    if layer.takes == "sum":
        pairs = zip(cells, partners, strict=True)
        terms = [f"{_factor(write(a))}·{_factor(write(b))}" for a, b in pairs]
        terms += [_factor(write(offset))] if layer.bias is not None else []
        return f": {' + '.join(terms)} = {write(value)}"
    if layer.takes == "max":
        return f": max({', '.join(map(write, cells))}) = {write(value)}"
    total = " + ".join(_factor(write(cell)) for cell in cells)
    return f": ({total}) / {len(cells)} = {write(value)}"


def _factor(number: str) -> str:
    return f"({number})" if number.startswith("-") else number
