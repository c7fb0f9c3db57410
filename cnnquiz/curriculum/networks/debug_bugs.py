"""The pool of bugs that debug_cnn's scripts are made of, and the script of each seed.

A script is the model solution with four changes of its text, one from each group. The
groups are what the checks look at one after the other, so that each planted bug has a
check of its own.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cnnquiz import resources


@dataclass(frozen=True, slots=True)
class Bug:
    """A bug: its name, its lesson, and what it makes of which lines."""

    id: str
    title: str
    lesson: str
    changes: tuple[tuple[str, str], ...]


BATCHES = (
    Bug(
        "labels-apart",
        "the labels are shuffled apart from their images",
        "One permutation for both: x[order] and y[order]. Images with other images' "
        "labels teach nothing but how often each class occurs.",
        (("x[order], y[order]", "x[order], rng.permutation(y)"),),
    ),
    Bug(
        "labels-shifted",
        "each label is off by one",
        "Classes are counted from 0: row k of the identity is class k. The loss falls "
        "as it should, and every answer is wrong.",
        (("np.eye(CLASSES)[labels]", "np.eye(CLASSES)[labels - 1]"),),
    ),
    Bug(
        "order-lost",
        "the images are never shuffled",
        "rng.permutation returns the new order and leaves its argument as it is; "
        "rng.shuffle works in place.",
        (
            (
                "order = rng.permutation(len(x))",
                "order = np.arange(len(x))\n        rng.permutation(order)",
            ),
        ),
    ),
)
LOGITS = 'logits = flat @ params["w3"].T + params["b3"]'
LOSS = (
    Bug(
        "double-softmax",
        "softmax is applied twice",
        "The loss contains the softmax: the network hands it logits. Of ten "
        "probabilities, a second softmax makes a loss that stays above 1.46.",
        ((LOGITS, 'logits = softmax(flat @ params["w3"].T + params["b3"])'),),
    ),
    Bug(
        "batch-softmax",
        "softmax runs over the batch",
        "Classes are axis 1: each image's probabilities sum to one, not each class's.",
        (
            ("logits.max(axis=1", "logits.max(axis=0"),
            ("powers.sum(axis=1", "powers.sum(axis=0"),
        ),
    ),
    Bug(
        "relu-on-logits",
        "there is a ReLU on the logits",
        "The last layer is linear: a class that the network rules out has a negative "
        "score.",
        ((LOGITS, 'logits = np.maximum(flat @ params["w3"].T + params["b3"], 0)'),),
    ),
    Bug(
        "scaled-twice",
        "the images are scaled a second time",
        "They come scaled already. Divided by 255 again they are nearly black, and "
        "the gradients of the kernels nearly zero.",
        (("forward(params, images[batch])", "forward(params, images[batch] / 255)"),),
    ),
)
STEPS = (
    Bug(
        "ascends",
        "the steps go uphill",
        "The gradient points to where the loss grows: subtract it.",
        (("- RATE * grads", "+ RATE * grads"),),
    ),
    Bug(
        "accumulates",
        "the gradients of earlier steps are never cleared",
        "Whatever adds to its gradients must set them to zero before each batch.",
        (
            (
                "            for grad in grads.values():\n"
                "                grad[...] = 0\n",
                "",
            ),
        ),
    ),
    Bug(
        "rate-too-large",
        "the learning rate is far too large",
        "Each step jumps over the valley. Look at the losses of the first ten steps; "
        "divide the rate by three until they fall.",
        (("CLASSES, BATCH, EPOCHS, RATE = 10, 32, 12, 0.2",
          "CLASSES, BATCH, EPOCHS, RATE = 10, 32, 12, 20"),),
    ),
    Bug(
        "update-lost",
        "no update reaches the parameters",
        "value = value - … gives a new array to a local name. Put it back into the "
        "dict, or change the array in place.",
        (
            (
                "for name in params:\n                params[name] = params[name] -",
                "for name, value in params.items():\n                value = value -",
            ),
        ),
    ),
    Bug(
        "zero-init",
        "all weights begin at zero",
        "Filters that begin alike get the same gradients and stay alike; where all "
        "are zero, only the last bias learns.",
        (("rng.normal(size=shape) * np.sqrt(2 / np.prod(shape[1:]))",
          "np.zeros(shape)"),),
    ),
)  # fmt: skip
GRADIENTS = (
    Bug(
        "relu-gate-missing",
        "the gradient ignores the first ReLU",
        "Backward, ReLU lets a gradient through where its input was positive: "
        "multiply by (c1 > 0).",
        (("(dp1, winners1) * (c1 > 0)", "(dp1, winners1)"),),
    ),
    Bug(
        "bias-over-all-axes",
        "the biases of a convolution share one gradient",
        "Each channel has its own bias: sum dout over images, rows and columns, not "
        "over channels.",
        (("dout.sum(axis=(0, 2, 3))", "dout.sum()"),),
    ),
    Bug(
        "kernel-not-turned",
        "the kernels are not turned on the way back",
        "The gradient of a convolution's input is a convolution of dout with the "
        "kernels turned by 180 degrees, their channels swapped.",
        (("w[:, :, ::-1, ::-1].swapaxes(0, 1)", "w.swapaxes(0, 1)"),),
    ),
    Bug(
        "pool-spreads",
        "max pooling spreads its gradient over the window",
        "Only the cell that was the maximum had a say in the output: it gets the "
        "whole gradient. Spreading it evenly is average pooling.",
        (("(winners[..., None] == np.arange(4))", "np.full(4, 0.25)"),),
    ),
)
GROUPS: tuple[tuple[Bug, ...], ...] = (BATCHES, LOSS, STEPS, GRADIENTS)
POOL: dict[str, Bug] = {bug.id: bug for group in GROUPS for bug in group}
CHOICES = tuple(itertools.product(*GROUPS))
STRIDE = 77  # has no divisor in common with the number of choices: all seeds differ


def planted(seed: int) -> tuple[Bug, ...]:
    """Return the four bugs of a seed; any 240 seeds in a row have different ones."""
    first = CHOICES.index(tuple(POOL[id_] for id_ in SEED_0))
    return CHOICES[(first + STRIDE * seed) % len(CHOICES)]


SEED_0 = ("labels-apart", "double-softmax", "accumulates", "kernel-not-turned")


def script(bugs: Iterable[Bug]) -> str:
    """Return the code of the model solution with these bugs in it."""
    text = _code(_path("solutions"))
    for bug in bugs:
        for right, wrong in bug.changes:
            if text.count(right) != 1:
                raise ValueError(f"{bug.id}: not one place for {right!r}")
            text = text.replace(right, wrong)
    return text


def stub(seed: int) -> str:
    """Return the file of a seed: its first line, the statement, and the script."""
    statement = _path("exercises").read_text(encoding="utf-8").split('"""')[1]
    mark = f"# cnnquiz: debug_cnn seed={seed}\n"
    return f'{mark}"""{statement}"""{script(planted(seed))}'


def with_bugs(*bugs: Bug) -> Callable[..., Any]:
    """Return the script's function with these bugs in it."""

    def debug_cnn(x: Any, y: Any, rng: Any) -> Any:
        return _function(bugs)(x, y, rng)

    return debug_cnn


@functools.cache
def _function(bugs: tuple[Bug, ...]) -> Callable[..., Any]:
    names: dict[str, Any] = {}
    exec(compile(script(bugs), "<debug_cnn>", "exec"), names)  # noqa: S102 - our own
    function: Callable[..., Any] = names["debug_cnn"]
    return function


def _path(tree: str) -> Path:
    return resources.tree(tree) / "networks" / "debug_cnn.py"


def _code(path: Path) -> str:
    """Return what stands below a file's docstring."""
    return path.read_text(encoding="utf-8").split('"""', 2)[2]
