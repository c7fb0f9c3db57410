"""A verdict kept in the record: it draws as it did."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnquiz.errors import DataError
from cnnquiz.grading.verdict import CheckResult, Counterexample
from cnnquiz.report import render, verdict_from_json, verdict_to_json
from cnnquiz.report.json_format import entry
from cnnquiz.report.values import Described, Room, Seeded, kept, restored

tried = settings(derandomize=True, max_examples=80, deadline=None)
NUMBERS = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats()
ARRAYS = hnp.arrays(
    st.sampled_from(["bool", "int8", "uint64", "float16", "float32", "float64"]),
    hnp.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=4),
)
VALUES = st.recursive(
    NUMBERS | st.text("abc …", max_size=20) | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text("abcdlist", max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


def through_json(data):
    return json.loads(json.dumps(data, allow_nan=False))


def test_a_verdict_draws_as_it_did(sample, verdict, report) -> None:
    """Marks, names, digits, line, praise and growth survive, for every kind."""
    first = verdict(sample)
    again = verdict_from_json(through_json(verdict_to_json(first)))
    one, other = (
        render(replace(report(sample), submissions=(v,))) for v in (first, again)
    )
    if sample == "large":  # its arrays are described, not kept
        assert "expected a float64 array of shape (3, 8, 40, 50)" in other
    else:
        assert other == one


def test_it_has_the_keys_of_an_entry_and_more(sample, verdict) -> None:
    """Whoever reads entries can read what is kept."""
    told, stored = entry(verdict(sample)), verdict_to_json(verdict(sample))
    assert set(stored) == set(told) | {"line", "praise"}
    for key in (
        "file",
        "exercise",
        "status",
        "passed",
        "seconds",
        "misconceptions",
        "output",
    ):
        assert stored[key] == told[key]


def test_an_entry_of_the_contract_can_be_drawn_too(verdict, report) -> None:
    """Nested lists of numbers are arrays; the marks are found again."""
    again = verdict_from_json(through_json(entry(verdict("flipped"))))
    text = render(replace(report("flipped"), submissions=(again,)))
    assert "[1]" in text
    assert "x (1, 1, 2, 3)" in text


@tried
@given(VALUES)
def test_values_come_back_as_they_were(value) -> None:
    """Dtypes, shapes, tuples and numbers that JSON lacks."""
    assert_same(restored(through_json(kept(value, Room(10**6)))), value)


def assert_same(one, other) -> None:
    assert type(one) is type(other)
    if isinstance(one, np.ndarray):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    elif isinstance(one, dict):
        assert list(one) == list(other)
        for key, value in one.items():
            assert_same(value, other[key])
    elif isinstance(one, (list, tuple)):
        assert len(one) == len(other)
        for left, right in zip(one, other, strict=True):
            assert_same(left, right)
    else:
        assert one == other or (np.isnan(one) and np.isnan(other))


def test_what_cannot_be_kept_is_described() -> None:
    """Generators by their seed, others in words, large arrays by their shape."""

    class Rng:
        seed = 5

    assert restored(kept(Rng(), Room(1000))) == Seeded(5)
    assert restored(kept(object(), Room(1000))) == Described("an instance of object")
    large = restored(kept(np.zeros((100, 100)), Room(10**6)))
    assert large == Described("a float64 array of shape (100, 100)")
    objects = restored(kept(np.array([object()]), Room(1000)))
    assert objects == Described("a object array of shape (1,)")


def test_what_is_kept_is_bounded(verdict) -> None:
    """A record grows by little, whatever a submission returns."""
    long = "\U0001f600" * 10_000
    found = Counterexample(
        {long: np.zeros(3_000)}, [np.ones(3_000)] * 100, {long: [long] * 9_999}
    )
    checks = (CheckResult(long, long, "failed", 1, long, found),) * 40
    told = replace(
        verdict("error"), checks=checks, output=long, message=long, praise=long
    )
    data = verdict_to_json(told)
    assert len(json.dumps(data)) < 150_000
    verdict_from_json(through_json(data))


@pytest.mark.parametrize(
    "change",
    [
        {"status": "splendid"},
        {"checks": 3},
        {"checks": [{}]},
        {"misconceptions": [{"id": "x"}]},
        {"speed": {"ratio": 1}},
    ],
)
def test_other_data_is_refused(change, verdict) -> None:
    """A record that somebody edited is an error of ours to catch, not a crash."""
    with pytest.raises(DataError, match="this is not a verdict"):
        verdict_from_json(verdict_to_json(verdict("passed")) | change)


@pytest.mark.parametrize("change", [{"shape": [7, 7]}, {"dtype": "O"}, {"data": ["x"]}])
def test_an_array_that_does_not_fit_is_refused(change, verdict) -> None:
    """Its cells must be numbers and fill it."""
    data = verdict_to_json(verdict("flipped"))
    found = next(c["counterexample"] for c in data["checks"] if c["counterexample"])
    found["got"] |= change
    with pytest.raises(DataError):
        verdict_from_json(data)
