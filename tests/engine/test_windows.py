"""The view of all windows, and the ways to cut it up."""

import numpy as np
import pytest

from cnnquiz.engine import windows as windows_module
from cnnquiz.engine.shapes import Geometry
from cnnquiz.engine.windows import slide, tiles, windows

GEOMETRIES = [
    Geometry((1, 1), (1, 1), (0, 0), (1, 1)),
    Geometry((3, 2), (1, 1), (0, 0), (1, 1)),
    Geometry((2, 3), (2, 1), (0, 0), (1, 2)),
    Geometry((1, 2), (3, 2), (1, 2), (2, 1)),  # x has its padding already
]


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_each_window_holds_the_cells_that_its_indices_say(geometry, rng):
    x = rng.random((2, 2, 6, 7))
    view = windows(x, geometry)
    (kH, kW), (sH, sW), _, (dH, dW) = geometry
    assert view.shape[:4] == (2, 2, kH, kW)
    for n, c, i, j, r, q in np.ndindex(view.shape):
        assert view[n, c, i, j, r, q] == x[n, c, r * sH + i * dH, q * sW + j * dW]


def test_the_windows_share_memory_with_the_image(rng):
    x = rng.random((1, 1, 4, 4))
    assert np.shares_memory(windows(x, GEOMETRIES[1]), x)


@pytest.mark.parametrize("budget", [1, 200, 1000, 10**9])
def test_the_tiles_cover_every_window_once(budget, monkeypatch):
    monkeypatch.setattr(windows_module, "TILE_BYTES", budget)
    view = np.zeros((5, 2, 1, 2, 7, 3))
    visits = np.zeros((5, 7))
    for n, rows, positions in tiles(view):
        visits[n, rows] += 1
        assert (positions.start, positions.stop) == (3 * rows.start, 3 * rows.stop)
        rows_and_samples = visits[n, rows].size
        assert rows_and_samples == 1 or rows_and_samples * 2 * 2 * 3 * 8 <= budget
    assert (visits == 1).all()


def test_an_empty_batch_has_no_tiles():
    assert list(tiles(np.zeros((0, 1, 2, 2, 3, 3)))) == []


@pytest.mark.parametrize(("size", "stride"), [(1, 1), (2, 1), (3, 2), (2, 3)])
@pytest.mark.parametrize("axis", [0, 1])
def test_sliding_combines_the_cells_of_each_window(size, stride, axis, rng):
    x = rng.integers(0, 9, (8, 8))
    y = slide(np.add, x, axis, size, stride)
    for k in range(y.shape[axis]):
        cells = range(k * stride, k * stride + size)
        np.testing.assert_array_equal(
            y.take(k, axis), x.take(cells, axis).sum(axis=axis)
        )
    assert y.shape[axis] == len(range(0, 8 - size + 1, stride))
    assert not np.shares_memory(y, x)
