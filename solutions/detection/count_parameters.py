# cnnquiz: count_parameters
"""Follow the shape through the layers; each kind of layer is a small function.

It is told the shape that arrives and its arguments, and returns the shape that leaves,
how many weights it has, how many other parameters, and how often each weight is used.
"""

import math


def count_parameters(layers, input_shape):
    shape, rows = tuple(input_shape), []
    for layer in layers:
        arguments = {key: value for key, value in layer.items() if key != "type"}
        shape, weights, others, uses = KINDS[layer["type"]](shape, **arguments)
        row = {
            "output_shape": shape,
            "parameters": weights + others,
            "macs": weights * uses,
        }
        rows.append(row)
    totals = {key: sum(row[key] for row in rows) for key in ("parameters", "macs")}
    return rows, totals


def conv(shape, out_channels, kernel_size, stride=1, padding=0, groups=1, bias=True):
    channels, height, width = shape
    height = (height + 2 * padding - kernel_size) // stride + 1
    width = (width + 2 * padding - kernel_size) // stride + 1
    weights = out_channels * (channels // groups) * kernel_size**2
    biases = out_channels if bias else 0
    return (out_channels, height, width), weights, biases, height * width


def pool(shape, kernel_size, stride=None):
    channels, *sides = shape
    stride = stride or kernel_size
    return (channels, *((n - kernel_size) // stride + 1 for n in sides)), 0, 0, 0


def linear(shape, out_features, bias=True):
    (in_features,) = shape
    biases = out_features if bias else 0
    return (out_features,), in_features * out_features, biases, 1


def batch_norm(shape):
    return shape, 0, 2 * shape[0], 0


def relu(shape):
    return shape, 0, 0, 0


def flatten(shape):
    return (math.prod(shape),), 0, 0, 0


KINDS = {f.__name__: f for f in (conv, pool, linear, batch_norm, relu, flatten)}
