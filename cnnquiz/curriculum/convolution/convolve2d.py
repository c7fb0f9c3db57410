"""convolve2d: correlate2d's cases, with the flip."""

from __future__ import annotations

from cnnquiz import engine
from cnnquiz.curriculum.convolution import correlate2d
from cnnquiz.curriculum.exercise import (
    Exercise,
    Misconception,
    Workload,
    by_terms,
    pinned,
)

EXERCISE = Exercise(
    slug="convolve2d",
    reference=engine.convolve2d,
    draw=correlate2d.draw,
    pinned=(
        pinned(
            "the worked example",
            image=[[0, 0, 0], [0, 1, 0], [0, 0, 0]],
            kernel=[[1, 2], [3, 4]],
        ),
        *correlate2d.PINNED[1:],
    ),
    rounding=by_terms(engine.convolve2d, correlate2d.terms),
    laws=correlate2d.LAWS,
    forbidden=correlate2d.FORBIDDEN,
    misconceptions=(
        Misconception(
            "no-flip",
            "the kernel is not flipped",
            "Convolution turns the kernel by 180 degrees before it slides. Without "
            "that it is cross-correlation, which is what CNN layers compute.",
            engine.correlate2d,
        ),
        *correlate2d.mistakes(engine.convolve2d),
    ),
    workload=Workload(correlate2d.workload, limit=5_000, unit="the number of pixels"),
    hints=(
        "You have correlate2d. What has to happen to the kernel first?",
        (
            "Turning by 180 degrees reverses the rows and the columns. It is not a "
            "transpose."
        ),
        "kernel[::-1, ::-1] is the turned kernel; then slide it as in correlate2d.",
    ),
    follow_ups=(
        "Why may a CNN leave the flip out without losing anything?",
        "Convolution commutes and cross-correlation does not: what does that mean?",
        "Where in the backward pass of a CNN layer does the flip come back?",
    ),
    topics=("convolution",),
)
