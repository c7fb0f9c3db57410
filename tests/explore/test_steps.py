"""Steps and results are the engine's, for every position of every knob."""

import itertools
import math

import numpy as np
import pytest

from cnnquiz import engine, explore
from cnnquiz.errors import UsageError
from cnnquiz.explore.operation import state

RNG = np.random.default_rng(8)


def numbers(*shape):
    return RNG.integers(-4, 5, shape).astype(float)


def every(**knobs):
    """Yield all combinations of the knobs' positions, as settings."""
    for values in itertools.product(*knobs.values()):
        yield dict(zip(knobs, values, strict=True))


def walked(name, arrays, settings=None):
    """Return what the steps make; each name has its array."""
    operation = explore.of_name(name, arrays, settings)
    assert operation.trouble == ""
    return operation.results()


def agree(got, expected):
    assert got.shape == np.shape(expected)
    np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-12)


CONV_KNOBS = {
    "stride": (1, 2, 3),
    "padding": (0, 1, 2),
    "dilation": (1, 2),
    "flip": (False, True),
}


@pytest.mark.parametrize("settings", every(**CONV_KNOBS), ids=str)
@pytest.mark.parametrize("bias", [False, True], ids=["plain", "bias"])
def test_conv2d(settings, bias):
    x, w, b = numbers(2, 2, 5, 6), numbers(3, 2, 2, 3), numbers(3)
    arrays = {"x": x, "w": w} | ({"b": b} if bias else {})
    slid = w[..., ::-1, ::-1] if settings["flip"] else w
    geometry = [settings[name] for name in ("stride", "padding", "dilation")]
    expected = engine.conv2d(x, slid, b if bias else None, *geometry)
    agree(walked("conv2d", arrays, settings)["y"], expected)


@pytest.mark.parametrize(
    "settings", every(stride=(1, 2, 3), padding=(0, 1), kernel_size=(2, 3, (2, 3)))
)
@pytest.mark.parametrize("name", ["max_pool2d", "avg_pool2d"])
def test_pooling(name, settings):
    x = -np.abs(numbers(2, 2, 5, 6))
    function = getattr(engine, name)
    agree(walked(name, {"x": x}, settings)["y"], function(x, **settings))


@pytest.mark.parametrize(
    "settings", every(groups=(1, 2, 4), stride=(1, 2), padding=(0, 1), dilation=(1, 2))
)
@pytest.mark.parametrize("bias", [False, True], ids=["plain", "bias"])
def test_grouped_conv2d(settings, bias):
    groups, b = settings["groups"], numbers(8)
    x, w = numbers(2, 4, 4, 5), numbers(8, 4 // groups, 2, 2)
    arrays = {"x": x, "w": w} | ({"b": b} if bias else {})
    geometry = [settings[name] for name in ("stride", "padding", "dilation", "groups")]
    expected = engine.conv2d(x, w, b if bias else None, *geometry)
    agree(walked("grouped_conv2d", arrays, settings)["y"], expected)


def test_more_groups_leave_a_filter_fewer_channels():
    operation = explore.of_name("grouped_conv2d")
    (groups, *_) = operation.knobs
    assert groups.choices == (1, 2, 4)
    depthwise = operation.turned("groups", 4)
    assert depthwise.arrays["w"].shape == (4, 1, 2, 2)
    step = depthwise.steps()[4]  # the first cell of the second filter
    assert "of channel 1 " in step.title
    assert {cell.place[:2] for cell in step.reads if cell.table == "x"} == {(0, 1)}
    assert {cell.place[:2] for cell in step.reads if cell.table == "w"} == {(1, 0)}
    assert operation.turned("groups", 1).arrays["w"].shape == (4, 4, 2, 2)


@pytest.mark.parametrize("largest", [0, 1000], ids=["small", "overflowing"])
def test_softmax_cross_entropy(largest):
    logits, labels = numbers(3, 4) + largest, np.array([1, 0, 3])
    results = walked("softmax_cross_entropy", {"logits": logits, "labels": labels})
    agree(results["p"], engine.softmax(logits))
    agree(results["mean loss"][0, 0], engine.cross_entropy(logits, labels))
    agree(results["gradient"], engine.cross_entropy_backward(logits, labels))


@pytest.mark.parametrize(
    "settings",
    every(stride=(1, 2, 3), padding=(0, 1), dilation=(1, 2), output_padding=(0, 1)),
    ids=str,
)
def test_conv_transpose2d(settings):
    x, w = numbers(2, 2, 3, 2), numbers(2, 3, 2, 3)
    operation = explore.of_name("conv_transpose2d", {"x": x, "w": w}, settings)
    if settings["output_padding"] >= max(settings["stride"], settings["dilation"]):
        assert "must be smaller" in operation.trouble
        return
    agree(operation.results()["y"], engine.conv_transpose2d(x, w, **settings))


@pytest.mark.parametrize(
    "settings", every(stride=(1, 2, 3), padding=(0, 1, 2), dilation=(1, 2)), ids=str
)
def test_conv2d_backward(settings):
    x, w = numbers(2, 2, 5, 6), numbers(3, 2, 2, 3)
    dout = numbers(*engine.conv2d(x, w, **settings).shape)
    expected = engine.conv2d_backward(dout, x, w, **settings)
    for name, array in zip(("dx", "dw", "db"), expected, strict=True):
        arrays = {"dout": dout, "x": x, "w": w}
        got = walked("conv2d_backward", arrays, settings | {"gradient": name})
        agree(got[name], array)


@pytest.mark.parametrize(
    "settings", every(stride=(1, 2, 3), padding=(0, 1), kernel_size=(2, 3, (2, 3)))
)
def test_pooling_backward(settings):
    x = numbers(2, 2, 5, 6)
    dout = numbers(*engine.max_pool2d(x, **settings).shape)
    arrays = {"dout": dout, "x": x}
    agree(
        walked("max_pool2d_backward", arrays, settings)["dx"],
        engine.max_pool2d_backward(dout, x, **settings),
    )
    agree(
        walked("avg_pool2d_backward", arrays, settings)["dx"],
        engine.avg_pool2d_backward(dout, x.shape, **settings),
    )


@pytest.mark.parametrize(
    "settings",
    every(training=(True, False), eps=(0.0, 1e-5, 0.1, 1.0), momentum=(0.1, 0.5, 1.0)),
    ids=str,
)
def test_batch_norm(settings):
    x = numbers(3, 2, 4)
    gamma, beta, mean = numbers(3), numbers(3), numbers(3)
    var = np.array([1.0, 4.0, 0.5])
    arrays = {"x": x, "gamma": gamma, "beta": beta}
    arrays |= {"running_mean": mean, "running_var": var}
    results = walked("batch_norm", arrays, settings)
    y, new_mean, new_var = engine.batch_norm(
        x.transpose(1, 0, 2), gamma, beta, mean, var, **settings
    )
    agree(results["y"], y.transpose(1, 0, 2))
    if settings["training"]:
        agree(results["new running_mean"], new_mean)
        agree(results["new running_var"], new_var)
        agree(results["mean"], x.mean(axis=(1, 2)))
        agree(results["variance"], x.var(axis=(1, 2)))


@pytest.mark.parametrize(
    "settings", every(p=(0.0, 0.25, 0.75), training=(True, False)), ids=str
)
def test_dropout(settings):
    x = numbers(3, 5)
    draws = np.random.default_rng(4).random(x.shape)
    results = walked("dropout", {"x": x, "draws": draws}, settings)
    y, mask = engine.dropout(x, rng=np.random.default_rng(4), **settings)
    agree(results["y"], y)
    agree(results["mask"], mask)


def test_a_stamp_says_what_each_cell_becomes_and_what_is_cropped():
    arrays = {"x": [[1, 10]], "w": [[1, 2, 3]]}
    first, second = explore.of_name("conv_transpose2d", arrays).steps()
    assert first.words == (
        "y[0, 0]: 1*1 = 1", "y[0, 1]: 1*2 = 2", "y[0, 2]: 1*3 = 3",
    )  # fmt: skip
    assert second.words[0] == "y[0, 2]: 3 + 10*1 = 13"
    settings = {"padding": 1}
    arrays = {"x": [[4]], "w": np.ones((3, 3))}
    (step,) = explore.of_name("conv_transpose2d", arrays, settings).steps()
    assert [cell.place for cell in step.writes] == [(0, 0, 0, 0)]
    assert "8 cells fall into the padding" in step.title


def test_a_weight_gathers_what_it_met():
    arrays = {"dout": [[1, 5]], "x": [[1, 2, 3]], "w": [[10, 20]]}
    settings = {"gradient": "dw"}
    first, second = explore.of_name("conv2d_backward", arrays, settings).steps()
    assert first.words == ("1*1 + 5*2 = 11",)
    assert [x.place for _, x in second.terms] == [(0, 0, 0, 1), (0, 0, 0, 2)]


def test_a_gradient_goes_to_the_winner_and_adds_up():
    arrays = {"dout": [[5, 2]], "x": [[1, 7, 3]]}
    settings = {"kernel_size": (1, 2), "stride": 1}
    first, second = explore.of_name("max_pool2d_backward", arrays, settings).steps()
    assert first.words == ("dx[0, 1]: 0 + 5 = 5",)
    assert second.words == ("dx[0, 1]: 5 + 2 = 7",)
    assert second.writes == (("dx", (0, 0, 0, 1), 7.0),)


def test_the_statistics_are_said_as_they_are_taken():
    settings = {"eps": 0.0, "momentum": 0.5}
    operation = explore.of_name("batch_norm", {"x": [[1, 5]], "gamma": [3]}, settings)
    words = [step.words[0] for step in operation.steps()]
    assert words[:4] == [
        "(1 + 5) / 2 = 3",
        "((1 - 3)^2 + (5 - 3)^2) / 2 = 4",
        "(1 - 0.5)*0 + 0.5*3 = 1.5",
        "(1 - 0.5)*1 + 0.5*8 = 4.5",
    ]
    assert "(1 - 3) / sqrt(4 + 0) = -1" in words
    assert "3*(-1) + 1 = -2" in words


def test_evaluation_takes_the_running_statistics():
    arrays = {"x": [[1, 5]], "running_mean": [5], "running_var": [4]}
    operation = explore.of_name("batch_norm", arrays, {"training": False, "eps": 0.0})
    first = operation.steps()[0]
    assert first.words == ("(1 - 5) / sqrt(4 + 0) = -2",)
    assert {cell.table for cell in first.reads} == {"x", "running_mean", "running_var"}


def test_a_draw_decides_what_is_kept():
    arrays = {"x": [3, 4], "draws": [0.2, 0.3]}
    dropped, kept = explore.of_name("dropout", arrays, {"p": 0.25}).steps()
    assert dropped.words == ("3 * 0 = 0",)
    assert kept.words == ("4 * 1/(1 - 0.25) = 5.333",)
    assert "not below" in kept.title


def test_a_step_reads_what_is_under_the_window_and_says_the_sum():
    operation = explore.of_name(
        "conv2d", {"x": [[1, 2, 3], [4, 5, 6]], "w": [[1, 0], [2, -1]]}
    )
    step = operation.steps()[1]
    assert step.words == ("2*1 + 3*0 + 5*2 + 6*(-1) = 6",)
    assert step.writes == (("y", (0, 0, 0, 1), 6.0),)
    assert [cell.place[2:] for cell, _ in step.terms] == [
        (0, 1),
        (0, 2),
        (1, 1),
        (1, 2),
    ]
    assert [weight.value for _, weight in step.terms] == [1, 0, 2, -1]
    assert len(step.reads) == 8


def test_a_flipped_kernel_is_shown_as_it_is_read():
    operation = explore.of_name(
        "conv2d", {"x": [[1, 10]], "w": [[2, 3]]}, {"flip": True}
    )
    assert operation.steps()[0].words == ("1*3 + 10*2 = 23",)
    (turned,) = [table for table in operation.tables if table.name == "w turned"]
    assert turned.values.tolist() == [[[[3, 2]]]]


def test_each_channel_is_a_step_and_the_bias_comes_first():
    arrays = {"x": [[[[3]], [[4]]]], "w": [[[[2]], [[-5]]]], "b": [7]}
    first, second = explore.of_name("conv2d", arrays).steps()
    assert first.words == ("7 + 3*2 = 13",)
    assert "bias 7" in first.title
    assert second.words == ("13 + 4*(-5) = -7",)
    assert "channel 1" in second.title


def test_the_padding_is_read_as_zero_by_a_sum_and_never_wins_a_maximum():
    arrays = {"x": [[-3, -4]]}
    settings = {"kernel_size": (2, 2), "stride": 2, "padding": 1}
    mean = explore.of_name("avg_pool2d", arrays, settings).steps()[0]
    assert mean.words == ("(0 + 0 + 0 + (-3)) / 4 = -0.75",)
    largest = explore.of_name("max_pool2d", arrays, settings).steps()[0]
    assert largest.words == ("max(-inf, -inf, -inf, -3) = -3",)
    assert [cell.place for cell in largest.chosen] == [(0, 0, 0, 0)]


def test_among_equals_the_first_wins():
    step = explore.of_name("max_pool2d", {"x": [[1, 7], [7, 7]]}).steps()[0]
    assert [cell.place for cell in step.chosen] == [(0, 0, 0, 1)]


def test_results_appear_as_far_as_one_has_walked():
    operation = explore.of_name("conv2d")
    steps = operation.steps()
    some = state(operation.tables, steps[:3])["y"]
    assert np.isfinite(some).sum() == 3
    assert np.isfinite(operation.results()["y"]).all()


@pytest.mark.parametrize(
    ("name", "arrays", "settings", "why"),
    [
        ("conv2d", {"x": [[1, 2]], "w": [[1], [1]]}, {}, "covers 2 rows"),
        ("conv2d", {"x": np.ones((3, 4))}, {"dilation": 2}, "covers 5 rows"),
        ("conv2d", {"x": np.ones((9, 4))}, {"dilation": 2}, "covers 5 columns"),
        ("conv2d", {"x": np.ones((2, 5, 5))}, {}, "x has 2"),
        ("conv2d", {"b": [1, 2]}, {}, "b needs 1"),
        ("grouped_conv2d", {}, {"groups": 3}, "4 channels of x cannot be split"),
        ("max_pool2d", {}, {"padding": 2}, "must be smaller than the window"),
        ("avg_pool2d", {}, {"kernel_size": (5, 5)}, "No window fits"),
        ("conv_transpose2d", {}, {"padding": 3}, "crops all"),
        ("conv_transpose2d", {"x": np.ones((2, 2, 2))}, {}, "x has 2"),
        ("conv2d_backward", {}, {"dilation": 3}, "No window fits"),
        ("max_pool2d_backward", {}, {"padding": 2}, "must be smaller"),
        ("avg_pool2d_backward", {}, {"kernel_size": (9, 9)}, "No window fits"),
        ("batch_norm", {"x": [[3]]}, {}, "two values"),
        ("batch_norm", {"x": [[3, 3]]}, {"eps": 0.0}, "more than 0"),
        ("batch_norm", {"running_var": [-1]}, {"training": False}, "more than 0"),
        ("softmax_cross_entropy", {"labels": [0, 3]}, {}, "no class"),
        ("softmax_cross_entropy", {"labels": [0, 0.5]}, {}, "no class"),
        ("softmax_cross_entropy", {"labels": [0]}, {}, "needs 2"),
    ],
)
def test_what_cannot_be_computed_says_why_in_one_sentence(name, arrays, settings, why):
    operation = explore.of_name(name, arrays, settings)
    assert why in operation.trouble
    assert operation.trouble.count(". ") == 0
    assert operation.steps() == ()
    assert operation.tables


@pytest.mark.parametrize(
    ("name", "arrays", "settings", "why"),
    [
        ("nothing", {}, {}, "no operation"),
        ("conv2", {}, {}, "Did you mean 'conv2d'"),
        ("max_pool2d", {}, {"dilation": 2}, "has no dilation"),
        ("max_pool2d", {"w": [[1]]}, {}, "has no array w"),
        ("max_pool2d", {"x": [[math.nan]]}, {}, "of at most"),
        ("max_pool2d", {"x": [[1e9]]}, {}, "of at most"),
        ("max_pool2d", {"x": []}, {}, "must hold numbers"),
        ("max_pool2d", {"x": ["a"]}, {}, "must hold numbers"),
        ("conv2d", {"b": np.ones((2, 2))}, {}, "at most 1 axes"),
        ("conv2d", {"x": np.ones((70, 70))}, {}, "more than 4,096 cells"),
        ("conv2d", {}, {"stride": 0}, "stride must be between 1 and 64"),
        ("conv2d", {}, {"padding": -1}, "padding must be between 0"),
        ("max_pool2d", {}, {"kernel_size": (2, 0)}, "kernel_size must be"),
        ("dropout", {}, {"p": 1.0}, "p must be between"),
        ("batch_norm", {"gamma": [1, 2]}, {}, "gamma must be 1 here, and it is 2"),
        ("conv2d", {"w": [[1, 2]]}, {"kernel_size": 3}, "w must be 1x1x3x3 here"),
    ],
)
def test_what_does_not_exist_is_refused(name, arrays, settings, why):
    with pytest.raises(UsageError, match=why):
        explore.of_name(name, arrays, settings)


def test_a_walk_without_end_is_refused():
    arrays = {"x": np.ones((1, 1, 64, 64)), "w": np.ones((60, 1, 3, 3))}
    assert "too large" in explore.of_name("conv2d", arrays).trouble


def test_knobs_turn_and_arrays_follow():
    operation = explore.of_name("conv2d")
    knobs = {knob.name: knob for knob in operation.knobs}
    assert knobs["stride"].beside(1) == 2
    assert knobs["stride"].beside(-1) == 1
    assert knobs["kernel_size"].beside(1) == (4, 4)
    wider = operation.turned("kernel_size", (4, 4))
    w = wider.arrays["w"]
    assert w.shape == (1, 1, 4, 4)
    assert w[0, 0, :3, :3].tolist() == operation.arrays["w"][0, 0].tolist()
    assert w[0, 0, 3].tolist() == [1, 1, 1, 1]
    assert operation.turned("stride", 2).results()["y"].shape == (1, 1, 2, 2)


def test_a_knob_keeps_a_position_of_its_own():
    operation = explore.of_name("max_pool2d", {}, {"stride": (2, 3)})
    (stride, *_) = operation.knobs
    assert stride.value == (2, 3)
    assert stride.beside(1) == 1


@pytest.mark.parametrize("name", explore.OPERATIONS)
def test_every_position_of_every_knob_works_or_says_why(name):
    operation = explore.of_name(name)
    assert operation.steps()
    for knob in operation.knobs:
        for value in knob.choices:
            turned = operation.turned(knob.name, value)
            assert (
                turned.trouble
                or np.isfinite(
                    np.concatenate([each.ravel() for each in turned.results().values()])
                ).all()
            )
            for step in turned.steps()[:50]:
                assert step.words
                assert step.title


@pytest.mark.parametrize("name", explore.OPERATIONS)
def test_every_cell_that_is_named_holds_the_number_that_is_said(name):
    operation = explore.of_name(name)
    tables = {table.name: table for table in operation.tables}
    steps = operation.steps()
    for number, step in enumerate(steps):
        known = state(operation.tables, steps[: number + 1])
        for cell in (*step.reads, *step.writes):
            table = tables[cell.table]
            inside = all(
                0 <= i < n for i, n in zip(cell.place, table.shape, strict=True)
            )
            values = known.get(cell.table, table.values)
            if inside:
                assert values[cell.place] == cell.value


def test_an_edit_changes_one_cell_of_a_copy():
    operation = explore.of_name("max_pool2d")
    edited = operation.edited("x", (0, 0, 0, 0), 50)
    assert edited.results()["y"][0, 0, 0, 0] == 50
    assert operation.results()["y"][0, 0, 0, 0] == 9


def test_the_aim_is_where_one_begins():
    operation = explore.of_name("conv2d").aimed("y", (0, 0, 2, 1))
    steps = operation.steps()
    assert steps[operation.start(steps)].writes[0].place == (0, 0, 2, 1)
    assert explore.of_name("conv2d").start(steps) == 0
