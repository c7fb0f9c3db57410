"""One call of conv_transpose2d, what it goes through, and wrong ways to its maps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnquiz import engine


@dataclass(frozen=True, slots=True)
class Call:
    """One call, with the defaults filled in."""

    x: Any
    w: Any
    b: Any = None
    stride: int = 1
    padding: int = 0
    output_padding: int = 0

    def canvas(self, output_padding: int | None = None) -> Any:
        """Return all stamps, with output_padding at the end, before the cropping."""
        extra = self.output_padding if output_padding is None else output_padding
        return engine.conv_transpose2d(self.x, self.w, None, self.stride, 0, extra)

    def dense(self, dilation: int = 1) -> Any:
        """Return all stamps one cell apart, with output_padding at the end."""
        stamps = engine.conv_transpose2d(self.x, self.w, dilation=dilation)
        return grown(stamps, 0, self.output_padding)

    def cropped(self, canvas: Any) -> Any:
        """Take the padding off all four sides."""
        return cut(canvas, self.padding, self.padding)

    def biased(self, y: Any) -> Any:
        """Add the bias, if there is one."""
        return y if self.b is None else y + self.b[:, None, None]

    def spread(self) -> Any:
        """Return x with stride - 1 zeros between its cells."""
        n, c, h, w = self.x.shape
        stride = self.stride
        shape = (n, c, (h - 1) * stride + 1, (w - 1) * stride + 1)
        zeros = np.zeros(shape, self.x.dtype)
        zeros[:, :, ::stride, ::stride] = self.x
        return zeros

    def stamp(self, i: int, j: int) -> Any:
        """Return the kernels times input cell (i, j)."""
        return np.einsum("nc,couv->nouv", self.x[:, :, i, j], self.w)


def grown(maps: Any, before: int, after: int) -> Any:
    """Put rows and columns of zeros before and after each map."""
    return np.pad(maps, ((0, 0), (0, 0), (before, after), (before, after)))


def cut(maps: Any, before: int, after: int) -> Any:
    """Take rows and columns off each map, before and after."""
    bottom, right = (max(length - after, 0) for length in maps.shape[2:])
    return maps[:, :, before:bottom, before:right]


def of_other_layout(call: Call) -> Any:
    """Take w as (C_out, C_in, kH, kW), with einsum, which broadcasts axes of one."""
    w = call.w.swapaxes(0, 1)
    other = Call(call.x, w, None, call.stride, 0, call.output_padding)
    n, _, height, width = call.x.shape
    lengths = (
        (count - 1) * call.stride + k + call.output_padding
        for count, k in zip((height, width), w.shape[2:], strict=True)
    )
    canvas = np.zeros((n, w.shape[1], *lengths))
    for i, j in np.ndindex(height, width):
        top, left = i * call.stride, j * call.stride
        rows, columns = slice(top, top + w.shape[2]), slice(left, left + w.shape[3])
        canvas[:, :, rows, columns] += other.stamp(i, j)
    return call.cropped(canvas)


def of_other_layout_in_place(call: Call) -> Any:
    """Do the same, and add the bias with +=, which broadcasts one way only."""
    y = of_other_layout(call)
    if call.b is not None:
        y += call.b[:, None, None]
    return y


def overwritten(call: Call) -> Any:
    """Put each stamp in the place of what was there."""
    canvas = np.zeros_like(call.canvas())
    k_h, k_w = call.w.shape[2:]
    for i, j in np.ndindex(call.x.shape[2:]):
        top, left = i * call.stride, j * call.stride
        canvas[:, :, top : top + k_h, left : left + k_w] = call.stamp(i, j)
    return call.cropped(canvas)


def size_times_stride(call: Call) -> Any:
    """Stamp onto a canvas of H·stride rows, where stamps may not fit."""
    n, _, height, width = call.x.shape
    _, c_out, k_h, k_w = call.w.shape
    canvas = np.zeros((n, c_out, height * call.stride, width * call.stride))
    for i, j in np.ndindex(height, width):
        top, left = i * call.stride, j * call.stride
        canvas[:, :, top : top + k_h, left : left + k_w] += call.stamp(i, j)
    return canvas


def repeated(call: Call) -> Any:
    """Grow x by repeating its cells, then stamp densely."""
    x = call.x.repeat(call.stride, axis=2).repeat(call.stride, axis=3)
    return call.cropped(Call(x, call.w).canvas())


def repeated_to_size(call: Call) -> Any:
    """Grow x by repeating its cells, as far as the spread x reaches."""
    x = call.x.repeat(call.stride, axis=2).repeat(call.stride, axis=3)
    rows, columns = call.spread().shape[2:]
    canvas = Call(x[:, :, :rows, :columns], call.w).canvas()
    return call.cropped(grown(canvas, 0, call.output_padding))


def packed(call: Call) -> Any:
    """Give the right shape, with stamps one cell apart."""
    canvas = np.zeros_like(call.canvas(0))
    dense = Call(call.x, call.w).canvas()
    canvas[:, :, : dense.shape[2], : dense.shape[3]] = dense
    return call.cropped(grown(canvas, 0, call.output_padding))


def one_gap_too_many(call: Call) -> Any:
    """Put stride zeros between the cells of x."""
    canvas = Call(call.x, call.w, None, call.stride + 1).canvas()
    return call.cropped(grown(canvas, 0, call.output_padding))


def gathered_with_padding(call: Call) -> Any:
    """Gather from x spread out, with padding zeros around it."""
    around = grown(call.spread(), call.padding, call.padding + call.output_padding)
    return engine.conv2d(around, call.w.swapaxes(0, 1)[..., ::-1, ::-1])


def bias_with_each_stamp(call: Call) -> Any:
    """Add the bias to each stamp, so that it counts as often as stamps overlap."""
    y = call.cropped(call.canvas())
    if call.b is None:
        return y
    n, _, height, width = call.x.shape
    shape = (1, len(call.b), *call.w.shape[2:])
    kernels = np.broadcast_to(call.b[:, None, None], shape)
    ones = np.ones((n, 1, height, width), call.x.dtype)
    stamps = Call(ones, kernels, None, call.stride, 0, call.output_padding)
    return y + call.cropped(stamps.canvas())
