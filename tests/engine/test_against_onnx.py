"""A third opinion: the vectors of the ONNX node tests, where ``onnx`` is installed."""

from pathlib import Path

import numpy as np
import pytest

from cnnquiz import engine

from .onnx_operators import ADAPTERS

pytest.importorskip("onnx", reason="onnx is not installed: it is in the test extra")

from . import onnx_vectors

DOCS = Path(__file__).parents[2] / "docs" / "engine.md"


@pytest.mark.parametrize("operator", ADAPTERS)
def test_every_vector_that_applies_passes(operator):
    outcomes = onnx_vectors.outcomes(operator)
    assert any(not outcome.refused for outcome in outcomes)
    assert [outcome for outcome in outcomes if outcome.wrong] == []


def test_the_table_in_the_docs_is_what_the_command_prints():
    assert onnx_vectors.table() in DOCS.read_text()


class RIGHT:
    """The engine's functions, kept for the wrong ones that are built on them."""

    conv2d, softmax = engine.conv2d, engine.softmax
    nms, batch_norm = engine.nms, engine.batch_norm


@pytest.mark.parametrize(
    ("operator", "function", "wrong"),
    [
        ("Conv", "conv2d", lambda x, *rest, **kw: RIGHT.conv2d(x + 1, *rest, **kw)),
        ("Softmax", "softmax", lambda x, axis: RIGHT.softmax(x)),
        ("NonMaxSuppression", "nms", lambda b, s, t: RIGHT.nms(b, s, t)[::-1]),
        (
            "BatchNormalization",
            "batch_norm",
            lambda *args: RIGHT.batch_norm(*args[:5], 0.2, *args[6:]),
        ),
        ("Relu", "relu", lambda x: np.abs(x)),
        ("GlobalAveragePool", "global_avg_pool2d", lambda x: x.sum(axis=(2, 3))),
        ("Momentum", "sgd_step", lambda p, g, v, *rest: (p - g, v)),
        ("OneHot", "one_hot", lambda labels, count: np.eye(count + 1)[labels]),
    ],
)
def test_a_wrong_engine_fails_the_vectors(operator, function, wrong, monkeypatch):
    monkeypatch.setattr(engine, function, wrong, raising=False)
    assert any(outcome.wrong for outcome in onnx_vectors.outcomes(operator))
