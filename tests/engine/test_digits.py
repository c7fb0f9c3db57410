"""The digits in the package, and their licence beside them."""

from importlib import resources

import numpy as np

from cnnquiz import engine


def test_there_are_1797_digits_of_8_by_8_pixels():
    images, labels = engine.load_digits()
    assert (images.shape, images.dtype) == ((1797, 8, 8), np.uint8)
    assert (labels.shape, labels.dtype) == ((1797,), np.int64)
    assert (images.min(), images.max()) == (0, 16)
    # the counts that the data set's own description states
    counts = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert np.bincount(labels).tolist() == counts


def test_a_label_belongs_to_its_image():
    """Digits nearest to the mean image of their label are those of that label."""
    images, labels = engine.load_digits()
    means = np.array([images[labels == digit].mean(axis=0) for digit in range(10)])
    distances = ((images[:, np.newaxis] - means) ** 2).sum(axis=(2, 3))
    assert (distances.argmin(axis=1) == labels).mean() > 0.9


def test_each_call_returns_arrays_of_its_own():
    images, labels = engine.load_digits()
    images[:], labels[:] = 99, 99
    images, labels = engine.load_digits()
    assert images.max() == 16
    assert labels.max() == 9


def test_the_data_is_attributed_where_it_lies():
    readme = resources.files("cnnquiz.engine").joinpath("data", "README.md").read_text()
    assert "10.24432/C50P49" in readme
    assert "CC BY 4.0" in readme
