"""What float32 costs: errors in units of the terms that were summed.

A sum of products cannot be more exact than its terms. So an error is measured as a
multiple of ε · Σ|term|, with ε = 2⁻²³ and Σ|term| the same sum over absolute values.
"""

import numpy as np
import pytest

from cnnquiz.engine import conv2d, conv2d_backward, conv_transpose2d, linear

EPS = float(np.finfo(np.float32).eps)

# Signs that differ make partial sums small; numbers of one sign make them grow. The
# bounds are of (a convolution, its gradients), where PyTorch's worst are 2.0 and 12.3.
DATA = {"normal": (3, 3), "positive": (8, 13)}

SHAPES = {  # N, C, H and W, C_out, kernel, groups
    "1 channel": (4, 1, 14, 16, 3, 1),
    "16 channels": (2, 16, 14, 16, 3, 1),
    "64 channels": (2, 64, 12, 16, 3, 1),
    "256 channels": (1, 256, 10, 16, 3, 1),
    "a kernel of 11": (1, 8, 24, 8, 11, 1),
    "depthwise": (1, 16, 12, 16, 3, 16),
}


def draw(rng, data, *shapes):
    arrays = [rng.standard_normal(shape).astype(np.float32) for shape in shapes]
    return arrays if data == "normal" else [np.abs(array) for array in arrays]


def units(function, *arrays):
    """Return the largest error of each result, in units of its summed terms."""
    results = function(*arrays)
    results = results if isinstance(results, tuple) else (results,)
    exact = function(*(array.astype(np.float64) for array in arrays))
    exact = exact if isinstance(exact, tuple) else (exact,)
    terms = function(*(np.abs(array).astype(np.float64) for array in arrays))
    terms = terms if isinstance(terms, tuple) else (terms,)
    assert all(result.dtype == np.float32 for result in results)
    return [
        float((np.abs(result - true) / (EPS * scale)).max())
        for result, true, scale in zip(results, exact, terms, strict=True)
    ]


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("shape", SHAPES)
def test_convolution_in_float32_stays_within_its_bound(shape, data, rng):
    N, C, H, C_out, k, groups = SHAPES[shape]
    x, w = draw(rng, data, (N, C, H, H), (C_out, C // groups, k, k))
    (dout,) = draw(rng, data, (N, C_out, H - k + 1, H - k + 1))
    forward, backward = DATA[data]
    assert max(units(lambda x, w: conv2d(x, w, groups=groups), x, w)) < forward
    errors = units(
        lambda dout, x, w: conv2d_backward(dout, x, w, groups=groups), dout, x, w
    )
    errors += units(lambda dout, w: conv_transpose2d(dout, w, groups=groups), dout, w)
    assert max(errors) < backward, errors


@pytest.mark.parametrize("data", DATA)
def test_a_linear_layer_in_float32_stays_within_its_bound(data, rng):
    x, w = draw(rng, data, (32, 1024), (10, 1024))
    assert max(units(linear, x, w)) < DATA[data][0]


def test_a_sum_in_half_the_precision_would_not_pass(rng):
    x, w = draw(rng, "normal", (2, 16, 8, 8), (4, 16, 3, 3))

    def rough(x, w):
        y = conv2d(x, w)
        return y if x.dtype == np.float64 else y.astype(np.float16).astype(np.float32)

    assert max(units(rough, x, w)) > DATA["positive"][1]


@pytest.mark.parametrize("shape", SHAPES)
def test_float64_rounded_once_is_the_nearest_float32(shape, rng):
    N, C, H, C_out, k, groups = SHAPES[shape]
    x, w = draw(rng, "normal", (N, C, H, H), (C_out, C // groups, k, k))
    y = conv2d(x.astype(np.float64), w.astype(np.float64), groups=groups)
    view = np.lib.stride_tricks.sliding_window_view(x[0, : C // groups], (k, k), (1, 2))
    products = view[:, 0, 0].astype(np.longdouble) * w[0].astype(np.longdouble)
    nearest = np.float32(products.sum())
    assert np.float32(y[0, 0, 0, 0]) == nearest
