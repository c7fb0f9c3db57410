"""Losses on labels: definitions, gradients, and the laws they share.

Label smoothing takes its arguments in the same way, so the shared laws cover it too.
"""

import math

import numpy as np
import pytest

from cnnquiz import engine

LOSSES = [
    ("cross_entropy", ()),
    ("nll_loss", ()),
    ("label_smoothing_loss", (0.0,)),
    ("label_smoothing_loss", (0.3,)),
    ("label_smoothing_loss", (1.0,)),
]


def test_cross_entropy_agrees_with_its_definition(rng):
    logits, labels = rng.normal(size=(5, 4)), rng.integers(0, 4, 5)
    losses = []
    for row, label in zip(logits, labels, strict=True):
        exponentials = [math.exp(value) for value in row]
        losses.append(-math.log(exponentials[label] / sum(exponentials)))
    got = engine.cross_entropy(logits, labels)
    assert got == pytest.approx(sum(losses) / 5, rel=1e-14)


def test_nll_loss_averages_what_it_is_given():
    log_probs = np.array([[-1.0, -2.0, -4.0], [-8.0, -16.0, -32.0]])
    assert engine.nll_loss(log_probs, np.array([2, 0])) == 6


@pytest.mark.parametrize("shape", [(5, 4), (1, 4), (2, 4, 3, 2), (0, 4)])
def test_both_at_once_are_the_same_as_one_after_the_other(shape, rng):
    logits = 100 * rng.normal(size=shape)
    labels = rng.integers(0, 4, shape[:1] + shape[2:])
    loss, gradient = engine.cross_entropy_with_gradient(logits, labels)
    np.testing.assert_allclose(loss, engine.cross_entropy(logits, labels), rtol=1e-14)
    np.testing.assert_allclose(
        gradient, engine.cross_entropy_backward(logits, labels), rtol=1e-13, atol=1e-300
    )


@pytest.mark.parametrize(
    "loss",
    [
        engine.cross_entropy,
        engine.nll_loss,
        lambda x, labels: engine.label_smoothing_loss(x, labels, 0.5),
    ],
)
def test_a_perfect_prediction_costs_zero_not_minus_zero(loss):
    assert str(loss(np.zeros((2, 1)), np.array([0, 0])).item()) == "0.0"


def test_an_untrained_classifier_shows_the_logarithm_of_its_classes():
    loss = engine.cross_entropy(np.full((7, 10), 3.0), np.arange(7))
    assert loss == pytest.approx(math.log(10), rel=1e-15)


def test_scores_of_ten_thousand_give_the_exact_gap():
    logits = np.array([[1e4, -1e4], [1e4, -1e4]])
    assert engine.cross_entropy(logits, np.array([1, 0])) == 1e4
    gradient = engine.cross_entropy_backward(logits, np.array([1, 0]))
    assert gradient.tolist() == [[0.5, -0.5], [0, 0]]


def test_integer_logits_become_float64(rng):
    logits, labels = rng.integers(-5, 6, (3, 4)), rng.integers(0, 4, 3)
    assert engine.cross_entropy(logits, labels).dtype == np.float64
    assert engine.cross_entropy(logits, labels) == engine.cross_entropy(
        logits.astype(float), labels
    )


@pytest.mark.parametrize(("name", "options"), LOSSES)
def test_a_map_of_predictions_is_the_same_as_its_pixels_in_a_row(name, options, rng):
    loss = getattr(engine, name)
    backward = getattr(engine, f"{name}_backward")
    x, labels = rng.normal(size=(2, 3, 4, 5)), rng.integers(0, 3, (2, 4, 5))
    rows, row_labels = np.moveaxis(x, 1, -1).reshape(-1, 3), labels.ravel()

    whole, in_rows = loss(x, labels, *options), loss(rows, row_labels, *options)
    assert whole == pytest.approx(in_rows, rel=1e-14)
    gradient = backward(x, labels, *options)
    assert gradient.shape == x.shape
    np.testing.assert_allclose(
        np.moveaxis(gradient, 1, -1).reshape(-1, 3),
        backward(rows, row_labels, *options),
        rtol=1e-14,
    )


@pytest.mark.parametrize(("name", "options"), LOSSES)
@pytest.mark.parametrize("labels", [[2, 0, 2, 1], [1]])
def test_backward_agrees_with_central_differences(
    name, options, labels, rng, assert_gradient
):
    loss = getattr(engine, name)
    x, labels = rng.normal(size=(len(labels), 3)), np.array(labels)
    gradient = getattr(engine, f"{name}_backward")(x, labels, *options)
    assert_gradient(gradient, lambda x: loss(x, labels, *options), x)


@pytest.mark.parametrize(("name", "options"), LOSSES)
def test_an_empty_batch_has_loss_nan_and_an_empty_gradient(name, options):
    x, labels = np.zeros((0, 3)), np.zeros(0, int)
    assert math.isnan(getattr(engine, name)(x, labels, *options))
    assert getattr(engine, f"{name}_backward")(x, labels, *options).shape == (0, 3)


@pytest.mark.parametrize("suffix", ["", "_backward"])
@pytest.mark.parametrize(("name", "options"), LOSSES)
def test_labels_that_do_not_fit_are_refused(name, options, suffix):
    function = getattr(engine, name + suffix)
    with pytest.raises(ValueError, match=rf"^{name}{suffix}: labels .* got 3"):
        function(np.ones((2, 3)), np.array([0, 3]), *options)
    with pytest.raises(ValueError, match=r"labels must have shape \(2,\)"):
        function(np.ones((2, 3)), np.array([0, 1, 2]), *options)
    with pytest.raises(TypeError, match="labels must be integers"):
        function(np.ones((2, 3)), np.array([0.0, 1.0]), *options)
    with pytest.raises(ValueError, match=r"must have shape \(N, C, \.\.\.\)"):
        function(np.ones(3), np.array([0]), *options)


@pytest.mark.parametrize(("name", "options"), [LOSSES[0], LOSSES[3]])
def test_the_gradient_only_moves_score_from_one_class_to_another(name, options, rng):
    x, labels = rng.normal(size=(2, 3, 4)), rng.integers(0, 3, (2, 4))
    gradient = getattr(engine, f"{name}_backward")(x, labels, *options)
    np.testing.assert_allclose(gradient.sum(axis=1), 0, atol=1e-16)


def test_a_class_at_minus_infinity_is_ruled_out():
    logits, labels = np.array([[0.0, -math.inf, 0.0]]), np.array([0])
    loss, gradient = engine.cross_entropy_with_gradient(logits, labels)
    assert engine.cross_entropy(logits, labels) == loss == math.log(2)
    assert gradient.tolist() == [[-0.5, 0, 0.5]]
    assert engine.cross_entropy_backward(logits, labels).tolist() == [[-0.5, 0, 0.5]]
    assert engine.cross_entropy(logits, np.array([1])) == math.inf
