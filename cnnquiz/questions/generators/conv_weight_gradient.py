"""The generator conv-weight-gradient: the gradient of one weight of a convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cnnquiz import engine
from cnnquiz.questions.generators.decimals import in_sum, say, tidy, wrong_number
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
)
from cnnquiz.questions.generators.grids import shown
from cnnquiz.questions.items import Item, Level, NumberItem

if TYPE_CHECKING:
    import random

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

SOURCE = "Goodfellow, Bengio & Courville, Deep Learning (2016), §9.5"


class Backward(NamedTuple):
    """A convolution, the gradient that comes back, and the weight that is asked."""

    x: Numbers
    w: Numbers
    dout: Numbers
    stride: int
    padding: int
    place: tuple[int, int]

    def gradients(self) -> tuple[Numbers, Numbers]:
        """Return the gradients of the image and of the kernel."""
        dx, dw, _ = engine.conv2d_backward(
            self.dout[None, None],
            self.x[None, None],
            self.w[None, None],
            self.stride,
            self.padding,
        )
        return dx[0, 0], dw[0, 0]

    def met(self, stride: int) -> Numbers:
        """Return the cells that the weight meets, one for each output cell."""
        padded = np.pad(self.x, self.padding)
        i, j = self.place
        rows, columns = self.dout.shape
        return padded[i::stride, j::stride][:rows, :columns]


def make(rng: random.Random, level: Level) -> Item:
    """Draw a 2×2 kernel, a 3×3 kernel, or one with stride and padding."""
    drawn = _draw(rng, level)
    answer = int(drawn.gradients()[1][drawn.place])
    i, j = drawn.place
    k = len(drawn.w)
    return NumberItem(
        id="conv-weight-gradient",
        topic="backpropagation",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"A convolution layer, as in PyTorch, slides the {k}×{k} kernel w over the "
            f"image x (stride {drawn.stride}, padding {drawn.padding}"
            f"{' with zeros' if drawn.padding else ''}). The gradient of the loss with "
            "respect to its output is dout. What is the gradient with respect to the "
            f"weight in row {i} and column {j} of w, both counted from 0?\n\n"
            f"x:\n{shown(drawn.x)}\n\nw:\n{shown(drawn.w)}\n\ndout:\n{shown(drawn.dout)}"
        ),
        answer=answer,
        wrong=usable(
            answer,
            [wrong_number(*one) for one in _mistaken(drawn)],
            {"hard": {"stride-not-applied"}}.get(level, {"dw-flipped"}),
        ),
        working=_working(drawn, answer),
        source=SOURCE,
        parameters={
            "x": drawn.x.astype(int).tolist(),
            "w": drawn.w.astype(int).tolist(),
            "dout": drawn.dout.astype(int).tolist(),
            "stride": drawn.stride,
            "padding": drawn.padding,
            "index": list(drawn.place),
        },
    )


def _draw(rng: random.Random, level: Level) -> Backward:
    size, k, stride, padding = {
        "easy": (3, 2, 1, 0),
        "medium": (4, 3, 1, 0),
        "hard": (4, 3, 2, 1),
    }[level]
    lowest = 0 if level == "easy" else -3
    drawn = Backward(
        x=_integers(rng, size, 0, 5),
        w=_integers(rng, k, -2, 3),
        dout=_integers(rng, 2, lowest, 4),
        stride=stride,
        padding=padding,
        place=(rng.randrange(k), rng.randrange(k)),
    )
    redraw_unless(len(set(drawn.dout.ravel().tolist())) == 4)
    # A cell of the padding adds nothing; it takes two others to have a sum.
    redraw_unless(int(np.count_nonzero(drawn.met(stride))) >= 2)
    return drawn


def _integers(rng: random.Random, size: int, low: int, high: int) -> Numbers:
    cells = [rng.randint(low, high) for _ in range(size * size)]
    return np.array(cells, dtype=float).reshape(size, size)


def _mistaken(drawn: Backward) -> list[tuple[str, float, str]]:
    dx, dw = drawn.gradients()
    i, j = drawn.place
    right = float(dw[i, j])
    met = drawn.met(drawn.stride)
    found = [
        (
            "dw-flipped",
            float(dw[::-1, ::-1][i, j]),
            "turning the result by 180°; only the gradient of x meets a turned kernel.",
        ),
        (
            "dout-flipped",
            float((met * drawn.dout[::-1, ::-1]).sum()),
            "turning dout by 180°; each output cell goes with the cell the weight met.",
        ),
        (
            "dw-mean-of-positions",
            right / drawn.dout.size,
            "averaging over the positions; a shared weight adds up what it gets.",
        ),
        (
            "dx-for-dw",
            float(dx[i, j]),
            "the gradient of x at this place; that of the weight is asked.",
        ),
        (
            "dw-one-position",
            float(met[0, 0] * drawn.dout[0, 0]),
            "the first position alone; the weight is used at each.",
        ),
        (
            "dw-transposed",
            float(dw.T[i, j]),
            "exchanging row and column.",
        ),
    ]
    if drawn.stride > 1:
        found.append(
            (
                "stride-not-applied",
                float((drawn.met(1) * drawn.dout).sum()),
                "moving by one cell; backward visits the windows of the forward pass.",
            )
        )
    return found


def _working(drawn: Backward, answer: int) -> str:
    """Pair each output cell with the cell of x that the weight met for it."""
    i, j = drawn.place
    met = drawn.met(drawn.stride)
    terms = [
        f"{in_sum(gradient)}·{say(cell)}"
        for gradient, cell in zip(drawn.dout.ravel(), met.ravel(), strict=True)
    ]
    zeros = ", with zeros for the padding" if drawn.padding else ""
    row, column = _coordinate("r", i, drawn), _coordinate("q", j, drawn)
    return (
        f"For output cell (r, q) the weight ({i}, {j}) meets the cell ({row}, {column}) "
        f"of x{zeros}:\n{shown(met)}\n"
        "Its gradient adds up dout times these, place by place, nothing turned:\n"
        f"{' + '.join(terms)} = {say(tidy(answer))}"
    )


def _coordinate(name: str, offset: int, drawn: Backward) -> str:
    start = offset - drawn.padding
    jump = f"{name}·{drawn.stride}" if drawn.stride > 1 else name
    if not start:
        return jump
    return f"{jump} {'+' if start > 0 else '−'} {abs(start)}"


GENERATOR = Generator(
    id="conv-weight-gradient",
    title="The gradient of a shared weight",
    topic="backpropagation",
    version=1,
    make=make,
)
