"""Where a cell comes from: the engine gives the cell, the window must give it too."""

from __future__ import annotations

import numpy as np
import pytest

from cnnquiz import engine
from cnnquiz.report.windows import explain

X = ((np.arange(60) * 7) % 11 - 4.0).reshape(1, 2, 5, 6)
W = ((np.arange(12) * 5) % 7 - 2.0).reshape(1, 2, 2, 3)


def value_said(text: str) -> float:
    return float(text.rpartition("=")[2])


@pytest.mark.parametrize("place", [(0, 0, 0, 0), (0, 0, 1, 2), (0, 0, 2, 1)])
@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), (1, 2)])
def test_a_convolution_is_written_out(stride, padding, place) -> None:
    """The sum over the window, padding and bias included, is the engine's cell."""
    x, w, b = X[:, :1, :, :], W[:, :1], np.array([10.0])
    expected = engine.conv2d(x, w, b, stride, padding)
    arguments = {"x": x, "w": w, "b": b, "stride": stride, "padding": padding}
    said = explain("conv2d", arguments, expected, place)
    assert value_said(said) == expected[place]
    sums = said.partition(": ")[2] if "[0, :" not in said else said.rpartition(": ")[2]
    total = sums.partition(" =")[0].replace("·", "*")
    assert eval(total) == expected[place]  # noqa: S307 - our own arithmetic


def test_the_window_is_the_part_of_the_image_under_the_kernel() -> None:
    """Padding is cut off, so that the index can be typed in."""
    expected = engine.conv2d(X, W, None, 2, 1)
    said = explain(
        "conv2d", {"x": X, "w": W, "stride": 2, "padding": 1}, expected, (0, 0, 0, 1)
    )
    assert said == "Cell [0, 0, 0, 1] comes from x[0, :, 0:1, 1:4] and w[0]"


def test_a_window_over_the_padding_alone_reads_nothing_of_the_image() -> None:
    """No slice such as 0:-1 is shown, which would mean something else in Python."""
    arguments = {"x": X[:, :1], "w": W[:, :1], "b": np.array([10.0]), "padding": 2}
    expected = engine.conv2d(**arguments)
    said = explain("conv2d", arguments, expected, (0, 0, 0, 0))
    assert said.startswith("Cell [0, 0, 0, 0] comes from the padding alone: ")
    assert value_said(said) == 10


def test_a_flipped_kernel_is_named_as_flipped() -> None:
    """convolve2d turns its kernel; correlate2d does not."""
    image, kernel = X[0, 0], W[0, 0]
    arguments = {"image": image, "kernel": kernel}
    for slug, right in (
        ("correlate2d", engine.correlate2d(image, kernel)),
        ("convolve2d", engine.correlate2d(image, kernel[::-1, ::-1])),
    ):
        said = explain(slug, arguments, right, (1, 2))
        assert value_said(said) == right[1, 2]
        assert ("turned by 180 degrees" in said) == (slug == "convolve2d")


@pytest.mark.parametrize("padding", [0, 1])
def test_pooling_is_written_out(padding) -> None:
    """Padding never is the maximum, and counts in the mean."""
    arguments = {"x": X - 20, "kernel_size": 2, "padding": padding}
    for slug, pool in (
        ("max_pool2d", engine.max_pool2d),
        ("avg_pool2d", engine.avg_pool2d),
    ):
        expected = pool(X - 20, 2, None, padding)
        said = explain(slug, arguments, expected, (0, 1, 0, 0))
        assert value_said(said) == expected[0, 1, 0, 0]
        assert f"x[0, 1, 0:{2 - padding}, 0:{2 - padding}]" in said
    said = explain("max_pooling", {"feature_map": X[0, 0], "pool_size": (2, 3)},
                   engine.max_pool2d(X[:, :1], (2, 3))[0, 0], (1, 1))  # fmt: skip
    assert "feature_map[2:4, 3:6]" in said


def test_nothing_is_said_that_does_not_hold() -> None:
    """Another exercise, another answer, or arguments of which only words are left."""
    expected = engine.conv2d(X, W)
    assert explain("relu", {"x": X}, X, (0, 0, 0, 0)) == ""
    assert explain("conv2d", {"x": X, "w": W}, expected + 1, (0, 0, 0, 0)) == ""
    assert explain("conv2d", {"x": "an array", "w": W}, expected, (0, 0, 0, 0)) == ""
    assert explain("conv2d", {"x": X, "w": W}, expected[0], (0, 0, 0)) == ""
