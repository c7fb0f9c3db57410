"""What people make of batch_norm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Arguments, Misconception
from cnnquiz.curriculum.normalization.batch_norm_call import (
    ALL_BUT_CHANNELS,
    Call,
    column,
    fields,
)
from cnnquiz.curriculum.normalization.far_from_zero import variance_by_squares

Part = Callable[[Call], Any]


def returning(
    y: Part | None = None, mean: Part | None = None, var: Part | None = None
) -> Callable[..., Any]:
    """Make a misconception that returns something else for some of the three."""

    def wrong(*values: Any, **named: Any) -> Any:
        call = Call(*values, **named)
        pairs = zip((y, mean, var), call.right, strict=True)
        return tuple(part(call) if part else right for part, right in pairs)

    return wrong


def changed(change: Callable[[Call], Arguments]) -> Callable[..., Any]:
    """Make a misconception that changes some arguments."""

    def wrong(*values: Any, **named: Any) -> Any:
        call = Call(*values, **named)
        given = {name: getattr(call, name) for name in Call.__slots__}
        return engine.batch_norm(**given | change(call))

    return wrong


def over(*axes: int) -> Part:
    """Return y with statistics over other axes; evaluation is right."""

    def y(call: Call) -> Any:
        if not call.training:
            return call.right[0]
        mean = call.x.mean(axis=axes, keepdims=True)
        root = np.sqrt(call.x.var(axis=axes, keepdims=True) + call.eps)
        return column(call.gamma) * ((call.x - mean) / root) + column(call.beta)

    return y


def per_pixel(*values: Any, **named: Any) -> Any:
    """Average over the batch alone, wherever the mean goes."""
    call = Call(*values, **named)
    if not call.training:
        return call.right
    mean, var = call.x.mean(axis=0), call.x.var(axis=0)
    unbiased = var * len(call.x) / np.float64(len(call.x) - 1)
    return (
        over(0)(call),
        call.moved(call.running_mean, mean),
        call.moved(call.running_var, unbiased),
    )


def reshaped(*values: Any, **named: Any) -> Any:
    """Cut x into rows of C numbers, which are not the channels of a pixel."""
    call = Call(*values, **named)
    rows = call.x.reshape(-1, call.x.shape[1])[:, :, np.newaxis, np.newaxis]
    y, mean, var = changed(lambda _: {"x": rows})(*values, **named)
    return y.reshape(call.x.shape), mean, var


def without_eps(call: Call) -> Any:
    """Divide by the standard deviation as it is."""
    standard = (call.x - column(call.centre)) / np.sqrt(column(call.spread))
    return column(call.gamma) * standard + column(call.beta)


def eps_outside(call: Call) -> Any:
    """Add ε to the standard deviation."""
    root = np.sqrt(column(call.spread)) + call.eps
    return column(call.gamma) * (call.x - column(call.centre)) / root + column(
        call.beta
    )


def no_root(call: Call) -> Any:
    """Divide by the variance."""
    standard = (call.x - column(call.centre)) / (column(call.spread) + call.eps)
    return column(call.gamma) * standard + column(call.beta)


def along_columns(call: Call) -> Any:
    """Multiply by gamma as it is, which broadcasts along the last axis."""
    standard = (call.x - column(call.centre)) / np.sqrt(column(call.spread) + call.eps)
    return standard * call.gamma + call.beta


def unbiased_y(call: Call) -> Any:
    """Normalize with M − 1."""
    var = call.batch_var * call.unbias if call.training else call.running_var
    return call.y(call.centre, var)


def by_squares(call: Call) -> Any:
    """Return the variance as a difference of squares."""
    if not call.training:
        return call.running_var
    return (call.x**2).mean(axis=ALL_BUT_CHANNELS) - call.batch_mean**2


def swapped_and_biased(*values: Any, **named: Any) -> Any:
    """Weigh the past with the momentum, and remember the biased variance."""
    y, mean, var = changed(lambda call: {"momentum": 1 - call.momentum})(
        *values, **named
    )
    call = Call(*values, **named)
    share = call.momentum
    biased = share * call.running_var + (1 - share) * call.batch_var
    return y, mean, biased if call.training else var


def shift_first(call: Call) -> Any:
    """Scale the shift as well."""
    standard = (call.x - column(call.centre)) / np.sqrt(column(call.spread) + call.eps)
    return column(call.gamma) * (standard + column(call.beta))


def in_place(*values: Any, **named: Any) -> Any:
    """Update the caller's buffers."""
    call = Call(*values, **named)
    y, call.running_mean[...], call.running_var[...] = call.right
    return y, call.running_mean, call.running_var


MISCONCEPTIONS = (
    Misconception(
        "batch-axis-only",
        "each pixel has statistics of its own",
        "A channel has one mean and one variance, over all images and all pixels: "
        "axes 0, 2 and 3.",
        per_pixel,
        variants=(returning(y=over(0)),),
    ),
    Misconception(
        "per-image-statistics",
        "each image has statistics of its own",
        "Statistics for each image and channel make an instance norm. Batch norm's are "
        "over axes 0, 2 and 3.",
        returning(y=over(2, 3)),
    ),
    Misconception(
        "one-mean-for-all-channels",
        "all channels share one mean and one variance",
        "Channels differ in scale; each is standardised by itself, over axes 0, 2 and 3.",
        returning(
            y=over(0, 1, 2, 3),
            mean=lambda call: call.moved(call.running_mean, call.x.mean()),
            var=lambda call: call.moved(call.running_var, call.x.var(ddof=1)),
        ),
        variants=(
            returning(y=over(0, 1, 2, 3)),
            returning(
                y=over(0, 1, 2, 3),
                mean=lambda call: call.moved(call.running_mean, call.x.mean()),
                var=lambda call: call.moved(
                    call.running_var, call.x.var() * call.unbias
                ),
            ),
        ),
    ),
    Misconception(
        "reshape-not-transpose",
        "a reshape mixes the channels",
        "x.reshape(-1, C) cuts along the last axis. Move the channels last first: "
        "x.transpose(0, 2, 3, 1).reshape(-1, C).",
        reshaped,
    ),
    Misconception(
        "normalises-unbiased",
        "y is made with the unbiased variance",
        "y uses the variance divided by M = N·H·W; only the running variance divides by "
        "M − 1.",
        returning(y=unbiased_y),
    ),
    variance_by_squares(
        returning(y=lambda call: call.y(call.centre, by_squares(call))),
        returning(y=lambda call: call.y(call.centre, np.maximum(by_squares(call), 0))),
    ),
    Misconception(
        "running-var-biased",
        "the running variance stores the biased one",
        "Normalize with M, remember with M − 1: the running variance is an estimate for "
        "data that are not in the batch.",
        returning(var=lambda call: call.moved(call.running_var, call.batch_var)),
    ),
    Misconception(
        "momentum-swapped",
        "momentum weighs the past, not the new value",
        "Here running = (1 − momentum)·running + momentum·new. With 0.1 the past counts "
        "for nine tenths.",
        changed(lambda call: {"momentum": 1 - call.momentum}),
        variants=(swapped_and_biased,),
    ),
    Misconception(
        "std-tracked",
        "the running variance stores a standard deviation",
        "running_var is averaged from variances; the root is taken when y is made.",
        returning(
            var=lambda call: call.moved(
                call.running_var, np.sqrt(call.batch_var * call.unbias)
            )
        ),
        variants=(
            returning(
                var=lambda call: call.moved(call.running_var, np.sqrt(call.batch_var))
            ),
        ),
    ),
    Misconception(
        "running-stats-not-updated",
        "the running statistics never move",
        "In training return (1 − momentum)·running + momentum·new: evaluation needs them.",
        returning(
            mean=lambda call: call.running_mean, var=lambda call: call.running_var
        ),
    ),
    Misconception(
        "running-stats-in-training",
        "training uses the running statistics",
        "In training y is made with this batch's own mean and variance; the running ones "
        "are only noted.",
        returning(y=lambda call: call.y(call.running_mean, call.running_var)),
        variants=(returning(y=lambda call: call.y(*call.right[1:])),),
    ),
    Misconception(
        "ignores-eval-mode",
        "evaluation uses the statistics of the batch",
        "In evaluation an image's output must not depend on what else is in the batch: "
        "use running_mean and running_var.",
        returning(y=lambda call: call.y(call.batch_mean, call.batch_var)),
        variants=(changed(lambda _: {"training": True}),),
    ),
    Misconception(
        "updates-in-eval",
        "the running statistics move in evaluation",
        "Evaluation must not learn: return running_mean and running_var as they were.",
        returning(
            mean=lambda call: changed(lambda _: {"training": True})(*fields(call))[1],
            var=lambda call: changed(lambda _: {"training": True})(*fields(call))[2],
        ),
    ),
    Misconception(
        "eps-outside-sqrt",
        "ε is outside the root",
        "The denominator is √(σ² + ε). Outside, ε = 10⁻⁵ counts as 10⁻¹⁰ does inside.",
        returning(y=eps_outside),
    ),
    Misconception(
        "eps-missing",
        "ε is left out",
        "A constant channel has variance 0, and 0/0 is NaN: divide by √(σ² + ε).",
        returning(y=without_eps),
    ),
    Misconception(
        "eps-hardcoded",
        "ε is always 10⁻⁵",
        "1e-5 is only the default. Use the argument.",
        changed(lambda _: {"eps": 1e-5}),
    ),
    Misconception(
        "missing-sqrt",
        "y is divided by the variance",
        "Divide by the standard deviation, √(σ² + ε): the variance has the unit of x².",
        returning(y=no_root),
    ),
    Misconception(
        "gamma-last-axis",
        "gamma and beta run along the columns",
        "NumPy aligns shapes at the end: give gamma the shape (C, 1, 1), so that it "
        "belongs to the channels.",
        returning(y=along_columns),
    ),
    Misconception(
        "shift-scaled",
        "beta is multiplied by gamma",
        "First scale, then shift: γ·x̂ + β, not γ·(x̂ + β).",
        returning(y=shift_first),
    ),
    Misconception(
        "affine-missing",
        "gamma and beta are left out",
        "Standardise, then multiply by gamma and add beta, channel by channel.",
        changed(
            lambda call: {
                "gamma": np.ones_like(call.gamma),
                "beta": np.zeros_like(call.beta),
            }
        ),
    ),
    Misconception(
        "mutates-running",
        "the running statistics are changed in place",
        "running_mean *= ... writes into the caller's array. Make a new one: "
        "(1 - momentum) * running_mean + ...",
        in_place,
        claimed_by="leaves_inputs_unchanged",
    ),
)
