"""random_flip_crop: each image must be one of its candidates, in the right proportions.

The bounds on rates are at seven standard deviations or more, and a place that is never
drawn among 600 images of nine places has a probability below 10⁻²⁹.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    BY_ITS_LAW,
    Arguments,
    Broken,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.values import Rng

MANY = 600


def images(n: int, c: int, height: int, width: int) -> np.ndarray:
    """Return images without zeros in which no two pixels are alike."""
    return np.arange(1.0, 1 + n * c * height * width).reshape(n, c, height, width)


def draw(d: Draw) -> Arguments:
    """Draw images whose pixels differ, so that each candidate is another."""
    padding = d.integer("padding", 0, 2)
    n, c = d.integer("N", 1, 4), d.integer("C", 1, 3)
    height, width = d.integer("H", 1, 5), d.integer("W", 1, 5)
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    x = images(n, c, height, width).astype(dtype)
    rng = Rng(d.integer("seed", 0, 999))
    return {"x": d.layout("x", x), "padding": padding, "rng": rng}


def candidates(image: Any, padding: int) -> Iterator[tuple[tuple[int, int, bool], Any]]:
    """Yield each place and flip with the image that they make."""
    _, height, width = image.shape
    sides = (padding, padding)
    padded = np.pad(image, ((0, 0), sides, sides))
    for top in range(2 * padding + 1):
        for left in range(2 * padding + 1):
            window = padded[:, top : top + height, left : left + width]
            yield (top, left, False), window
            yield (top, left, True), window[:, :, ::-1]


def find(image: Any, got: Any, padding: int) -> tuple[int, int, bool] | None:
    """Return the place and the flip that made an image, or None."""
    for place, made in candidates(image, padding):
        if np.array_equal(made, got):
            return place
    return None


def are_candidates(trial: Trial) -> str | Broken | None:
    """Look for an image that no place and no flip makes."""
    x, padding = trial.arguments["x"], trial.arguments["padding"]
    for image, got in zip(x, trial.result, strict=True):
        if find(image, got, padding) is None:
            return _explain(image, got, padding)
    return None


def _explain(image: Any, got: Any, padding: int) -> str | Broken:
    message = "an image is no crop of its padded self, flipped or not"
    if find(image, got[:, ::-1], padding) is not None:
        return Broken(f"{message}: it is upside down", "flip-wrong-axis")
    if find(image, got[::-1], padding) is not None:
        return Broken(f"{message}: its channels are reversed", "flips-channels")
    if find(image, got, padding + 3) is not None:
        return Broken(f"{message}: it moved too far", "crop-out-of-bounds")
    sides = (padding, padding)
    rolled = np.pad(image, ((0, 0), sides, sides), mode="wrap")
    if _occurs(rolled, got):
        return Broken(f"{message}: it wraps around", "wraps-around")
    if _occurs(np.pad(image, ((0, 0), sides, sides), mode="edge"), got):
        return Broken(f"{message}: its edge is repeated", "pads-with-the-edge")
    return message


def _occurs(padded: Any, got: Any) -> bool:
    _, height, width = got.shape
    windows = np.lib.stride_tricks.sliding_window_view(padded, got.shape)[0]
    both = (windows, windows[..., ::-1])
    return any(bool(np.any(np.all(w == got, axis=(-3, -2, -1)))) for w in both)


def proportions(trial: Trial) -> str | Broken | None:
    """Count flips and places over many images."""
    x, padding = trial.arguments["x"], trial.arguments["padding"]
    pairs = zip(x, trial.result, strict=True)
    found = [place for image, got in pairs if (place := find(image, got, padding))]
    if len(set(found)) == 1:
        message = f"all {len(found)} images of a batch have the same draw"
        return Broken(message, "same-draw-for-batch")
    flips = sum(flip for _, _, flip in found)
    if abs(flips - MANY / 2) > 7 * np.sqrt(MANY) / 2:
        return f"{flips} of {MANY} images are flipped"
    for axis, name in enumerate(("rows", "columns")):
        drawn = {place[axis] for place in found}
        missing = set(range(2 * padding + 1)) - drawn
        if missing == {2 * padding}:
            return Broken(
                f"the last place is never drawn, in {name}", "crop-range-exclusive"
            )
        if missing:
            return f"of {2 * padding + 1} places in {name}, only {len(drawn)} are drawn"
    if all(top == left for top, left, _ in found):
        return "rows and columns always move together"
    return None


def seeds_differ(trial: Trial) -> str | Broken | None:
    """Call with a generator of another seed."""
    other = trial.call(
        rng=Rng(trial.arguments["rng"].bit_generator.seed_seq.entropy + 1)
    )
    if np.array_equal(other, trial.result):
        message = "generators of two seeds give the same images"
        return Broken(message, "reseeds-each-call")
    return None


def _moved(
    change: Callable[..., Any], *, low: int = 0, high: int = 1, one_draw: bool = False
) -> Callable[..., Any]:
    """Make a misconception from what is done to each padded image."""

    def wrong(x: Any, padding: int, rng: Any) -> Any:
        n, _, height, width = x.shape
        places = np.array(
            [
                (
                    *rng.integers(low, max(2 * padding + high, low + 1), 2),
                    rng.random() < 0.5,
                )
                for _ in range(n)
            ]
        )
        if one_draw:
            places[:] = places[0]
        out = np.zeros_like(x)
        for i, (top, left, flip) in enumerate(places):
            made = change(x[i], padding, int(top), int(left), bool(flip))
            out[i, :, : made.shape[1], : made.shape[2]] = made
        return out

    return wrong


def _window(
    image: Any, padding: int, top: int, left: int, mode: str = "constant"
) -> Any:
    _, height, width = image.shape
    sides = (padding, padding)
    padded = np.pad(image, ((0, 0), sides, sides), mode=mode)  # type: ignore[call-overload]
    return padded[:, top : top + height, left : left + width]


def _right(image: Any, padding: int, top: int, left: int, flip: bool) -> Any:
    window = _window(image, padding, top, left)
    return window[:, :, ::-1] if flip else window


def _upside_down(image: Any, padding: int, top: int, left: int, flip: bool) -> Any:
    window = _window(image, padding, top, left)
    return window[:, ::-1] if flip else window


def _channels(image: Any, padding: int, top: int, left: int, flip: bool) -> Any:
    window = _window(image, padding, top, left)
    return window[::-1] if flip else window


def _wrapped(image: Any, padding: int, top: int, left: int, flip: bool) -> Any:
    window = _window(image, padding, top, left, "wrap")
    return window[:, :, ::-1] if flip else window


def _edged(image: Any, padding: int, top: int, left: int, flip: bool) -> Any:
    window = _window(image, padding, top, left, "edge")
    return window[:, :, ::-1] if flip else window


def changes_x(x: Any, padding: int, rng: Any) -> Any:
    """Write the result over the images."""
    x[:] = engine.random_flip_crop(x, padding, rng)
    return x.copy()


class _Global:
    """The old global generator, with the new one's methods."""

    @staticmethod
    def random(size: Any = None) -> Any:
        """Draw from NumPy's global state."""
        return np.random.random_sample(size)  # noqa: NPY002 - that is the mistake

    @staticmethod
    def integers(low: Any, high: Any = None, size: Any = None) -> Any:
        """Draw from NumPy's global state."""
        return np.random.randint(low, high, size)  # noqa: NPY002 - that is the mistake


def many(padding: int, seed: int) -> Any:
    """Pin many small images."""
    return pinned(
        "six hundred images", x=images(MANY, 1, 3, 4), padding=padding, rng=Rng(seed)
    )


IN_STEP = ("shape", "dtype")
EXERCISE = Exercise(
    slug="random_flip_crop",
    reference=engine.random_flip_crop,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            x=np.arange(4.0).reshape(1, 1, 2, 2),
            padding=0,
            rng=Rng(0),
        ),
        pinned("one image, padding 1", x=images(1, 1, 2, 3), padding=1, rng=Rng(1)),
        pinned("three channels", x=images(2, 3, 3, 4), padding=1, rng=Rng(2)),
        pinned("a tall image", x=images(2, 1, 5, 2), padding=2, rng=Rng(3)),
        pinned("padding beyond the image", x=images(1, 1, 1, 2), padding=3, rng=Rng(4)),
        pinned(
            "channels last in memory",
            x=images(2, 3, 4, 2).transpose(0, 3, 1, 2),
            padding=1,
            rng=Rng(5),
        ),
        pinned(
            "float32", x=images(2, 1, 2, 3).astype(np.float32), padding=1, rng=Rng(6)
        ),
    ),
    rounding=lambda **_: 1.0,
    values="free",
    laws=(
        Law(
            "candidates",
            "cuts each image out of its padded self",
            are_candidates,
            60,
            IN_STEP,
        ),
        Law(
            "proportions",
            "draws for each image, evenly",
            proportions,
            needs=(*IN_STEP, "candidates"),
            own_cases=(many(1, 11), many(2, 12)),
        ),
        Law(
            "seeds_differ",
            "follows the rng that is passed in",
            seeds_differ,
            needs=(*IN_STEP, "candidates"),
            own_cases=(many(1, 13),),
        ),
    ),
    misconceptions=(
        Misconception(
            "same-draw-for-batch",
            "one draw moves the whole batch",
            "Draw a place and a flip for each image.",
            _moved(_right, one_draw=True),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "flip-wrong-axis",
            "images are flipped upside down",
            "Left to right reverses the columns, the last axis of NCHW.",
            _moved(_upside_down),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "flips-channels",
            "the channels are reversed, not the columns",
            "In NCHW the columns are the last axis; axis 1 is the channels.",
            _moved(_channels),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "crop-out-of-bounds",
            "crops reach beyond the padded image",
            "The window fits at 2·padding + 1 places: its corner lies between 0 and "
            "2·padding.",
            _moved(_right, high=3),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "crop-range-exclusive",
            "the last place is never drawn",
            "rng.integers(high) leaves high out: draw from integers(2·padding + 1).",
            _moved(_right, high=0),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "wraps-around",
            "pixels that leave on one side come back on the other",
            "np.roll moves in a circle. Pad with zeros and cut a window out.",
            _moved(_wrapped),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "pads-with-the-edge",
            "the padding repeats the edge",
            "The padding is zeros.",
            _moved(_edged),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "reseeds-each-call",
            "it makes a generator of its own with a fixed seed",
            "Draw from the rng that is passed in, or every epoch sees the same crops.",
            lambda x, padding, rng: engine.random_flip_crop(
                x, padding, np.random.default_rng(0)
            ),
            claimed_by=BY_ITS_LAW,
        ),
        Misconception(
            "ignores-rng",
            "it draws from NumPy's global generator",
            "All randomness comes from the rng argument, so that a run can be repeated.",
            lambda x, padding, rng: engine.random_flip_crop(x, padding, _Global()),  # type: ignore[arg-type]
            claimed_by="leaves_global_rng",
        ),
        Misconception(
            "mutates-input",
            "the argument is changed",
            "The data set would change in every epoch. Make a new array.",
            changes_x,
            claimed_by="leaves_inputs_unchanged",
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "x": rng.normal(size=(4 * size, 3, 16, 16)),
            "padding": 2,
            "rng": Rng(int(rng.integers(1 << 30))),
        },
        limit=2_000,
        unit="the number of images",
    ),
    fresh=True,
    hints=(
        "At how many places does an H × W window fit into the padded image?",
        "Draw tops and lefts with rng.integers(2*padding + 1, size=N): the upper bound is "
        "left out. Draw flips with rng.random(N) < 0.5.",
        "Pad with np.pad(x, ((0, 0), (0, 0), (p, p), (p, p))); for image i take "
        "padded[i, :, top:top+H, left:left+W], and [:, :, ::-1] of it where it is flipped.",
    ),
    follow_ups=(
        "For which classes is a flip harmful, and what would you do about them?",
        "What has to move along when the labels are boxes or masks?",
        "Why is the validation set not augmented?",
    ),
    topics=("augmentation", "overfitting"),
)
