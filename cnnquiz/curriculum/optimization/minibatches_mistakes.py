"""What people make of minibatches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import BY_ITS_LAW, Misconception

Batches = Iterator[tuple[Any, Any]]
Rows = Callable[[int, int, Any], Iterable[Any]]
"""Makes the rows of each batch from N, the batch size and the generator."""


def _of_rows(rows: Rows) -> Callable[..., Batches]:
    """Make a misconception from the rows that it takes for each batch."""

    def wrong(x: Any, y: Any, batch_size: int, rng: Any) -> Batches:
        for some in rows(len(x), batch_size, rng):
            yield x[some], y[some]

    return wrong


def _pieces(order: Any, size: int) -> list[Any]:
    """Cut an order into batches, the last one as large as what is left."""
    return [order[start : start + size] for start in range(0, len(order), size)]


def without_the_rest(n: int, size: int, rng: Any) -> Iterable[Any]:
    """Take full batches only."""
    return _pieces(rng.permutation(n)[: n - n % size], size)


def filled_up(n: int, size: int, rng: Any) -> Iterable[Any]:
    """Fill the last batch with the first samples."""
    order = rng.permutation(n)
    return _pieces(np.resize(order, -(-n // size) * size), size)


def one_too_many(n: int, size: int, rng: Any) -> Iterable[Any]:
    """Count one batch more than there are full ones, be there a rest or not."""
    order = rng.permutation(n)
    return [order[i * size : (i + 1) * size] for i in range(n // size + 1)]


def without_end(n: int, size: int, rng: Any) -> Iterable[Any]:
    """Begin anew after each epoch."""
    while True:
        yield from _pieces(rng.permutation(n), size)


def two_epochs(n: int, size: int, rng: Any) -> Iterable[Any]:
    """Go through the data twice."""
    return [*_pieces(rng.permutation(n), size), *_pieces(rng.permutation(n), size)]


def drawn_anew(n: int, size: int, rng: Any) -> Iterable[Any]:
    """Draw each sample from all of them."""
    return [rng.integers(n, size=len(some)) for some in _pieces(np.arange(n), size)]


def permuted_anew(n: int, size: int, rng: Any) -> Iterable[Any]:
    """Shuffle before each batch, and take the next piece of another order."""
    return [rng.permutation(n)[some] for some in _pieces(np.arange(n), size)]


def in_order(n: int, size: int, rng: Any) -> Iterable[Any]:
    """Take the samples as they come."""
    return _pieces(np.arange(n), size)


def whole_batches(n: int, size: int, rng: Any) -> Iterable[Any]:
    """Shuffle the full batches, and leave each as it was."""
    pieces = _pieces(np.arange(n), size)
    full = len(pieces) - (n % size > 0)
    return [*(pieces[i] for i in rng.permutation(full)), *pieces[full:]]


def inside_batches(n: int, size: int, rng: Any) -> Iterable[Any]:
    """Shuffle inside each batch."""
    return [rng.permutation(some) for some in _pieces(np.arange(n), size)]


def apart(x: Any, y: Any, batch_size: int, rng: Any) -> Batches:
    """Draw an order for x and another one for y."""
    orders = (_pieces(rng.permutation(len(x)), batch_size) for _ in range(2))
    for rows, others in zip(*orders, strict=True):
        yield x[rows], y[others]


def only_x(x: Any, y: Any, batch_size: int, rng: Any) -> Batches:
    """Shuffle the samples and leave y as it was."""
    yield from engine.minibatches(x[rng.permutation(len(x))], y, batch_size, rng)


def one_buffer(x: Any, y: Any, batch_size: int, rng: Any) -> Batches:
    """Write each batch into the same two arrays."""
    batch_x, batch_y = x[:batch_size].copy(), y[:batch_size].copy()
    for new_x, new_y in engine.minibatches(x, y, batch_size, rng):
        n = len(new_x)
        batch_x[:n], batch_y[:n] = new_x, new_y
        yield batch_x[:n], batch_y[:n]


def in_place(x: Any, y: Any, batch_size: int, rng: Any) -> Batches:
    """Shuffle the caller's arrays."""
    order = rng.permutation(len(x))
    x[:], y[:] = x[order], y[order]
    for rows in _pieces(np.arange(len(x)), batch_size):
        yield x[rows], y[rows]


def own_generator(x: Any, y: Any, batch_size: int, rng: Any) -> Batches:
    """Make a generator with a fixed seed."""
    return engine.minibatches(x, y, batch_size, np.random.default_rng(0))


def from_the_global_state(x: Any, y: Any, batch_size: int, rng: Any) -> Batches:
    """Draw from the old global generator."""
    old: Any = _Global()
    return engine.minibatches(x, y, batch_size, old)


class _Global:
    """The old global generator, with the new one's method."""

    @staticmethod
    def permutation(n: int) -> Any:
        """Draw from NumPy's global state."""
        return np.random.permutation(n)  # noqa: NPY002 - that is the mistake


MISCONCEPTIONS = (
    Misconception(
        "drops-last-batch",
        "the last, smaller batch is dropped",
        "An epoch sees each sample. range(0, N, batch_size) also begins the last batch, "
        "and a slice beyond the end is cut short.",
        _of_rows(without_the_rest),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "last-batch-filled-up",
        "the last batch is filled up",
        "The last batch holds what is left. Filled up, it would count some samples twice.",
        _of_rows(filled_up),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "empty-batch",
        "it ends with an empty batch",
        "Where batch_size divides N there is no rest. There are ⌈N / batch_size⌉ batches, "
        "not N // batch_size + 1.",
        _of_rows(one_too_many),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "goes-on-after-epoch",
        "it goes on after the data has been seen once",
        "One call is one epoch: end after the last batch. Who wants another calls again.",
        _of_rows(without_end),
        claimed_by=BY_ITS_LAW,
        variants=(_of_rows(two_epochs),),
    ),
    Misconception(
        "shuffles-apart",
        "x and y are not shuffled alike",
        "Draw one permutation and index both with it. Two shuffles give samples the labels "
        "of others.",
        apart,
        claimed_by=BY_ITS_LAW,
        variants=(only_x,),
    ),
    Misconception(
        "draws-anew",
        "each batch is drawn anew from all samples",
        "Then about a third of the samples never occurs in an epoch. Draw one permutation "
        "before the loop and cut it into batches.",
        _of_rows(drawn_anew),
        claimed_by=BY_ITS_LAW,
        variants=(_of_rows(permuted_anew),),
    ),
    Misconception(
        "not-shuffled",
        "the samples come in the order they are stored in",
        "Data is often sorted by class, and a batch would then hold one class only. Draw a "
        "permutation.",
        _of_rows(in_order),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "shuffles-batches-only",
        "whole batches are shuffled, and the samples are not",
        "The same samples would meet in each epoch. Shuffle the samples, then cut.",
        _of_rows(whole_batches),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "shuffles-inside-batches",
        "samples are shuffled inside their batch only",
        "A mean over a batch does not depend on the order inside it. Shuffle all samples, "
        "then cut.",
        _of_rows(inside_batches),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "one-buffer",
        "all batches are the same array",
        "The next batch overwrites what was yielded before. Index with an array, which "
        "makes a new one each time.",
        one_buffer,
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "reseeds-each-call",
        "it makes a generator of its own with a fixed seed",
        "Draw from the rng that is passed in, or every epoch has the same order.",
        own_generator,
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "ignores-rng",
        "it draws from NumPy's global generator",
        "All randomness comes from the rng argument, so that a run can be repeated.",
        from_the_global_state,
        claimed_by="leaves_global_rng",
    ),
    Misconception(
        "mutates-input",
        "the argument is changed",
        "rng.shuffle(x) moves the rows of the caller's data. Shuffle indices instead.",
        in_place,
        claimed_by="leaves_inputs_unchanged",
    ),
)
