"""What people make of conv_transpose2d."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv_transpose2d_call import (
    Call,
    bias_with_each_stamp,
    cut,
    gathered_with_padding,
    grown,
    of_other_layout,
    of_other_layout_in_place,
    one_gap_too_many,
    overwritten,
    packed,
    repeated,
    repeated_to_size,
    size_times_stride,
)
from cnnquiz.curriculum.exercise import Misconception


def whole(change: Callable[[Call], Any]) -> Callable[..., Any]:
    """Make a misconception from what it makes of a call, bias and all."""

    def wrong(*values: Any, **named: Any) -> Any:
        return change(Call(*values, **named))

    return wrong


def maps(change: Callable[[Call], Any]) -> Callable[..., Any]:
    """Make a misconception from the maps that it makes; the bias is right."""
    return whole(lambda call: call.biased(change(call)))


def weights(change: Callable[[Any], Any]) -> Callable[..., Any]:
    """Make a misconception that changes the kernels."""
    return maps(lambda call: call.cropped(with_w(call, change(call.w)).canvas()))


def with_w(call: Call, w: Any) -> Call:
    """Return a call with other kernels."""
    return Call(call.x, w, call.b, call.stride, call.padding, call.output_padding)


def channels(chosen: slice) -> Callable[..., Any]:
    """Make a misconception that sums over some input channels only."""

    def some(call: Call) -> Any:
        x, w = call.x[:, chosen], call.w[chosen]
        other = Call(x, w, None, call.stride, call.padding, call.output_padding)
        return other.cropped(other.canvas())

    return maps(some)


MISCONCEPTIONS = (
    Misconception(
        "weight-layout",
        "the first axis of w is taken for the output channels",
        "Here w is (C_in, C_out, kH, kW): it is the weight of the convolution that goes "
        "the other way.",
        weights(lambda w: w.swapaxes(0, 1)),
        variants=(maps(of_other_layout), whole(of_other_layout_in_place)),
    ),
    Misconception(
        "kernel-flip",
        "your kernel is flipped",
        "The kernel is stamped as it is stored. Only the gather form, a correlation with "
        "x spread out, rotates it by 180 degrees.",
        weights(lambda w: w[:, :, ::-1, ::-1]),
    ),
    Misconception(
        "transposed-as-convolution",
        "it is an ordinary convolution",
        "A transposed convolution goes from the small map to the large one: each input "
        "cell stamps the kernel onto the output.",
        maps(
            lambda call: engine.conv2d(
                call.x, call.w.swapaxes(0, 1), None, call.stride, call.padding
            )
        ),
        variants=(
            maps(
                lambda call: engine.conv2d(
                    call.x, call.w, None, call.stride, call.padding
                )
            ),
        ),
    ),
    Misconception(
        "overwrites-overlaps",
        "overlapping stamps overwrite each other",
        "Where stamps overlap their values add up: += and not =.",
        maps(overwritten),
    ),
    Misconception(
        "size-times-stride",
        "the output has H·stride rows",
        "It has (H − 1)·stride − 2·padding + kH + output_padding: the last stamp begins "
        "at (H − 1)·stride and is kH high.",
        maps(size_times_stride),
    ),
    Misconception(
        "stride-not-applied",
        "the stamps lie one cell apart whatever the stride",
        "The stamp of input cell (i, j) begins at (i·stride, j·stride).",
        maps(lambda call: call.cropped(call.dense())),
        variants=(maps(packed),),
    ),
    Misconception(
        "stride-dilation-swapped",
        "the kernel is spread out in place of the input",
        "stride moves whole stamps apart, so the zeros go between the cells of x. Zeros "
        "inside the kernel would be dilation.",
        maps(lambda call: call.cropped(call.dense(call.stride))),
    ),
    Misconception(
        "gap-too-wide",
        "there are stride zeros between the cells of x",
        "Cells that are stride apart have stride − 1 zeros between them.",
        maps(one_gap_too_many),
    ),
    Misconception(
        "repeat-not-zeros",
        "the cells of x are repeated",
        "Each input cell stamps the kernel once: x is spread out with zeros, not with "
        "copies.",
        maps(repeated),
        variants=(maps(repeated_to_size),),
    ),
    Misconception(
        "transposed-padding-ignored",
        "the padding is not cropped",
        "The padding of a transposed convolution takes as many rows and columns off each "
        "side of the output.",
        maps(Call.canvas),
    ),
    Misconception(
        "transposed-padding-added",
        "the padding is put around the output",
        "The padding of a transposed convolution makes its output smaller: it is cropped "
        "from each side.",
        maps(lambda call: grown(call.canvas(), call.padding, call.padding)),
    ),
    Misconception(
        "padding-as-input-pad",
        "the padding is put around x",
        "x is not padded here. The padding is cropped from the output, as it had been "
        "added to the input of the convolution that is transposed.",
        maps(
            lambda call: Call(
                grown(call.x, call.padding, call.padding),
                call.w,
                None,
                call.stride,
                0,
                call.output_padding,
            ).canvas()
        ),
    ),
    Misconception(
        "padding-not-complemented",
        "x, spread out, is padded by the padding itself",
        "In the gather form x is padded by kH − 1 − padding rows and kW − 1 − padding "
        "columns: the more is cropped, the less is needed around it.",
        maps(gathered_with_padding),
    ),
    Misconception(
        "crop-one-side",
        "all the cropping is done on one side",
        "padding rows go from the top and as many from the bottom; columns alike.",
        maps(lambda call: cut(call.canvas(), 2 * call.padding, 0)),
        variants=(maps(lambda call: cut(call.canvas(), 0, 2 * call.padding)),),
    ),
    Misconception(
        "crop-minus-zero",
        "the output is empty without padding",
        "[p:-p] is empty for p = 0, since -0 is 0. Crop with [p : p + H_out].",
        maps(
            lambda call: call.canvas()[
                :, :, call.padding : -call.padding, call.padding : -call.padding
            ]
        ),
    ),
    Misconception(
        "output-padding-ignored",
        "output_padding is left out",
        "It makes the output higher and wider by as much, at the bottom and at the right.",
        maps(lambda call: call.cropped(call.canvas(0))),
    ),
    Misconception(
        "output-padding-appends-zeros",
        "output_padding appends zeros",
        "It crops less at the bottom and at the right: what the stamps left there stays, "
        "and the bias is added there too.",
        whole(
            lambda call: grown(
                call.biased(call.cropped(call.canvas(0))), 0, call.output_padding
            )
        ),
        variants=(
            maps(
                lambda call: grown(call.cropped(call.canvas(0)), 0, call.output_padding)
            ),
        ),
    ),
    Misconception(
        "output-padding-before",
        "output_padding is at the top and at the left",
        "It crops less at the bottom and at the right. At the top and at the left all of "
        "the padding is cropped.",
        maps(lambda call: call.cropped(grown(call.canvas(0), call.output_padding, 0))),
    ),
    Misconception(
        "output-padding-both",
        "output_padding is added on both sides",
        "It is added once, at the bottom and at the right.",
        maps(
            lambda call: call.cropped(
                grown(call.canvas(0), call.output_padding, call.output_padding)
            )
        ),
        variants=(
            maps(
                lambda call: grown(
                    call.cropped(call.canvas(0)),
                    call.output_padding,
                    call.output_padding,
                )
            ),
            maps(
                lambda call: call.cropped(grown(call.canvas(), 0, call.output_padding))
            ),
        ),
    ),
    Misconception(
        "output-transposed",
        "height and width of the output are swapped",
        "The output is indexed (n, channel, row, column). Rows come from rows of x.",
        maps(lambda call: call.cropped(call.canvas()).swapaxes(2, 3)),
    ),
    Misconception(
        "first-channel-only",
        "only the first input channel is used",
        "Every input channel stamps its own kernel onto the output: sum over c as well.",
        channels(slice(0, 1)),
    ),
    Misconception(
        "channel-overwrite",
        "only the last input channel is used",
        "Each channel adds to the output: += in the loop over channels, not =.",
        channels(slice(-1, None)),
    ),
    Misconception(
        "no-bias",
        "the bias is left out",
        "Where b is given, add b[o] to the whole output map o.",
        whole(lambda call: call.cropped(call.canvas())),
    ),
    Misconception(
        "none-bias-crash",
        "it fails where there is no bias",
        "b is None by default. Look before you add.",
        whole(lambda call: call.cropped(call.canvas()) + call.b[:, None, None]),
    ),
    Misconception(
        "bias-per-channel",
        "the bias is added once for each input channel",
        "An output map has one bias. Add it after the sum over the channels, not inside "
        "it.",
        whole(
            lambda call: Call(
                call.x, call.w, None if call.b is None else call.b * len(call.w)
            ).biased(call.cropped(call.canvas()))
        ),
    ),
    Misconception(
        "bias-with-each-stamp",
        "the bias is added with each stamp",
        "Each output cell gets the bias once: where stamps overlap, and where there is "
        "none. Add it at the end.",
        whole(bias_with_each_stamp),
    ),
)
