"""A question as plain data: what its JSON holds."""

from __future__ import annotations

import json

import pytest

from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.document import as_document
from cnnquiz.questions.generators import GENERATORS, generate
from cnnquiz.questions.parsing import is_number, parse_number


def test_an_answer_is_a_value_and_never_a_position() -> None:
    """Each fixed question: its answer is among the texts it is picked from."""
    for item in load_bank():
        told = as_document(item)
        json.dumps(told)
        match told["type"]:
            case "choice":
                (right,) = (e["answer"] for e in told["explanations"] if e["correct"])
                assert right in told["options"]
                number = isinstance(told["answer"], int | float)
                assert told["answer"] == (parse_number(right) if number else right)
                assert number == is_number(right)
            case "multi" | "order":
                assert set(told["answer"]) <= set(told["options"]), item.id
            case "match":
                assert list(told["answer"]) == told["partners"], item.id
                assert set(told["answer"].values()) <= set(told["options"])
            case "bug":
                assert told["answer"]["fix"] in told["options"]


@pytest.mark.parametrize("generator", GENERATORS.values(), ids=lambda each: each.id)
def test_a_generated_number_comes_with_what_it_may_be_off(generator) -> None:
    """Numbers have a tolerance, and a unit, or names for their axes; others neither."""
    told = as_document(generate(generator.id, 3, generator.levels[0]))
    assert (told["tolerance"] is not None) == (
        told["type"] in {"number", "array", "shape"}
    )
    assert ("unit" in told) == (told["type"] == "number")
    assert ("axes" in told) == (told["type"] == "shape")
    assert all(each["explanation"] for each in told["explanations"])
