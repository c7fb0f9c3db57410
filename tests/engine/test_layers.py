"""Layers against the functions they wrap, and their gradients against differences."""

import numpy as np
import pytest

from cnnquiz import engine
from cnnquiz.engine import (
    AvgPool2d,
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    GlobalAvgPool2d,
    Layer,
    Linear,
    MaxPool2d,
    ReLU,
)

F8 = np.float64


def make_layers(rng):
    """Return each kind of layer with an input shape it takes."""
    grouped = Conv2d(4, 6, (3, 2), (1, 2), 1, 2, groups=2, rng=rng, dtype=F8)
    return {
        "conv": (Conv2d(2, 3, 3, padding=1, rng=rng, dtype=F8), (2, 2, 4, 5)),
        "conv, strided": (Conv2d(2, 3, 2, 2, rng=rng, dtype=F8), (2, 2, 5, 4)),
        "conv, grouped": (grouped, (2, 4, 5, 6)),
        "conv, no bias": (Conv2d(2, 3, 1, bias=False, rng=rng, dtype=F8), (2, 2, 3, 3)),
        "linear": (Linear(5, 3, rng=rng, dtype=F8), (4, 5)),
        "linear, no bias": (Linear(5, 3, bias=False, rng=rng, dtype=F8), (4, 5)),
        "batch norm": (BatchNorm2d(3, dtype=F8), (2, 3, 2, 2)),
        "relu": (ReLU(), (2, 3, 2, 2)),
        "max pool": (MaxPool2d(2), (2, 3, 5, 4)),
        "max pool of one cell": (MaxPool2d(1), (2, 3, 5, 4)),
        "max pool, overlapping": (MaxPool2d(3, 2, 1), (2, 3, 5, 4)),
        "average pool": (AvgPool2d(3, 2, 1), (2, 3, 5, 4)),
        "global pool": (GlobalAvgPool2d(), (2, 3, 3, 4)),
        "flatten": (Flatten(), (2, 3, 2, 2)),
    }


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("name", make_layers(np.random.default_rng(0)))
def test_gradients_agree_with_central_differences(name, training, rng, assert_gradient):
    layer, shape = make_layers(rng)[name]
    x = rng.normal(size=shape)
    if name == "batch norm":
        layer.params = {"gamma": rng.normal(size=3), "beta": rng.normal(size=3)}
        layer.buffers["running_mean"] = rng.normal(size=3)
        layer.buffers["running_var"] = rng.uniform(1, 2, 3)
    buffers, params = layer.buffers, layer.params

    def loss(x, **changed):
        layer.params, layer.buffers = {**params, **changed}, buffers
        return (dout * layer.forward(x, training)).sum()

    dout = rng.normal(size=layer.forward(x, training).shape)
    loss(x)  # the forward pass that backward belongs to
    dx, gradients = layer.backward(dout)
    assert gradients.keys() == params.keys()
    assert_gradient(dx, loss, x)
    for key, gradient in gradients.items():
        assert_gradient(gradient, lambda p, key=key: loss(x, **{key: p}), params[key])


def test_dropout_passes_gradients_where_it_passed_numbers(rng):
    layer = Dropout(0.5, rng)
    x = np.ones((4, 100))
    y = layer.forward(x, training=True)
    dx, gradients = layer.backward(x)
    np.testing.assert_array_equal(dx, y)
    assert set(np.unique(y)) == {0, 2}
    assert gradients == {}
    np.testing.assert_array_equal(layer.forward(x), x)
    np.testing.assert_array_equal(layer.backward(x)[0], x)


def test_layers_compute_what_their_functions_do(rng):
    x = rng.normal(size=(2, 4, 5, 6))
    conv = Conv2d(4, 6, (3, 2), (1, 2), 1, 2, groups=2, rng=rng, dtype=F8)
    conv.params["b"] = rng.normal(size=6)
    w, b = conv.params["w"], conv.params["b"]
    expected = engine.conv2d(x, w, b, (1, 2), 1, 2, groups=2)
    np.testing.assert_array_equal(conv.forward(x), expected)
    np.testing.assert_array_equal(
        MaxPool2d(3, 2, 1).forward(x), engine.max_pool2d(x, 3, 2, 1)
    )
    np.testing.assert_array_equal(
        AvgPool2d(3, 2, 1).forward(x), engine.avg_pool2d(x, 3, 2, 1)
    )


def test_batch_norm_notes_statistics_in_training_alone(rng):
    layer, x = BatchNorm2d(2, dtype=F8), rng.normal(3, 2, size=(4, 2, 3, 3))
    layer.forward(x)
    assert layer.buffers["running_mean"].tolist() == [0, 0]
    layer.forward(x, training=True)
    np.testing.assert_allclose(
        layer.buffers["running_mean"], 0.1 * x.mean(axis=(0, 2, 3))
    )
    np.testing.assert_allclose(
        layer.buffers["running_var"], 0.9 + 0.1 * x.var(axis=(0, 2, 3), ddof=1)
    )


@pytest.mark.parametrize("name", make_layers(np.random.default_rng(0)))
def test_the_input_gradient_is_left_out_on_request(name, rng):
    layer, shape = make_layers(rng)[name]
    y = layer.forward(rng.normal(size=shape), training=True)
    assert layer.backward(y, need_dx=False)[0] is None


@pytest.mark.parametrize("name", make_layers(np.random.default_rng(0)))
def test_neither_output_nor_gradient_shares_memory_with_what_was_given(name, rng):
    layer, shape = make_layers(rng)[name]
    x = rng.normal(size=shape)
    y = layer.forward(x, training=True)
    assert not np.shares_memory(y, x)
    dout = np.ones_like(y)
    dx, gradients = layer.backward(dout)
    for array in (dx, *gradients.values()):
        assert not np.shares_memory(array, dout)


def test_weights_start_as_he_draws_with_zero_biases(rng):
    layer = Conv2d(8, 64, 5, rng=rng)
    assert layer.params["w"].dtype == layer.params["b"].dtype == np.float32
    np.testing.assert_allclose(layer.params["w"].std(), np.sqrt(2 / 200), rtol=0.05)
    assert not layer.params["b"].any()
    assert "b" not in Conv2d(1, 1, 1, bias=False, rng=rng).params
    assert "b" not in Linear(1, 1, bias=False, rng=rng).params


def test_layers_say_what_they_are(rng):
    assert repr(MaxPool2d(2)) == "MaxPool2d(kernel_size=2, stride=None, padding=0)"
    assert repr(ReLU()) == "ReLU()"
    assert "channels=(3, 8)" in repr(Conv2d(3, 8, 3, rng=rng))


def test_a_layer_without_an_implementation_says_so():
    layer = Layer()
    with pytest.raises(NotImplementedError):
        layer.forward(np.ones(1))
    with pytest.raises(NotImplementedError):
        layer.backward(np.ones(1))


@pytest.mark.parametrize("name", make_layers(np.random.default_rng(0)))
def test_there_is_no_backward_before_forward(name, rng):
    layer, _ = make_layers(rng)[name]
    kind = type(layer).__name__
    with pytest.raises(RuntimeError, match=f"^{kind}: .* call forward first"):
        layer.backward(np.ones((2, 3)))


def test_batch_norm_of_images_refuses_what_has_no_pixels():
    with pytest.raises(ValueError, match=r"BatchNorm2d: x must .* got shape \(4, 3\)"):
        BatchNorm2d(3).forward(np.ones((4, 3)))


def test_groups_that_do_not_divide_the_channels_are_refused(rng):
    with pytest.raises(ValueError, match="groups=2 with 3 and 4 channels"):
        Conv2d(3, 4, 3, groups=2, rng=rng)
