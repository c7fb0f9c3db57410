"""Numerical gradients of functions whose gradient is known."""

import math

import numpy as np
import pytest

from cnnquiz import engine


def test_a_polynomial_has_its_known_gradient(rng):
    x = rng.normal(size=(2, 3))
    gradient = engine.numerical_gradient(lambda x: (x**3).sum(), x)
    np.testing.assert_allclose(gradient, 3 * x**2, rtol=1e-8, atol=1e-9)


def test_the_difference_is_central():
    # x² about 0: the one-sided differences would be ±h
    assert engine.numerical_gradient(lambda x: x**2, np.array(0.0), h=0.5) == 0
    # x³ about 0: (h³ − (−h)³) / 2h = h²
    assert engine.numerical_gradient(lambda x: x**3, np.array(0.0), h=0.5) == 0.25


def test_integers_are_taken_as_float64():
    gradient = engine.numerical_gradient(lambda x: (x * x).sum(), np.array([3, -2]))
    assert gradient.dtype == np.float64
    np.testing.assert_allclose(gradient, [6, -4], rtol=1e-9)


def test_the_function_sees_one_moved_element_at_a_time():
    seen = []

    def f(point):
        seen.append(point.copy())
        return 0.0

    x = np.array([1.0, 2.0])
    engine.numerical_gradient(f, x, h=0.5)
    assert np.array(seen).tolist() == [[1.5, 2], [0.5, 2], [1, 2.5], [1, 1.5]]
    assert x.tolist() == [1, 2]


def test_a_function_that_returns_its_argument_is_differentiated_all_the_same():
    assert engine.numerical_gradient(lambda x: x, np.array(2.0)) == pytest.approx(1)


def test_a_step_that_is_not_positive_is_refused():
    with pytest.raises(ValueError, match="h must be positive, got 0"):
        engine.numerical_gradient(lambda x: x, np.array(1.0), h=0)


@pytest.mark.parametrize(
    ("analytic", "numeric", "difference"),
    [
        ([1.0, 2.0], [1.0, 2.0], 0),
        ([0.0], [0.0], 0),
        ([1.0], [-1.0], 1),
        ([2.0, 0.0], [2.0, 5.0], 1),
        ([3.0, 100.0], [1.0, 100.0], 0.5),
        ([2e-9], [0.0], 0.2),
        ([], [], 0),
    ],
)
def test_gradient_check_worked_by_hand(analytic, numeric, difference):
    a, n = np.array(analytic), np.array(numeric)
    assert engine.gradient_check(a, n) == pytest.approx(difference)
    assert engine.gradient_check(n, a) == pytest.approx(difference)


def test_gradient_check_lets_no_nan_pass():
    nan = np.array([0.0, math.nan])
    assert math.isnan(engine.gradient_check(nan, np.zeros(2)))


def test_gradient_check_does_not_broadcast():
    with pytest.raises(ValueError, match=r"analytic is \(3,\), numeric is \(1, 3\)"):
        engine.gradient_check(np.ones(3), np.ones((1, 3)))


def test_at_a_kink_the_result_is_the_mean_of_the_two_slopes():
    gradient = engine.numerical_gradient(lambda x: np.maximum(x, 0).sum(), np.zeros(2))
    assert gradient.tolist() == [0.5, 0.5]


def test_a_function_of_many_numbers_is_refused():
    with pytest.raises(ValueError, match=r"f must return one number, .* shape \(2,\)"):
        engine.numerical_gradient(lambda x: x**2, np.ones(2))
