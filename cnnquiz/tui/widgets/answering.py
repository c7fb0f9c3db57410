"""Which control a step of a question is answered with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnquiz.questions.answers import say
from cnnquiz.questions.items import (
    Array,
    Bug,
    Choice,
    Explain,
    Item,
    Match,
    Multi,
    Order,
    Shape,
)
from cnnquiz.questions.parsing import AnswerError
from cnnquiz.questions.presentation import Labelled, Step, partners
from cnnquiz.tui.widgets.arranging import Arrange, Pairs
from cnnquiz.tui.widgets.axes import Axes
from cnnquiz.tui.widgets.grid import Grid
from cnnquiz.tui.widgets.picking import PickMany, PickOne
from cnnquiz.tui.widgets.typing import Line, Words

if TYPE_CHECKING:
    from collections.abc import Callable

Control = PickOne | PickMany | Arrange | Pairs | Grid | Axes | Line | Words


def control_for(item: Item, step: Step) -> Control:
    """Make the control for one step; its `typed` is what `step.parse` reads."""
    match item:
        case Choice():
            return PickOne(step.choices)
        case Multi():
            return PickMany(step.choices)
        case Order():
            return Arrange(step.choices)
        case Match():
            return Pairs(partners(item), step.choices)
        case Bug():
            return PickOne(step.choices or _numbered(item))
        case Explain():
            return PickMany(step.choices, "0") if step.choices else Words()
        case Array():
            return Grid(item, _reader(item, step))
        case Shape():
            return Axes(item, _reader(item, step))
    return Line(step.prompt, _reader(item, step))


def _numbered(item: Bug) -> list[Labelled]:
    return [Labelled(str(n), line) for n, line in enumerate(item.lines, start=1)]


def _reader(item: Item, step: Step) -> Callable[[str], str]:
    """Return how a text is read, for as long as it can be."""

    def read(typed: str) -> str:
        try:
            return say(item, step.parse(typed)) if typed.strip() else ""
        except AnswerError:
            return ""

    return read
