"""The task of the last exercise: a handwritten digit among clutter.

On plain 8 × 8 digits a linear model does nearly as well as a CNN. Here the digit
stands anywhere on a 14 × 14 canvas, beside the mirror image of another digit and
scraps of others, so that neither its position nor its outline gives it away: what
tells it apart is a pattern of strokes, wherever that is. Finding such a pattern is what
convolution does.
"""

from typing import TypeAlias

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnquiz.engine._arrays import Array
from cnnquiz.engine.digits import load_digits

DIGIT, CANVAS, SCRAP = 8, 14, 4  # sizes in pixels
SCRAPS = 4
DIGIT_PLACES = CANVAS - DIGIT + 1
SCRAP_PLACES = CANVAS - SCRAP + 1
SCRAP_CUTS = DIGIT - SCRAP + 1
MIN_APART = 5
TRAIN_DIGITS = 1437
GREY_LEVELS = 16
CHIRAL = (3, 4, 6, 7, 9)  # digits that a mirror changes into something else

Task: TypeAlias = tuple[Array, Array, Array, Array]


def digits_among_clutter(
    seed: int, train_copies: int = 12, test_copies: int = 5
) -> Task:
    """Make the training and test set of the digits-among-clutter task.

    Parameters
    ----------
    seed : int
        Decides everything: the split, the clutter and all positions.
    train_copies, test_copies : int
        On how many canvases each digit of the split appears, at least 1.

    Returns
    -------
    x_train : ndarray of shape (1437 · train_copies, 1, 14, 14), float32, in [0, 1]
    y_train : ndarray of shape (1437 · train_copies,), int64
    x_test : ndarray of shape (360 · test_copies, 1, 14, 14), float32, in [0, 1]
    y_test : ndarray of shape (360 · test_copies,), int64
        The label is the upright digit's.

    Raises
    ------
    ValueError
        If a number of copies is below 1.

    Notes
    -----
    The original images are split 1,437 to 360 before anything is drawn, and clutter
    comes from the same split only, so no test digit is seen in training. Each canvas
    holds, from back to front: the mirror image of a 3, 4, 6, 7 or 9; four 4 × 4 scraps
    cut out of digits; and the digit with a clear margin of one pixel around its ink,
    so that it stays legible. Digit and mirror image are at least 5 pixels apart along
    one axis.

    Examples
    --------
    >>> x_train, y_train, x_test, y_test = digits_among_clutter(seed=0)
    >>> x_train.shape, x_test.shape
    ((17244, 1, 14, 14), (1800, 1, 14, 14))
    """
    if train_copies < 1 or test_copies < 1:
        raise ValueError(
            "digits_among_clutter: train_copies and test_copies must be at least 1, "
            f"got {train_copies} and {test_copies}"
        )
    rng = np.random.default_rng(seed)
    images, labels = load_digits()
    order = rng.permutation(len(images))
    train, test = order[:TRAIN_DIGITS], order[TRAIN_DIGITS:]
    return (
        *_canvases(images[train], labels[train], train_copies, rng),
        *_canvases(images[test], labels[test], test_copies, rng),
    )


def _canvases(
    images: Array, labels: Array, copies: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Hide each image on `copies` canvases, in random order."""
    mirrored = images[np.isin(labels, CHIRAL), :, ::-1]
    chosen = rng.permutation(np.tile(np.arange(len(images)), copies))
    plans = np.array([_plan(rng, len(images), len(mirrored)) for _ in chosen])
    decoy_place, digit_place, decoy = plans[:, 0:2], plans[:, 2:4], plans[:, 4]
    scraps = plans[:, 5:].reshape(len(chosen), SCRAPS, 5)

    canvases = np.zeros((len(chosen), CANVAS, CANVAS), np.uint8)
    _paint_over(canvases, decoy_place, mirrored[decoy])
    cuts = sliding_window_view(images, (SCRAP, SCRAP), axis=(1, 2))
    for i in range(SCRAPS):
        source, cut_row, cut_col = scraps[:, i, :3].T
        _paint_over(canvases, scraps[:, i, 3:], cuts[source, cut_row, cut_col])
    _paint_with_margin(canvases, digit_place, images[chosen])
    return canvases[:, np.newaxis] / np.float32(GREY_LEVELS), labels[chosen]


def _plan(rng: np.random.Generator, num_images: int, num_mirrored: int) -> list[int]:
    """Draw all the numbers of one canvas.

    In this order: the decoy's row and column, the digit's row and column, which
    mirrored digit is the decoy; then for each scrap which image it is cut from, the row
    and column of the cut, and the row and column it goes to. The figures that the
    exercise's gate rests on were measured with exactly these draws.
    """
    while True:
        places: list[int] = rng.integers(0, DIGIT_PLACES, 4).tolist()
        decoy_row, decoy_col, digit_row, digit_col = places
        if max(abs(decoy_row - digit_row), abs(decoy_col - digit_col)) >= MIN_APART:
            break
    scrap = [num_images, SCRAP_CUTS, SCRAP_CUTS, SCRAP_PLACES, SCRAP_PLACES]
    choices: list[int] = rng.integers(0, [num_mirrored, *scrap * SCRAPS]).tolist()
    return places + choices


def _paint_over(canvases: Array, places: Array, patches: Array) -> None:
    """Lay one patch on each canvas; where ink meets ink, the darker stays."""
    target, index = _targets(canvases, places, patches)
    target[index] = np.maximum(target[index], patches)


def _paint_with_margin(canvases: Array, places: Array, digits: Array) -> None:
    """Put one digit on top of each canvas and clear the pixels next to its ink."""
    ink = np.pad(digits > 0, ((0, 0), (1, 1), (1, 1)))
    near_ink = sliding_window_view(ink, (3, 3), axis=(1, 2)).any(axis=(3, 4))
    target, index = _targets(canvases, places, digits)
    target[index] = np.where(near_ink, digits, target[index])


def _targets(
    canvases: Array, places: Array, patches: Array
) -> tuple[Array, tuple[Array, ...]]:
    """Return a view of all windows of the canvases and the index of the ones meant."""
    windows = sliding_window_view(
        canvases, patches.shape[1:], axis=(1, 2), writeable=True
    )
    return windows, (np.arange(len(canvases)), places[:, 0], places[:, 1])
