"""Sums and products, computed cell by cell and written out in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from cnnquiz.explore.operation import Cell, Step, Term
from cnnquiz.report.numbers import number


def said(value: float) -> str:
    """Write a number that stands alone."""
    return number(float(value))


def factor(value: float) -> str:
    """Write a number within an expression: a negative one in brackets."""
    text = said(value)
    return f"({text})" if text.startswith("-") else text


def product(term: Term) -> float:
    """Multiply the cells of a term."""
    return math.prod([cell.value for cell in term])


def sum_in_words(terms: Sequence[Term], before: float, after: float) -> tuple[str, ...]:
    """Write a sum of products out: "1*2 + 0*3 = 2"."""
    parts = [factor(before)] if before else []
    parts += ["*".join(factor(cell.value) for cell in term) for term in terms]
    return (f"{' + '.join(parts)} = {said(after)}",)


def partial_sums(
    target: tuple[str, tuple[int, ...]],
    groups: Iterable[tuple[str, tuple[Term, ...]]],
    start: float = 0.0,
) -> Iterator[Step]:
    """Yield a step for each group of terms; each adds its sum to the same cell."""
    total = start
    for title, terms in groups:
        before, total = total, total + sum(map(product, terms))
        say = partial(sum_in_words, terms, before, total)
        yield Step(title, terms, (Cell(*target, total),), say)
