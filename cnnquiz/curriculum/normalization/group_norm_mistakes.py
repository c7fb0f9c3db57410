"""What people make of group_norm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Arguments, Misconception
from cnnquiz.curriculum.normalization.batch_norm_call import column
from cnnquiz.curriculum.normalization.far_from_zero import variance_by_squares

OF_A_GROUP = (2, 3, 4)
"""The axes of a group's values, in what `in_blocks` returns."""


def in_blocks(x: Any, num_groups: int) -> Any:
    """View (N, C, H, W) as (N, G, C / G, H, W)."""
    n, c, height, width = x.shape
    return x.reshape(n, num_groups, c // num_groups, height, width)


Blocks = Callable[[Any, int], Any]


def over(axes: tuple[int, ...], blocks: Blocks = in_blocks) -> Callable[..., Any]:
    """Make a misconception that takes the statistics over other values."""

    def wrong(x: Any, num_groups: int, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
        groups = blocks(x, num_groups)
        root = np.sqrt(groups.var(axis=axes, keepdims=True) + eps)
        standard = (groups - groups.mean(axis=axes, keepdims=True)) / root
        return column(gamma) * standard.reshape(x.shape) + column(beta)

    return wrong


def blocks_of_num_groups(x: Any, num_groups: int) -> Any:
    """View the channels as blocks of `num_groups` channels."""
    return in_blocks(x, x.shape[1] // num_groups)


def channels_last(x: Any, num_groups: int) -> Any:
    """Cut (N, C, H, W) as if the channels came last."""
    n, c, height, width = x.shape
    return x.reshape(n, height, width, num_groups, c // num_groups)


def dividing(
    root: Callable[[Any, float], Any], centre: Callable[[Any], Any] | None = None
) -> Callable[..., Any]:
    """Make a misconception that divides by something else, made of a group and ε."""

    def wrong(x: Any, num_groups: int, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
        groups = in_blocks(x, num_groups)
        centred = groups - (mean(groups) if centre is None else centre(groups))
        standard = centred / root(groups, eps)
        return column(gamma) * standard.reshape(x.shape) + column(beta)

    return wrong


def mean(groups: Any) -> Any:
    """Return each group's mean, ready to broadcast."""
    return groups.mean(axis=OF_A_GROUP, keepdims=True)


def variance(groups: Any) -> Any:
    """Return each group's variance, ready to broadcast."""
    return groups.var(axis=OF_A_GROUP, keepdims=True)


def unbiased_root(groups: Any, eps: float) -> Any:
    """Divide by one less than the number of values, which may be nothing."""
    count = np.float64(groups[0, 0].size)
    return np.sqrt(variance(groups) * (count / (count - 1)) + eps)


def unbiased_root_guarded(groups: Any, eps: float) -> Any:
    """Divide by one less than the number of values, but at least by one."""
    count = np.float64(groups[0, 0].size)
    return np.sqrt(variance(groups) * (count / max(count - 1, 1)) + eps)


def by_squares(groups: Any) -> Any:
    """Return the variance as a difference of squares."""
    return mean(groups * groups) - mean(groups) ** 2


def in_single(root: Callable[[Any, float], Any]) -> Callable[[Any, float], Any]:
    """Compute it in float32."""
    return lambda groups, eps: root(groups.astype(np.float32), eps)


def root_by_squares(groups: Any, eps: float) -> Any:
    """Take the root of a difference that may be below zero."""
    return np.sqrt(by_squares(groups) + eps)


def root_by_squares_clipped(groups: Any, eps: float) -> Any:
    """Take zero for a difference that is below zero."""
    return np.sqrt(np.maximum(by_squares(groups), 0) + eps)


def without_keepdims(axes: tuple[int, ...]) -> Callable[..., Any]:
    """Make a misconception whose means and roots lose their axes."""

    def wrong(x: Any, num_groups: int, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
        groups = in_blocks(x, num_groups)
        if axes == (-1,):
            groups = groups.reshape(len(x), num_groups, -1)
        root = np.sqrt(groups.var(axis=axes) + eps)
        standard = (groups - groups.mean(axis=axes)) / root
        return column(gamma) * standard.reshape(x.shape) + column(beta)

    return wrong


def changed(change: Callable[..., Arguments]) -> Callable[..., Any]:
    """Make a misconception that changes some arguments."""

    def wrong(x: Any, num_groups: int, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
        given = {
            "x": x, "num_groups": num_groups, "gamma": gamma, "beta": beta, "eps": eps
        }  # fmt: skip
        return engine.group_norm(**given | change(**given))

    return wrong


def scale_of_a_group(num_groups: int, gamma: Any, beta: Any, **_: Any) -> Arguments:
    """Use the first entries of gamma and beta, one a group."""
    size = len(gamma) // num_groups
    return {
        "gamma": np.repeat(gamma[:num_groups], size),
        "beta": np.repeat(beta[:num_groups], size),
    }


def along_columns(
    x: Any, num_groups: int, gamma: Any, beta: Any, eps: float = 1e-5
) -> Any:
    """Multiply by gamma as it is, which broadcasts along the last axis."""
    one = np.ones_like(gamma)
    return engine.group_norm(x, num_groups, one, 0 * one, eps) * gamma + beta


def in_place(x: Any, num_groups: int, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
    """Write the result into the caller's array."""
    x[...] = engine.group_norm(x, num_groups, gamma, beta, eps)
    return x.copy()


MISCONCEPTIONS = (
    Misconception(
        "interleaved-groups",
        "the groups take every num_groups-th channel",
        "A group is a block of neighbours: reshape to (N, G, C / G, H, W), and not to "
        "(N, C / G, G, H, W).",
        over((1, 3, 4), blocks_of_num_groups),
    ),
    Misconception(
        "num-groups-as-size",
        "num_groups is taken for the number of channels in a group",
        "There are num_groups groups, and each has C / num_groups channels.",
        over(OF_A_GROUP, blocks_of_num_groups),
    ),
    Misconception(
        "statistics-over-batch",
        "the statistics run over the batch as well",
        "Each image has its own statistics; that is why group norm does not mind small "
        "batches. Leave axis 0 alone.",
        over((0, *OF_A_GROUP)),
        variants=(over((0, 3, 4)),),
    ),
    Misconception(
        "one-mean-for-all-channels",
        "all channels share one mean and one variance",
        "That is the case of one group. Each block of C / num_groups channels has its "
        "own.",
        over((1, *OF_A_GROUP)),
    ),
    Misconception(
        "channels-apart",
        "each channel has statistics of its own",
        "That is an instance norm, the case of C groups. The channels of a group share "
        "their mean and their variance.",
        over((3, 4)),
    ),
    Misconception(
        "pixels-apart",
        "each pixel has statistics of its own",
        "A group's mean runs over its channels and over all of its pixels: axes 2, 3 and "
        "4 of (N, G, C / G, H, W).",
        over((2,)),
    ),
    Misconception(
        "channels-last-reshape",
        "x is cut as if its channels came last",
        "x is (N, C, H, W): cut axis 1, (N, G, C / G, H, W). A reshape to "
        "(N, H, W, G, C / G) moves nothing and mixes channels with pixels.",
        over((1, 2, 4), channels_last),
    ),
    Misconception(
        "keepdims-missing",
        "the means lose their axes and do not line up with the groups",
        "Means of shape (N, G) line up with the last axes of the groups. With "
        "keepdims=True they line up with images and groups.",
        without_keepdims((-1,)),
        variants=(without_keepdims(OF_A_GROUP),),
    ),
    Misconception(
        "gamma-per-group",
        "gamma and beta are used one a group",
        "gamma and beta have C entries, one for each channel. Only the mean and the "
        "variance are shared.",
        changed(scale_of_a_group),
    ),
    Misconception(
        "gamma-last-axis",
        "gamma and beta run along the columns",
        "NumPy aligns shapes at the end: give gamma the shape (C, 1, 1), so that it "
        "belongs to the channels.",
        along_columns,
    ),
    Misconception(
        "unbiased",
        "the variance is divided by one less than the number of values",
        "Group norm divides by the number of values. np.var does so; torch.var and "
        "ddof=1 divide by one less.",
        dividing(unbiased_root),
        variants=(dividing(unbiased_root_guarded),),
    ),
    variance_by_squares(
        dividing(root_by_squares),
        dividing(root_by_squares_clipped),
        dividing(in_single(root_by_squares)),
        dividing(in_single(root_by_squares_clipped)),
    ),
    Misconception(
        "mean-not-subtracted",
        "the mean is not subtracted",
        "Subtract the group's mean, then divide by its standard deviation.",
        dividing(lambda groups, eps: np.sqrt(variance(groups) + eps), np.zeros_like),
        variants=(
            dividing(
                lambda groups, eps: np.sqrt(mean(groups * groups) + eps), np.zeros_like
            ),
        ),
    ),
    Misconception(
        "eps-outside-sqrt",
        "ε is outside the root",
        "The denominator is √(σ² + ε). Outside, ε = 10⁻⁵ counts as 10⁻¹⁰ does inside.",
        dividing(lambda groups, eps: np.sqrt(variance(groups)) + eps),
    ),
    Misconception(
        "eps-missing",
        "ε is left out",
        "A constant group has variance 0, and 0/0 is NaN: divide by √(σ² + ε).",
        dividing(lambda groups, _: np.sqrt(variance(groups))),
    ),
    Misconception(
        "eps-hardcoded",
        "ε is always 10⁻⁵",
        "1e-5 is only the default. Use the argument.",
        changed(lambda **_: {"eps": 1e-5}),
    ),
    Misconception(
        "missing-sqrt",
        "the result is divided by the variance",
        "Divide by the standard deviation, √(σ² + ε): the variance has the unit of x².",
        dividing(lambda groups, eps: variance(groups) + eps),
    ),
    Misconception(
        "shift-scaled",
        "beta is multiplied by gamma",
        "First scale, then shift: γ·x̂ + β, not γ·(x̂ + β).",
        changed(lambda gamma, beta, **_: {"beta": gamma * beta}),
    ),
    Misconception(
        "affine-missing",
        "gamma and beta are left out",
        "Standardise, then multiply by gamma and add beta, channel by channel.",
        changed(
            lambda gamma, **_: {
                "gamma": np.ones_like(gamma),
                "beta": np.zeros_like(gamma),
            }
        ),
    ),
    Misconception(
        "mutates-x",
        "x is changed in place",
        "A reshape may be a view: groups -= ... then writes into the caller's array. Make "
        "a new one: groups - mean.",
        in_place,
        claimed_by="leaves_inputs_unchanged",
    ),
)
