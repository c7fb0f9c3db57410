"""Ways to count a network that differ in one thing: what wrong ideas are made of."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Shape = tuple[int, ...]
Layers = Sequence[Mapping[str, Any]]
Result = tuple[list[dict[str, Any]], dict[str, int]]

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "conv": {"stride": 1, "padding": 0, "groups": 1, "bias": True},
    "pool": {"stride": None, "padding": 0, "groups": 1, "bias": False},
    "linear": {"kernel_size": 1, "groups": 1, "bias": True},
}


@dataclass(frozen=True)
class Facts:
    """One layer between two shapes, with everything there is to count."""

    kind: str
    given: Mapping[str, Any]
    before: Shape
    after: Shape

    @property
    def has_weights(self) -> bool:
        """Whether it is a convolution or fully connected."""
        return self.kind in {"conv", "linear"}

    @property
    def taps(self) -> int:
        """The area of the kernel; 1 if there is none."""
        return int(self.given.get("kernel_size", 1)) ** 2

    @property
    def groups(self) -> int:
        """In how many groups the channels are."""
        return int(self.given.get("groups", 1))

    @property
    def places(self) -> int:
        """At how many places each weight is used."""
        return math.prod(self.after[1:])

    @property
    def weights(self) -> int:
        """The weights."""
        fan_in = self.before[0] // self.groups * self.taps
        return self.has_weights * self.after[0] * fan_in

    @property
    def biases(self) -> int:
        """The biases."""
        return self.has_weights * bool(self.given.get("bias")) * self.after[0]

    @property
    def scales(self) -> int:
        """The γ and β of batch normalization."""
        return 2 * self.after[0] * (self.kind == "batch_norm")

    @property
    def macs(self) -> int:
        """The multiply-accumulates."""
        return self.weights * self.places


Size = Callable[[int, int, int, int], int]
Count = Callable[[Facts], int]


def round_down(n: int, k: int, s: int, p: int) -> int:
    """Return how many windows fit."""
    return (n + 2 * p - k) // s + 1


def _after(kind: str, given: Mapping[str, Any], shape: Shape, size: Size) -> Shape:
    if kind == "flatten":
        return (math.prod(shape),)
    if kind == "linear":
        return (given["out_features"],)
    if kind not in {"conv", "pool"}:
        return shape
    k = given["kernel_size"]
    stride = k if given["stride"] is None else given["stride"]
    sides = (size(n, k, stride, given["padding"]) for n in shape[1:])
    return (given.get("out_channels", shape[0]), *sides)


def counted(
    *,
    size: Size = round_down,
    pool_stride: int | None = None,
    weights: Count = lambda f: f.weights,
    biases: Count = lambda f: f.biases,
    scales: Count = lambda f: f.scales,
    macs: Count = lambda f: f.macs,
) -> Callable[[Layers, Shape], Result]:
    """Make a way to count a network by replacing what is counted of a layer."""

    def count(layers: Layers, input_shape: Shape) -> Result:
        shape, rows = tuple(input_shape), []
        for layer in layers:
            kind = layer["type"]
            given = {**DEFAULTS.get(kind, {}), **layer}
            if kind == "pool" and "stride" not in layer:
                given["stride"] = pool_stride
            facts = Facts(kind, given, shape, _after(kind, given, shape, size))
            shape = facts.after
            parameters = weights(facts) + biases(facts) + scales(facts)
            rows.append(
                {"output_shape": shape, "parameters": parameters, "macs": macs(facts)}
            )
        return rows, totals_of(rows)

    return count


def totals_of(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Sum what was counted."""
    return {key: sum(row[key] for row in rows) for key in ("parameters", "macs")}
