"""Optimizer steps against plain Python numbers over several steps."""

import math

import numpy as np
import pytest

from cnnquiz import engine

GRADS = [0.5, -2.0, 1e-4, 3.0, 0.0]


def sgd_by_hand(w, grads, lr, momentum, *, nesterov):
    v, path = 0.0, []
    for g in grads:
        v = momentum * v + g
        w -= lr * (g + momentum * v if nesterov else v)
        path.append(w)
    return path


def adam_by_hand(w, grads, lr, beta1, beta2, eps, decay):
    m = v = 0.0
    path = []
    for t, g in enumerate(grads, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        w = w * (1 - lr * decay) - lr * m_hat / (math.sqrt(v_hat) + eps)
        path.append(w)
    return path


@pytest.mark.parametrize("nesterov", [False, True])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_sgd_follows_the_path_worked_by_hand(momentum, nesterov):
    w, v, path = np.array([1.0]), np.zeros(1), []
    for g in GRADS:
        w, v = engine.sgd_step(w, np.array([g]), v, 0.1, momentum, nesterov)
        path.append(w.item())
    expected = sgd_by_hand(1.0, GRADS, 0.1, momentum, nesterov=nesterov)
    assert path == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("eps", [1e-8, 1e-2])
def test_adam_follows_the_path_worked_by_hand(eps):
    w, m, v, path = np.array([1.0]), np.zeros(1), np.zeros(1), []
    for t, g in enumerate(GRADS, start=1):
        w, m, v = engine.adam_step(w, np.array([g]), m, v, t, 0.1, 0.8, 0.95, eps)
        path.append(w.item())
    expected = adam_by_hand(1.0, GRADS, 0.1, 0.8, 0.95, eps, decay=0)
    assert path == pytest.approx(expected, rel=1e-12)


def test_adamw_follows_the_path_worked_by_hand():
    w, m, v, path = np.array([1.0]), np.zeros(1), np.zeros(1), []
    for t, g in enumerate(GRADS, start=1):
        w, m, v = engine.adamw_step(w, np.array([g]), m, v, t, 0.1, weight_decay=0.3)
        path.append(w.item())
    expected = adam_by_hand(1.0, GRADS, 0.1, 0.9, 0.999, 1e-8, decay=0.3)
    assert path == pytest.approx(expected, rel=1e-12)


def test_every_element_has_moments_of_its_own(rng):
    w, g, m = rng.normal(size=(3, 2, 4))
    v = rng.uniform(size=(2, 4))
    together = engine.adam_step(w, g, m, v, 3)
    for i in np.ndindex(2, 4):
        alone = engine.adam_step(
            w[[i[0]], i[1]], *(a[[i[0]], i[1]] for a in (g, m, v)), 3
        )
        for whole, part in zip(together, alone, strict=True):
            assert whole[i] == part.item()


@pytest.mark.parametrize("step", [engine.adam_step, engine.adamw_step])
def test_steps_count_from_one_and_shapes_must_agree(step):
    one = np.ones(2)
    with pytest.raises(ValueError, match=f"{step.__name__}: t counts .* 1, got 0"):
        step(one, one, one, one, 0)
    with pytest.raises(ValueError, match=r"param is \(2,\), grad is \(1, 2\)"):
        step(one, one[np.newaxis], one, one, 1)


def test_sgd_refuses_a_gradient_of_another_shape():
    with pytest.raises(ValueError, match=r"sgd_step: .* grad is \(1,\)"):
        engine.sgd_step(np.ones(2), np.ones(1), np.zeros(2), 0.1)


@pytest.mark.parametrize("step", [engine.adam_step, engine.adamw_step])
@pytest.mark.parametrize("name", ["beta1", "beta2"])
@pytest.mark.parametrize("beta", [1, -0.1, math.nan])
def test_a_share_of_the_past_is_less_than_all_of_it(step, name, beta):
    one = np.ones(2)
    expected = rf"{step.__name__}: {name} must be in \[0, 1\), got {beta}"
    with pytest.raises(ValueError, match=expected):
        step(one, one, one, one, 1, **{name: beta})


def test_a_steady_gradient_ends_in_steady_steps_and_a_new_rate_acts_at_once():
    w, g, v = np.zeros(1), np.array([2.0]), np.zeros(1)
    for _ in range(100):
        w, v = engine.sgd_step(w, g, v, lr=0.5, momentum=0.5)
    assert v.item() == 2 / (1 - 0.5)
    after, _ = engine.sgd_step(w, g, v, lr=0.25, momentum=0.5)
    assert (w - after).item() == 0.25 * 4
