"""What people make of count_parameters."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from cnnquiz import engine
from cnnquiz.curriculum.detection.count_parameters_facts import (
    Count,
    Facts,
    Layers,
    Result,
    Shape,
    counted,
    totals_of,
)
from cnnquiz.curriculum.exercise import Misconception


def _only(kind: str, count: Count, otherwise: Count) -> Count:
    """Count layers of one kind in another way."""
    return lambda f: count(f) if f.kind == kind else otherwise(f)


def _weights(count: Count) -> Callable[..., Result]:
    """Count a convolution's weights in another way, and its macs with them."""
    weights = _only("conv", count, lambda f: f.weights)
    return counted(weights=weights, macs=lambda f: weights(f) * f.places)


def _biases(count: Count) -> Callable[..., Result]:
    return counted(biases=lambda f: count(f) if f.biases else 0)


def _macs(count: Count) -> Callable[..., Result]:
    return counted(macs=lambda f: count(f) if f.has_weights else 0)


def _pool_taps(f: Facts) -> int:
    return f.taps * (f.kind == "pool")


def _bias_per_plane(f: Facts) -> int:
    return f.before[0] // f.groups * f.after[0]


def _one_channel(f: Facts) -> int:
    return f.after[0] * f.taps


def _macs_and_biases(f: Facts) -> int:
    return f.macs + f.biases * f.places


def changes_layers(layers: Any, input_shape: Shape) -> Result:
    """Take the types out of the caller's dicts."""
    result = engine.count_parameters(layers, input_shape)
    for layer in layers:
        layer.pop("type")
    return result


def totals_of_the_last(layers: Layers, input_shape: Shape) -> Result:
    """Return what the last layer costs for what all of them do."""
    rows, _ = engine.count_parameters(layers, input_shape)
    return rows, totals_of(rows[-1:])


MISCONCEPTIONS = (
    Misconception(
        "input-channels-ignored",
        "a filter is taken to see one channel",
        "A filter has k·k weights for each input channel: C_in·k² in all.",
        _weights(_one_channel),
        variants=(counted(weights=_only("conv", _one_channel, lambda f: f.weights)),),
    ),
    Misconception(
        "one-filter-counted",
        "one filter is counted, where there is one for each output channel",
        "Each output channel has a filter of its own: multiply by out_channels.",
        _weights(lambda f: f.before[0] // f.groups * f.taps),
    ),
    Misconception(
        "kernel-side-for-area",
        "a k×k kernel is taken to have k weights",
        "Kernels are square: k² weights for each channel that a filter sees.",
        _weights(lambda f: f.weights // f.given["kernel_size"]),
    ),
    Misconception(
        "groups-ignored",
        "the groups are left out",
        "With g groups a filter sees C_in/g channels, so the weights are divided by g.",
        _weights(lambda f: f.weights * f.groups),
        variants=(
            counted(weights=lambda f: f.weights * f.groups),
            counted(macs=lambda f: f.macs * f.groups),
        ),
    ),
    Misconception(
        "one-group-counted",
        "the filters of one group are counted",
        "The filters of all groups count: together they are as many as the output "
        "channels. Divide by the groups once.",
        _weights(lambda f: f.weights // f.groups),
    ),
    Misconception(
        "weights-per-position",
        "the weights are counted at each place of the output",
        "A filter's weights are shared by all places: only the macs grow with the image.",
        counted(weights=lambda f: f.weights * f.places),
    ),
    Misconception(
        "biases-left-out",
        "the biases are left out",
        "There is one bias for each output channel or feature, unless bias is False.",
        counted(biases=lambda f: 0),
    ),
    Misconception(
        "bias-always-counted",
        "biases are counted where there are none",
        "A layer with bias=False has weights only, as convolutions before batch_norm do.",
        counted(biases=lambda f: f.has_weights * f.after[0]),
    ),
    Misconception(
        "bias-per-position",
        "a bias is counted at each place of the output",
        "A bias is shared by all places of its channel: one for each output channel.",
        _biases(lambda f: f.after[0] * f.places),
    ),
    Misconception(
        "bias-per-channel",
        "a bias is counted for each input channel",
        "A filter sums over its input channels and adds one bias to the sum.",
        _biases(_only("conv", lambda f: f.before[0], lambda f: f.biases)),
        variants=(_biases(_only("conv", _bias_per_plane, lambda f: f.biases)),),
    ),
    Misconception(
        "one-bias-per-layer",
        "one bias is counted for a whole layer",
        "There is one bias for each output channel or feature.",
        _biases(lambda f: 1),
    ),
    Misconception(
        "running-statistics-trainable",
        "running statistics are counted as trained",
        "batch_norm trains γ and β, 2 numbers a channel. Its running mean and variance are "
        "measured.",
        counted(scales=lambda f: 2 * f.scales),
    ),
    Misconception(
        "batch-norm-free",
        "batch_norm is taken to have no parameters",
        "It trains γ and β: 2 numbers for each channel.",
        counted(scales=lambda f: 0),
    ),
    Misconception(
        "batch-norm-per-position",
        "γ and β are counted at each place",
        "batch_norm has one γ and one β for each channel, shared by all places.",
        counted(scales=lambda f: f.scales * f.places),
    ),
    Misconception(
        "pooling-counted",
        "pooling is counted as if it had weights",
        "Pooling has nothing to learn, and its comparisons are not counted as macs.",
        counted(weights=lambda f: f.weights + _pool_taps(f)),
        variants=(
            counted(weights=lambda f: f.weights + _pool_taps(f) * f.after[0]),
            counted(weights=lambda f: f.weights + _pool_taps(f) * f.after[0] ** 2),
            counted(macs=lambda f: f.macs + _pool_taps(f) * math.prod(f.after)),
        ),
    ),
    Misconception(
        "elementwise-macs",
        "a multiplication is counted for each value of relu or batch_norm",
        "Only convolutions and linear layers have macs here: the rest is small beside them.",
        counted(macs=lambda f: f.macs + math.prod(f.after) * (f.kind == "batch_norm")),
        variants=(
            counted(macs=lambda f: f.macs + math.prod(f.after) * (f.kind == "relu")),
            counted(
                macs=lambda f: (
                    f.macs + math.prod(f.after) * (f.kind in {"relu", "batch_norm"})
                )
            ),
        ),
    ),
    Misconception(
        "macs-over-input",
        "the work is counted for each place of the input",
        "A filter is applied once for each place of the output: H and W after stride and "
        "padding.",
        _macs(lambda f: f.weights * math.prod(f.before[1:])),
    ),
    Misconception(
        "flops-for-macs",
        "products and sums are counted apart",
        "A multiply-accumulate is one product and one sum together: count it once.",
        _macs(lambda f: 2 * f.macs),
    ),
    Misconception(
        "parameters-for-macs",
        "each weight is counted as used once",
        "A convolution's weight is used at each place of the output: multiply by H · W.",
        _macs(lambda f: f.weights),
        variants=(_macs(lambda f: f.weights + f.biases),),
    ),
    Misconception(
        "macs-of-biases",
        "adding the bias is counted among the macs",
        "A bias is added without a product, once for each output value: no mac.",
        _macs(_macs_and_biases),
        variants=(_macs(_only("conv", _macs_and_biases, lambda f: f.macs)),),
    ),
    Misconception(
        "stride-defaults-to-one",
        "a pooling without stride is taken to move by one cell",
        "Pooling moves by its stride, which is the kernel size unless it is given.",
        counted(pool_stride=1),
    ),
    Misconception(
        "pad-counted-once",
        "the padding is counted once",
        "Padding is added on both sides: n + 2·padding.",
        counted(size=lambda n, k, s, p: (n + p - k) // s + 1),
    ),
    Misconception(
        "ceil-output-size",
        "the size is rounded up",
        "A last window that does not fit is dropped: round down.",
        counted(size=lambda n, k, s, p: -((k - n - 2 * p) // s) + 1),
    ),
    Misconception(
        "totals-of-the-last",
        "the totals are those of the last layer",
        "The totals are sums over all layers.",
        totals_of_the_last,
    ),
    Misconception(
        "mutates-input",
        "the argument is changed",
        "layer.pop('type') takes the key out of the caller's dict. Read it, or copy the "
        "dict first.",
        changes_layers,
        claimed_by="leaves_inputs_unchanged",
    ),
)
