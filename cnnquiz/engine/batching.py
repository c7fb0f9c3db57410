"""Minibatches: the data once through, in random order."""

from collections.abc import Iterator

import numpy as np

from cnnquiz.engine._arrays import Array


def minibatches(
    x: Array, y: Array, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Array]]:
    """Go once through the data in random order, a batch at a time.

    Parameters
    ----------
    x, y : ndarray of shape (N, ...)
        Samples and labels of any dtype; both are shuffled by one permutation.
    batch_size : int
        How many samples a batch; the last one may be smaller.
    rng : numpy.random.Generator
        Where the permutation comes from.

    Yields
    ------
    x, y : ndarray of shape (batch_size, ...)
        Copies of the rows.

    Raises
    ------
    ValueError
        If x and y differ in length or batch_size is below 1; at the first batch.

    Notes
    -----
    Every sample occurs exactly once an epoch: drawing each batch at random would leave
    about 37 % (1/e) of them out.

    Source: L. Bottou, "Stochastic Gradient Descent Tricks", in "Neural Networks: Tricks
    of the Trade", 2nd edition, 2012, on shuffling.

    Examples
    --------
    >>> x = np.arange(5)
    >>> batches = list(minibatches(x, 10 * x, 2, np.random.default_rng(0)))
    >>> [batch_x.tolist() for batch_x, _ in batches]
    [[2, 4], [3, 0], [1]]
    >>> [batch_y.tolist() for _, batch_y in batches]
    [[20, 40], [30, 0], [10]]
    """
    x, y = np.asarray(x), np.asarray(y)
    if len(x) != len(y):
        raise ValueError(
            f"minibatches: x and y must have the same length, got {len(x)} and {len(y)}"
        )
    if batch_size < 1:
        raise ValueError(
            f"minibatches: batch_size must be at least 1, got {batch_size}"
        )
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]
