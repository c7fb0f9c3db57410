"""The generator convolve-or-correlate: what each of SciPy's two functions returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

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

    Ints = NDArray[Any]

EXPLANATIONS = {
    "no-flip": "sliding the kernel as it stands; convolve2d turns it by 180° first.",
    "kernel-flip": "turning the kernel by 180°; correlate2d slides it as it stands.",
    "flip-one-axis": "mirroring the kernel left to right alone.",
    "flip-is-transpose": "transposing the kernel; convolve2d turns it by 180°.",
    "kernel-transposed": "swapping the kernel's rows and columns.",
    "output-turned": "turning the result by 180°.",
    "output-transposed": "writing the rows as columns; windows run along a row first.",
    "padding-ignored": "leaving out the border of zeros that 'same' adds.",
}


class Call(NamedTuple):
    """A call of scipy.signal: convolve2d or correlate2d, with its arguments."""

    function: Literal["convolve2d", "correlate2d"]
    image: Ints
    kernel: Ints
    mode: Literal["valid", "same"]

    def result(self) -> Ints:
        """Return what SciPy returns."""
        image = self.image
        if self.mode == "same":
            padding = tuple(side // 2 for side in self.kernel.shape)
            image = engine.pad2d(image[None, None], padding)[0, 0]
        function = getattr(engine, self.function)
        return np.asarray(function(image, self.kernel))

    def mistaken(self) -> dict[str, Ints]:
        """Return what each misconception makes of the call."""
        convolves = self.function == "convolve2d"
        other: Literal["convolve2d", "correlate2d"]
        other = "correlate2d" if convolves else "convolve2d"
        plain = self._replace(function="correlate2d")
        maps = {
            "no-flip" if convolves else "kernel-flip": self._replace(
                function=other
            ).result(),
            "flip-one-axis": plain._replace(kernel=self.kernel[:, ::-1]).result(),
            "flip-is-transpose" if convolves else "kernel-transposed": plain._replace(
                kernel=self.kernel.T
            ).result(),
            "output-turned": self.result()[::-1, ::-1],
            "output-transposed": self.result().T,
        }
        if self.mode == "same":
            maps["padding-ignored"] = self._replace(mode="valid").result()
        return maps


def make(rng: random.Random, level: Level) -> Item:
    """Draw an image and a kernel: 2×2, 3×3, or 3×3 with zeros around the image."""
    call = _draw(rng, level)
    answer = as_grid(call.result())
    redraw_unless(len({value for row in answer for value in row}) >= 4)
    candidates = [
        wrong(name, as_grid(map_), f"{said(map_)} comes from {EXPLANATIONS[name]}")
        for name, map_ in call.mistaken().items()
    ]
    target = "no-flip" if call.function == "convolve2d" else "kernel-flip"
    return Array(
        id="convolve-or-correlate",
        topic="convolution",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"What does scipy.signal.{call.function}(image, kernel, "
            f'mode="{call.mode}") return for these two?\n\n'
            f"image:\n{shown(call.image)}\n\nkernel:\n{shown(call.kernel)}"
        ),
        answer=answer,
        wrong=usable(answer, candidates, {target}),
        working=_working(call),
        source=f"SciPy docs, scipy.signal.{call.function}",
        parameters={
            "function": call.function,
            "image": call.image.tolist(),
            "kernel": call.kernel.tolist(),
            "mode": call.mode,
        },
    )


def _draw(rng: random.Random, level: Level) -> Call:
    size, side = {"easy": (3, 2), "medium": (4, 3), "hard": (3, 3)}[level]
    image = _grid(rng, size, range(6 if level == "easy" else 5))
    kernel = _grid(rng, side, (-1, 0, 1, 2) if level == "easy" else (-1, 0, 1))
    # A kernel with few weights is short by hand; with too few, mistakes hide.
    redraw_unless(3 <= int(np.count_nonzero(kernel)) <= 5)
    function: Literal["convolve2d", "correlate2d"]
    # The function whose name misleads is asked for twice as often.
    function = rng.choice(("convolve2d", "convolve2d", "correlate2d"))
    return Call(function, image, kernel, "same" if level == "hard" else "valid")


def _grid(rng: random.Random, side: int, values: range | tuple[int, ...]) -> Ints:
    return np.array([[rng.choice(values) for _ in range(side)] for _ in range(side)])


def _working(call: Call) -> str:
    """Write out the window of every cell of the first row."""
    kernel, image = call.kernel, call.image
    lines = []
    if call.function == "convolve2d":
        kernel = kernel[::-1, ::-1]
        lines.append(f"convolve2d turns the kernel by 180° first:\n{shown(kernel)}")
    else:
        lines.append("correlate2d slides the kernel as it stands.")
    if call.mode == "same":
        image = np.pad(image, kernel.shape[0] // 2)
        lines.append("'same' adds a border of zeros, so that the size stays.")
    answer = call.result()
    side = len(kernel)
    for column, value in enumerate(answer[0]):
        window = image[:side, column : column + side]
        terms = [
            f"{weight:+d}·{cell}".replace("-", "−")
            for weight, cell in zip(kernel.ravel(), window.ravel(), strict=True)
            if weight
        ]
        total = f"{value}".replace("-", "−")
        lines.append(f"row 1, column {column + 1}: {' '.join(terms)} = {total}")
    lines.append(f"and so on:\n{shown(answer)}")
    return "\n".join(lines)


GENERATOR = Generator(
    id="convolve-or-correlate",
    title="convolve2d or correlate2d",
    topic="convolution",
    version=1,
    make=make,
)
