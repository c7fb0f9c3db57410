"""batch_norm: what it is tried on, and what people make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d import ramp
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)

ALL_BUT_CHANNELS = (0, 2, 3)


def draw(d: Draw) -> Arguments:
    """Draw batches in training and in evaluation; ε is large, so that it shows."""
    training = d.choose("training", True, True, False)
    momentum = d.choose("momentum", 0.25, 0.5, 0.125, 0.75)
    eps = d.choose("eps", 1.0, 0.5, 2.0, 0.125)
    n, c = d.integer("N", 1, 3), d.integer("C", 1, 3)
    height = d.integer("H", 1, 3)
    width = d.integer("W", 2 if n * height == 1 else 1, 4)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    return {
        "x": d.layout("x", d.array("x", (n, c, height, width), values, dtype)),
        "gamma": d.array("gamma", (c,), values, dtype),
        "beta": d.array("beta", (c,), values, dtype),
        "running_mean": d.array("running_mean", (c,), values, dtype),
        "running_var": d.array("running_var", (c,), "positive", dtype),
        "momentum": momentum,
        "eps": eps,
        "training": training,
    }


@dataclass(frozen=True, slots=True)
class Call:
    """One call, with the defaults filled in."""

    x: Any
    gamma: Any
    beta: Any
    running_mean: Any
    running_var: Any
    momentum: float = 0.1
    eps: float = 1e-5
    training: bool = True

    @property
    def right(self) -> Any:
        """What should come back."""
        return engine.batch_norm(
            self.x,
            self.gamma,
            self.beta,
            self.running_mean,
            self.running_var,
            self.momentum,
            self.eps,
            self.training,
        )

    @property
    def batch_mean(self) -> Any:
        """The mean of each channel."""
        return self.x.mean(axis=ALL_BUT_CHANNELS)

    @property
    def batch_var(self) -> Any:
        """The biased variance of each channel."""
        return self.x.var(axis=ALL_BUT_CHANNELS)

    @property
    def unbias(self) -> float:
        """What turns a biased variance into an unbiased one."""
        values = self.x.size // self.x.shape[1]
        return values / (values - 1) if values > 1 else np.inf

    @property
    def centre(self) -> Any:
        """The mean that y is made with."""
        return self.batch_mean if self.training else self.running_mean

    @property
    def spread(self) -> Any:
        """The variance that y is made with."""
        return self.batch_var if self.training else self.running_var

    def y(self, mean: Any, var: Any) -> Any:
        """Return the output made with that mean and variance of each channel."""
        standard = (self.x - column(mean)) / np.sqrt(column(var) + self.eps)
        return column(self.gamma) * standard + column(self.beta)

    def moved(self, old: Any, new: Any) -> Any:
        """Return a running statistic after this call."""
        share = self.momentum if self.training else 0.0
        return (1 - share) * old + share * new if share else old


def column(numbers: Any) -> Any:
    """Give one number a channel the shape that broadcasts over (N, C, H, W)."""
    return np.reshape(numbers, (-1, 1, 1))


def rounding(**given: Any) -> Any:
    """Centring loses digits where x is far from 0; so does E[x²] − E[x]² for σ²."""
    call = Call(**given)
    count = call.x.size // call.x.shape[1] + 8
    largest = np.abs(call.x).max(axis=ALL_BUT_CHANNELS) + np.abs(call.centre)
    inverse = 1 / np.sqrt(call.spread + call.eps)
    standard = np.abs(call.x - column(call.centre)).max(axis=ALL_BUT_CHANNELS) * inverse
    lost = largest * inverse + standard * (1 + (largest * inverse) ** 2)
    sizes = np.abs(call.gamma) * lost + np.abs(call.beta)
    new_mean = call.moved(np.abs(call.running_mean), largest)
    new_var = call.moved(call.running_var, 2 * largest**2)
    return count * sizes, count * new_mean, count * new_var


def standardises(trial: Trial) -> str | None:
    """Train on the batch: each channel's mean is β, and its deviation |γ|, but for ε."""
    call = Call(**trial.arguments)
    y = trial.call(training=True)[0]
    deviation = np.abs(call.gamma) * np.sqrt(
        call.batch_var / (call.batch_var + call.eps)
    )
    for what, got, want in (
        ("mean", y.mean(axis=ALL_BUT_CHANNELS), call.beta),
        ("standard deviation", y.std(axis=ALL_BUT_CHANNELS), deviation),
    ):
        off = np.abs(got - want)
        if np.any(off > 1e-2 * (1 + np.abs(call.gamma) + np.abs(call.beta))):
            channel = int(np.argmax(off))
            return (
                f"in training, channel {channel} of y has {what} {got[channel]:g} and "
                f"should have {want[channel]:g}"
            )
    return None


def evaluates_images_apart(trial: Trial) -> str | None:
    """Evaluate the first image alone: its output is what it was in the batch."""
    x = trial.arguments["x"]
    if x[0, 0].size < 2:
        return None
    together = trial.call(training=False)[0][:1]
    alone = trial.call(training=False, x=x[:1])[0]
    off = float(np.max(np.abs(together - alone), initial=0.0))
    size = float(np.max(np.abs(together), initial=1.0))
    if off <= 1e-3 * size:
        return None
    return "in evaluation, an image's output depends on the rest of the batch"


def trains_without_the_past(trial: Trial) -> str | None:
    """Train with other running statistics: y stays."""
    given = trial.arguments
    y = trial.call(training=True)[0]
    other = trial.call(
        training=True,
        running_mean=given["running_mean"] + 3,
        running_var=4 * given["running_var"],
    )[0]
    off = float(np.max(np.abs(other - y), initial=0.0))
    size = float(np.max(np.abs(y), initial=1.0))
    return (
        None if off <= 1e-3 * size else "in training, y depends on the running values"
    )


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


def fields(call: Call) -> tuple[Any, ...]:
    """Return a call's arguments in order."""
    return tuple(getattr(call, name) for name in Call.__slots__)


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return a batch whose images' rows grow; the rest stays."""
    return {
        "x": rng.normal(size=(2, 4, 4 * size, 16)),
        "gamma": rng.normal(size=4),
        "beta": rng.normal(size=4),
        "running_mean": rng.normal(size=4),
        "running_var": rng.random(4) + 0.5,
    }


ONE_CHANNEL: Arguments = {
    "x": np.array([[[[1.0, 5.0]]]]),
    "gamma": np.array([10.0]),
    "beta": np.array([1.0]),
    "running_mean": np.array([0.0]),
    "running_var": np.array([1.0]),
}
TWO_CHANNELS: Arguments = {
    "gamma": np.array([2.0, -3.0]),
    "beta": np.array([1.0, 10.0]),
    "running_mean": np.array([4.0, -2.0]),
    "running_var": np.array([9.0, 16.0]),
}
EXERCISE = Exercise(
    slug="batch_norm",
    reference=engine.batch_norm,
    draw=draw,
    pinned=(
        pinned("the worked example", **ONE_CHANNEL, momentum=0.5, eps=12.0),
        pinned(
            "the worked example in evaluation",
            **ONE_CHANNEL,
            momentum=0.5,
            eps=8.0,
            training=False,
        ),
        pinned("the defaults", x=ramp(2, 2, 2, 3), **TWO_CHANNELS),
        pinned(
            "the defaults in evaluation",
            x=ramp(2, 2, 2, 3),
            **TWO_CHANNELS,
            training=False,
        ),
        pinned(
            "three images of one pixel",
            x=ramp(3, 2, 1, 1),
            **TWO_CHANNELS,
            momentum=0.25,
            eps=1.0,
        ),
        pinned(
            "a channel that is constant",
            x=[[[[3, 3]], [[0, 4]]], [[[3, 3]], [[8, 4]]]],
            **TWO_CHANNELS,
            momentum=0.25,
        ),
        pinned(
            "only this batch counts", x=ramp(1, 2, 2, 2), **TWO_CHANNELS, momentum=1.0
        ),
        pinned(
            "channels last in memory",
            x=ramp(2, 3, 4, 2).transpose(0, 3, 1, 2),
            **TWO_CHANNELS,
            eps=1.0,
        ),
        pinned(
            "float32",
            x=ramp(2, 1, 2, 1).astype(np.float32),
            gamma=np.array([2], np.float32),
            beta=np.array([-1], np.float32),
            running_mean=np.array([1], np.float32),
            running_var=np.array([2], np.float32),
            eps=0.5,
        ),
    ),
    rounding=rounding,
    parts=("y", "running_mean", "running_var"),
    laws=(
        Law("standard", "gives each channel mean β and deviation γ", standardises),
        Law("apart", "treats images apart in evaluation", evaluates_images_apart),
        Law(
            "present", "looks at this batch alone in training", trains_without_the_past
        ),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(workload, limit=2_000, unit="the number of pixels"),
    hints=(
        "How many means does a batch of 8 images with 3 channels have? Over which axes "
        "is each of them taken?",
        "x.mean(axis=(0, 2, 3)) has shape (C,). Reshape it to (C, 1, 1) before you "
        "subtract it, and gamma and beta likewise.",
        "x.var divides by M: right for y. For running_var multiply it by M / (M - 1), "
        "and mix with (1 - momentum) * running + momentum * new.",
    ),
    follow_ups=(
        "Why does a convolution before a batch norm not need a bias?",
        "What goes wrong with batches of one or two images, and what helps?",
        "What do you forget in evaluation if you do not switch the layer's mode?",
    ),
    topics=("normalization",),
)
