# cnnquiz: count_parameters
"""Work out what a network costs, layer by layer, without running it.

Write `count_parameters(layers, input_shape)`.

Parameters
----------
layers : list of dicts, from input to output
    `type` names the layer, and the other keys are its arguments:

    - "conv": out_channels, kernel_size; perhaps stride (else 1), padding (else 0),
      groups (else 1), bias (else True)
    - "pool": kernel_size; perhaps stride (else the kernel size)
    - "linear": out_features; perhaps bias (else True)
    - "batch_norm", "relu", "flatten": none

    All are ints, but bias is a bool. Kernels are square: 3 means 3×3.
input_shape : tuple (C, H, W) of int
    The shape of one image.

Returns
-------
rows : list of dicts, one for each layer
    {"output_shape", "parameters", "macs"}: the shape for one image as a tuple, (C, H, W)
    or, from flatten on, (F,); the number of trained parameters; and the
    multiply-accumulates for one image. All ints.
totals : dict
    {"parameters", "macs"}: the sums over all layers.

Notes
-----
With C_in and C_out channels, kernel k, and an output of H × W:

    conv        C_out · (C_in / groups) · k² weights, each used at all H · W places
    linear      in · out weights, each used once
    batch_norm  γ and β for each channel (of F features after flatten: for each feature)

A bias adds one parameter for each output channel or feature, and no macs. The running
mean and variance of batch_norm are not trained and not counted. batch_norm, relu, pool
and flatten have 0 macs. Sizes are rounded down: ⌊(n + 2·padding − k)/stride⌋ + 1. Every
layer fits the shape before it. No argument is changed.

You may import NumPy, SciPy and the standard library.

Source: Sze, Chen, Yang and Emer, "Efficient processing of deep neural networks: a
tutorial and survey", Proceedings of the IEEE 105 (2017), section III.

Examples
--------
4 filters of 1·3·3 weights and a bias are 40 parameters, and each weight is used at 6·6
places. The linear layer has 36·2 weights and 2 biases.

>>> layers = [
...     {"type": "conv", "out_channels": 4, "kernel_size": 3},
...     {"type": "pool", "kernel_size": 2},
...     {"type": "flatten"},
...     {"type": "linear", "out_features": 2},
... ]
>>> rows, totals = count_parameters(layers, (1, 8, 8))
>>> rows[0]
{'output_shape': (4, 6, 6), 'parameters': 40, 'macs': 1296}
>>> rows[3]
{'output_shape': (2,), 'parameters': 74, 'macs': 72}
>>> totals
{'parameters': 114, 'macs': 1368}
"""


def count_parameters(layers, input_shape):
    raise NotImplementedError("count_parameters")
