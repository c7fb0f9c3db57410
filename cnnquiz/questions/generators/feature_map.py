"""The generator feature-map: compute a small feature map by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
    wrong,
)
from cnnquiz.questions.generators.grids import as_grid, said, shown
from cnnquiz.questions.items import Array, Item, Level

if TYPE_CHECKING:
    import random

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
EXPLANATIONS = {
    "kernel-flip": "turning the kernel by 180°; a layer slides it as it stands.",
    "kernel-transposed": "swapping the kernel's rows and columns.",
    "flip-one-axis": "mirroring the kernel left to right; a layer does not flip it.",
    "kernel-ignored": "adding up each patch; its cells are weighted by the kernel.",
    "output-transposed": "writing the rows as columns; windows run along a row first.",
    "stride-ignored": "moving by one cell; the stride says how far the window jumps.",
    "padding-ignored": "leaving out the border of zeros.",
    "off-by-one-range": "starting one row too low; the first window starts at row 0.",
}


def make(rng: random.Random, level: Level) -> Item:
    """Draw an image and a kernel; at the hard level with padding and a stride."""
    size = 4 if level == "easy" else 5
    stride, padding = (2, 1) if level == "hard" else (1, 0)
    image = np.array([[rng.randint(0, 5) for _ in range(size)] for _ in range(size)])
    kernel = _draw_kernel(rng, level)
    answer = _slide(image, kernel, stride, padding)
    redraw_unless(len(set(answer.ravel().tolist())) >= 4)
    maps = _mistaken(image, kernel, stride, padding)
    candidates = [
        wrong(name, as_grid(map_), f"{said(map_)} comes from {EXPLANATIONS[name]}")
        for name, map_ in maps.items()
    ]
    geometry = f"stride {stride}, padding {padding}"
    return Array(
        id="feature-map",
        topic="convolution",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            "A convolution layer, as in PyTorch, slides the kernel over the image "
            f"({geometry}{' with zeros' if padding else ''}, no bias). "
            "What is the feature map?\n\n"
            f"image:\n{shown(image)}\n\nkernel:\n{shown(kernel)}"
        ),
        answer=as_grid(answer),
        wrong=usable(as_grid(answer), candidates, {"kernel-flip"}),
        working=_working(image, kernel, answer, stride, padding),
        source="Goodfellow, Bengio & Courville, Deep Learning (2016), §9.1",
        parameters={
            "image": image.tolist(),
            "kernel": kernel.tolist(),
            "stride": stride,
            "padding": padding,
        },
    )


def _draw_kernel(rng: random.Random, level: Level) -> Ints:
    if level == "hard" and rng.random() < 0.3:
        return SOBEL if rng.random() < 0.5 else SOBEL.T
    kernel = np.array([[rng.choice((-1, 0, 1)) for _ in range(3)] for _ in range(3)])
    # Few weights keep it short by hand, and too few teach nothing.
    redraw_unless(3 <= int(np.count_nonzero(kernel)) <= (4 if level == "easy" else 5))
    return kernel


def _slide(image: Ints, kernel: Ints, stride: int, padding: int) -> NDArray[Any]:
    x = image[None, None].astype(float)
    w = kernel[None, None].astype(float)
    return np.asarray(engine.conv2d(x, w, stride=stride, padding=padding)[0, 0])


def _mistaken(
    image: Ints, kernel: Ints, stride: int, padding: int
) -> dict[str, NDArray[Any]]:
    maps = {
        "kernel-flip": _slide(image, kernel[::-1, ::-1], stride, padding),
        "kernel-transposed": _slide(image, kernel.T, stride, padding),
        "flip-one-axis": _slide(image, kernel[:, ::-1], stride, padding),
        "kernel-ignored": _slide(image, np.ones_like(kernel), stride, padding),
        "output-transposed": _slide(image, kernel, stride, padding).T,
    }
    if stride > 1:
        maps["stride-ignored"] = _slide(image, kernel, 1, padding)
    if padding:
        maps["padding-ignored"] = _slide(image, kernel, stride, 0)
    if image.shape[0] > 4 and not padding:
        maps["off-by-one-range"] = _slide(image[1:], kernel, stride, padding)
    return maps


def _working(
    image: Ints, kernel: Ints, answer: NDArray[Any], stride: int, padding: int
) -> str:
    """Write out the window of every cell of the first row."""
    padded = np.pad(image, padding)
    lines = []
    for column, value in enumerate(answer[0]):
        left = column * stride
        window = padded[:3, left : left + 3]
        terms = [
            f"{weight:+d}·{cell}".replace("-", "−")
            for weight, cell in zip(kernel.ravel(), window.ravel(), strict=True)
            if weight
        ]
        total = f"{value:g}".replace("-", "−")
        lines.append(f"row 1, column {column + 1}: {' '.join(terms)} = {total}")
    lines.append(f"and so on:\n{shown(answer)}")
    return "\n".join(lines)


GENERATOR = Generator(
    id="feature-map",
    title="Feature map by hand",
    topic="convolution",
    version=1,
    make=make,
)
