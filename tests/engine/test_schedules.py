"""Learning-rate schedules at their ends, their middle and their steps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz import engine


@pytest.mark.parametrize(
    ("step", "rate"),
    [(0, 0.25), (3, 1.0), (4, 1.0), (9, 0.55), (13, 0.12202), (14, 0.1), (99, 0.1)],
)
def test_cosine_with_warm_up_worked_by_hand(step, rate):
    got = engine.cosine_lr(step, 14, 1.0, warmup_steps=4, min_lr=0.1)
    assert got == pytest.approx(rate, abs=1e-5)


def test_cosine_without_warm_up_starts_at_the_base_rate():
    assert engine.cosine_lr(0, 10, 0.3) == 0.3
    assert engine.cosine_lr(5, 10, 0.3) == pytest.approx(0.15)
    assert engine.cosine_lr(10, 10, 0.3) == 0


@settings(derandomize=True, max_examples=50)
@given(st.integers(1, 30), st.integers(0, 30), st.floats(0.1, 1))
def test_cosine_rises_then_falls_and_stays_within_its_bounds(total, warmup, base):
    warmup = min(warmup, total)
    rates = [engine.cosine_lr(s, total, base, warmup, 0.1) for s in range(total + 3)]
    rise, fall = rates[:warmup], rates[warmup:]
    assert rise == sorted(rise)
    assert fall == sorted(fall, reverse=True)
    assert rates[-1] == 0.1
    assert min(rates) > 0
    assert max(rates) <= base + 1e-15


def test_a_run_that_is_all_warm_up_ends_at_the_minimum():
    assert engine.cosine_lr(2, 3, 1.0, warmup_steps=3) == 1
    assert engine.cosine_lr(3, 3, 1.0, warmup_steps=3) == 0


def test_step_lr_holds_each_rate_for_step_size_steps():
    rates = [engine.step_lr(s, 3, 1.0, 0.5) for s in range(7)]
    assert rates == [1, 1, 1, 0.5, 0.5, 0.5, 0.25]
    assert engine.step_lr(2, 1, 1.0, 0.5) == 0.25


def test_senseless_steps_are_refused():
    with pytest.raises(ValueError, match="cosine_lr: step counts from 0, got -1"):
        engine.cosine_lr(-1, 10, 1.0)
    with pytest.raises(ValueError, match=r"0 to total_steps \(10\), got 11"):
        engine.cosine_lr(0, 10, 1.0, warmup_steps=11)
    with pytest.raises(ValueError, match="step_lr: step counts from 0, got -1"):
        engine.step_lr(-1, 10, 1.0)
    with pytest.raises(ValueError, match="step_size must be at least 1, got 0"):
        engine.step_lr(0, 0, 1.0)
