"""A question with its answer as plain data, for JSON: values, never positions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnquiz.questions import items
from cnnquiz.questions.answers import as_data, right_answer
from cnnquiz.questions.marking import tolerance
from cnnquiz.questions.misconceptions import load_misconceptions
from cnnquiz.questions.parsing import is_number, parse_number
from cnnquiz.questions.presentation import choices, steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnquiz.questions.presentation import Labelled


def as_document(item: items.Item) -> dict[str, Any]:
    """Return a question with its answer as JSON: values, never positions."""
    return {
        "id": item.id,
        "type": item.type,
        "topic": item.topic,
        "level": item.level,
        "stem": item.stem,
        "options": _options(item),
        "answer": _number_of(item, as_data(item, right_answer(item))),
        "tolerance": _tolerance(item),
        "working": item.working,
        "explanations": list(_explanations(item)),
        "source": item.source,
        "parameters": item.parameters,
        "code": item.code,
        "misconceptions": list(item.misconceptions),
        **_form(item),
    }


def _options(item: items.Item) -> list[str]:
    """Return what there is to pick from, or to arrange, in the order of the file."""
    return [choice.text for choice in shown_choices(item)]


def shown_choices(item: items.Item) -> tuple[Labelled, ...]:
    """Return what is to be picked from; of an explanation, its key points."""
    # The key points of an explanation are its second step.
    return steps(item)[1].choices if item.type == "explain" else choices(item)


def _number_of(item: items.Item, answer: Any) -> Any:
    """Return the number that the right option of a choice states, if it is one."""
    if item.type == "choice" and is_number(answer):
        return parse_number(answer)
    return answer


def _tolerance(item: items.Item) -> float | None:
    """Return how far each number of the answer may be off; None without numbers."""
    match item:
        case items.NumberItem():
            return tolerance(item.answer, item.tolerance)
        case items.Array():
            cells = (value for row in item.answer for value in row)
            return min(tolerance(value, item.tolerance) for value in cells)
        case items.Shape():
            return 0
    return None


def _form(item: items.Item) -> dict[str, Any]:
    """Return what an answer needs to be understood: its unit, axes or partners."""
    match item:
        case items.NumberItem():
            return {"unit": item.unit}
        case items.Shape():
            return {"axes": list(item.axes)}
        case items.Match():
            return {"partners": [pair.left for pair in item.pairs]}
    return {}


def _explanations(item: items.Item) -> Iterator[dict[str, Any]]:
    """Yield what is said about each option, partner or known wrong value."""
    match item:
        case items.Choice() | items.Multi():
            yield from map(_of_option, item.options)
        case items.Bug():
            yield from map(_of_option, item.fixes)
            for suspect in item.suspects:
                yield _said(suspect.line, suspect.explanation, suspect.misconception)
        case items.NumberItem() | items.Shape() | items.Array() | items.Blank():
            for wrong in item.wrong:
                value = as_data(item, wrong.value)
                yield _said(value, wrong.explanation, wrong.misconception)
        case items.Match() | items.Order() | items.Explain():
            yield from _of_texts(item)


def _of_option(option: items.Option) -> dict[str, Any]:
    return _said(
        option.text, option.explanation, option.misconception, correct=option.correct
    )


def _of_texts(
    item: items.Match | items.Order | items.Explain,
) -> Iterator[dict[str, Any]]:
    if isinstance(item, items.Explain):
        known = load_misconceptions()
        for flag in item.flags:
            correction = known[flag.misconception].correction
            yield _said(flag.text, correction, flag.misconception)
        return
    if isinstance(item, items.Match):
        for pair in item.pairs:
            yield _said([pair.left, pair.right], pair.explanation, None, correct=True)
    strays = item.extras if isinstance(item, items.Match) else item.distractors
    for stray in strays:
        yield _said(stray.text, stray.explanation, stray.misconception)


def _said(
    answer: Any, explanation: str, misconception: str | None, *, correct: bool = False
) -> dict[str, Any]:
    return {
        "answer": answer,
        "correct": correct,
        "explanation": explanation,
        "misconception": misconception,
    }
