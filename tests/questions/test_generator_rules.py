"""What the numbers of a generated question must be like for it to teach something."""

from collections import Counter

import numpy as np
import pytest

from cnnquiz.questions.generators import generate
from cnnquiz.questions.items import LEVELS
from cnnquiz.questions.marking import mark

SEEDS = range(100)


def made(id_, level, seeds=SEEDS):
    return [generate(id_, seed, level) for seed in seeds]


def misconceptions(items):
    return {name for item in items for name in item.misconceptions}


def gaps(a, b):
    """Return how far two boxes are apart along x and y; negative if they overlap."""
    return [max(a[i], b[i]) - min(a[i + 2], b[i + 2]) for i in (0, 1)]


def place(a, b):
    x, y = gaps(a, b)
    if x > 0 and y > 0:
        return "apart"
    if max(x, y) == 0:
        return "touching"
    inside = [
        all(one[i] <= other[i] and other[i + 2] <= one[i + 2] for i in (0, 1))
        for one, other in ((a, b), (b, a))
    ]
    return "contained" if any(inside) else "partial"


def test_pairs_of_boxes_are_of_all_kinds_each_often_enough():
    kinds = Counter(place(**item.parameters) for item in made("iou", "medium"))
    assert kinds["partial"] > 40
    assert min(kinds["contained"], kinds["touching"], kinds["apart"]) >= 5
    kinds = Counter(place(**item.parameters) for item in made("iou", "hard"))
    assert kinds["apart"] >= 15


@pytest.mark.parametrize("level", LEVELS)
def test_the_mistake_that_a_pair_of_boxes_can_show_is_shown(level):
    shown_by = {
        "partial": "union-not-subtracted",
        "contained": "min-for-union",
        "touching": "plus-one",
        "apart": "no-clamp",
    }
    for item in made("iou", level):
        assert shown_by[place(**item.parameters)] in item.misconceptions


@pytest.mark.parametrize("level", LEVELS)
def test_no_overlap_of_boxes_comes_close_to_the_threshold(level):
    for item in made("nms", level):
        boxes, limit = item.parameters["boxes"], item.parameters["iou_threshold"]
        for i, a in enumerate(boxes):
            for b in boxes[:i]:
                shared = np.prod(np.clip(np.negative(gaps(a, b)), 0, None))
                areas = [(x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in (a, b)]
                assert abs(shared / (sum(areas) - shared) - limit) > 0.01


@pytest.mark.parametrize("level", LEVELS)
def test_scores_of_detections_are_never_equal(level):
    for id_ in ("nms", "precision-recall"):
        for item in made(id_, level):
            scores = item.parameters.get("scores", [])
            assert len(set(scores)) == len(scores)


def test_boxes_of_two_classes_overlap_where_classes_matter():
    for item in made("nms", "hard"):
        assert "for each class" in item.stem
        assert "nms-cross-class" in item.misconceptions
    for item in made("nms", "medium"):
        assert "classes" not in item.parameters
        assert "class" not in item.stem


def test_survivors_of_another_number_are_diagnosed_too():
    item = generate("nms", 0, "easy")
    lost = next(
        one for one in item.wrong if one.misconception == "nms-suppressed-suppress"
    )
    assert len(lost.value[0]) < len(item.answer[0])
    assert mark(item, lost.value).misconceptions == ("nms-suppressed-suppress",)


def test_average_precision_says_which_and_misses_objects():
    for item in made("precision-recall", "hard"):
        assert "not the 11-point form" in item.stem
        p = item.parameters
        assert p["num_ground_truth"] > sum(p["correct"])
        assert {"ap-eleven-points", "ap-over-found"} <= set(item.misconceptions)


def test_cells_tie_only_where_the_stem_says_who_wins():
    for level in LEVELS:
        for item in made("max-pool-backward", level):
            cells = np.ravel(item.parameters["x"])
            ties = "Among equal cells" in item.stem
            assert ties == (level == "medium")
            assert ties or len(set(cells.tolist())) == cells.size


def test_a_cell_wins_two_windows_at_the_hard_level():
    for item in made("max-pool-backward", "hard"):
        fewer = np.count_nonzero(item.answer) < np.count_nonzero(
            item.parameters["dout"]
        )
        assert fewer, item.id


def test_batch_norm_shows_the_statistics_of_the_other_mode():
    for item in made("batch-norm-output", "medium"):
        assert not item.parameters["training"]
        assert "batch-stats-in-eval" in item.misconceptions
    for item in made("batch-norm-output", "hard"):
        assert item.parameters["training"]
        assert "running-stats-in-training" in item.misconceptions


def test_momentum_of_running_statistics_is_said_in_the_stem():
    for level in LEVELS:
        for item in made("running-statistics", level):
            weighs = item.parameters["momentum_weighs"]
            assert f"{weighs.upper()} value" in item.stem
            assert item.parameters["momentum"] != 0.5


def test_all_kinds_of_steps_are_asked():
    assert misconceptions(made("optimizer-step", "medium")) >= {
        "nesterov-is-plain",
        "no-bias-correction",
    }
    assert misconceptions(made("optimizer-step", "hard")) >= {
        "l2-for-decoupled",
        "decoupled-for-l2",
        "beta-not-raised-to-t",
    }


def test_every_channel_and_the_bias_count():
    for level in LEVELS:
        for item in made("multichannel-entry", level):
            assert item.parameters["b"] != 0
            assert {"bias-per-channel", "first-channel-only"} <= set(
                item.misconceptions
            )


def test_logits_overflow_at_the_hard_level_and_never_before():
    for id_ in ("cross-entropy-value", "cross-entropy-gradient"):
        for level in LEVELS:
            for item in made(id_, level):
                with np.errstate(over="ignore"):
                    powers = np.exp(np.array(item.parameters["logits"], dtype=float))
                assert np.isinf(powers).all() == (level == "hard")


def test_entries_of_a_gradient_add_up_to_zero_and_none_is_mere_rounding():
    for level in LEVELS:
        for item in made("cross-entropy-gradient", level):
            assert sum(item.answer[0]) == pytest.approx(0, abs=1e-12)
            assert np.abs(item.answer).min() > 5 * item.tolerance


def test_the_stride_matters_where_there_is_one():
    for item in made("conv-weight-gradient", "hard"):
        assert item.parameters["stride"] == 2
        assert "stride-not-applied" in item.misconceptions
