"""Generated questions about sizes and costs: what makes each of them worth asking."""

import pytest
from scipy import signal

from cnnquiz import engine
from cnnquiz.questions.generators import generate
from cnnquiz.questions.items import LEVELS

SEEDS = range(40)


def drawn(id_, *levels):
    return [generate(id_, seed, level) for level in levels for seed in SEEDS]


def axes(item, *names):
    """Return the named parameters of each axis, then the answer along it."""
    listed = [item.parameters[name] for name in names] + [item.answer]
    count = 1 if isinstance(item.answer, int) else 2
    pairs = [[x] * count if isinstance(x, int) else list(x) for x in listed]
    return list(zip(*pairs, strict=True))


def test_a_convolution_leads_back_from_a_transposed_size():
    names = ("n", "kernel_size", "stride", "padding", "dilation")
    for item in drawn("conv-transpose-size", *LEVELS):
        for n, k, s, p, d, size in axes(item, *names):
            assert engine.conv_output_size(size, k, s, p, d) == n
            assert p >= 1


def test_the_padding_found_is_the_smallest():
    names = ("n", "kernel_size", "stride", "dilation", "output_size")
    for item in drawn("find-padding", *LEVELS):
        for n, k, s, d, wanted, p in axes(item, *names):
            assert engine.conv_output_size(n, k, s, p, d) == wanted
            assert engine.conv_output_size(n, k, s, p - 1, d) < wanted


def test_padding_with_a_stride_comes_out_as_a_half():
    for item in drawn("find-padding", "medium"):
        n, k, s = (item.parameters[name] for name in ("n", "kernel_size", "stride"))
        assert ((item.parameters["output_size"] - 1) * s + k - n) % 2 == 1


def test_same_padding_has_an_odd_cell_to_place_at_the_hard_level():
    for item in drawn("same-padding", "hard"):
        total, left, right = item.answer
        assert total % 2 == 1
        assert right == left + 1


def test_shapes_need_rounding_from_the_medium_level_on():
    for item in drawn("network-shapes", "medium", "hard"):
        assert "ceil-output-size" in item.misconceptions
    for item in drawn("network-shapes", "easy"):
        assert "ceil-output-size" not in item.misconceptions


def test_hard_shapes_are_not_square():
    for item in drawn("network-shapes", "hard"):
        _, height, width = item.parameters["input_shape"]
        assert height != width


def test_a_kernel_is_dilated():
    for item in drawn("effective-kernel", *LEVELS):
        assert set(item.parameters) == {"kernel_size", "dilation"}
        assert item.parameters["dilation"] >= 2


def test_gaps_are_one_less_than_the_dilation():
    told = [item for item in drawn("effective-kernel", "hard") if "from 0" in item.stem]
    assert len(told) > 5
    for item in told:
        gap = item.parameters["dilation"] - 1
        assert f"has dilation {gap}." in item.stem


def test_work_differs_between_the_places_of_input_and_output():
    for item in drawn("conv-macs", *LEVELS):
        assert "macs-over-input" in item.misconceptions


def test_groups_and_batch_normalization_come_at_the_hard_level():
    for item in drawn("conv-macs", "hard"):
        assert item.parameters["groups"] > 1
        assert "groups-ignored" in item.misconceptions
    for item in drawn("network-parameters", "hard"):
        assert "running-statistics-trainable" in item.misconceptions


def test_a_saving_is_asked_for_more_outputs_than_inputs():
    for item in drawn("depthwise-saving", *LEVELS):
        p = item.parameters
        assert p["out_channels"] >= 2 * p["in_channels"]


@pytest.mark.parametrize("level", ["medium", "hard"])
def test_a_saving_stays_below_the_area_of_the_kernel(level):
    for item in drawn("depthwise-saving", level):
        (square,) = [
            one.value
            for one in item.wrong
            if one.misconception == "saving-is-kernel-area"
        ]
        assert 1 < item.answer < square


def test_easy_memory_comes_out_in_eighths():
    for item in drawn("activation-memory", "easy"):
        assert 8 * item.answer % 1 == 0


def test_one_layer_less_sees_too_little():
    for item in drawn("layers-for-receptive-field", *LEVELS):
        p = item.parameters
        names = ("kernel_size", "stride", "dilation")
        before = [tuple(layer[name] for name in names) for layer in p["layers"]]
        equal = tuple(p[name] for name in names)
        fields = [
            engine.receptive_field([*before, *[equal] * count])
            for count in (item.answer - 1, item.answer)
        ]
        assert fields[0] < p["receptive_field"] <= fields[1]
        assert bool(before) == (item.level == "hard")


def test_scipy_returns_what_the_answer_says():
    for item in drawn("convolve-or-correlate", *LEVELS):
        p = item.parameters
        function = getattr(signal, p["function"])
        result = function(p["image"], p["kernel"], mode=p["mode"])
        assert result.tolist() == [list(row) for row in item.answer]


def test_both_of_scipys_functions_are_asked_about():
    asked = {
        item.parameters["function"] for item in drawn("convolve-or-correlate", "easy")
    }
    assert asked == {"convolve2d", "correlate2d"}
