"""residual_block: what it is tried on, and what people make of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d import ramp
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    by_terms,
    pinned,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnquiz.curriculum.draw import Draw


def _identity(z: Any) -> Any:
    return z


def _project(x: Any, w_shortcut: Any, stride: int) -> Any:
    return x if w_shortcut is None else engine.conv2d(x, w_shortcut, None, stride)


def _add(branch: Any, shortcut: Any) -> Any:
    return branch + shortcut


@dataclass(frozen=True, slots=True)
class Block:
    """The steps of the block: a misconception is the block with one replaced."""

    before: Callable[..., Any] = _identity
    middle: Callable[..., Any] = engine.relu
    on_branch: Callable[..., Any] = _identity
    shortcut: Callable[..., Any] = _project
    join: Callable[..., Any] = _add
    last: Callable[..., Any] = engine.relu

    def forward(
        self,
        x: Any,
        w1: Any,
        b1: Any,
        w2: Any,
        b2: Any,
        w_shortcut: Any = None,
        stride: int = 1,
    ) -> Any:
        """Run the block."""
        hidden = self.middle(engine.conv2d(self.before(x), w1, b1, stride, 1))
        branch = self.on_branch(engine.conv2d(hidden, w2, b2, 1, 1))
        return self.last(self.join(branch, self.shortcut(x, w_shortcut, stride)))


RIGHT = Block()


def draw(d: Draw) -> Arguments:
    """Draw blocks with either shortcut, and weights of both signs."""
    projected = d.choose("shortcut", False, True, True)
    stride = d.integer("stride", 1, 3) if projected else 1
    n, c_in = d.integer("N", 1, 2), d.integer("C_in", 1, 3)
    c_out = d.integer("C_out", 1, 3) if projected else c_in
    height, width = d.integer("H", 1, 6), d.integer("W", 1, 6)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    shapes = {"w1": (c_out, c_in, 3, 3), "b1": (c_out,)}
    shapes |= {"w2": (c_out, c_out, 3, 3), "b2": (c_out,)}
    x = d.layout("x", d.array("x", (n, c_in, height, width), values, dtype))
    # In quarters, so that the branch does not drown the shortcut.
    weights = {k: d.array(k, s, values, dtype) / dtype(4) for k, s in shapes.items()}
    if not projected:
        return {"x": x, **weights}
    w_shortcut = d.array("w_shortcut", (c_out, c_in, 1, 1), values, dtype)
    return {"x": x, **weights, "w_shortcut": w_shortcut, "stride": stride}


def centre_taps(first: float, second: float) -> dict[str, np.ndarray]:
    """Return the statement's kernels, with one weight each."""
    w1, w2 = np.zeros((1, 1, 3, 3)), np.zeros((1, 1, 3, 3))
    w1[0, 0, 1, 1], w2[0, 0, 1, 1] = first, second
    return {"w1": w1, "b1": np.zeros(1), "w2": w2, "b2": np.zeros(1)}


def weights(c_in: int, c_out: int) -> dict[str, np.ndarray]:
    """Return small kernels in which no two channels are alike."""
    return {
        "w1": ramp(c_out, c_in, 3, 3) / 4,
        "b1": ramp(c_out + 1)[1:],
        "w2": ramp(c_out, c_out, 3, 3) / 8,
        "b2": ramp(c_out + 2)[2:],
    }


def as_float32(arguments: Arguments) -> Arguments:
    """Return the arrays in single precision."""
    return {k: v.astype(np.float32) for k, v in arguments.items()}


WORKED_X = np.array([[[[-3.0, 2.0, 5.0]]]])
PINNED = (
    pinned("the worked example", x=WORKED_X, **centre_taps(1.0, -2.0)),
    pinned(
        "the worked example with a bias",
        x=WORKED_X,
        **centre_taps(1.0, -2.0) | {"b2": np.array([4.0])},
    ),
    pinned("a wide image", x=ramp(1, 1, 2, 5), **weights(1, 1)),
    pinned("two channels, two images", x=ramp(2, 2, 3, 4), **weights(2, 2)),
    pinned(
        "a shortcut of 1×1 kernels",
        x=ramp(1, 2, 3, 2),
        **weights(2, 3),
        w_shortcut=ramp(3, 2, 1, 1),
    ),
    pinned(
        "1×1 kernels where x would fit",
        x=ramp(1, 2, 2, 3),
        **weights(2, 2),
        w_shortcut=ramp(2, 2, 1, 1),
    ),
    pinned(
        "stride 2 on odd sizes",
        x=ramp(1, 1, 5, 7),
        **weights(1, 2),
        w_shortcut=ramp(2, 1, 1, 1),
        stride=2,
    ),
    pinned(
        "stride 2 on even sizes",
        x=ramp(2, 3, 4, 6),
        **weights(3, 2),
        w_shortcut=ramp(2, 3, 1, 1),
        stride=2,
    ),
    pinned(
        "channels last in memory",
        x=ramp(1, 4, 3, 2).transpose(0, 3, 1, 2),
        **weights(2, 2),
    ),
    pinned("float32", **as_float32({"x": ramp(1, 2, 3, 3), **weights(2, 2)})),
)


def silent_branch_passes_the_shortcut(trial: Trial) -> str | None:
    """Set w2 and b2 to zero: what is left is the rectified shortcut."""
    given = trial.arguments
    silent = {name: np.zeros_like(given[name]) for name in ("w2", "b2")}
    got = trial.call(**silent)
    x, w = given["x"].astype(np.float64), given.get("w_shortcut")
    right = engine.relu(_project(x, w, given.get("stride", 1)))
    if np.shape(got) != right.shape:
        return f"with w2 and b2 zero its shape is {np.shape(got)}"
    off = float(np.max(np.abs(got - right), initial=0.0))
    if off <= 1e-4 * (1 + float(np.max(right, initial=0.0))):
        return None
    return "with w2 and b2 zero it is not ReLU(shortcut)"


def _with(**steps: Any) -> Any:
    """Make the block with some of its steps replaced."""
    return replace(RIGHT, **steps).forward


def _concatenate(branch: Any, shortcut: Any) -> Any:
    return np.concatenate([branch, shortcut], axis=1)


def _without_stride(x: Any, w_shortcut: Any, stride: int) -> Any:
    return _project(x, w_shortcut, 1)


def _with_kernels_always(x: Any, w_shortcut: Any, stride: int) -> Any:
    return engine.conv2d(x, w_shortcut, None, stride)


def _stride_on_the_second(
    x: Any,
    w1: Any,
    b1: Any,
    w2: Any,
    b2: Any,
    w_shortcut: Any = None,
    stride: int = 1,
) -> Any:
    hidden = engine.relu(engine.conv2d(x, w1, b1, 1, 1))
    branch = engine.conv2d(hidden, w2, b2, stride, 1)
    return engine.relu(branch + _project(x, w_shortcut, stride))


MISCONCEPTIONS = (
    Misconception(
        "relu-before-add",
        "the last ReLU comes before the sum",
        "Add first, then ReLU: the branch must be able to subtract from its input.",
        _with(on_branch=engine.relu, last=_identity),
        variants=(_with(on_branch=engine.relu),),
    ),
    Misconception(
        "last-relu-missing",
        "the last ReLU is missing",
        "In this block a ReLU follows the sum. Blocks that leave it out put it in "
        "front of their convolutions instead.",
        _with(last=_identity),
    ),
    Misconception(
        "middle-relu-missing",
        "there is no ReLU between the convolutions",
        "Two convolutions with nothing between them are one linear map.",
        _with(middle=_identity),
    ),
    Misconception(
        "preactivation-order",
        "the ReLUs stand in front of the convolutions",
        "That is the later, pre-activation block. Here each ReLU follows: one after "
        "the first convolution, one after the sum.",
        _with(before=engine.relu, last=_identity),
    ),
    Misconception(
        "shortcut-missing",
        "the shortcut is left out",
        "Keep a handle on the input: the block returns ReLU(branch + shortcut).",
        _with(join=lambda branch, shortcut: branch),
    ),
    Misconception(
        "shortcut-twice",
        "the shortcut is added twice",
        "The input is added once, after the second convolution.",
        _with(join=lambda branch, shortcut: branch + 2 * shortcut),
    ),
    Misconception(
        "identity-overwritten",
        "the branch is added to itself",
        "x was overwritten on the way: keep the input under a name of its own.",
        _with(join=lambda branch, shortcut: 2 * branch),
    ),
    Misconception(
        "inplace-relu-on-identity",
        "the shortcut carries ReLU(x)",
        "The shortcut carries x as it came, negative values included.",
        _with(shortcut=lambda x, w, s: _project(engine.relu(x), w, s)),
    ),
    Misconception(
        "relu-on-projection",
        "there is a ReLU on the 1×1 convolution",
        "The shortcut is linear: the only ReLU behind it is the one after the sum.",
        _with(
            shortcut=lambda x, w, s: x if w is None else engine.relu(_project(x, w, s))
        ),
    ),
    Misconception(
        "concat-not-add",
        "branch and shortcut are concatenated",
        "A residual block adds, and keeps its number of channels. Concatenating is "
        "what DenseNet does.",
        _with(join=_concatenate),
    ),
    Misconception(
        "projection-no-stride",
        "the shortcut does not take the stride",
        "Branch and shortcut must shrink together: the 1×1 convolution moves by the "
        "stride as well.",
        _with(shortcut=_without_stride),
    ),
    Misconception(
        "no-projection",
        "the kernels of the shortcut are not used",
        "Where w_shortcut is given, the shortcut is a 1×1 convolution of x with it.",
        _with(shortcut=lambda x, w, s: x),
        variants=(_with(shortcut=lambda x, w, s: x[:, :, ::s, ::s]),),
    ),
    Misconception(
        "none-shortcut-crash",
        "it fails where the shortcut has no kernels",
        "w_shortcut is None by default: then x itself is added.",
        _with(shortcut=_with_kernels_always),
    ),
    Misconception(
        "stride-on-second",
        "the stride is on the second convolution",
        "The first convolution takes the stride; the second sees the smaller map.",
        _stride_on_the_second,
    ),
)


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return images whose rows grow; the rest stays."""
    return {
        "x": rng.normal(size=(1, 4, 4 * size, 16)),
        "w1": rng.normal(size=(8, 4, 3, 3)),
        "b1": rng.normal(size=8),
        "w2": rng.normal(size=(8, 8, 3, 3)),
        "b2": rng.normal(size=8),
        "w_shortcut": rng.normal(size=(8, 4, 1, 1)),
        "stride": 2,
    }


def terms(w1: Any, w2: Any, **_: Any) -> int:
    """Return how many terms one output sums, over both convolutions."""
    return int(w1[0].size + w2[0].size) + 2


EXERCISE = Exercise(
    slug="residual_block",
    reference=RIGHT.forward,
    draw=draw,
    pinned=PINNED,
    rounding=by_terms(RIGHT.forward, terms),
    laws=(
        Law(
            "silent_branch",
            "is ReLU(shortcut) where the branch is zero",
            silent_branch_passes_the_shortcut,
            cases=10,
        ),
    ),
    misconceptions=MISCONCEPTIONS,
    # Of plain loops, measured: 510.
    workload=Workload(workload, limit=10_000, unit="the number of output pixels"),
    hints=(
        (
            "Write a 3×3 convolution with padding 1 and a stride first, and use it "
            "twice: with the stride, then with 1."
        ),
        (
            "A 1×1 convolution with a stride needs no windows: take "
            "x[:, :, ::stride, ::stride] and mix its channels with "
            "w_shortcut[:, :, 0, 0]."
        ),
        (
            "hidden = relu(conv(x, w1, b1, stride)); branch = conv(hidden, w2, b2, 1); "
            "return relu(branch + shortcut), where shortcut is x if w_shortcut is None."
        ),
    ),
    follow_ups=(
        "What does the gradient at the sum do, and why does that help deep networks?",
        "Where would batch normalization go, and what changes in a pre-activation block?",
        (
            "Why is it easier for the block to learn the identity than for two plain "
            "convolutions?"
        ),
    ),
    topics=("architectures", "backpropagation"),
)
