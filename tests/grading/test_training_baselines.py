"""What is no CNN fails train_cnn's gate, with the best preprocessing known for it.

The linear model sees the magnitudes of the Fourier transform, which do not change when
an image moves. The network of fully connected layers sees the two windows that are most
like a mean digit; that mean slides over the image, so it is in effect a convolution with
one filter, and comes nearest to the gate.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cnnquiz.grading.judging import Request
from cnnquiz.grading.referee import grade
from cnnquiz.grading.submission import Submission
from cnnquiz.grading.verdict import Status

LEARNING = '''
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

def fit(features, y, sizes, epochs, rng):
    """Train fully connected layers with Adam and a rate that falls along a cosine."""
    centre, spread = features.mean(axis=0), features.std(axis=0) + 1e-3
    features = ((features - centre) / spread).astype(np.float32)
    layers = [
        [rng.normal(0, np.sqrt(2 / m), (n, m)).astype(np.float32), np.zeros(n, np.float32)]
        for m, n in zip(sizes, sizes[1:])
    ]
    flat = [array for layer in layers for array in layer]
    first, second = ([np.zeros_like(a) for a in flat] for _ in range(2))
    steps, step = epochs * (len(y) // 64), 0
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for start in range(0, len(y) - 63, 64):
            batch = order[start : start + 64]
            seen = [features[batch]]
            for number, (w, b) in enumerate(layers):
                z = seen[-1] @ w.T + b
                seen.append(np.maximum(z, 0) if number < len(layers) - 1 else z)
            p = np.exp(seen[-1] - seen[-1].max(axis=1, keepdims=True))
            d = p / p.sum(axis=1, keepdims=True)
            d[np.arange(64), y[batch]] -= 1
            d /= 64
            grads = []
            for (w, b), x in zip(layers[::-1], seen[-2::-1]):
                grads = [d.T @ x, d.sum(axis=0), *grads]
                d = (d @ w) * (x > 0)
            step += 1
            rate = 3e-3 * 0.5 * (1 + np.cos(np.pi * step / steps))
            for a, g, m, v in zip(flat, grads, first, second):
                m += 0.1 * (g - m)
                v += 0.001 * (g * g - v)
                unbiased = np.sqrt(v / (1 - 0.999**step)) + 1e-8
                a -= np.float32(rate) * (m / (1 - 0.9**step) / unbiased).astype(np.float32)
    w, b = layers[0]
    w /= spread
    b -= w @ centre
    return {f"{k}{i}": a for i, (w, b) in enumerate(layers) for k, a in (("w", w), ("b", b))}

def scores(params, features):
    h = features
    for i in range(len(params) // 2):
        h = (np.maximum(h, 0) if i else h) @ params[f"w{i}"].T + params[f"b{i}"]
    return h
'''

LINEAR_ON_FOURIER = (
    LEARNING
    + """
def features(x):
    magnitudes = np.abs(np.fft.rfft2(x[:, 0], (20, 20)))
    return np.log(magnitudes + 0.1).reshape(len(x), -1).astype(np.float32)

def train_cnn(x, y, rng):
    return fit(features(x), y, (220, 10), 12, rng)

def predict(params, x):
    return scores(params, features(x)).argmax(axis=1)
"""
)

MLP_ON_TWO_WINDOWS = (
    LEARNING
    + '''
def likeness(windows, mean):
    """Correlate each window with the mean digit."""
    level = windows.mean(axis=(3, 4))
    power = np.maximum((windows**2).mean(axis=(3, 4)) - level**2, 1e-4)
    return np.einsum("nabij,ij->nab", windows, mean, optimize=True) / np.sqrt(power)

def take(windows, score):
    best = score.reshape(len(score), -1).argmax(axis=1)
    rows, columns = np.divmod(best, score.shape[2])
    return windows[np.arange(len(score)), rows, columns], rows, columns

def mean_digit(windows):
    """Align the images with their own mean; begin with a box with a dark border."""
    mean = np.ones((8, 8), np.float32)
    mean[:, [0, 7]] = -3
    chosen, _, _ = take(windows, np.einsum("nabij,ij->nab", windows, mean))
    for _ in range(6):
        mean = chosen.mean(axis=0)
        mean -= mean.mean()
        chosen, _, _ = take(windows, likeness(windows, mean))
    return mean

def features(x, mean):
    windows = sliding_window_view(x[:, 0], (8, 8), axis=(1, 2))
    score = likeness(windows, mean)
    best, rows, columns = take(windows, score)
    places = np.arange(score.shape[1])
    far = np.maximum(
        np.abs(places[:, None] - rows[:, None, None]),
        np.abs(places[None, :] - columns[:, None, None]),
    )
    second, _, _ = take(windows, np.where(far > 2, score, -np.inf))
    return np.concatenate([best, second], axis=1).reshape(len(x), -1)

def train_cnn(x, y, rng):
    mean = mean_digit(sliding_window_view(x[:, 0], (8, 8), axis=(1, 2)))
    params = fit(features(x, mean), y, (128, 21, 10), 40, rng)
    return {**params, "mean": mean.astype(np.float32)}

def predict(params, x):
    params = dict(params)
    return scores(params, features(x, params.pop("mean"))).argmax(axis=1)
'''
)


def accuracy(zygote, source: str, seed: int) -> float:
    """Return the test accuracy that a submission was rejected for."""
    compile(source, "train_cnn.py", "exec")
    submission = Submission(Path("train_cnn.py"), source.encode())
    verdict, _ = grade(Request(submission, "train_cnn", seed), zygote)
    assert verdict.status is Status.WRONG, verdict.message
    failed = next(c for c in verdict.checks if c.status == "failed")
    assert failed.name == "accuracy", verdict.message
    return float(re.search(r"([\d.]+)% of", verdict.message)[1]) / 100


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(4))
def test_a_linear_model_on_the_best_features_fails(zygote, seed: int) -> None:
    """It reads about 60 %: far more than on pixels, and far from the gate."""
    assert 0.45 < accuracy(zygote, LINEAR_ON_FOURIER, seed) < 0.72


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(4))
def test_an_mlp_on_the_best_windows_fails(zygote, seed: int) -> None:
    """It reads about 80 %: as much as one sliding filter can give away."""
    assert 0.6 < accuracy(zygote, MLP_ON_TWO_WINDOWS, seed) < 0.84
