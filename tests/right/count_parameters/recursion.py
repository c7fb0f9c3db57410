# cnnquiz: count_parameters
from math import prod


def count_parameters(layers, input_shape):
    if not layers:
        return [], {"parameters": 0, "macs": 0}
    row = cost(dict(layers[0]), tuple(input_shape))
    rows, totals = count_parameters(layers[1:], row["output_shape"])
    return [row, *rows], {key: totals[key] + row[key] for key in totals}


def cost(layer, shape):
    after, weights = shape, 0
    kind, k = layer["type"], layer.get("kernel_size")
    if k:
        stride = layer.get("stride", k if kind == "pool" else 1)
        room = 2 * layer.get("padding", 0) - k
        sides = [(n + room + stride) // stride for n in shape[1:]]
        after = (layer.get("out_channels", shape[0]), *sides)
    if kind == "conv":
        weights = after[0] * shape[0] * k**2 // layer.get("groups", 1)
    if kind == "flatten":
        after = (prod(shape),)
    if kind == "linear":
        after = (layer["out_features"],)
        weights = shape[0] * after[0]
    others = 2 * after[0] if kind == "batch_norm" else 0
    if weights and layer.get("bias", True):
        others = after[0]
    return {
        "output_shape": after,
        "parameters": weights + others,
        "macs": weights * prod(after[1:]),
    }
