"""How a question is put: labels, prompts and steps, in plain text for any front end."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from cnnquiz.questions.answers import (
    DIGITS,
    LETTERS,
    BugAnswer,
    Explained,
    count_of_options,
    label,
    positions,
    say_number,
)
from cnnquiz.questions.items import (
    Array,
    Blank,
    Bug,
    Choice,
    Explain,
    Item,
    Match,
    Multi,
    NumberItem,
    Order,
    Shape,
)
from cnnquiz.questions.marking import tolerance
from cnnquiz.questions.parsing import (
    is_number,
    parse,
    parse_fix,
    parse_line,
    parse_ticks,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

AnItem = TypeVar("AnItem", bound=Item)


# What is off by no more is off by the rounding of what was typed.
NEARLY_EXACT = 1e-6


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and the label to type for it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the learner types.

    Show `title` (if any) and `choices`, ask with `prompt`, read with `parse`; an
    AnswerError means: say it and ask again.
    """

    name: str
    prompt: str
    parse: Callable[[str], Any]
    title: str = ""
    choices: tuple[Labelled, ...] = ()
    multiline: bool = False


def arrange(item: AnItem, seed: int) -> AnItem:
    """Return the item with its options in an order drawn from the seed.

    Numbers stay sorted as they are in the file, and lines to order never stand in
    the right order.
    """
    order = list(range(count_of_options(item)))
    if len(order) < 2 or _all_numbers(item):
        return item
    rng = random.Random(f"{seed}:{item.id}")  # noqa: S311 - repeatable, not secret
    rng.shuffle(order)
    if isinstance(item, Order) and order == sorted(order):
        order.reverse()
    return msgspec.structs.replace(item, shown=tuple(order))


def code_of(item: Item) -> str:
    """Return the item's code as shown: with numbered lines where a bug is sought."""
    if not isinstance(item, Bug):
        return item.code
    width = len(str(len(item.lines)))
    lines = enumerate(item.lines, start=1)
    return "\n".join(f"{n:>{width}}  {line}".rstrip() for n, line in lines)


_PROMPTS: dict[type[Item], str] = {
    Multi: "All that hold, out of 1-{count} (such as 1 3)",
    Choice: "Your answer, 1-{count}",
    Array: "The rows, with ; between them (such as 1 2; 3 4)",
    Match: "A number for each letter (such as a3 b1 c2)",
    Blank: "The expression for the blank",
    Explain: "Your explanation (- if you said it aloud)",
}


def prompt(item: Item) -> str:
    """Return what to type, in a few words."""
    match item:
        case NumberItem():
            return _number_wanted(item)
        case Shape():
            return f"{', '.join(item.axes)} (whole numbers, with commas)"
        case Order():
            which = "the lines that belong" if item.distractors else "all lines"
            return f"The letters of {which}, in order (such as c a d b)"
        case Bug():
            return f"The line that is wrong, 1-{len(item.lines)}"
    return _PROMPTS[type(item)].format(count=count_of_options(item))


def steps(item: Item) -> tuple[Step, ...]:
    """Return what the learner types, step by step; most items have one step."""
    if isinstance(item, Bug):
        return _bug_steps(item)
    if isinstance(item, Explain):
        return _explain_steps(item)
    multiline = isinstance(item, Array)
    ask = partial(parse, item)
    return (Step("answer", prompt(item), ask, "", choices(item), multiline),)


def assemble(item: Item, parts: Sequence[Any]) -> Any:
    """Return the answer that the results of all steps make together."""
    if isinstance(item, Bug):
        line, fix = parts
        return BugAnswer(line, fix)
    if isinstance(item, Explain):
        said, points, flags = parts
        return Explained(said.text, points, flags)
    (answer,) = parts
    return answer


def choices(item: Item) -> tuple[Labelled, ...]:
    """Return the texts to pick from or to arrange, as labelled and as shown.

    For a match these are the right-hand texts; see `partners` for the left.
    """
    match item:
        case Choice() | Multi():
            texts: Sequence[str] = [option.text for option in item.options]
        case Order():
            texts = item.texts
        case Match():
            texts = item.rights
        case Bug():
            texts = [fix.text for fix in item.fixes]
        case _:
            return ()
    return tuple(Labelled(label(item, i), texts[i]) for i in positions(item))


def partners(item: Match) -> tuple[Labelled, ...]:
    """Return the left-hand texts of a match with their letters."""
    return tuple(
        Labelled(letter, pair.left)
        for letter, pair in zip(LETTERS, item.pairs, strict=False)
    )


def _number_wanted(item: NumberItem) -> str:
    what = f"A number in {item.unit}" if item.unit else "A number"
    allowed = tolerance(item.answer, item.tolerance)
    if allowed <= NEARLY_EXACT:
        return f"{what} (exact)"
    if item.tolerance is None:
        return f"{what} (within 0.1 %)"
    return f"{what} (within ±{say_number(allowed)})"


def _bug_steps(item: Bug) -> tuple[Step, ...]:
    title = f"Line {item.line} is the one. What should it say?"
    fix = f"The fix, a-{LETTERS[len(item.fixes) - 1]}"
    return (
        Step("line", prompt(item), partial(parse_line, item)),
        Step("fix", fix, partial(parse_fix, item), title, choices(item)),
    )


def _explain_steps(item: Explain) -> tuple[Step, ...]:
    return (
        Step("text", prompt(item), partial(parse, item), multiline=True),
        _ticks("points", "Which of these did you say?", item.points),
        _ticks("flags", "And did you say any of these?", [f.text for f in item.flags]),
    )


def _ticks(name: str, title: str, texts: Sequence[str]) -> Step:
    read = partial(parse_ticks, shown=tuple(range(len(texts))), none=True)
    listed = tuple(map(Labelled, DIGITS, texts))
    return Step(name, "Their numbers, such as 1 3; 0 for none", read, title, listed)


def _all_numbers(item: Item) -> bool:
    if not isinstance(item, Choice | Multi):
        return False
    return all(is_number(option.text) for option in item.options)
