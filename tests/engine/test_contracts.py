"""What every function on floating arrays promises, in one table.

float32 in, float32 out and float64 in, float64 out, even when options are NumPy float64
scalars; arguments unchanged; results that share no memory with them; no warnings;
the same from nested lists and from arrays in any memory layout; NaN in, NaN out.
"""

import inspect
import sys
from collections.abc import Iterable

import numpy as np
import pytest

from cnnquiz import engine

LABELS = np.array([1, 0, 2, 1])
SOFT = np.float64(0.3)  # a float64 scalar would turn float32 arrays into float64


def scores(dtype):
    """Return (4, 3): also a batch of rows, masks or predictions."""
    values = [[0.5, -2.0, 3.0], [0.0, 1.0, -1.0], [1e4, -1e4, 2.0], [-0.5, 0.25, 4.0]]
    return np.array(values, dtype)


def image(dtype):
    return (np.arange(2 * 4 * 3 * 2).reshape(2, 4, 3, 2) % 7 - 3).astype(dtype)


def ones(dtype, *shape):
    return np.ones(shape, dtype)


def boxes(dtype):
    return np.array([[0, 0, 2, 2], [1, 1, 3, 3], [5, 5, 5, 6]], dtype)


def rng():
    return np.random.default_rng(3)


ELEMENTWISE = ["relu", "leaky_relu", "elu", "sigmoid", "tanh", "silu", "gelu"]
LANES = ["softmax", "log_softmax"]
LABEL_LOSSES = ["nll_loss", "cross_entropy", "cross_entropy_with_gradient"]
PAIR_LOSSES = ["binary_cross_entropy_with_logits", "mse_loss"]

CALLS = {
    **{name: lambda t: (scores(t),) for name in ELEMENTWISE + LANES},
    **{f"{name}_backward": lambda t: (scores(t),) * 2 for name in ELEMENTWISE + LANES},
    "leaky_relu": lambda t: (scores(t), SOFT),
    "leaky_relu_backward": lambda t: (scores(t), scores(t), SOFT),
    "elu": lambda t: (scores(t), SOFT),
    "elu_backward": lambda t: (scores(t), scores(t), SOFT),
    **{name: lambda t: (scores(t), LABELS) for name in LABEL_LOSSES},
    "nll_loss_backward": lambda t: (scores(t), LABELS),
    "cross_entropy_backward": lambda t: (scores(t), LABELS),
    "label_smoothing_loss": lambda t: (scores(t), LABELS, SOFT),
    "label_smoothing_loss_backward": lambda t: (scores(t), LABELS, SOFT),
    **{name: lambda t: (scores(t), np.eye(4, 3)) for name in PAIR_LOSSES},
    **{f"{n}_backward": lambda t: (scores(t), np.eye(4, 3)) for n in PAIR_LOSSES},
    "focal_loss": lambda t: (scores(t), np.eye(4, 3), 2 + SOFT, SOFT),
    "focal_loss_backward": lambda t: (scores(t), np.eye(4, 3), 2 + SOFT, SOFT),
    "dice_loss": lambda t: (np.abs(scores(t)), np.eye(4, 3), SOFT),
    "dice_loss_backward": lambda t: (np.abs(scores(t)), np.eye(4, 3), SOFT),
    "linear": lambda t: (scores(t), ones(t, 5, 3), ones(t, 5)),
    "linear_backward": lambda t: (ones(t, 4, 5), scores(t), ones(t, 5, 3)),
    "flatten": lambda t: (image(t),),
    "batch_norm": lambda t: (image(t), *ones(t, 4, 4), SOFT, SOFT),
    "batch_norm_backward": lambda t: (image(t), image(t), ones(t, 4), SOFT),
    "fold_batch_norm": lambda t: (image(t)[:1], None, *ones(t, 4, 1), SOFT),
    "layer_norm": lambda t: (scores(t), *ones(t, 2, 3), SOFT),
    "layer_norm_backward": lambda t: (scores(t), scores(t), ones(t, 3), SOFT),
    "group_norm": lambda t: (image(t), 2, *ones(t, 2, 4), SOFT),
    "group_norm_backward": lambda t: (image(t), image(t), 2, ones(t, 4), SOFT),
    "instance_norm": lambda t: (image(t), *ones(t, 2, 4), SOFT),
    "instance_norm_backward": lambda t: (image(t), image(t), ones(t, 4), SOFT),
    "local_response_norm": lambda t: (image(t), 3, SOFT, SOFT, 1 + SOFT),
    "local_response_norm_backward": lambda t: (
        *(image(t), image(t)),
        *(3, SOFT, SOFT, 1 + SOFT),
    ),
    "dropout": lambda t: (image(t), SOFT, rng()),
    "dropout_backward": lambda t: (image(t), image(t)),
    "weight_penalty": lambda t: (image(t), SOFT, SOFT),
    "random_flip_crop": lambda t: (image(t), 1, rng()),
    "mixup": lambda t: (scores(t), ones(t, 4, 2), SOFT, [1, 0, 3, 2]),
    "sgd_step": lambda t: (*ones(t, 3, 5), SOFT, SOFT, True),
    "adam_step": lambda t: (*ones(t, 4, 5), 3, *[SOFT] * 4),
    "adamw_step": lambda t: (*ones(t, 4, 5), 3, *[SOFT] * 5),
    "minibatches": lambda t: (scores(t), ones(t, 4), 3, rng()),
    "clip_grad_norm": lambda t: ([scores(t), image(t)], SOFT),
    "iou": lambda t: (boxes(t), boxes(t)),
    "grad_cam": lambda t: (image(t), image(t)),
    "saliency": lambda t: (image(t),),
}
# what returns a float, an int or a fixed dtype, and is held to it by its own tests
EXEMPT = {
    *("EarlyStopping", "average_precision", "cosine_lr", "digits_among_clutter"),
    *("gradient_check", "init_weights", "load_digits", "nms", "numerical_gradient"),
    *("one_hot", "step_lr"),
}


def arrays_in(value: object) -> list[np.ndarray]:
    """Return all arrays and NumPy scalars in nested tuples, lists and iterators."""
    if isinstance(value, np.ndarray | np.generic):
        return [np.asarray(value)]
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [array for item in value for array in arrays_in(item)]
    return []


def call(name, dtype):
    """Call a function on read-only arrays, so that writing to one raises."""
    arguments = CALLS[name](dtype)
    for array in arrays_in(arguments):
        array.flags.writeable = False
    return arguments, getattr(engine, name)(*arguments)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", CALLS)
def test_dtype_arguments_and_memory(name, dtype):
    arguments, result = call(name, dtype)
    results = arrays_in(result)
    assert results
    assert {array.dtype for array in results} == {np.dtype(dtype)}
    for array in results:
        assert np.isfinite(array).all()
        for given in arrays_in(arguments):
            assert not np.shares_memory(array, given)


def changed(change, arguments):
    """Apply a change to every array and number in nested tuples and lists."""
    if isinstance(arguments, tuple | list):
        return type(arguments)(changed(change, item) for item in arguments)
    return change(arguments)


def both(name, change, dtype=np.float64):
    """Call a function as it is and with its arguments changed; return the results."""
    function = getattr(engine, name)
    as_it_is = arrays_in(function(*CALLS[name](dtype)))
    return as_it_is, arrays_in(function(*changed(change, CALLS[name](dtype))))


@pytest.mark.parametrize("name", CALLS)
def test_nested_lists_do_as_well_as_arrays(name):
    def as_list(value):
        return value.tolist() if isinstance(value, np.ndarray) else value

    for expected, got in zip(*both(name, as_list), strict=True):
        np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize("name", CALLS)
def test_how_an_array_lies_in_memory_does_not_matter(name):
    def scattered(value):
        if not isinstance(value, np.ndarray):
            return value
        wide = np.zeros((*value.T.shape, 3), value.dtype)
        wide[..., 1] = value.T
        return wide[..., 1].T  # last axis slowest, and two cells between neighbours

    for expected, got in zip(*both(name, scattered), strict=True):
        np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", CALLS)
def test_numpy_integers_in_place_of_ints_change_nothing(name):
    def as_numpy(value):
        return np.int64(value) if type(value) is int else value

    for expected, got in zip(*both(name, as_numpy, np.float32), strict=True):
        assert got.dtype == expected.dtype
        np.testing.assert_array_equal(got, expected)


# the values given to the first do not matter, and the second takes no nan
@pytest.mark.parametrize("name", sorted(CALLS.keys() - {"nll_loss_backward", "iou"}))
def test_nan_comes_out_where_nan_goes_in_and_nothing_warns(name):
    first, *others = CALLS[name](np.float32)
    first = changed(lambda array: np.full_like(array, np.nan), first)
    results = arrays_in(getattr(engine, name)(first, *others))
    assert any(np.isnan(array).any() for array in results)


@pytest.mark.parametrize("name", ["batch_norm", "dropout"])
def test_evaluation_keeps_the_same_promises(name):
    arguments = CALLS[name](np.float32)
    for result in getattr(engine, name)(*arguments, training=False):
        assert result.dtype == np.float32
        for given in arrays_in(arguments):
            assert not np.shares_memory(result, given)


@pytest.mark.parametrize("training", [True, False])
def test_batch_norm_keeps_the_dtype_of_x_beside_float64_parameters(training):
    parameters = np.ones((4, 4))
    y, _, _ = engine.batch_norm(image(np.float32), *parameters, training=training)
    assert y.dtype == np.float32


def test_an_untouched_clip_is_a_copy_too():
    grad = np.ones(2)
    clipped, _ = engine.clip_grad_norm([grad], 100.0)
    assert not np.shares_memory(grad, clipped[0])


@pytest.mark.parametrize("name", [n for n in engine.__all__ if n.endswith("_backward")])
def test_a_backward_pass_has_the_defaults_of_its_forward_pass(name):
    forward = inspect.signature(getattr(engine, name.removesuffix("_backward")))
    backward = inspect.signature(getattr(engine, name))
    for argument in backward.parameters.keys() & forward.parameters.keys():
        given = forward.parameters[argument].default
        assert backward.parameters[argument].default == given, argument


def test_the_table_holds_every_function_of_these_modules():
    modules = {getattr(engine, name).__module__ for name in [*CALLS, *EXEMPT]}
    public = {
        name for name in engine.__all__ if getattr(engine, name).__module__ in modules
    }
    assert public == CALLS.keys() | EXEMPT


def test_every_public_function_of_these_modules_is_exported():
    for name in [*CALLS, *EXEMPT]:
        module = sys.modules[getattr(engine, name).__module__]
        own = {
            name
            for name, value in vars(module).items()
            if getattr(value, "__module__", None) == module.__name__
            and getattr(value, "__doc__", None)
            and "Parameters\n" in value.__doc__
        }
        assert own <= set(engine.__all__)
