"""IoU against counted cells, and non-maximum suppression against its definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz import engine


def cells(box):
    x1, y1, x2, y2 = box
    return {(x, y) for x in range(x1, x2) for y in range(y1, y2)}


def iou_by_counting(a, b):
    """Count unit cells of boxes with whole-number corners."""
    union = cells(a) | cells(b)
    return len(cells(a) & cells(b)) / len(union) if union else 0.0


def nms_by_hand(boxes, scores, threshold):
    """Keep, in order of score, every box that no kept box overlaps too much."""
    kept = []
    for i in sorted(range(len(boxes)), key=lambda i: (-scores[i], i)):
        if all(iou_by_counting(boxes[i], boxes[j]) <= threshold for j in kept):
            kept.append(i)
    return kept


CORNERS = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(sorted)
BOX = st.tuples(CORNERS, CORNERS).map(lambda c: (c[0][0], c[1][0], c[0][1], c[1][1]))


@settings(derandomize=True, max_examples=100)
@given(st.lists(BOX, max_size=4), st.lists(BOX, max_size=4))
def test_iou_agrees_with_counting_cells(a, b):
    got = engine.iou(np.array(a).reshape(-1, 4), np.array(b).reshape(-1, 4))
    assert got.shape == (len(a), len(b))
    expected = [[iou_by_counting(box, other) for other in b] for box in a]
    np.testing.assert_allclose(got, np.reshape(expected, got.shape), rtol=1e-15)


def test_boxes_apart_on_both_axes_touching_ones_and_points_have_iou_zero():
    a = np.array([[0.0, 0.0, 1.0, 1.0]])
    b = np.array([[2, 2, 3, 3], [1, 0, 2, 1], [0.5, 0.5, 0.5, 0.5]])
    assert engine.iou(a, b).tolist() == [[0, 0, 0]]
    assert engine.iou(b[2:], b[2:]).tolist() == [[0]]


def test_iou_does_not_depend_on_scale():
    a, b = np.array([[0, 0, 0.2, 0.2]]), np.array([[0.1, 0, 0.3, 0.2]])
    assert engine.iou(a, b).item() == pytest.approx(1 / 3)
    assert engine.iou(1000 * a, 1000 * b).item() == pytest.approx(1 / 3)


@settings(derandomize=True, max_examples=100)
@given(
    st.lists(st.tuples(BOX, st.integers(0, 3)), max_size=7),
    st.sampled_from([0.0, 1 / 3, 0.5, 0.9]),
)
def test_nms_agrees_with_its_definition(scored, threshold):
    boxes = np.array([box for box, _ in scored]).reshape(-1, 4)
    scores = np.array([score for _, score in scored])
    kept = engine.nms(boxes, scores, threshold)
    assert kept.dtype == np.int64
    assert kept.tolist() == nms_by_hand(boxes.tolist(), scores.tolist(), threshold)


def test_an_iou_equal_to_the_threshold_is_kept():
    boxes = np.array([[0, 0, 2, 2], [0, 0, 2, 1]])
    assert engine.nms(boxes, np.array([0.9, 0.8]), 0.5).tolist() == [0, 1]
    assert engine.nms(boxes, np.array([0.9, 0.8]), 0.49).tolist() == [0]


def test_what_is_not_a_list_of_boxes_is_refused():
    box = np.array([[0, 0, 1, 1]])
    with pytest.raises(ValueError, match=r"iou: b must have shape \(N, 4\)"):
        engine.iou(box, np.ones(4))
    with pytest.raises(ValueError, match=r"x1 <= x2 .* got \[0.0, 3.0, 1.0, 2.0\]"):
        engine.iou(np.array([[0, 0, 0, 1], [1, 0, 2, 0], [0, 3, 1, 2]]), box)
    with pytest.raises(ValueError, match=r"nms: boxes must have x1 <= x2"):
        engine.nms(box[:, ::-1], np.ones(1), 0.5)
    with pytest.raises(ValueError, match=r"nms: scores must have shape \(1,\)"):
        engine.nms(box, np.ones(2), 0.5)
