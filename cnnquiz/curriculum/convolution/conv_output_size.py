"""conv_output_size: what it is tried on, and what people make of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from cnnquiz import engine
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    pinned,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnquiz.curriculum.draw import Draw


def draw(d: Draw) -> Arguments:
    """Draw sizes into which at least one window fits."""
    padding, dilation = d.integer("padding", 0, 4), d.integer("dilation", 1, 4)
    stride, kernel_size = d.integer("stride", 1, 5), d.integer("kernel_size", 1, 7)
    reach = dilation * (kernel_size - 1) + 1
    n = d.integer("n", max(1, reach - 2 * padding), 70)
    return {
        "n": n,
        "kernel_size": kernel_size,
        "stride": stride,
        "padding": padding,
        "dilation": dilation,
    }


def _room(n: int, kernel_size: int, padding: int, dilation: int) -> int:
    return n + 2 * padding - dilation * (kernel_size - 1) - 1


def _wrong(formula: Callable[..., Any]) -> Callable[..., Any]:
    def wrong(
        n: int, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1
    ) -> Any:
        return formula(n, kernel_size, stride, padding, dilation)

    return wrong


def one_more_step_is_one_more_window(trial: Trial) -> str | None:
    """Make the input larger by one stride."""
    given = trial.arguments
    stride = given.get("stride", 1)
    longer = trial.call(n=given["n"] + stride)
    if longer == trial.result + 1:
        return None
    return f"n larger by one stride gives {longer} after {trial.result}"


EXERCISE = Exercise(
    slug="conv_output_size",
    reference=engine.conv_output_size,
    draw=draw,
    pinned=(
        pinned("the worked example", n=32, kernel_size=5, stride=2, padding=2),
        pinned("nothing but a kernel", n=5, kernel_size=3),
        pinned("a window as large as the input", n=4, kernel_size=4),
        pinned("a stride that does not divide", n=10, kernel_size=3, stride=2),
        pinned("padding", n=5, kernel_size=3, padding=1),
        pinned("dilation", n=7, kernel_size=3, dilation=2),
        # Side by side, they show a result that is remembered without its dilation.
        pinned("the same without dilation", n=7, kernel_size=3),
        pinned("a 1x1 kernel with dilation", n=6, kernel_size=1, dilation=3),
        pinned("everything", n=23, kernel_size=4, stride=3, padding=2, dilation=2),
        pinned("AlexNet's first layer", n=227, kernel_size=11, stride=4),
    ),
    rounding=lambda n, **_: float(n),
    dtype="free",
    laws=(
        Law(
            "one_more_step",
            "counts one window more for each step",
            one_more_step_is_one_more_window,
        ),
    ),
    misconceptions=(
        Misconception(
            "missing-plus-one",
            "the first window is not counted",
            "The quotient counts steps. n steps make n + 1 windows.",
            _wrong(lambda n, k, s, p, d: _room(n, k, p, d) // s),
        ),
        Misconception(
            "pad-counted-once",
            "the padding is counted once",
            "Padding is added on both sides: n + 2·padding.",
            _wrong(lambda n, k, s, p, d: (_room(n, k, p, d) - p) // s + 1),
        ),
        Misconception(
            "ceil-output-size",
            "the division is rounded up",
            "A last window that does not fit is dropped: round down.",
            _wrong(lambda n, k, s, p, d: math.ceil(_room(n, k, p, d) / s) + 1),
        ),
        Misconception(
            "output-size-to-nearest",
            "the division is rounded to the nearest",
            "Half a step or more makes no window: drop it. round() goes to the nearest "
            "integer, // goes down.",
            _wrong(lambda n, k, s, p, d: round(_room(n, k, p, d) / s) + 1),
            variants=(
                _wrong(lambda n, k, s, p, d: round(_room(n, k, p, d) / s + 1)),
                _wrong(lambda n, k, s, p, d: int(_room(n, k, p, d) / s + 0.5) + 1),
            ),
        ),
        Misconception(
            "plus-one-before-division",
            "the 1 is added before the division",
            "Divide by the stride first, then count the first window: room // stride + 1.",
            _wrong(lambda n, k, s, p, d: (_room(n, k, p, d) + 1) // s),
        ),
        Misconception(
            "dilation-ignored",
            "the dilation is left out",
            "A dilated kernel reaches over dilation·(k − 1) + 1 cells.",
            _wrong(lambda n, k, s, p, d: _room(n, k, p, 1) // s + 1),
        ),
        Misconception(
            "dilation-times-k",
            "the kernel is taken to reach over dilation·k cells",
            "k taps have k − 1 gaps between them: dilation·(k − 1) + 1 cells.",
            _wrong(lambda n, k, s, p, d: (n + 2 * p - d * k) // s + 1),
        ),
        Misconception(
            "float-result",
            "the size comes back as a float",
            "A size is an int: divide with // and not with /.",
            _wrong(lambda n, k, s, p, d: float(_room(n, k, p, d) // s + 1)),
            variants=(_wrong(lambda n, k, s, p, d: _room(n, k, p, d) / s + 1),),
        ),
        Misconception(
            "padding-ignored",
            "the padding is left out",
            "The window slides over the padded input: n + 2·padding.",
            _wrong(lambda n, k, s, p, d: _room(n, k, 0, d) // s + 1),
        ),
        Misconception(
            "stride-ignored",
            "the stride is left out",
            "Divide the room by the stride: the window moves that far each time.",
            _wrong(lambda n, k, s, p, d: _room(n, k, p, d) + 1),
        ),
    ),
    workload=None,
    hints=(
        "Where may the first window begin, where the last, and how far apart are they?",
        (
            "With n = 5 and a kernel of 3 the window may begin at 0, 1 and 2. That is "
            "5 − 3 steps, and one window more than steps."
        ),
        (
            "room = n + 2·padding − (dilation·(kernel_size − 1) + 1); the answer is "
            "room // stride + 1."
        ),
    ),
    follow_ups=(
        "Which padding keeps the size at stride 1, and why only for some kernels?",
        "What does Keras's padding='same' give for stride 2?",
        (
            "Which sizes of input give the same output, and what does that mean for the "
            "transposed convolution?"
        ),
    ),
    topics=("output-shape", "padding"),
)
