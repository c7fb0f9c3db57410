"""Generated questions: answers computed again by other means, and the reject rules."""

import functools
import random

import numpy as np
import pytest

from cnnquiz.errors import DataError
from cnnquiz.questions.answers import right_answer
from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.generators import GENERATORS, generate, regenerate
from cnnquiz.questions.generators.framework import (
    Generator,
    Redraw,
    redraw_unless,
    usable,
    wrong,
)
from cnnquiz.questions.items import LEVELS
from cnnquiz.questions.marking import mark
from cnnquiz.questions.misconceptions import load_misconceptions
from cnnquiz.questions.presentation import arrange, steps
from cnnquiz.questions.topics import TOPICS

from .recomputed import RECOMPUTED, TARGETS

SEEDS = range(40)


@pytest.fixture(params=GENERATORS)
def id_(request):
    return request.param


@pytest.fixture(params=LEVELS)
def level(request):
    return request.param


@functools.cache
def made(id_, level):
    return [generate(id_, seed, level) for seed in SEEDS]


@pytest.fixture
def items(id_, level):
    return made(id_, level)


def test_each_generator_has_an_independent_computation():
    assert set(RECOMPUTED) == set(TARGETS) == set(GENERATORS)


def test_the_answer_is_right(id_, items):
    for item in items:
        again = RECOMPUTED[id_](**item.parameters)
        assert np.allclose(item.answer, again, rtol=1e-12, atol=0), item.id
        assert np.shape(item.answer) == np.shape(again)


@pytest.mark.exhaustive
def test_two_thousand_seeds_a_level(id_, level):
    for seed in range(2000):
        item = generate(id_, seed, level)
        again = RECOMPUTED[id_](**item.parameters)
        assert np.allclose(item.answer, again, rtol=1e-12, atol=0), item.id
        assert TARGETS[id_] & set(item.misconceptions), item.id
        assert len({str(one.value) for one in item.wrong}) >= 3, item.id
        assert not any(mark(item, one.value).correct for one in item.wrong), item.id


def test_parameters_are_plain_and_named_as_the_engine_does(items):
    def plain(value):
        if isinstance(value, dict):
            return all(map(plain, value.values()))
        if isinstance(value, list):
            return all(map(plain, value))
        return type(value) in {int, float, bool, str}

    assert all(plain(item.parameters) for item in items)


def test_at_least_three_different_wrong_values_remain(items):
    for item in items:
        values = [one.value for one in item.wrong]
        assert len(values) >= 3
        for position, value in enumerate(values):
            assert value not in values[:position]
            assert not mark(item, value).correct


def test_each_wrong_value_is_diagnosed_as_itself(items):
    for item in items:
        for one in item.wrong:
            result = mark(item, one.value)
            assert result.misconceptions[0] == one.misconception, item.id
            assert one.explanation in result.message


def test_the_targeted_misconception_is_active(id_, items):
    for item in items:
        assert TARGETS[id_] & set(item.misconceptions), item.id


def test_misconceptions_are_on_the_list(items):
    known = load_misconceptions()
    assert all(name in known for item in items for name in item.misconceptions)


def test_the_same_seed_gives_the_same_item(id_, level):
    assert generate(id_, 5, level) == generate(id_, 5, level)
    assert generate(id_, 5, level) != generate(id_, 6, level)


def test_an_item_can_be_made_again_from_its_id(items):
    for item in items[:3]:
        assert regenerate(item.id) == item
        origin = item.origin
        assert item.id == f"{origin.generator}:{origin.level}:{origin.seed}"


def test_seeds_give_many_different_questions(items):
    assert len({item.stem for item in items}) > 25


def test_items_are_filed_and_levelled_as_their_generator_says(id_, level, items):
    for item in items:
        assert item.topic == GENERATORS[id_].topic
        assert item.topic in TOPICS
        assert item.level == level
        assert item.origin.version == GENERATORS[id_].version


def test_the_working_ends_in_the_answer(items):
    for item in items:
        values = np.ravel(item.answer)
        shown = [f"{values[-1]:g}", f"{values[-1]:,}", f"{values[-1]:.4f}"]
        text = item.working.replace("−", "-")
        assert any(one in text for one in shown), (item.id, item.working)


def test_wrong_values_are_named_in_their_explanations(items):
    for item in items:
        for one in item.wrong:
            assert "comes from" in one.explanation


def test_items_can_be_shown(items):
    for item in items:
        assert arrange(item, 1) == item
        (step,) = steps(item)
        assert step.prompt
        assert max(map(len, item.working.splitlines())) <= 160


def test_easy_numbers_can_be_worked_by_hand(id_):
    for seed in SEEDS:
        answer = right_answer(generate(id_, seed, "easy"))
        assert np.abs(answer).max() < 10_000


def test_sizes_are_rounded_where_the_level_asks_for_it():
    for seed in SEEDS:
        p = generate("conv-output-size", seed, "medium").parameters
        assert (p["n"] + 2 * p["padding"] - p["kernel_size"]) % p["stride"]


def test_a_stride_stands_before_the_last_layer():
    for level in LEVELS:
        for seed in SEEDS:
            layers = generate("receptive-field", seed, level).parameters["layers"]
            assert any(layer["stride"] > 1 for layer in layers[:-1])


def test_pooled_cells_are_distinct_and_negative_under_padding():
    for level in LEVELS:
        for seed in SEEDS:
            p = generate("pool-by-hand", seed, level).parameters
            cells = np.ravel(p["x"])
            assert len(set(cells.tolist())) == cells.size
            assert p["padding"] == 0 or (cells < 0).any()


def test_kernels_are_not_symmetric_and_maps_have_four_values():
    for level in LEVELS:
        for seed in SEEDS:
            item = generate("feature-map", seed, level)
            kernel = np.array(item.parameters["kernel"])
            assert not np.array_equal(kernel, kernel[::-1, ::-1])
            assert len(set(np.ravel(item.answer).tolist())) >= 4


def test_some_dip_is_too_small_to_count():
    for level in ("medium", "hard"):
        for seed in SEEDS:
            p = generate("early-stopping", seed, level).parameters
            losses = p["losses"]
            assert any(
                min(losses[:i]) - p["min_delta"] < losses[i] < min(losses[:i])
                for i in range(1, len(losses))
            )


def test_no_generator_has_the_id_of_a_fixed_item():
    assert not set(GENERATORS) & set(load_bank().items)


def test_unknown_generators_and_levels_are_refused():
    with pytest.raises(DataError, match="Did you mean 'feature-map'"):
        generate("feature-maps", 1, "easy")
    with pytest.raises(DataError, match="no level 'brutal'; it has easy, medium, hard"):
        generate("feature-map", 1, "brutal")


def test_values_that_agree_with_the_answer_are_left_out():
    candidates = [
        wrong(name, v, "e") for name, v in zip("abcde", (4, 5, 5, 6, 7), strict=True)
    ]
    assert [one.misconception for one in usable(4, candidates, {"b"})] == [
        "b",
        "d",
        "e",
    ]


@pytest.mark.parametrize("target", ["a", "c", "z"])
def test_a_target_that_cannot_be_seen_throws_the_draw_away(target):
    candidates = [
        wrong(name, v, "e") for name, v in zip("abcde", (4, 5, 5, 6, 7), strict=True)
    ]
    with pytest.raises(Redraw):
        usable(4, candidates, {target})


def test_too_few_wrong_values_throw_the_draw_away():
    with pytest.raises(Redraw):
        usable(4, [wrong("a", 5, "e"), wrong("b", 6, "e")], set())


def test_conditions_throw_the_draw_away():
    redraw_unless(True, True)
    with pytest.raises(Redraw):
        redraw_unless(True, False)


def test_a_generator_that_rejects_everything_says_so():
    def never(_rng, _level):
        raise Redraw

    generator = Generator("never", "Never", "pooling", 1, never)
    with pytest.raises(RuntimeError, match="never"):
        generator.generate(random.Random(0), "easy")
