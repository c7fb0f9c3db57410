"""The bank that ships: every number proved, every snippet run, every rule kept."""

import contextlib
import io
import warnings
from collections import Counter

import numpy as np
import pytest

from cnnquiz import engine
from cnnquiz.questions.answers import as_data, right_answer
from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.check import check_bank
from cnnquiz.questions.feedback import feedback
from cnnquiz.questions.items import Array, Blank, Bug, NumberItem, Shape
from cnnquiz.questions.marking import mark
from cnnquiz.questions.misconceptions import load_misconceptions
from cnnquiz.questions.presentation import arrange, choices, steps
from cnnquiz.questions.topics import TOPICS

ITEMS = list(load_bank())
BUGS = [item for item in ITEMS if isinstance(item, Bug)]
BLANKS = [item for item in ITEMS if isinstance(item, Blank)]
VALUES = [item for item in ITEMS if isinstance(item, NumberItem | Shape | Array)]

# What the article that many beginners start from claims, right and wrong.
CLAIMS = {
    "CNNs are used for images, text and other patterns",
    "CNNs are inspired by the visual cortex",
    "a CNN stacks convolutional, pooling and fully connected layers",
    "features range from edges, corners and textures to object parts",
    "a filter slides over the input and takes dot products",
    "each filter gives one feature map",
    "pooling shrinks the feature maps",
    "2×2 and 3×3 max pooling are the most common",
    "fully connected layers come last",
    "softmax turns 10 outputs into class probabilities",
    "overfitting is learning the noise",
    "data augmentation (rotation, scaling, flipping) works against overfitting",
    "dropout works against overfitting",
    "L1 and L2 regularization work against overfitting",
    "early stopping on a validation set works against overfitting",
    "convolve2d computes the sliding dot product",
    "a 5×5 input with a 3×3 filter gives 3×3",
    "pooling prevents overfitting",
    "the pooling snippet runs as printed",
    "the fully connected layer makes a single continuous vector",
    "the fully connected layer outputs probabilities",
    "softmax outputs are the probability of a class",
}


def of(items):
    return pytest.mark.parametrize("item", items, ids=[item.id for item in items])


def raises(error, call):
    try:
        call()
    except error:
        return True
    return False


def run(code):
    """Return the names that the code leaves behind."""
    namespace = {}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        exec(compile(code, "<item>", "exec"), namespace)  # noqa: S102 - our own code
    return namespace


def listed(value):
    return [listed(one) for one in value] if isinstance(value, tuple) else value


def failing(item, code):
    """Return the checks that do not hold, with the reason.

    A check may use `answer` (the right value), `wrong` and `options` (in the order of
    the file), `raises(error, call)`, `engine`, `np`, and what the item's code defines.
    """
    scope = run(code) | {
        "engine": engine,
        "np": np,
        "raises": raises,
        "answer": as_data(item, right_answer(item)),
        "wrong": [listed(one.value) for one in getattr(item, "wrong", ())],
        "options": [option.text for option in getattr(item, "options", ())],
    }
    found = []
    for expression in item.check:
        try:
            if not eval(expression, scope):  # noqa: S307 - our own data
                found.append(expression)
        except Exception as error:  # noqa: BLE001 - any reason is reported
            found.append(f"{expression}: {error!r}")
    return found


def try_blank(code, tests):
    """Run filled-in code here; the sandbox's answer to each test, in short."""
    scope = {}
    try:
        scope = run(code)
    except Exception as error:  # noqa: BLE001 - any reason is reported
        return [repr(error)] * len(tests)
    results = []
    for test in tests:
        try:
            results.append("" if eval(test, scope) else f"{test} does not hold")  # noqa: S307 - our own data
        except Exception as error:  # noqa: BLE001 - any reason is reported
            results.append(repr(error))
    return results


def test_the_authoring_rules_hold():
    assert [str(problem) for problem in check_bank()] == []


@of([item for item in ITEMS if not isinstance(item, Bug)])
def test_every_number_is_proved(item):
    assert failing(item, item.code) == []


@of([item for item in ITEMS if item.code])
def test_code_runs_or_fails_as_the_item_says(item):
    if item.raises:
        with pytest.raises(Exception, match=r".") as caught:
            run(item.code)
        assert caught.type.__name__ == item.raises
    else:
        run(item.code)


@of(BUGS)
def test_the_right_fix_mends_the_code(item):
    assert failing(item, item.fixed(right_answer(item).fix)) == []


@of([item for item in BUGS if not item.raises])
def test_the_code_is_wrong_as_shown(item):
    assert failing(item, item.code)


@of(BUGS)
def test_no_wrong_fix_mends_the_code(item):
    for position, fix in enumerate(item.fixes):
        if not fix.correct:
            try:
                assert failing(item, item.fixed(position)), fix.text
            except SyntaxError:
                continue


@of(BLANKS)
def test_the_right_expression_fills_the_blank(item):
    assert mark(item, item.answer, try_blank).correct


@of(BLANKS)
def test_wrong_expressions_fail_and_are_diagnosed(item):
    for wrong in item.wrong:
        result = mark(item, wrong.value, try_blank)
        assert result.score == 0, wrong.value
        assert result.misconceptions == (wrong.misconception,)


@of(VALUES)
def test_wrong_values_are_diagnosed_as_themselves(item):
    for wrong in item.wrong:
        result = mark(item, wrong.value)
        assert result.misconceptions == (wrong.misconception,)
        assert wrong.explanation in result.message
        assert result.score < 1


@of(ITEMS)
def test_the_right_answer_is_marked_right(item):
    assert mark(item, right_answer(item), try_blank).correct


@of(ITEMS)
def test_an_item_can_be_shown_and_explained(item):
    shown = arrange(item, seed=1)
    right = right_answer(shown)
    told = feedback(shown, right, mark(shown, right, try_blank))
    texts = [item.stem, told.headline, told.answer, told.working, told.source]
    texts += [note.text for note in told.notes]
    texts += [one.text for step in steps(shown) for one in step.choices]
    assert all(text.strip() for text in texts)
    assert not any(ord(char) < 32 and char != "\n" for text in texts for char in text)


@of([item for item in ITEMS if "\n" in item.stem.strip() or item.code])
def test_grids_and_code_fit_into_80_columns(item):
    block = [line for line in item.stem.splitlines() if line.startswith(" ")]
    lines = [*block, *item.code.splitlines()]
    # Line numbers and a margin take four columns.
    assert max(map(len, lines), default=0) <= 76


@of([item for item in ITEMS if item.type in {"choice", "multi"}])
def test_options_are_short_enough_for_a_line_or_two(item):
    assert all(len(one.text) <= 80 for one in choices(item))


def test_each_claim_of_the_article_has_a_question():
    assert {item.article for item in ITEMS if item.article} == CLAIMS


def test_the_bank_is_large_and_mixed():
    types = Counter(item.type for item in ITEMS)
    levels = Counter(item.level for item in ITEMS)
    assert len(ITEMS) >= 320
    assert {item.topic for item in ITEMS} == set(TOPICS)
    assert set(types) >= {
        "choice", "multi", "number", "shape", "array", "order", "match", "bug",
        "blank", "explain",
    }  # fmt: skip
    assert min(levels.values()) >= len(ITEMS) / 5
    assert types["choice"] <= len(ITEMS) / 2


def test_misconceptions_are_sentences():
    for one in load_misconceptions().values():
        assert one.correction.endswith(".")
        assert 20 <= len(one.correction) <= 160
        assert not one.title.endswith(".")
