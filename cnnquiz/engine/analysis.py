"""What a network costs and sees, worked out from its layers without running it."""

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from cnnquiz.engine.shapes import check_pool_padding, make_geometry

Shape: TypeAlias = tuple[int, ...]


def receptive_field(layers: Iterable[tuple[int, int, int]]) -> int:
    """Return how many input cells, along one axis, one output cell depends on.

    Parameters
    ----------
    layers : iterable of (kernel_size, stride, dilation)
        Convolutions and poolings from input to output.

    Returns
    -------
    int
        The receptive field; 1 for no layers at all.

    Raises
    ------
    ValueError
        If a layer does not have three numbers, or one of them is smaller than 1.

    Notes
    -----
    ::

        field = 1 + Σₗ dilationₗ·(kernelₗ − 1) · Π_{m < l} stride_m

    A layer widens the field by the reach of its kernel, measured in steps of its own
    input; one such step is as many input cells as the strides **before** it multiply
    to. Its own stride counts from the next layer on. Padding does not enter: it says
    where the field lies, not how wide it is.

    Source: A. Araujo, W. Norris, J. Sim, "Computing Receptive Fields of Convolutional
    Neural Networks", Distill 2019 (https://distill.pub/2019/computing-receptive-fields).

    Examples
    --------
    Two 3×3 convolutions see what one 5×5 sees. With a pooling between them the second
    counts double:

    >>> receptive_field([(3, 1, 1), (3, 1, 1)])
    5
    >>> receptive_field([(3, 1, 1), (2, 2, 1), (3, 1, 1)])    # 1 + 2 + 1 + 2·2
    8
    """
    field, step = 1, 1
    for layer in layers:
        if len(layer) != 3 or min(layer) < 1:
            raise ValueError(
                "receptive_field: a layer must be (kernel_size, stride, dilation), each "
                f"at least 1, got {tuple(layer)}"
            )
        kernel_size, stride, dilation = layer
        field += dilation * (kernel_size - 1) * step
        step *= stride
    return field


def count_parameters(
    layers: Iterable[Mapping[str, Any]], input_shape: Shape
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Return each layer's output shape, trainable parameters and multiplications.

    Parameters
    ----------
    layers : iterable of dict
        ``type`` names the layer, and the other keys are its arguments:

        - ``conv``: out_channels, kernel_size; stride 1, padding 0, dilation 1,
          groups 1, bias True
        - ``pool``: kernel_size; stride None (the kernel size), padding 0
        - ``linear``: out_features; bias True
        - ``batch_norm``, ``relu``, ``flatten``: none
    input_shape : tuple of int
        (C, H, W), without the batch.

    Returns
    -------
    layers : list of dict
        One ``{"output_shape", "parameters", "macs"}`` per layer, shapes without batch.
    totals : dict
        The sums, ``{"parameters", "macs"}``.

    Raises
    ------
    ValueError
        If a type is unknown, an argument is missing or unknown, or a layer does not
        fit the shape before it.

    Notes
    -----
    ============ ========================================= =============================
    type         parameters                                macs (multiply-accumulates)
    ============ ========================================= =============================
    conv         C_out·(C_in/groups·kH·kW) + C_out (bias)  C_out·C_in/groups·kH·kW·H·W
    linear       in·out + out (bias)                       in·out
    batch_norm   2·C, γ and β                              0
    other        0                                         0
    ============ ========================================= =============================

    H·W are those of the **output**. A bias is one number per channel, not per position.
    The running statistics of batch normalization are not trained and not counted. MACs
    are per image; adding biases, comparing and scaling are left out, as papers do, and
    one MAC is two floating-point operations.

    Source: V. Sze et al., "Efficient Processing of Deep Neural Networks", Proceedings
    of the IEEE, 2017 (https://arxiv.org/abs/1703.09039).

    Examples
    --------
    >>> layers = [
    ...     {"type": "conv", "out_channels": 4, "kernel_size": 3, "padding": 1},
    ...     {"type": "pool", "kernel_size": 2},
    ...     {"type": "flatten"},
    ...     {"type": "linear", "out_features": 10},
    ... ]
    >>> rows, totals = count_parameters(layers, input_shape=(1, 8, 8))
    >>> rows[0]
    {'output_shape': (4, 8, 8), 'parameters': 40, 'macs': 2304}
    >>> rows[3]
    {'output_shape': (10,), 'parameters': 650, 'macs': 640}
    >>> totals
    {'parameters': 690, 'macs': 2944}
    """
    shape: Shape = tuple(input_shape)
    rows: list[dict[str, Any]] = []
    for position, layer in enumerate(layers):
        kind = layer.get("type", "")
        arguments = {key: value for key, value in layer.items() if key != "type"}
        if kind not in _LAYERS:
            raise ValueError(
                f"count_parameters: layer {position} has type {kind!r}; it must be one "
                f"of {', '.join(_LAYERS)}"
            )
        try:
            shape, parameters, macs = _LAYERS[kind](shape, **arguments)
        except (TypeError, ValueError) as error:
            raise ValueError(
                f"count_parameters: layer {position} ({kind}) cannot take {arguments} "
                f"after shape {shape}: {error}"
            ) from None
        rows.append({"output_shape": shape, "parameters": parameters, "macs": macs})
    totals = {key: sum(row[key] for row in rows) for key in ("parameters", "macs")}
    return rows, totals


def _conv(
    shape: Shape,
    *,
    out_channels: int,
    kernel_size: Any,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
    bias: bool = True,
) -> tuple[Shape, int, int]:
    C_in, H, W = _image(shape)
    out_channels = _count("out_channels", out_channels)
    if groups < 1 or C_in % groups or out_channels % groups:
        raise ValueError(f"groups must divide {C_in} and {out_channels}")
    geometry = make_geometry("conv", kernel_size, stride, padding, dilation)
    kH, kW = geometry.kernel_size
    H_out, W_out = geometry.output_size(H, W, "conv")
    weights = out_channels * (C_in // groups) * kH * kW
    parameters = weights + out_channels * bool(bias)
    return (out_channels, H_out, W_out), parameters, weights * H_out * W_out


def _pool(
    shape: Shape, *, kernel_size: Any, stride: Any = None, padding: Any = 0
) -> tuple[Shape, int, int]:
    C, H, W = _image(shape)
    stride = kernel_size if stride is None else stride
    geometry = make_geometry("pool", kernel_size, stride, padding)
    check_pool_padding("pool", geometry)
    return (C, *geometry.output_size(H, W, "pool")), 0, 0


def _linear(
    shape: Shape, *, out_features: int, bias: bool = True
) -> tuple[Shape, int, int]:
    if len(shape) != 1:
        raise ValueError(f"it takes one row of numbers a sample; flatten {shape} first")
    out_features = _count("out_features", out_features)
    (in_features,) = shape
    weights = in_features * out_features
    return (out_features,), weights + out_features * bool(bias), weights


def _batch_norm(shape: Shape) -> tuple[Shape, int, int]:
    return shape, 2 * shape[0], 0


def _relu(shape: Shape) -> tuple[Shape, int, int]:
    return shape, 0, 0


def _flatten(shape: Shape) -> tuple[Shape, int, int]:
    return (math.prod(shape),), 0, 0


def _image(shape: Shape) -> tuple[int, int, int]:
    if len(shape) != 3:
        raise ValueError("it takes an image (C, H, W)")
    C, H, W = shape
    return C, H, W


def _count(name: str, value: int) -> int:
    if operator.index(value) < 1:
        raise ValueError(f"{name} must be at least 1, got {value}")
    return value


_LAYERS: Mapping[str, Callable[..., tuple[Shape, int, int]]] = {
    "conv": _conv,
    "pool": _pool,
    "linear": _linear,
    "flatten": _flatten,
    "relu": _relu,
    "batch_norm": _batch_norm,
}
