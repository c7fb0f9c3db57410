"""Grad-CAM and saliency against loops over their definitions."""

import numpy as np
import pytest

from cnnquiz import engine


def grad_cam_by_hand(activations, gradients):
    N, C, H, W = activations.shape
    maps = np.zeros((N, H, W))
    for n in range(N):
        weights = [gradients[n, c].sum() / (H * W) for c in range(C)]
        for h, w in np.ndindex(H, W):
            total = sum(weights[c] * activations[n, c, h, w] for c in range(C))
            maps[n, h, w] = max(total, 0)
        if maps[n].max() > 0:
            maps[n] /= maps[n].max()
    return maps


def test_grad_cam_agrees_with_its_definition(rng):
    activations, gradients = rng.normal(size=(2, 3, 4, 5, 6))
    got = engine.grad_cam(activations, gradients)
    np.testing.assert_allclose(
        got, grad_cam_by_hand(activations, gradients), atol=1e-14
    )
    np.testing.assert_allclose(got.max(axis=(1, 2)), 1)


def test_a_map_with_nothing_for_the_class_stays_zero_beside_one_with_something():
    activations = np.ones((2, 1, 2, 2))
    gradients = np.stack([np.full((1, 2, 2), -1.0), np.full((1, 2, 2), 3.0)])
    maps = engine.grad_cam(activations, gradients)
    assert maps.tolist() == [[[0, 0], [0, 0]], [[1, 1], [1, 1]]]


def test_saliency_is_the_strongest_channel_of_each_pixel(rng):
    gradients = rng.normal(size=(2, 3, 4, 5))
    maps = engine.saliency(gradients)
    for n, h, w in np.ndindex(2, 4, 5):
        assert maps[n, h, w] == max(abs(value) for value in gradients[n, :, h, w])


def test_an_empty_batch_is_taken_and_other_shapes_are_refused():
    empty = np.ones((0, 2, 3, 3))
    assert engine.grad_cam(empty, empty).shape == (0, 3, 3)
    assert engine.saliency(empty).shape == (0, 3, 3)
    with pytest.raises(ValueError, match="grad_cam: activations and gradients"):
        engine.grad_cam(np.ones((1, 2, 3, 3)), np.ones((1, 2, 3, 1)))
    with pytest.raises(
        ValueError, match=r"saliency: .* \(N, C, H, W\) .* got \(3, 3\)"
    ):
        engine.saliency(np.ones((3, 3)))
    with pytest.raises(ValueError, match="H and W at least 1"):
        engine.grad_cam(np.ones((1, 0, 3, 3)), np.ones((1, 0, 3, 3)))
