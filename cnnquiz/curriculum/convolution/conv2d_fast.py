"""conv2d_fast: conv2d's cases and misconceptions, with a tight limit."""

from __future__ import annotations

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution import conv2d, conv2d_mistakes
from cnnquiz.curriculum.exercise import Arguments, Exercise, Workload, by_terms


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return more and more rows of a layer's usual images."""
    return {
        "x": rng.normal(size=(1, 4, 16 * size, 64)),
        "w": rng.normal(size=(8, 4, 3, 3)),
        "b": rng.normal(size=8),
        "stride": 1,
        "padding": 1,
    }


EXERCISE = Exercise(
    slug="conv2d_fast",
    reference=engine.conv2d,
    draw=conv2d.draw,
    pinned=conv2d.PINNED,
    rounding=by_terms(engine.conv2d, conv2d.terms),
    laws=conv2d.LAWS,
    misconceptions=conv2d_mistakes.MISCONCEPTIONS,
    workload=Workload(workload, limit=20, unit="the number of output pixels"),
    hints=(
        "Count what a loop over pixels does in Python: a call for each output cell. A "
        "loop over the kernel's cells is nine turns long for a 3x3 kernel.",
        "np.lib.stride_tricks.sliding_window_view(padded, (kH, kW), axis=(2, 3)) is all "
        "windows at once, without a copy. Take every stride-th of them.",
        "Bring the windows into the shape (N, C_in*kH*kW, H_out*W_out) and multiply by "
        "w.reshape(C_out, -1). Or sum with np.tensordot over the axes C_in, kH and kW.",
    ),
    follow_ups=(
        "How much memory do the columns take for a 3x3 kernel, and how would you bound it?",
        "Why is np.einsum without optimize so much slower here than a matrix product?",
        "What does a library do for 1x1 kernels, and what for 3x3 (Winograd)?",
    ),
    topics=("convolution", "efficiency"),
)
