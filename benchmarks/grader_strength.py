"""Sixteen wrong conv2d functions, and who accepts them.

    python benchmarks/grader_strength.py

Each is a mistake that people make. Beside cnnquiz stand the tests that published
courses use for the same function, rebuilt from their sizes and values as read in their
repositories in November 2026; ours is a NumPy function, so what concerns PyTorch alone
(gradients, modules) is left out, and pairs of strides are taken as one number.

- Deep-ML, problem 41: one 5×5 image of 1 to 25, two 2×2 kernels; no channels, no bias.
- TorchCode, conv2d: normal values, 3×3 kernels on square images; stride and padding
  are each tried once, on one channel, without a bias.
- CS231n, conv_forward_naive: one case, (2, 3, 4, 4) with three 4×4 filters, evenly
  spaced values, stride 2, padding 1, a bias.
- TinyTorch, test_unit_conv2d: the shapes of three outputs.
- ARENA, test_conv2d: five random cases with kernels of any shape, strides 1 to 4 and
  paddings 0 to 4; no bias.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum import catalog
from cnnquiz.grading.rehearsal import rehearse

RIGHT = engine.conv2d


class Wrong(NamedTuple):
    """A mistake in words, and as a function."""

    what: str
    function: object


def by(change):
    """Make a conv2d that changes its arguments first."""

    def conv2d(x, w, b=None, stride=1, padding=0):
        return RIGHT(*change(x, w, b, stride, padding))

    return conv2d


def output_transposed(x, w, b=None, stride=1, padding=0):
    """Swap rows and columns of the output."""
    return RIGHT(x, w, b, stride, padding).swapaxes(2, 3)


def windows_without_stride(x, w, b=None, stride=1, padding=0):
    """Give the right shape, with windows that start at (i, j)."""
    rows, columns = RIGHT(x, w, b, stride, padding).shape[2:]
    return RIGHT(x, w, b, 1, padding)[:, :, :rows, :columns]


def padded_after(x, w, b=None, stride=1, padding=0):
    """Put all padding below and to the right."""
    sides = (0, 2 * padding)
    return RIGHT(np.pad(x, ((0, 0), (0, 0), sides, sides)), w, b, stride)


def needs_a_bias(x, w, b=None, stride=1, padding=0):
    """Add the bias without looking whether there is one."""
    return RIGHT(x, w, None, stride, padding) + b[:, None, None]


def kernels_are_square(x, w, b=None, stride=1, padding=0):
    """Take the kernel's height for its width where the output's size is computed."""
    y = RIGHT(x, w, b, stride, padding)
    columns = (x.shape[3] + 2 * padding - w.shape[2]) // stride + 1
    out = np.zeros((*y.shape[:3], max(columns, 0)), y.dtype)
    kept = min(columns, y.shape[3])
    out[..., :kept] = y[..., :kept]
    return out


def rounds_up(x, w, b=None, stride=1, padding=0):
    """Take a last window that hangs over the edge."""
    sizes = [n + 2 * padding - k for n, k in zip(x.shape[2:], w.shape[2:], strict=True)]
    sides = [(padding, padding + -size % stride) for size in sizes]
    return RIGHT(np.pad(x, ((0, 0), (0, 0), *sides)), w, b, stride)


def integers_stay_integers(x, w, b=None, stride=1, padding=0):
    """Write the sums into an array of the image's dtype."""
    return RIGHT(x, w, b, stride, padding).astype(x.dtype)


def make_buffered():
    """Make a conv2d that returns the same array again for the same shape."""
    buffers = {}

    def conv2d(x, w, b=None, stride=1, padding=0):
        y = RIGHT(x, w, b, stride, padding)
        buffer = buffers.setdefault((y.shape, y.dtype), np.empty_like(y))
        buffer[:] = y
        return buffer

    return conv2d


WRONG = (
    Wrong("kernel flipped", by(lambda x, w, b, s, p: (x, w[:, :, ::-1, ::-1], b, s, p))),
    Wrong("kernel flipped along rows", by(lambda x, w, b, s, p: (x, w[:, :, ::-1], b, s, p))),
    Wrong("output's rows and columns swapped", output_transposed),
    Wrong(
        "bias added once a channel",
        by(lambda x, w, b, s, p: (x, w, None if b is None else b * x.shape[1], s, p)),
    ),
    Wrong("first channel only", by(lambda x, w, b, s, p: (x[:, :1], w[:, :1], b, s, p))),
    Wrong("last channel overwrites", by(lambda x, w, b, s, p: (x[:, -1:], w[:, -1:], b, s, p))),
    Wrong("channels averaged", by(lambda x, w, b, s, p: (x, w / x.shape[1], b, s, p))),
    Wrong("stride missing in the window", windows_without_stride),
    Wrong("padding on one side", padded_after),
    Wrong("padding ignored", by(lambda x, w, b, s, p: (x, w, b, s, 0))),
    Wrong("bias left out", by(lambda x, w, b, s, p: (x, w, None, s, p))),
    Wrong("fails without a bias", needs_a_bias),
    Wrong("takes kernels for square", kernels_are_square),
    Wrong("rounds the size up", rounds_up),
    Wrong("truncates for integer images", integers_stay_integers),
    Wrong("returns a shared buffer", make_buffered()),
)  # fmt: skip


def agrees(function, *arguments, **options) -> bool:
    """Compare with the engine, as the suites compare with a reference."""
    try:
        got = function(*arguments, **options)
    except Exception:  # noqa: BLE001 - a test that raises fails
        return False
    want = RIGHT(*arguments, **options)
    return got.shape == want.shape and np.allclose(got, want, rtol=1e-5, atol=1e-6)


def deep_ml(function) -> bool:
    """Say whether Deep-ML's tests accept a function."""
    image = np.arange(1.0, 26.0).reshape(1, 1, 5, 5)
    first, second = [[1.0, 2.0], [3.0, -1.0]], [[0.5, 3.2], [1.0, -1.0]]
    return agrees(function, image, np.array([[first]])) and agrees(
        function, image, np.array([[second]]), padding=2, stride=2
    )


def torchcode(function) -> bool:
    """Say whether TorchCode's tests accept a function."""
    normal = np.random.default_rng(0).normal
    return (
        agrees(function, normal(size=(1, 3, 8, 8)), normal(size=(16, 3, 3, 3)))
        and agrees(
            function, normal(size=(2, 3, 8, 8)), normal(size=(4, 3, 3, 3)),
            normal(size=4),
        )
        and agrees(
            function, normal(size=(1, 1, 5, 5)), normal(size=(1, 1, 3, 3)), padding=1
        )
        and agrees(
            function, normal(size=(1, 1, 8, 8)), normal(size=(1, 1, 3, 3)), stride=2
        )
    )  # fmt: skip


def cs231n(function) -> bool:
    """Say whether CS231n's test accepts a function."""
    x = np.linspace(-0.1, 0.5, 2 * 3 * 4 * 4).reshape(2, 3, 4, 4)
    w = np.linspace(-0.2, 0.3, 3 * 3 * 4 * 4).reshape(3, 3, 4, 4)
    return agrees(function, x, w, np.linspace(-0.1, 0.2, 3), stride=2, padding=1)


def tinytorch(function) -> bool:
    """Say whether TinyTorch's tests accept a function: they look at shapes."""
    sizes = (
        ((2, 3, 32, 32), (16, 3, 3, 3), {}),
        ((1, 3, 28, 28), (8, 3, 3, 3), {"padding": 1}),
        ((1, 1, 16, 16), (4, 1, 3, 3), {"stride": 2}),
    )
    normal = np.random.default_rng(0).normal
    for x, w, options in sizes:
        given = normal(size=x), normal(size=w), normal(size=w[0])
        try:
            got = function(*given, **options)
        except Exception:  # noqa: BLE001 - a test that raises fails
            return False
        if got.shape != RIGHT(*given, **options).shape:
            return False
    return True


def arena(function) -> bool:
    """Say whether ARENA's tests accept a function."""
    rng = np.random.default_rng(0)
    for _ in range(5):
        batch, channels, filters = rng.integers(1, 10), *rng.integers(1, 20, 2)
        x = rng.normal(size=(batch, channels, *rng.integers(10, 300, 2)))
        w = rng.normal(size=(filters, channels, *rng.integers(1, 10, 2)))
        stride, padding = int(rng.integers(1, 5)), int(rng.integers(0, 5))
        if not agrees(function, x, w, stride=stride, padding=padding):
            return False
    return True


def cnnquiz(function) -> bool:
    """Say whether cnnquiz accepts a function, its speed apart."""
    return not rehearse(catalog.find("conv2d").load(), function).failures


SUITES = {
    "Deep-ML": deep_ml,
    "TorchCode": torchcode,
    "CS231n": cs231n,
    "TinyTorch": tinytorch,
    "ARENA": arena,
    "cnnquiz": cnnquiz,
}


def main() -> None:
    """Print who accepts what, as a table in Markdown."""
    print("| conv2d | " + " | ".join(SUITES) + " |")
    print("|---" * (1 + len(SUITES)) + "|")
    accepted = dict.fromkeys(SUITES, 0)
    for wrong in WRONG:
        cells = []
        for name, suite in SUITES.items():
            passes = suite(wrong.function)
            accepted[name] += passes
            cells.append("accepts" if passes else "")
        print(f"| {wrong.what} | " + " | ".join(cells) + " |")
    counts = (f"{n} of {len(WRONG)}" for n in accepted.values())
    print("| **wrong ones accepted** | " + " | ".join(counts) + " |")
    right = ("yes" if suite(RIGHT) else "no" for suite in SUITES.values())
    print("| right code passes | " + " | ".join(right) + " |")


if __name__ == "__main__":
    main()
