"""Two mistakes at once: nothing false is said with certainty.

Combinations come from three places: a convolution with one switch a mistake, the small
CNN with two of its layers replaced, and, where several parts are returned, parts of one
wrong idea beside parts of another. A combination may be called by either of its two
names (where the other never shows), by both, or by none.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import fields, replace

import numpy as np
import pytest

from cnnquiz import engine
from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.networks.small_cnn import RIGHT, Layers
from cnnquiz.grading.compare import Expectation, mismatches
from cnnquiz.grading.rehearsal import rehearse

NUMBER = 200
QUICK = 6
# What one switch of the convolution, or one replaced layer, is called by.
SWITCHES = {
    "flip": "kernel-flip",
    "flip_rows": "flip-one-axis",
    "transpose_output": "output-transposed",
    "bias_per_channel": "bias-per-channel",
    "first_channel": "first-channel-only",
    "last_channel": "channel-overwrite",
    "mean_channels": "channels-averaged",
    "dense_windows": "stride-not-applied",
    "pad_after": "pad-one-side",
    "no_padding": "no-padding-applied",
    "no_bias": "no-bias",
}
# These say the same thing twice or undo each other: together they are another idea.
EXCLUSIVE = (
    {"flip", "flip_rows"}, {"first_channel", "last_channel", "mean_channels"},
    {"pad_after", "no_padding"}, {"bias_per_channel", "no_bias"},
    {"bias_per_channel", "first_channel"}, {"bias_per_channel", "last_channel"},
)  # fmt: skip


def convolution(*on):
    """Write conv2d with some mistakes switched on."""

    def conv2d(x, w, b=None, stride=1, padding=0):
        channels = x.shape[1]
        if "flip" in on:
            w = w[:, :, ::-1, ::-1]
        if "flip_rows" in on:
            w = w[:, :, ::-1]
        if "first_channel" in on:
            x, w = x[:, :1], w[:, :1]
        if "last_channel" in on:
            x, w = x[:, -1:], w[:, -1:]
        if "mean_channels" in on:
            w = w / channels
        before, after = padding, padding
        if "pad_after" in on:
            before, after = 0, 2 * padding
        if "no_padding" in on:
            before = after = 0
        x = np.pad(x, ((0, 0), (0, 0), (before, after), (before, after)))
        y = engine.conv2d(x, w, None, stride)
        if "dense_windows" in on:
            y = engine.conv2d(x, w, None, 1)[:, :, : y.shape[2], : y.shape[3]]
        if b is not None and "no_bias" not in on:
            times = channels if "bias_per_channel" in on else 1
            y = y + times * b[:, None, None]
        return y.swapaxes(2, 3) if "transpose_output" in on else y

    return conv2d


def convolutions():
    """Yield each pair of switches."""
    for pair in itertools.combinations(SWITCHES, 2):
        if not any(set(pair) <= group for group in EXCLUSIVE):
            yield "conv2d", {SWITCHES[name] for name in pair}, convolution(*pair)


def networks():
    """Yield pairs of replaced layers, taken from the ideas that replace one."""
    exercise = catalog.find("cnn_loss_and_gradients").load()
    replaced = {}
    for idea in exercise.misconceptions:
        layers = _layers_of(idea.implementation)
        if layers is not None:
            changed = [
                f.name
                for f in fields(Layers)
                if getattr(layers, f.name) is not getattr(RIGHT, f.name)
            ]
            if len(changed) == 1:
                replaced[idea.id] = (changed[0], getattr(layers, changed[0]))
    for one, other in itertools.combinations(replaced, 2):
        (layer, how), (second, else_how) = replaced[one], replaced[other]
        if layer != second:
            both = replace(RIGHT, **{layer: how, second: else_how})
            yield exercise.slug, {one, other}, both.loss_and_gradients


def _layers_of(function):
    """Return the layers that a wrong network was made of, if it is one."""
    cells = [cell.cell_contents for cell in function.__closure__ or ()]
    return next((cell for cell in cells if isinstance(cell, Layers)), None)


def parts():
    """Yield, for each two ideas, the parts that one gets wrong beside the other's."""
    for entry in catalog.CATALOG:
        exercise = entry.load()
        if len(exercise.parts) < 2 or exercise.values == "free" or exercise.driver:
            continue
        if entry.slug in {"cnn_loss_and_gradients", "debug_cnn"}:
            continue
        known = [m for m in exercise.misconceptions if m.claimed_by is None]
        for one, other in itertools.combinations(known, 2):
            yield exercise.slug, {one.id, other.id}, _beside(exercise, one, other)


def _beside(exercise, one, other):
    def function(*given, **named):
        arguments = (
            dict(
                zip(
                    catalog.find(exercise.slug).signature.positional,
                    given,
                    strict=False,
                )
            )
            | named
        )
        first, second = (
            one.implementation(**arguments),
            other.implementation(**arguments),
        )
        wrong = {m.part for m in mismatches(first, Expectation.of(exercise, arguments))}
        return tuple(
            first[i] if name in wrong else second[i]
            for i, name in enumerate(exercise.parts)
        )

    return function


def combinations():
    """Return the combinations to try, drawn by a fixed seed, some from each place."""
    rng = random.Random(0)
    pools = [list(convolutions()), list(networks()), list(parts())]
    chosen = [*pools[0], *pools[1]]
    chosen += rng.sample(pools[2], NUMBER - len(chosen))
    rng.shuffle(chosen)
    return chosen


def check(slug, names, function):
    """Judge a combination: rejected, and called by nothing that it is not."""
    judged = rehearse(catalog.find(slug).load(), function)
    assert judged.failures
    assert {m.id for m in judged.mistakes} <= names | CONTRACTS


# A combination may also change what a check of its own sees.
CONTRACTS = {"mutates-input"}
EVERY = [
    pytest.param(*each, id=f"{each[0]}-{'+'.join(sorted(each[1]))}")
    for each in combinations()
]


def test_there_are_two_hundred() -> None:
    """From each of the three places."""
    assert len(EVERY) == NUMBER
    slugs = {each.values[0] for each in EVERY}
    assert {"conv2d", "cnn_loss_and_gradients", "conv2d_backward"} <= slugs


@pytest.mark.parametrize(("slug", "names", "function"), EVERY[:QUICK])
def test_a_sample_is_called_nothing_false(slug, names, function) -> None:
    """A few on every change."""
    check(slug, names, function)


@pytest.mark.exhaustive
@pytest.mark.parametrize(("slug", "names", "function"), EVERY)
def test_a_combination_is_called_nothing_false(slug, names, function) -> None:
    """All of them."""
    check(slug, names, function)


@pytest.mark.parametrize("switch", SWITCHES)
def test_each_switch_alone_is_its_misconception(switch) -> None:
    """So the combinations are of what they say."""
    judged = rehearse(catalog.find("conv2d").load(), convolution(switch))
    assert [m.id for m in judged.mistakes] == [SWITCHES[switch]]
