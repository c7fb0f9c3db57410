"""What people make of batch_norm_backward."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz.curriculum.exercise import Misconception
from cnnquiz.curriculum.normalization.batch_norm_backward_call import Backward
from cnnquiz.curriculum.normalization.batch_norm_call import ALL_BUT_CHANNELS, column

Part = Callable[[Backward], Any]


def returning(
    dx: Part | None = None, dgamma: Part | None = None, dbeta: Part | None = None
) -> Callable[..., Any]:
    """Make a misconception that returns something else for some of the three."""

    def wrong(*values: Any, **named: Any) -> Any:
        call = Backward(*values, **named)
        pairs = zip((dx, dgamma, dbeta), call.right, strict=True)
        return tuple(part(call) if part else right for part, right in pairs)

    return wrong


def of(change: Callable[[Backward], Any]) -> Callable[..., Any]:
    """Make a misconception from what it makes of the whole call."""

    def wrong(*values: Any, **named: Any) -> Any:
        return change(Backward(*values, **named))

    return wrong


def dividing(inverse: Callable[[Any, Backward], Any]) -> Callable[..., Any]:
    """Make a misconception that divides by something else, made of the variance."""

    def wrong(*values: Any, **named: Any) -> Any:
        call = Backward(*values, **named)
        return backward_over(call, ALL_BUT_CHANNELS, inverse)

    return wrong


def backward_over(
    call: Backward,
    axes: tuple[int, ...],
    inverse: Callable[[Any, Backward], Any] = lambda var, call: (
        1 / np.sqrt(var + call.eps)
    ),
) -> Any:
    """Go back through a forward pass with its statistics over those axes."""
    x, dout = call.x, call.dout
    by = inverse(x.var(axis=axes, keepdims=True), call)
    x_hat = (x - x.mean(axis=axes, keepdims=True)) * by
    shift = dout.mean(axis=axes, keepdims=True)
    stretch = (dout * x_hat).mean(axis=axes, keepdims=True)
    dx = column(call.gamma) * by * (dout - shift - x_hat * stretch)
    return dx, (dout * x_hat).sum(axis=ALL_BUT_CHANNELS), call.right[2]


def summing(axes: tuple[int, ...], *, keepdims: bool = False) -> Callable[..., Any]:
    """Make a misconception that sums dgamma and dbeta over other axes."""
    return returning(
        dgamma=lambda call: (call.dout * call.x_hat).sum(axis=axes, keepdims=keepdims),
        dbeta=lambda call: call.dout.sum(axis=axes, keepdims=keepdims),
    )


def per_pixel(call: Backward) -> Any:
    """Take everything over the batch alone."""
    dx, _, _ = backward_over(call, (0,))
    x_hat = (call.x - call.x.mean(axis=0)) / np.sqrt(call.x.var(axis=0) + call.eps)
    return dx, (call.dout * x_hat).sum(axis=0), call.dout.sum(axis=0)


def counting(count: Callable[[Backward], Any]) -> Callable[..., Any]:
    """Make a misconception that divides the two corrections by another number."""
    return returning(dx=lambda call: call.dx(count=count(call)))


def meaning(count: Callable[[Backward], Any]) -> Callable[..., Any]:
    """Make a misconception that returns means for dgamma and dbeta."""
    return returning(
        dgamma=lambda call: call.right[1] / count(call),
        dbeta=lambda call: call.right[2] / count(call),
    )


def gamma_on_dout_only(call: Backward) -> Any:
    """Leave gamma out of the paths through mean and variance."""
    paths = (call.dx(0, 0) - call.dx()) / column(call.gamma)
    return call.dx(0, 0) - paths


def along_columns(call: Backward) -> Any:
    """Multiply by gamma as it is, which broadcasts along the last axis."""
    one = np.ones_like(call.gamma)
    return Backward(call.dout, call.x, one, call.eps).dx() * call.gamma


def in_place(call: Backward) -> Any:
    """Centre the caller's array."""
    right = call.right
    call.x[...] = call.x_hat
    return right


MISCONCEPTIONS = (
    Misconception(
        "stats-as-constants",
        "mean and variance are treated as constants",
        "They move with every x of the channel. dx has two more terms: "
        "dout − mean(dout) − x̂ · mean(dout · x̂), all times γ/√(σ² + ε).",
        returning(dx=lambda call: call.dx(0, 0)),
    ),
    Misconception(
        "mean-path-missing",
        "the path through the mean is missing",
        "Shifting a whole channel does not change y, so dx sums to zero in each channel: "
        "subtract mean(dout).",
        returning(dx=lambda call: call.dx(shift=0)),
    ),
    Misconception(
        "var-path-missing",
        "the path through the variance is missing",
        "Stretching a channel hardly changes y, so dx loses the share of x̂: subtract "
        "x̂ · mean(dout · x̂).",
        returning(dx=lambda call: call.dx(stretch=0)),
    ),
    Misconception(
        "path-sign",
        "the paths through mean and variance have the wrong sign",
        "x̂ falls as the mean or the variance grows: both terms are subtracted from dout.",
        returning(dx=lambda call: call.dx(-1, -1)),
        variants=(
            returning(dx=lambda call: call.dx(stretch=-1)),
            returning(dx=lambda call: call.dx(shift=-1)),
        ),
    ),
    Misconception(
        "half-missing",
        "the path through the variance counts twice",
        "The derivative of (σ² + ε)^(−1/2) is −1/2 · (σ² + ε)^(−3/2): the half is "
        "missing. It meets the 2 of the square.",
        returning(dx=lambda call: call.dx(stretch=2)),
        variants=(returning(dx=lambda call: call.dx(stretch=0.5)),),
    ),
    Misconception(
        "gamma-missing",
        "gamma is left out of dx",
        "y = γ · x̂ + β, so the gradient on its way to x is multiplied by γ.",
        of(
            lambda call: (
                Backward(call.dout, call.x, np.ones_like(call.gamma), call.eps).dx(),
                *call.right[1:],
            )
        ),
    ),
    Misconception(
        "gamma-on-dout-only",
        "gamma is left out of the paths through mean and variance",
        "All three paths go through γ: use dx̂ = γ · dout in each term, or multiply the "
        "whole bracket.",
        returning(dx=gamma_on_dout_only),
    ),
    Misconception(
        "gamma-last-axis",
        "gamma runs along the columns",
        "NumPy aligns shapes at the end: give gamma the shape (C, 1, 1), so that it "
        "belongs to the channels.",
        returning(dx=along_columns),
    ),
    Misconception(
        "std-missing",
        "dx is not divided by the standard deviation",
        "x̂ changes by 1/√(σ² + ε) as x changes by 1: dx has that factor.",
        returning(dx=lambda call: call.dx() / column(call.inverse)),
    ),
    Misconception(
        "dgamma-uses-x",
        "dgamma is made with x and not with x̂",
        "gamma multiplies x̂, so dγ = Σ dout · x̂.",
        returning(dgamma=lambda call: (call.dout * call.x).sum(axis=ALL_BUT_CHANNELS)),
        variants=(
            returning(
                dgamma=lambda call: (call.dout * call.centred).sum(
                    axis=ALL_BUT_CHANNELS
                )
            ),
        ),
    ),
    Misconception(
        "dgamma-times-gamma",
        "dgamma is multiplied by gamma",
        "The derivative of γ · x̂ with respect to γ is x̂: dγ = Σ dout · x̂. Only dx meets "
        "gamma.",
        returning(dgamma=lambda call: call.right[1] * call.gamma),
    ),
    Misconception(
        "wrong-axes",
        "dgamma and dbeta are summed over the wrong axes",
        "One gamma serves all images and all pixels of its channel: sum over axes 0, 2 "
        "and 3, as the mean did in the forward pass.",
        summing((0,)),
        variants=(
            of(per_pixel),
            summing((2, 3)),
            summing((1, 2, 3)),
            summing((0, 1, 2, 3)),
        ),
    ),
    Misconception(
        "keeps-summed-axes",
        "dgamma and dbeta keep the summed axes",
        "A gradient has the shape of its parameter: (C,), not (1, C, 1, 1).",
        summing(ALL_BUT_CHANNELS, keepdims=True),
    ),
    Misconception(
        "batch-mean",
        "dgamma and dbeta are means",
        "A parameter that is used many times collects the sum of its gradients. The loss "
        "has divided by N already.",
        meaning(lambda call: call.count),
        variants=(meaning(lambda call: len(call.x)),),
    ),
    Misconception(
        "wrong-count",
        "the number of values in a channel is wrong",
        "A channel's mean is over M = N·H·W values, and so are the two means in dx.",
        counting(lambda call: len(call.x)),
        variants=(
            counting(lambda call: call.x[0, 0].size),
            counting(lambda call: call.x.size),
            counting(lambda call: 1),
        ),
    ),
    Misconception(
        "n-minus-one",
        "the count is M − 1 where it should be M",
        "The forward pass divided by M, for the mean and for the variance; so does the "
        "backward pass.",
        counting(lambda call: call.count - 1),
        variants=(
            dividing(
                lambda var, call: (
                    1 / np.sqrt(var * call.count / (call.count - 1) + call.eps)
                )
            ),
        ),
    ),
    Misconception(
        "per-image-statistics",
        "each image has statistics of its own",
        "Statistics for each image and channel make an instance norm. Batch norm's are "
        "over axes 0, 2 and 3.",
        of(lambda call: backward_over(call, (2, 3))),
    ),
    Misconception(
        "eps-missing",
        "ε is left out",
        "Use the root of the forward pass, √(σ² + ε); a constant channel has σ² = 0.",
        dividing(lambda var, _: 1 / np.sqrt(var)),
    ),
    Misconception(
        "eps-outside-sqrt",
        "ε is outside the root",
        "The denominator of the forward pass is √(σ² + ε).",
        dividing(lambda var, call: 1 / (np.sqrt(var) + call.eps)),
    ),
    Misconception(
        "eps-hardcoded",
        "ε is always 10⁻⁵",
        "1e-5 is only the default. Use the argument.",
        dividing(lambda var, _: 1 / np.sqrt(var + 1e-5)),
    ),
    Misconception(
        "missing-sqrt",
        "the variance stands where the standard deviation should",
        "The forward pass divided by √(σ² + ε), the standard deviation.",
        dividing(lambda var, call: 1 / (var + call.eps)),
    ),
    Misconception(
        "wrong-return-order",
        "the gradients come in another order",
        "The statement asks for dx, dgamma, dbeta, in this order.",
        of(lambda call: (call.right[0], call.right[2], call.right[1])),
        variants=(of(lambda call: (call.right[1], call.right[2], call.right[0])),),
    ),
    Misconception(
        "mutates-x",
        "x is changed in place",
        "x -= ... writes into the caller's array. Make a new one: x - mean.",
        of(in_place),
        claimed_by="leaves_inputs_unchanged",
    ),
)
