"""softmax_cross_entropy: from logits to a loss, and its gradient."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import numpy as np

from cnnquiz.explore.arithmetic import factor, said
from cnnquiz.explore.operation import (
    Cell,
    Kind,
    Knob,
    Operation,
    Step,
    Table,
    Term,
    places,
)

PER_ROW = ("max", "sum", "loss")


def _knobs(operation: Operation) -> tuple[Knob, ...]:
    return ()


def _trouble(operation: Operation) -> str:
    logits, labels = operation.arrays["logits"], operation.arrays["labels"]
    if labels.shape != (1, len(logits)):
        return f"labels needs {len(logits)} numbers, one for each row of logits."
    for label in labels.reshape(-1).tolist():
        if label != int(label) or not 0 <= label < logits.shape[1]:
            return (
                f"The label {said(label)} is no class: there are "
                f"{logits.shape[1]}, counted from 0."
            )
    return ""


def _tables(operation: Operation) -> tuple[Table, ...]:
    arrays = operation.arrays
    logits, labels = arrays["logits"], arrays["labels"]
    given = (
        Table("logits", logits.shape, logits, given=True),
        Table("labels", labels.shape, labels, given=True),
    )
    if _trouble(operation):
        return given
    rows = len(logits)
    return (
        *given,
        Table("max", (rows, 1)),
        Table("exp", logits.shape),
        Table("sum", (rows, 1)),
        Table("p", logits.shape),
        Table("loss", (rows, 1)),
        Table("mean loss", (1, 1)),
        Table("gradient", logits.shape),
    )


def _steps(operation: Operation) -> Iterator[Step]:
    logits = operation.arrays["logits"].astype(float).tolist()
    labels = [int(label) for label in operation.arrays["labels"].reshape(-1)]
    losses, probabilities = [], []
    for row, (scores, label) in enumerate(zip(logits, labels, strict=True)):
        cells = [Cell("logits", (row, j), z) for j, z in enumerate(scores)]
        largest = max(cells, key=lambda cell: cell.value)
        yield _largest(row, cells, largest)
        exps = [
            Cell("exp", (row, j), math.exp(z - largest.value))
            for j, z in enumerate(scores)
        ]
        for before, after in zip(cells, exps, strict=True):
            yield _exponential(before, largest.value, after)
        total = Cell("sum", (row, 0), sum(cell.value for cell in exps))
        yield _total(exps, total)
        shares = [Cell("p", e.place, e.value / total.value) for e in exps]
        for exp, share in zip(exps, shares, strict=True):
            yield _share(exp, total, share)
        top = Cell("max", (row, 0), largest.value)
        loss = Cell("loss", (row, 0), _loss(cells[label], top, total))
        yield _loss_of_row(cells[label], top, total, loss)
        losses.append(loss)
        probabilities.append(shares)
    yield _mean(losses)
    for row, j in places(operation.arrays["logits"].shape):
        yield _gradient(probabilities[row][j], labels[row], len(losses))


def _largest(row: int, cells: list[Cell], largest: Cell) -> Step:
    numbers = ", ".join(said(cell.value) for cell in cells)
    return _step(
        f"Row {row}: the largest logit, to be taken away from each: no exponential "
        "can overflow then",
        tuple((cell,) for cell in cells),
        Cell("max", (row, 0), largest.value),
        f"max({numbers}) = {said(largest.value)}",
        chosen=(largest,),
    )


def _exponential(logit: Cell, largest: float, exp: Cell) -> Step:
    row, j = exp.place
    return _step(
        f"Row {row}, class {j}: the exponential of the logit less the largest",
        ((logit,), (Cell("max", (row, 0), largest),)),
        exp,
        f"e^({said(logit.value)} - {factor(largest)}) = {said(exp.value)}",
    )


def _total(exps: list[Cell], total: Cell) -> Step:
    numbers = " + ".join(said(exp.value) for exp in exps)
    return _step(
        f"Row {total.place[0]}: the sum of the exponentials",
        tuple((exp,) for exp in exps),
        total,
        f"{numbers} = {said(total.value)}",
    )


def _share(exp: Cell, total: Cell, share: Cell) -> Step:
    row, j = exp.place
    return _step(
        f"Row {row}, class {j}: its share of the sum is its probability",
        ((exp,), (total,)),
        share,
        f"{said(exp.value)} / {said(total.value)} = {said(share.value)}",
    )


def _loss(logit: Cell, largest: Cell, total: Cell) -> float:
    """Return -log of the probability, from what does not round to 0."""
    return math.log(total.value) - (logit.value - largest.value)


def _loss_of_row(logit: Cell, largest: Cell, total: Cell, loss: Cell) -> Step:
    row, label = logit.place
    return _step(
        f"Row {row}: the loss is -log p of the true class {label}, which is "
        "log(sum) less the logit taken from the largest",
        ((total,), (logit,), (largest,), (Cell("labels", (0, row), label),)),
        loss,
        f"log({said(total.value)}) - ({said(logit.value)} - {factor(largest.value)})"
        f" = {said(loss.value)}",
        chosen=(logit,),
    )


def _mean(losses: list[Cell]) -> Step:
    mean = sum(loss.value for loss in losses) / len(losses)
    numbers = " + ".join(factor(loss.value) for loss in losses)
    return _step(
        "The loss of the batch is the mean over its rows",
        tuple((loss,) for loss in losses),
        Cell("mean loss", (0, 0), mean),
        f"({numbers}) / {len(losses)} = {said(mean)}",
    )


def _gradient(share: Cell, label: int, rows: int) -> Step:
    row, j = share.place
    target = int(j == label)
    value = (share.value - target) / rows
    why = "less 1: this is the true class" if target else "less 0"
    return _step(
        f"Row {row}, class {j}: the gradient is the probability {why}",
        ((share,), (Cell("labels", (0, row), label),)),
        Cell("gradient", share.place, value),
        f"({said(share.value)} - {target}) / {rows} = {said(value)}",
    )


def _step(
    title: str,
    terms: tuple[Term, ...],
    write: Cell,
    words: str,
    chosen: tuple[Cell, ...] = (),
) -> Step:
    return Step(title, terms, (write,), partial(tuple, (words,)), chosen)


SOFTMAX_CROSS_ENTROPY = Kind(
    name="softmax_cross_entropy",
    title="Softmax and cross-entropy",
    about=(
        "Softmax makes probabilities of logits, the loss is -log of the true class's "
        "one, and the gradient of the logits is (p - one-hot) / rows."
    ),
    arrays={"logits": np.array([[2, 0, 1], [1, 3, 0]]), "labels": np.array([[0, 2]])},
    settings={},
    knobs=_knobs,
    tables=_tables,
    steps=_steps,
    trouble=_trouble,
)
