"""Receptive fields and costs against running the layers, and known networks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz.engine import conv2d, conv2d_backward, count_parameters, receptive_field

layers_of_a_stack = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3)), max_size=4
)


@given(layers_of_a_stack)
@settings(derandomize=True, max_examples=60, deadline=None)
def test_the_field_is_as_wide_as_the_gradient_of_one_output(layers):
    """Send a gradient back through convolutions of ones, and see how far it spreads."""
    n = 1
    for kernel_size, stride, dilation in reversed(layers):
        n = (n - 1) * stride + dilation * (kernel_size - 1) + 1
    x = np.ones((1, 1, 1, n + 3))
    inputs = []
    for kernel_size, stride, dilation in layers:
        w = np.ones((1, 1, 1, kernel_size))
        inputs.append((x, w, stride, dilation))
        x = conv2d(x, w, stride=stride, dilation=dilation)
    dout = np.zeros_like(x)
    dout[..., 0] = 1
    for x, w, stride, dilation in reversed(inputs):
        dout = conv2d_backward(dout, x, w, stride, dilation=dilation)[0]
    reached = np.flatnonzero(dout)
    assert receptive_field(layers) == reached.max() - reached.min() + 1


@pytest.mark.parametrize(
    ("layers", "field"),
    [
        ([], 1),
        ([(3, 1, 1)], 3),
        ([(3, 1, 1)] * 3, 7),
        ([(3, 2, 1)] * 2, 7),  # the second layer's own stride does not count
        ([(7, 2, 1), (3, 2, 1)], 11),  # ResNet's stem and pooling
        ([(3, 1, 1), (3, 1, 2), (3, 1, 4)], 15),
        ([(1, 2, 1), (3, 1, 1)], 5),
    ],
)
def test_known_receptive_fields(layers, field):
    assert receptive_field(layers) == field


def test_a_layer_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match=r"at least 1, got \(3, 0, 1\)"):
        receptive_field([(3, 0, 1)])
    with pytest.raises(ValueError, match=r"\(kernel_size, .*, got \(3, 1\)"):
        receptive_field([(3, 1)])


def conv(out_channels, kernel_size, **options):
    return {
        "type": "conv",
        "out_channels": out_channels,
        "kernel_size": kernel_size,
        **options,
    }


def linear(out_features):
    return {"type": "linear", "out_features": out_features}


POOL, RELU, FLATTEN = (
    {"type": "pool", "kernel_size": 2},
    {"type": "relu"},
    {"type": "flatten"},
)


def test_the_common_form_of_lenet_has_61706_parameters():
    layers = [conv(6, 5, padding=2), RELU, POOL, conv(16, 5), RELU, POOL, FLATTEN]
    layers += [linear(120), RELU, linear(84), RELU, linear(10)]
    rows, totals = count_parameters(layers, (1, 28, 28))
    assert totals["parameters"] == 61_706
    assert [row["output_shape"] for row in rows[:7]] == [
        (6, 28, 28),
        (6, 28, 28),
        (6, 14, 14),
        (16, 10, 10),
        (16, 10, 10),
        (16, 5, 5),
        (400,),
    ]
    assert totals["macs"] == 117_600 + 240_000 + 48_000 + 10_080 + 840


def test_vgg16_has_138357544_parameters_and_15_billion_macs():
    layers = []
    for channels, repeats in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
        layers += [conv(channels, 3, padding=1), RELU] * repeats + [POOL]
    layers += [FLATTEN, linear(4096), RELU, linear(4096), RELU, linear(1000)]
    _, totals = count_parameters(layers, (3, 224, 224))
    assert totals == {"parameters": 138_357_544, "macs": 15_470_264_320}


def test_the_macs_count_the_products_of_a_convolution_with_groups():
    """An input and weights of ones: every product adds one to some output."""
    x, w = np.ones((1, 4, 7, 6)), np.ones((6, 2, 3, 2))
    y = conv2d(x, w, stride=(2, 1), dilation=(1, 2), groups=2)
    layer = conv(6, (3, 2), stride=(2, 1), dilation=(1, 2), groups=2, bias=False)
    (row,), totals = count_parameters([layer], (4, 7, 6))
    assert row == {
        "output_shape": y.shape[1:],
        "parameters": w.size,
        "macs": int(y.sum()),
    }
    assert totals == {"parameters": w.size, "macs": int(y.sum())}


def test_batch_norm_trains_two_numbers_per_channel_and_pooling_none():
    rows, _ = count_parameters([{"type": "batch_norm"}, RELU, POOL], (8, 4, 4))
    assert [row["parameters"] for row in rows] == [16, 0, 0]
    rows, _ = count_parameters([{"type": "batch_norm"}], (8,))
    assert rows[0] == {"output_shape": (8,), "parameters": 16, "macs": 0}


def test_pooling_takes_a_stride_and_a_padding_of_its_own():
    pool = {"type": "pool", "kernel_size": 3, "stride": 2, "padding": 1}
    rows, totals = count_parameters([pool], (64, 112, 112))
    assert rows[0]["output_shape"] == (64, 56, 56)
    assert totals == {"parameters": 0, "macs": 0}


def test_no_layers_cost_nothing():
    assert count_parameters([], (1, 2, 2)) == ([], {"parameters": 0, "macs": 0})


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ({"type": "attention"}, "layer 0 has type 'attention'; it must be one of conv"),
        ({}, "layer 0 has type ''"),
        ({"type": "conv", "out_channels": 2}, "missing .* 'kernel_size'"),
        ({"type": "relu", "slope": 1}, "unexpected keyword argument 'slope'"),
        (linear(3), r"layer 0 \(linear\) cannot take .* flatten \(2, 4, 4\) first"),
        (conv(2, 5), "does not fit into 4 cells"),
        (conv(3, 1, groups=2), "groups must divide 2 and 3"),
        (conv(0, 1), "out_channels must be at least 1, got 0"),
        (
            {**POOL, "padding": 2},
            r"padding must be smaller than kernel_size, .* \(2, 2",
        ),
    ],
)
def test_a_layer_that_does_not_fit_is_named(layer, message):
    with pytest.raises(ValueError, match=message):
        count_parameters([layer], (2, 4, 4))


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (conv(2, 1), r"layer 1 \(conv\) .* shape \(32,\): it takes an image"),
        (POOL, r"layer 1 \(pool\) .* shape \(32,\): it takes an image"),
        (linear(0), "out_features must be at least 1, got 0"),
        (linear(2.5), "integer"),
    ],
)
def test_a_layer_that_does_not_fit_after_flatten_is_named(layer, message):
    with pytest.raises(ValueError, match=message):
        count_parameters([FLATTEN, layer], (2, 4, 4))
