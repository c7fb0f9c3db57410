"""What the generators of whole networks share: windows, their texts and their sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cnnquiz import engine
from cnnquiz.questions.generators.framework import redraw_unless

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Window(NamedTuple):
    """What slides over maps: a convolution, or, without filters, a max pooling."""

    k: tuple[int, int]
    s: int = 1
    p: int = 0
    d: int = 1
    filters: int = 0

    def __str__(self) -> str:
        kh, kw = self.k
        parts = [f"{'conv' if self.filters else 'max pool'} {kh}×{kw}"]
        if self.filters:
            parts.append(f"{self.filters} filters")
        if self.s > 1 or not self.filters:
            parts.append(f"stride {self.s}")
        if self.p:
            parts.append(f"padding {self.p}")
        if self.d > 1:
            parts.append(f"dilation {self.d}")
        return ", ".join(parts)

    def room(self, n: int, axis: int) -> int:
        """Return how many cells the window can move by, along height (0) or width."""
        return n + 2 * self.p - self.d * (self.k[axis] - 1) - 1

    def size(self, n: int, axis: int) -> int:
        """Return the size of the output along height (0) or width (1)."""
        redraw_unless(self.room(n, axis) >= 0)
        return engine.conv_output_size(n, self.k[axis], self.s, self.p, self.d)

    def formula(self, n: int, axis: int) -> str:
        """Return the calculation of the size with the numbers put in."""
        span = self.d * (self.k[axis] - 1) + 1
        padded = f"{n} + 2·{self.p}" if self.p else f"{n}"
        return f"⌊({padded} − {span})/{self.s}⌋ + 1 = {self.size(n, axis)}"

    def as_layer(self) -> dict[str, Any]:
        """Return the layer as `engine.count_parameters` takes it."""
        kh, kw = self.k
        layer: dict[str, Any] = {
            "type": "conv" if self.filters else "pool",
            "kernel_size": kh if kh == kw else [kh, kw],
            "stride": self.s,
            "padding": self.p,
        }
        if self.filters:
            layer |= {"out_channels": self.filters, "dilation": self.d}
        return layer


def shapes(
    layers: Iterable[dict[str, Any]], input_shape: Sequence[int]
) -> list[tuple[int, ...]]:
    """Return the shape after each layer, without the batch."""
    rows, _ = engine.count_parameters(layers, tuple(input_shape))
    return [row["output_shape"] for row in rows]


def numbered(texts: Iterable[object]) -> str:
    """Return the layers as a list to be shown below the stem."""
    return "\n".join(f"  {i}. {text}" for i, text in enumerate(texts, start=1))
