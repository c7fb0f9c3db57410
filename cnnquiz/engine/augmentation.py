"""Data augmentation: new training images from old ones, labels known."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from cnnquiz.engine._arrays import Array, as_floating


def random_flip_crop(x: Array, padding: int, rng: np.random.Generator) -> Array:
    """Shift each image at random and mirror half of them.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        Images; any dtype.
    padding : int
        Each image is shifted by −padding to padding rows and columns.
    rng : numpy.random.Generator
        Where the draws come from: three for each image.

    Returns
    -------
    ndarray of the shape and dtype of x
        A new array.

    Raises
    ------
    ValueError
        If x is not four-dimensional or padding is negative.

    Notes
    -----
    Each image is padded with zeros on all four sides, an H × W window is cut out at a
    row and a column drawn from 0 to 2 · padding (both included), and with probability
    ½ the window is mirrored left to right: columns reversed, rows as they were.

    Source: K. He et al., "Deep Residual Learning for Image Recognition", CVPR 2016,
    section 4.2, with padding 4 on CIFAR-10.

    Examples
    --------
    With padding 0 only the flip is left, here of the second image:

    >>> x = np.array([[[[1, 2, 3]]], [[[4, 5, 6]]]])
    >>> random_flip_crop(x, padding=0, rng=np.random.default_rng(0)).tolist()
    [[[[1, 2, 3]]], [[[6, 5, 4]]]]
    """
    x = np.asarray(x)
    if x.ndim != 4:
        raise ValueError(
            f"random_flip_crop: x must have shape (N, C, H, W), got {x.shape}"
        )
    if padding < 0:
        raise ValueError(f"random_flip_crop: padding must be at least 0, got {padding}")
    N, C, H, W = x.shape
    top = rng.integers(2 * padding + 1, size=N)
    left = rng.integers(2 * padding + 1, size=N)
    flipped = rng.random(N) < 0.5

    padded = np.zeros((N, C, H + 2 * padding, W + 2 * padding), x.dtype)
    padded[:, :, padding : padding + H, padding : padding + W] = x
    windows = sliding_window_view(padded, (H, W), axis=(2, 3))
    y: Array = windows[np.arange(N), :, top, left]  # advanced indexing copies
    y[flipped] = y[flipped, :, :, ::-1]
    return y


def mixup(
    x: Array, y_onehot: Array, lam: float, permutation: ArrayLike
) -> tuple[Array, Array]:
    """Blend each sample, and its label, with another sample of the batch.

    Parameters
    ----------
    x : ndarray of shape (N, ...)
        Samples. Integers are taken as float64.
    y_onehot : ndarray of shape (N, C)
        Their labels as one-hot rows (or any probabilities).
    lam : float
        The weight λ of the sample itself, 0 to 1; usually drawn from Beta(α, α).
    permutation : ndarray of shape (N,), integer
        Sample n is mixed with sample permutation[n].

    Returns
    -------
    x : ndarray of shape (N, ...)
        λ · x + (1 − λ) · x[permutation].
    y : ndarray of shape (N, C)
        The labels, mixed with the same weights.

    Raises
    ------
    ValueError
        If the lengths differ or lam is outside 0 to 1.

    Notes
    -----
    Source: H. Zhang, M. Cisse, Y. Dauphin, D. Lopez-Paz, "mixup: Beyond Empirical Risk
    Minimization", ICLR 2018.

    Examples
    --------
    >>> x, y = mixup(np.array([[0.0], [8.0]]), np.eye(2), lam=0.75, permutation=[1, 0])
    >>> x
    array([[2.],
           [6.]])
    >>> y
    array([[0.75, 0.25],
           [0.25, 0.75]])
    """
    if not 0 <= lam <= 1:
        raise ValueError(f"mixup: lam must be in 0 to 1, got {lam}")
    permutation = np.asarray(permutation)
    if not len(x) == len(y_onehot) == len(permutation):
        raise ValueError(
            "mixup: x, y_onehot and permutation must have the same length, got "
            f"{len(x)}, {len(y_onehot)} and {len(permutation)}"
        )
    x, y, lam = as_floating(x), as_floating(y_onehot), float(lam)
    return (
        lam * x + (1 - lam) * x[permutation],
        lam * y + (1 - lam) * y[permutation],
    )
