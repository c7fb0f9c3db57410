"""Whole networks: gradients, training, state and summary."""

import numpy as np
import pytest

from cnnquiz import engine
from cnnquiz.engine import (
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
)


def make_network(seed=0, dtype=np.float64):
    """Return a small CNN for 1 × 8 × 8 images and three classes."""
    rng = np.random.default_rng(seed)
    return Sequential(
        Conv2d(1, 3, 3, padding=1, rng=rng, dtype=dtype),
        BatchNorm2d(3, dtype=dtype),
        ReLU(),
        MaxPool2d(2),
        Conv2d(3, 4, 3, padding=1, rng=rng, dtype=dtype),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Dropout(0.25, np.random.default_rng(seed)),
        Linear(16, 3, rng=rng, dtype=dtype),
    )


def make_bars(rng, count=60):
    """Return images of a horizontal bar, a vertical bar or a blob, and which it is."""
    labels = rng.integers(0, 3, count)
    x = rng.normal(0, 0.1, (count, 1, 8, 8))
    for image, label in zip(x, labels, strict=True):
        r, q = rng.integers(0, 5, 2)
        height, width = [(1, 4), (4, 1), (2, 2)][label]
        image[0, r : r + height, q : q + width] += 1
    return x, labels


def test_all_gradients_agree_with_central_differences(rng, assert_gradient):
    network = make_network()
    network.layers = network.layers[:8] + network.layers[9:]  # no draws
    x, labels = make_bars(rng, 5)
    state = network.state()
    loss, gradients = network.loss_and_gradients(x, labels)
    trained = [name for name in state if "running" not in name]
    assert sorted(gradients) == sorted(trained)

    for name, gradient in gradients.items():

        def loss_at(value, name=name):
            network.load_state({**state, name: value})
            return network.loss_and_gradients(x, labels)[0]

        assert loss_at(state[name]) == loss
        assert_gradient(gradient, loss_at, state[name])


def test_the_input_gradient_agrees_with_central_differences(rng, assert_gradient):
    network = make_network()
    x, _ = make_bars(rng, 2)
    dout = rng.normal(size=(2, 3))
    network.forward(x)
    dx, _ = network.backward(dout)
    assert_gradient(dx, lambda x: (dout * network.forward(x)).sum(), x)
    assert network.backward(dout, need_dx=False)[0] is None


def test_training_learns_to_tell_bars_apart(rng):
    network = make_network(dtype=np.float32)
    x, labels = make_bars(rng, 300)
    x = x.astype(np.float32)
    for _ in range(12):
        for batch, batch_labels in engine.minibatches(x, labels, 30, rng):
            network.train_step(batch, batch_labels, lr=0.05)
    fresh, fresh_labels = make_bars(rng, 200)
    assert (network.predict(fresh.astype(np.float32)) == fresh_labels).mean() > 0.8
    assert all(array.dtype == np.float32 for array in network.state().values())


def test_a_step_is_sgd_with_momentum_on_every_weight(rng):
    network = make_network()
    network.layers = network.layers[:8] + network.layers[9:]
    x, labels = make_bars(rng, 6)
    velocity = {}
    for _ in range(3):
        before = network.state()
        loss, gradients = network.loss_and_gradients(x, labels)
        expected = {}
        for name, gradient in gradients.items():
            velocity[name] = 0.8 * velocity.get(name, 0) + gradient
            expected[name] = before[name] - 0.1 * velocity[name]
        network_loss = network.train_step(x, labels, lr=0.1, momentum=0.8)
        assert network_loss == loss
        after = network.state()
        for name, array in expected.items():
            np.testing.assert_allclose(after[name], array, rtol=1e-12)


def test_the_state_makes_another_network_the_same(rng):
    network, other = make_network(seed=0), make_network(seed=1)
    x, labels = make_bars(rng)
    network.train_step(x, labels, lr=0.1)
    other.train_step(x, labels, lr=0.1)
    assert (network.forward(x) != other.forward(x)).any()
    other.load_state(network.state())
    np.testing.assert_array_equal(network.forward(x), other.forward(x))


def test_the_state_is_a_copy_both_ways(rng):
    network = make_network()
    x, labels = make_bars(rng)
    state = network.state()
    kept = {name: array.copy() for name, array in state.items()}
    network.load_state(state)
    network.train_step(x, labels, lr=0.1)
    for name, array in state.items():
        np.testing.assert_array_equal(array, kept[name])
    logits = network.forward(x)
    network.state()["0.w"].fill(0)
    state = network.state()
    network.load_state(state)
    for array in state.values():
        array.fill(0)
    np.testing.assert_array_equal(network.forward(x), logits)


def test_training_updates_running_statistics_and_prediction_does_not(rng):
    network = make_network()
    x, labels = make_bars(rng)
    network.predict(x)
    assert network.state()["1.running_mean"].tolist() == [0, 0, 0]
    network.train_step(x, labels, lr=0.1)
    assert network.state()["1.running_mean"].all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"0.w": np.ones((3, 1, 5, 5))}, r"'0.w' must have shape \(3, 1, 3, 3\), got"),
        ({"7.w": np.ones(1)}, r"'7.w' must have shape None, got \(1,\)"),
    ],
)
def test_a_state_of_another_network_is_refused(change, message):
    network = make_network()
    with pytest.raises(ValueError, match=message):
        network.load_state(network.state() | change)
    incomplete = network.state()
    del incomplete["9.b"]
    with pytest.raises(ValueError, match=r"'9.b' must have shape \(3,\), got None"):
        network.load_state(incomplete)


def test_the_summary_counts_what_count_parameters_counts():
    network = make_network()
    lines = network.summary((1, 8, 8)).splitlines()
    layers = [
        {"type": "conv", "out_channels": 3, "kernel_size": 3, "padding": 1},
        {"type": "batch_norm"},
        {"type": "relu"},
        {"type": "pool", "kernel_size": 2},
        {"type": "conv", "out_channels": 4, "kernel_size": 3, "padding": 1},
        {"type": "relu"},
        {"type": "pool", "kernel_size": 2},
        {"type": "flatten"},
        {"type": "relu"},
        {"type": "linear", "out_features": 3},
    ]
    rows, totals = engine.count_parameters(layers, (1, 8, 8))
    assert len(lines) == len(rows) + 2
    for line, row in zip(lines[1:], rows, strict=False):
        assert f"  {row['output_shape']}  " in line
        assert line.endswith(f" {row['parameters']}")
    assert lines[-1].split() == ["total", str(totals["parameters"])]


def test_a_layer_has_one_place_only():
    relu = ReLU()
    with pytest.raises(ValueError, match=r"layer 2, ReLU\(\), occurs twice"):
        Sequential(relu, Flatten(), relu)
    Sequential(ReLU(), Flatten(), ReLU())
