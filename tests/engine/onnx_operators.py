"""ONNX operators in terms of the engine: how each one's vectors are put to it.

An adapter takes a :class:`Node` and returns outputs in ONNX's order; it may leave out
the last ones, and give None for one in between. It does nothing but arrange: arguments
get the engine's names, a border that differs from side to side is added before the
call, axes are moved. What the engine cannot say is refused with :class:`NotOffered`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cnnquiz import engine


class NotOffered(Exception):  # noqa: N818
    """The case asks for something that the engine does not do; says what."""


@dataclass(frozen=True, slots=True)
class Node:
    """One operator with its attributes and inputs; a missing input is None."""

    inputs: list
    attributes: dict

    def get(self, name, default=None):
        """Return an attribute, text as str."""
        value = self.attributes.get(name, default)
        return value.decode() if isinstance(value, bytes) else value

    def refuse(self, name, default, because):
        """Refuse a node whose attribute differs from the only one that we have."""
        if self.get(name, default) != default:
            raise NotOffered(because)


def conv(node):
    x, w, b = padded(node.inputs, 3)
    x, w, window, restore = place(node, x, w)
    return [restore(engine.conv2d(x, w, b, **window, groups=node.get("group", 1)))]


def conv_transpose(node):
    x, w, b = padded(node.inputs, 3)
    if x.ndim == 5:
        raise NotOffered("three spatial axes")
    if x.ndim == 3:
        flat = Node([x[:, :, None], w[:, :, None], b], node.attributes)
        return [conv_transpose(flat)[0][:, :, 0]]
    stride, dilation = node.get("strides", [1, 1]), node.get("dilations", [1, 1])
    extra = node.get("output_padding", [0, 0])
    full = [
        (n - 1) * s + d * (k - 1) + 1 + e
        for n, s, d, k, e in zip(
            x.shape[2:], stride, dilation, w.shape[2:], extra, strict=True
        )
    ]
    begins, ends = np.reshape(node.get("pads", [0, 0, 0, 0]), (2, 2)).tolist()
    target = node.get("output_shape")
    if node.get("auto_pad", "NOTSET") == "SAME_UPPER":
        target = [n * s for n, s in zip(x.shape[2:], stride, strict=True)]
    if target:
        extra = [e + max(0, t - f) for e, t, f in zip(extra, target, full, strict=True)]
        surplus = [max(0, f - t) for f, t in zip(full, target, strict=True)]
        begins = [s // 2 for s in surplus]
        ends = [s - b for s, b in zip(surplus, begins, strict=True)]
    crop = tuple(min(pads) for pads in zip(begins, ends, strict=True))
    y = engine.conv_transpose2d(
        x, w, b, tuple(stride), crop, tuple(extra), node.get("group", 1),
        tuple(dilation),
    )  # fmt: skip
    rest = [
        slice(b - c, size - (e - c))
        for b, e, c, size in zip(begins, ends, crop, y.shape[2:], strict=True)
    ]
    return [y[:, :, *rest]]


def max_pool(node):
    (x,) = node.inputs
    if max(node.get("dilations", [1])) > 1:
        raise NotOffered("dilated pooling")
    lowest = np.iinfo(x.dtype).min if x.dtype.kind in "iu" else -np.inf
    x, _, window, restore = place(node, x, fill=lowest)
    return [restore(engine.max_pool2d(x, **window))]


def global_max_pool(node):
    (x,) = node.inputs
    return [engine.max_pool2d(x, x.shape[2:])]


def average_pool(node):
    (x,) = node.inputs
    if max(node.get("dilations", [1])) > 1:
        raise NotOffered("dilated pooling")
    node.refuse("ceil_mode", 0, "a window that hangs over the edge divides by fewer")
    begins, ends = borders(node, x.shape[2:])
    if any(begins + ends) and not node.get("count_include_pad", 0):
        raise NotOffered("padding that is not counted")
    x, _, window, restore = place(node, x)
    return [restore(engine.avg_pool2d(x, **window))]


def global_average_pool(node):
    (x,) = node.inputs
    return [engine.global_avg_pool2d(x)[:, :, None, None]]


def softmax(node):
    return [engine.softmax(*node.inputs, axis=node.get("axis", -1))]


def log_softmax(node):
    return [engine.log_softmax(*node.inputs, axis=node.get("axis", -1))]


def batch_norm(node):
    x, gamma, beta, mean, var = node.inputs
    training = bool(node.get("training_mode", 0))
    keep = node.get("momentum", 0.9)  # the weight of the old value
    eps = node.get("epsilon", 1e-5)
    y, new_mean, new_var = engine.batch_norm(
        x, gamma, beta, mean, var, 1 - keep, eps, training
    )
    if not training:
        return [y]
    M = x.size // x.shape[1]
    biased = keep * var + (new_var - keep * var) * (M - 1) / M  # ours is unbiased
    return [y, new_mean, biased]


def layer_norm(node):
    x, gamma, beta = node.inputs
    return [engine.layer_norm(x, gamma, beta, node.get("epsilon", 1e-5))]


def group_norm(node):
    x, gamma, beta = node.inputs
    groups, eps = node.get("num_groups"), node.get("epsilon", 1e-5)
    return [engine.group_norm(x, groups, gamma, beta, eps)]


def instance_norm(node):
    return [engine.instance_norm(*node.inputs, eps=node.get("epsilon", 1e-5))]


def local_response_norm(node):
    (x,) = node.inputs
    alpha, beta = node.get("alpha", 1e-4), node.get("beta", 0.75)
    k = node.get("bias", 1.0)
    return [engine.local_response_norm(x, node.get("size"), alpha, beta, k)]


def gemm(node):
    a, b, c = padded(node.inputs, 3)
    a = node.get("alpha", 1.0) * (a.T if node.get("transA", 0) else a)
    w = b if node.get("transB", 0) else b.T
    if c is not None and np.ndim(c) == 2 and len(c) > 1:
        raise NotOffered("a bias of its own for each sample")
    if c is not None:
        c = np.broadcast_to(node.get("beta", 1.0) * c, (1, len(w)))[0]
    return [engine.linear(a, w, c)]


def relu(node):
    return [engine.relu(*node.inputs)]


def leaky_relu(node):
    return [engine.leaky_relu(*node.inputs, negative_slope=node.get("alpha", 0.01))]


def elu(node):
    return [engine.elu(*node.inputs, alpha=node.get("alpha", 1.0))]


def gelu(node):
    node.refuse("approximate", "none", "the tanh approximation of GELU")
    return [engine.gelu(*node.inputs)]


def swish(node):
    node.refuse("alpha", 1.0, "a slope in SiLU")
    return [engine.silu(*node.inputs)]


def sigmoid(node):
    return [engine.sigmoid(*node.inputs)]


def tanh(node):
    return [engine.tanh(*node.inputs)]


def pad(node):
    x, pads, value, axes = padded(node.inputs, 4)
    mode = node.get("mode", "constant")
    modes = {"constant": "zeros", "reflect": "reflect", "edge": "replicate"}
    if mode not in modes:
        raise NotOffered(f"padding by {mode}")
    axes = range(x.ndim) if axes is None else axes % x.ndim
    widths = dict.fromkeys(range(x.ndim), (0, 0))
    widths |= dict(zip(axes, zip(*np.reshape(pads, (2, -1)), strict=True), strict=True))
    if mode == "constant" and np.any(value):
        raise NotOffered("padding by a value other than 0")
    if any(widths[0] + widths[1]) or any(a != b for a, b in widths.values()):
        raise NotOffered("a border that differs from side to side")
    padding = int(widths[2][0]), int(widths[3][0])
    return [engine.pad2d(x, padding, modes[mode])]


def resize(node):
    x, roi, scales, sizes = padded(node.inputs, 4)
    mode = node.get("mode", "nearest")
    rule = node.get("coordinate_transformation_mode", "half_pixel")
    if mode == "cubic" or node.get("antialias", 0):
        raise NotOffered("cubic and antialiased resizing")
    if rule in {"tf_crop_and_resize", "half_pixel_symmetric"} or roi is not None:
        raise NotOffered(f"coordinates by {rule}")
    node.refuse("keep_aspect_ratio_policy", "stretch", "keeping the aspect ratio")
    targets = dict(zip(node.get("axes", range(4)), _first(scales, sizes), strict=True))
    height, width = (float(targets[axis]) for axis in (2, 3))
    if sizes is None:
        factors = height, width
        target = {"scale_factor": factors}
    else:
        factors = height / x.shape[2], width / x.shape[3]
        target = {"size": (int(height), int(width))}
    whole = all(factor == int(factor) for factor in factors)
    if mode == "linear":
        corners = rule == "align_corners"
        if corners and not whole:
            raise NotOffered("aligned corners of a size that is not whole")
        if rule == "pytorch_half_pixel" and 1 in (height, width):
            raise NotOffered("reading cell 0 where the result is one cell wide")
        return [engine.interpolate(x, **target, mode="bilinear", align_corners=corners)]
    if rule == "half_pixel" and node.get("nearest_mode", "round_prefer_floor") == (
        "round_prefer_floor"
    ):
        if not whole:  # for whole factors the two rules read the same cells
            raise NotOffered("nearest by rounding")
        return [engine.interpolate(x, **target)]
    raise NotOffered("nearest by another rule than the floor")


def non_maximum_suppression(node):
    boxes, scores, most, threshold, least = padded(node.inputs, 5)
    if node.get("center_point_box", 0):
        centres, sides = boxes[..., :2], boxes[..., 2:]
        boxes = np.concatenate([centres - sides / 2, centres + sides / 2], axis=-1)
    low = np.minimum(boxes[..., :2], boxes[..., 2:])
    high = np.maximum(boxes[..., :2], boxes[..., 2:])
    boxes = np.concatenate([low, high], axis=-1)
    kept = []
    for n, c in np.ndindex(scores.shape[:2]):
        able = np.flatnonzero(scores[n, c] > least)
        best = able[engine.nms(boxes[n][able], scores[n, c][able], float(threshold[0]))]
        kept += [(n, c, index) for index in best[: int(most[0])]]
    return [np.array(kept, np.int64).reshape(-1, 3)]


def softmax_cross_entropy(node):
    scores = node.inputs[0]
    loss = reduced(engine.cross_entropy, node)
    return [loss, engine.log_softmax(scores, axis=1)]


def negative_log_likelihood(node):
    return [reduced(engine.nll_loss, node)]


def reduced(loss, node):
    """Return a loss that the engine averages: as it is, summed, or one by one."""
    scores, labels, weights = padded(node.inputs, 3)
    if weights is not None:
        raise NotOffered("a weight per class")
    node.refuse("ignore_index", None, "a label that is ignored")
    reduction = node.get("reduction", "mean")
    if reduction == "none":
        rows = np.moveaxis(scores, 1, -1)
        each = [
            loss(rows[at][None], labels[at][None]) for at in np.ndindex(labels.shape)
        ]
        return np.array(each).reshape(labels.shape)
    return loss(scores, labels) * (labels.size if reduction == "sum" else 1)


def dropout(node):
    x, ratio, training = padded(node.inputs, 3)
    p = node.get("ratio", 0.5) if ratio is None else float(ratio)
    # ONNX's vectors were drawn by the generator that numpy.random.seed sets.
    bits = np.random.MT19937()
    bits.state = np.random.RandomState(node.get("seed", 0)).get_state(legacy=False)
    y, mask = engine.dropout(x, p, np.random.Generator(bits), bool(training))
    return [y, mask != 0]


def one_hot(node):
    indices, depth, values = node.inputs
    off, on = values
    if (indices < 0).any() or (indices >= depth).any():
        raise NotOffered("labels outside 0 to the number of classes")
    y = engine.one_hot(indices.astype(np.int64), int(depth)) * (on - off) + off
    return [np.moveaxis(y, -1, node.get("axis", -1)).astype(values.dtype)]


def momentum(node):
    rate, step, *arrays = node.inputs
    count = len(arrays) // 3  # parameters, their gradients, their velocities
    params, grads, velocities = (arrays[i * count :][:count] for i in range(3))
    decay, nesterov = node.get("norm_coefficient"), node.get("mode") == "nesterov"
    weight = node.get("beta") if step > 0 else 1.0
    stepped = [
        engine.sgd_step(
            param, weight * (grad + decay * param), velocity,
            float(rate), node.get("alpha"), nesterov,
        )
        for param, grad, velocity in zip(params, grads, velocities, strict=True)
    ]  # fmt: skip
    return [new for kind in zip(*stepped, strict=True) for new in kind]


def col2im(node):
    x, image_shape, block_shape = node.inputs
    if len(image_shape) > 2:
        raise NotOffered("three spatial axes")
    begins, ends = borders(node, image_shape)
    if begins != ends:
        raise NotOffered("a border that differs from side to side")
    stride, dilation = node.get("strides", [1, 1]), node.get("dilations", [1, 1])
    size, kernel = tuple(image_shape.tolist()), tuple(block_shape.tolist())
    window = tuple(stride), tuple(begins), tuple(dilation)
    return [engine.fold(x, size, kernel, *window)]


def depth_to_space(node):
    node.refuse("mode", "CRD", "channels ordered block by block (DCR)")
    return [engine.pixel_shuffle(*node.inputs, node.get("blocksize"))]


def flatten(node):
    node.refuse("axis", 1, "flattening from another axis than 1")
    return [engine.flatten(*node.inputs)]


def place(node, x, w=None, fill=0):
    """Return x and w with two spatial axes, the window as arguments, and a way back.

    A border of the same width on both sides is left to the engine. Any other is put
    around x here, and an image with one spatial axis gets a second one of length 1.
    """
    if x.ndim == 5:
        raise NotOffered("three spatial axes")
    begins, ends = borders(node, x.shape[2:])
    if begins != ends:
        sides = [(0, 0), (0, 0), *zip(begins, ends, strict=True)]
        x = np.pad(x, sides, constant_values=fill)
        begins = [0] * len(begins)
    axes = len(begins)
    numbers = {
        "kernel_size": node.get("kernel_shape"),
        "stride": node.get("strides", [1] * axes),
        "padding": begins,
        "dilation": node.get("dilations", [1] * axes),
    }
    del numbers["dilation" if w is None else "kernel_size"]
    if axes == 2:
        return x, w, {key: tuple(v) for key, v in numbers.items()}, lambda y: y
    window = {key: (0 if key == "padding" else 1, *v) for key, v in numbers.items()}
    w = None if w is None else w[:, :, None]
    return x[:, :, None], w, window, lambda y: y[:, :, 0]


def borders(node, lengths):
    """Return the cells to add before and after each spatial axis."""
    axes = len(lengths)
    begins, ends = np.reshape(node.get("pads", [0] * 2 * axes), (2, axes)).tolist()
    automatic = node.get("auto_pad", "NOTSET")
    for axis, n in enumerate(lengths):
        kernel = node.get("kernel_shape", [1] * axes)[axis]
        dilation = node.get("dilations", [1] * axes)[axis]
        stride = node.get("strides", [1] * axes)[axis]
        extent = dilation * (kernel - 1) + 1
        if automatic.startswith("SAME"):
            total = max(0, (math.ceil(n / stride) - 1) * stride + extent - n)
            less, more = total // 2, total - total // 2
            lower = automatic == "SAME_LOWER"
            begins[axis], ends[axis] = (more, less) if lower else (less, more)
        elif node.get("ceil_mode", 0):
            length = n + begins[axis] + ends[axis]
            last = math.ceil((length - extent) / stride)
            last -= last * stride >= n + begins[axis]  # it must start on a real cell
            ends[axis] += max(0, last * stride + extent - length)
    return begins, ends


def padded(inputs, count):
    """Return so many inputs, None for those that are not given."""
    return list(inputs) + [None] * (count - len(inputs))


def _first(*values):
    return next(value for value in values if value is not None and len(value))


ADAPTERS = {
    "Conv": conv,
    "ConvTranspose": conv_transpose,
    "MaxPool": max_pool,
    "GlobalMaxPool": global_max_pool,
    "AveragePool": average_pool,
    "GlobalAveragePool": global_average_pool,
    "Softmax": softmax,
    "LogSoftmax": log_softmax,
    "BatchNormalization": batch_norm,
    "LayerNormalization": layer_norm,
    "GroupNormalization": group_norm,
    "InstanceNormalization": instance_norm,
    "LRN": local_response_norm,
    "Gemm": gemm,
    "Relu": relu,
    "LeakyRelu": leaky_relu,
    "Elu": elu,
    "Gelu": gelu,
    "Swish": swish,
    "Sigmoid": sigmoid,
    "Tanh": tanh,
    "Pad": pad,
    "Resize": resize,
    "NonMaxSuppression": non_maximum_suppression,
    "SoftmaxCrossEntropyLoss": softmax_cross_entropy,
    "NegativeLogLikelihoodLoss": negative_log_likelihood,
    "Dropout": dropout,
    "OneHot": one_hot,
    "Momentum": momentum,
    "Col2Im": col2im,
    "DepthToSpace": depth_to_space,
    "Flatten": flatten,
}
