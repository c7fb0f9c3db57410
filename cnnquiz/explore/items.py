"""From a generated question to the operation it is about, with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np

from cnnquiz.explore.catalog import of_name
from cnnquiz.explore.operation import Numbers, Operation

Parameters = Mapping[str, Any]
KEPT = 0.99  # a draw that no usual rate drops


class Origin(Protocol):
    """What says which generator made a question."""

    @property
    def generator(self) -> str:
        """The id of the generator."""


class Generated(Protocol):
    """A question, as far as it matters here."""

    @property
    def origin(self) -> Origin | None:
        """Where it comes from; None if it was written by hand."""

    @property
    def parameters(self) -> Parameters | None:
        """Its numbers."""


def of_item(item: Generated) -> Operation | None:
    """Return the operation that a question is about; None where there is none."""
    if item.origin is None or item.parameters is None:
        return None
    build = BUILDERS.get(item.origin.generator)
    return None if build is None else build(item.parameters)


def _feature_map(p: Parameters) -> Operation:
    arrays = {"x": p["image"], "w": p["kernel"]}
    return of_name("conv2d", arrays, _only(p, "stride", "padding"))


def _convolve_or_correlate(p: Parameters) -> Operation:
    settings = {
        "flip": p["function"] == "convolve2d",
        "padding": len(p["kernel"]) // 2 if p["mode"] == "same" else 0,
    }
    return of_name("conv2d", {"x": p["image"], "w": p["kernel"]}, settings)


def _multichannel_entry(p: Parameters) -> Operation:
    arrays = {"x": p["x"], "w": p["w"], "b": [p["b"]]}
    operation = of_name("conv2d", arrays, _only(p, "stride", "padding"))
    return operation.aimed("y", (0, 0, *p["index"]))


def _pool_by_hand(p: Parameters) -> Operation:
    settings = _only(p, "kernel_size", "stride", "padding")
    return of_name(f"{p['mode']}_pool2d", {"x": p["x"]}, settings)


def _max_pool_backward(p: Parameters) -> Operation:
    arrays, settings = _only(p, "x", "dout"), _only(p, "kernel_size", "stride")
    return of_name("max_pool2d_backward", arrays, settings)


def _softmax(p: Parameters) -> Operation:
    return _classified(p["logits"], p["index"]).aimed("p", (0, p["index"]))


def _cross_entropy(p: Parameters) -> Operation:
    return _classified(p["logits"], p["label"]).aimed("loss", (0, 0))


def _cross_entropy_gradient(p: Parameters) -> Operation:
    return _classified(p["logits"], p["label"]).aimed("gradient", (0, 0))


def _classified(logits: list[float], label: int) -> Operation:
    arrays = {"logits": logits, "labels": [label]}
    return of_name("softmax_cross_entropy", arrays)


def _batch_norm(p: Parameters) -> Operation:
    """Make the one channel of the question; a row for each image."""
    x = np.array(p["x"])
    arrays = {
        "x": x.reshape(1, len(x), -1),
        **{name: [p[name]] for name in ("gamma", "beta")},
        **{name: [p[name]] for name in ("running_mean", "running_var") if name in p},
    }
    index = p["index"] if isinstance(p["index"], list) else [p["index"], 0]
    operation = of_name("batch_norm", arrays, _only(p, "eps", "training"))
    return operation.aimed("y", (0, *index))


def _output_size(p: Parameters) -> Operation:
    """Make an image of the size in question; only sizes matter."""
    settings = _only(p, "stride", "padding", "dilation")
    return of_name("conv2d", _sized(p), settings)


def _transposed_size(p: Parameters) -> Operation:
    settings = _only(p, "stride", "padding", "dilation", "output_padding")
    return of_name("conv_transpose2d", _sized(p), settings)


def _sized(p: Parameters) -> dict[str, Numbers]:
    height, width = _pair(p["n"])
    x = np.arange(height * width).reshape(height, width) % 10
    return {"x": x, "w": np.ones(_pair(p["kernel_size"]))}


def _pair(sides: Any) -> tuple[int, int]:
    return (sides[0], sides[1]) if isinstance(sides, list) else (sides, sides)


def _weight_gradient(p: Parameters) -> Operation:
    arrays = _only(p, "x", "w", "dout")
    settings = _only(p, "stride", "padding") | {"gradient": "dw"}
    operation = of_name("conv2d_backward", arrays, settings)
    return operation.aimed("dw", (0, 0, *p["index"]))


def _dropout(p: Parameters) -> Operation | None:
    """Make a unit that is kept; the classic form and two layers are other things."""
    if not p["inverted"] or isinstance(p["p"], list):
        return None
    rate = p["p"] if p["p_means"] == "drop" else 1 - p["p"]
    arrays = {"x": [p["x"]], "draws": [KEPT]}
    return of_name("dropout", arrays, {"p": rate, "training": p["training"]})


def _only(p: Parameters, *names: str) -> dict[str, Any]:
    return {name: p[name] for name in names}


BUILDERS: dict[str, Callable[[Parameters], Operation | None]] = {
    "feature-map": _feature_map,
    "convolve-or-correlate": _convolve_or_correlate,
    "multichannel-entry": _multichannel_entry,
    "pool-by-hand": _pool_by_hand,
    "max-pool-backward": _max_pool_backward,
    "softmax-value": _softmax,
    "cross-entropy-value": _cross_entropy,
    "cross-entropy-gradient": _cross_entropy_gradient,
    "batch-norm-output": _batch_norm,
    "conv-output-size": _output_size,
    "conv-transpose-size": _transposed_size,
    "conv-weight-gradient": _weight_gradient,
    "dropout-value": _dropout,
}
