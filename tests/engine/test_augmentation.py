"""Random flips and crops by their laws, mixup by hand."""

import numpy as np
import pytest

from cnnquiz import engine


def possible_outcomes(image: np.ndarray, padding: int) -> dict[bytes, tuple]:
    """List every flip and crop of one image, by the bytes of the result."""
    _, H, W = image.shape
    padded = np.pad(image, ((0, 0), (padding, padding), (padding, padding)))
    outcomes = {}
    for top in range(2 * padding + 1):
        for left in range(2 * padding + 1):
            crop = padded[:, top : top + H, left : left + W]
            outcomes[crop.tobytes()] = (top, left, False)
            outcomes[crop[:, :, ::-1].tobytes()] = (top, left, True)
    return outcomes


def test_every_outcome_is_a_crop_or_its_mirror_and_all_of_them_occur(rng):
    image = np.arange(1.0, 2 * 4 * 3 + 1).reshape(2, 4, 3)
    outcomes = possible_outcomes(image, padding=1)
    assert len(outcomes) == 18
    images = engine.random_flip_crop(np.stack([image] * 2000), 1, rng)
    # 18 outcomes a draw: one is missing from 2,000 with probability 18 · e^−114
    assert {outcomes[y.tobytes()] for y in images} == set(outcomes.values())


def test_half_of_the_images_are_mirrored(rng):
    x = np.tile(np.array([[[[1.0, 2.0]]]]), (4000, 1, 1, 1))
    mirrored = engine.random_flip_crop(x, 0, rng)[:, 0, 0, 0] == 2
    assert abs(mirrored.mean() - 0.5) < 7 * 0.5 / np.sqrt(4000)


def test_all_channels_of_an_image_move_together(rng):
    x = np.repeat(rng.normal(size=(50, 1, 5, 6)), 3, axis=1)
    y = engine.random_flip_crop(x, 2, rng)
    np.testing.assert_array_equal(y[:, 0], y[:, 1])
    np.testing.assert_array_equal(y[:, 0], y[:, 2])


def test_the_dtype_stays_and_an_empty_batch_is_taken(rng):
    y = engine.random_flip_crop(np.ones((2, 1, 3, 3), np.uint8), 1, rng)
    assert y.dtype == np.uint8
    assert engine.random_flip_crop(np.ones((0, 1, 3, 3)), 1, rng).shape == (0, 1, 3, 3)


def test_bad_arguments_of_random_flip_crop_are_refused(rng):
    with pytest.raises(ValueError, match=r"\(N, C, H, W\), got \(3, 4\)"):
        engine.random_flip_crop(np.ones((3, 4)), 1, rng)
    with pytest.raises(ValueError, match="padding must be at least 0, got -1"):
        engine.random_flip_crop(np.ones((1, 1, 3, 4)), -1, rng)


def test_mixup_blends_samples_and_labels_with_one_weight(rng):
    x, y = rng.normal(size=(3, 1, 2, 2)), np.eye(3)
    mixed_x, mixed_y = engine.mixup(x, y, 0.25, np.array([2, 0, 1]))
    for n, other in enumerate([2, 0, 1]):
        np.testing.assert_allclose(mixed_x[n], 0.25 * x[n] + 0.75 * x[other])
        np.testing.assert_allclose(mixed_y[n], 0.25 * y[n] + 0.75 * y[other])


def test_mixup_with_a_weight_of_one_or_zero_takes_one_of_the_two():
    x, y = np.array([[1.0], [2.0]]), np.eye(2)
    assert engine.mixup(x, y, 1, [1, 0])[0].tolist() == [[1], [2]]
    assert engine.mixup(x, y, 0, [1, 0])[0].tolist() == [[2], [1]]


def test_bad_arguments_of_mixup_are_refused():
    with pytest.raises(ValueError, match=r"lam must be in 0 to 1, got 1\.5"):
        engine.mixup(np.ones((2, 1)), np.eye(2), 1.5, [0, 1])
    with pytest.raises(ValueError, match="must have the same length, got 2, 3 and 2"):
        engine.mixup(np.ones((2, 1)), np.eye(3), 0.5, [0, 1])
