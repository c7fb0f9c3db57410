"""What layers cost, counted weight by weight."""

import math
from fractions import Fraction

import numpy as np

from .shapes import network_shape, pair, windows


def parameters(in_channels, out_channels, kernel_size, groups, bias):
    kh, kw = (kernel_size,) * 2 if isinstance(kernel_size, int) else kernel_size
    total = 0
    for _ in range(out_channels):
        total += sum(kh * kw for _ in range(in_channels // groups)) + bias
    return total


def network_parameters(input_shape, layers):
    """Make every array that is trained, and count its cells."""
    shape = list(input_shape)
    total = 0
    for layer in layers:
        kind = layer["type"]
        if kind == "conv":
            k, p = layer["kernel_size"], layer["padding"]
            total += np.zeros((layer["out_channels"], shape[0], k, k)).size
            total += layer["out_channels"] * layer["bias"]
            shape = [
                layer["out_channels"],
                *(windows(n, k, 1, p, 1) for n in shape[1:]),
            ]
        elif kind == "pool":
            k, s = layer["kernel_size"], layer["stride"]
            shape = [shape[0], *(windows(n, k, s, 0, 1) for n in shape[1:])]
        elif kind == "batch_norm":
            total += np.ones(shape[0]).size + np.zeros(shape[0]).size
        elif kind == "flatten":
            shape = [np.zeros(shape).ravel().size]
        else:
            total += np.zeros((layer["out_features"], shape[0])).size
            total += np.zeros(layer["out_features"]).size
            shape = [layer["out_features"]]
    return total


def macs(in_channels, out_channels, n, kernel_size, stride, padding, groups):
    """Go through all output cells of one filter and count what each multiplies."""
    (height, width), (kh, kw) = pair(n), pair(kernel_size)
    seen = len(range(0, in_channels, groups))
    count = 0
    for _ in range(-padding, height + padding - kh + 1, stride):
        for _ in range(-padding, width + padding - kw + 1, stride):
            count += seen * kh * kw
    return count * out_channels


def depthwise_saving(in_channels, out_channels, kernel_size, bias, asked):
    """Add up the kernels of both steps, one by one."""
    area = math.prod(pair(kernel_size))
    separable = sum(area + bias for _ in range(in_channels))
    separable += sum(in_channels + bias for _ in range(out_channels))
    if asked == "parameters":
        return separable
    standard = sum(in_channels * area + bias for _ in range(out_channels))
    return float(Fraction(standard, separable))


def activation_memory(
    batch_size, dtype, output_shape=None, input_shape=None, layers=()
):
    """Let NumPy say how many bytes each output takes."""
    shapes = [output_shape] if output_shape else []
    shape = input_shape
    for layer in layers:
        if layer["type"] != "relu":
            parts = {"batch_size": 1, "input_shape": shape, "layers": [layer]}
            shape = network_shape(**parts)[1:]
        shapes.append(shape)
    cell = np.zeros((), dtype)
    taken = [np.broadcast_to(cell, (batch_size, *shape)).nbytes for shape in shapes]
    return float(Fraction(sum(taken), 1024 * 1024))


RECOMPUTED = {
    "conv-parameters": parameters,
    "network-parameters": network_parameters,
    "conv-macs": macs,
    "depthwise-saving": depthwise_saving,
    "activation-memory": activation_memory,
}
TARGETS = {
    "conv-parameters": {"input-channels-ignored"},
    "network-parameters": {"pooling-skipped"},
    "conv-macs": {"input-channels-ignored"},
    "depthwise-saving": {"depthwise-filter-per-output", "saving-is-kernel-area"},
    "activation-memory": {"mb-for-mib"},
}
