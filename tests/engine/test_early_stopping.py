"""Early stopping: when it stops, and what it keeps."""

import math

import numpy as np
import pytest

from cnnquiz.engine import EarlyStopping


def decisions(losses, **options):
    stopping = EarlyStopping(**options)
    return [stopping.update(loss, params=None) for loss in losses]


@pytest.mark.parametrize(
    ("losses", "patience", "stops"),
    [
        ([3, 2, 1], 1, [False, False, False]),
        ([1, 2], 1, [False, True]),
        ([1, 2, 2], 2, [False, False, True]),
        ([3, 4, 2, 4, 4], 2, [False, False, False, False, True]),
        ([1, 1, 1], 2, [False, False, True]),
        ([1, 2, 1.5, 1.2], 3, [False, False, False, True]),
        ([1, 2, 2, 2], 2, [False, False, True, True]),
        ([math.nan, 1, math.nan], 1, [True, False, True]),
        ([math.nan, math.inf], 2, [False, True]),
    ],
)
def test_it_stops_after_patience_updates_without_improvement(losses, patience, stops):
    assert decisions(losses, patience=patience) == stops


def test_an_improvement_must_exceed_min_delta():
    losses = [1.0, 0.5, 0.25, -0.25]
    assert decisions(losses, patience=1, min_delta=0.5) == [False, True, False, True]


def test_it_keeps_the_best_not_the_last():
    stopping = EarlyStopping(patience=5)
    for loss, params in [(3, "a"), (1, "b"), (2, "c"), (1, "d"), (math.nan, "e")]:
        stopping.update(loss, params)
    assert (stopping.best_loss, stopping.best_params) == (1, "b")
    assert stopping.best_epoch == 1


def test_what_it_keeps_does_not_change_with_the_parameters():
    stopping = EarlyStopping(patience=1)
    params = {"w": np.array([1.0]), "layers": [np.array([2.0])]}
    stopping.update(0.5, params)
    params["w"] += 10
    params["layers"][0] += 10
    assert stopping.best_params["w"].item() == 1
    assert stopping.best_params["layers"][0].item() == 2


def test_before_the_first_update_there_is_no_best():
    stopping = EarlyStopping(patience=1)
    assert stopping.best_loss == math.inf
    assert stopping.best_params is None
    assert stopping.best_epoch is None


def test_senseless_settings_are_refused():
    with pytest.raises(ValueError, match="patience must be at least 1, got 0"):
        EarlyStopping(patience=0)
    with pytest.raises(ValueError, match="min_delta must be at least 0, got -1"):
        EarlyStopping(patience=1, min_delta=-1)
