"""One small item of each type, to parse, mark and present."""

from typing import Any

import msgspec
import pytest

from cnnquiz.questions.items import AnyItem, Item

COMMON = {
    "topic": "pooling",
    "level": "easy",
    "seconds": 30,
    "stem": "A stem.",
    "working": "The working.",
    "source": "A source, 2020",
}
RIGHT = {"text": "right", "correct": True, "explanation": "Because it is."}
OTHERS = [
    {"text": "wrong", "explanation": "It flips.", "misconception": "kernel-flip"},
    {"text": "bad", "explanation": "It rounds.", "misconception": "ceil-output-size"},
]
CODE = "a = 1\nif a:\n    b = a + 2\nc = b\n"

FIELDS: dict[str, dict[str, Any]] = {
    "choice": {"options": [RIGHT, *OTHERS]},
    "multi": {"options": [RIGHT, *OTHERS, {**RIGHT, "text": "also right"}]},
    "number": {
        "answer": 55,
        "wrong": [
            {
                "value": 56,
                "misconception": "pad-counted-once",
                "explanation": "56 comes from counting the padding once.",
            }
        ],
    },
    "shape": {
        "axes": ["N", "C", "H", "W"],
        "answer": [8, 64, 56, 56],
        "wrong": [
            {
                "value": [8, 64, 55, 55],
                "misconception": "missing-plus-one",
                "explanation": "55 counts the steps.",
            },
            {
                "value": [8, 192, 56, 56],
                "misconception": "map-per-channel-pair",
                "explanation": "192 counts pairs.",
            },
        ],
    },
    "array": {
        "answer": [[1, 2], [3, 4]],
        "wrong": [
            {
                "value": [[1, 3], [2, 4]],
                "misconception": "output-transposed",
                "explanation": "Transposed.",
            },
            {
                "value": [[9]],
                "misconception": "global-pool",
                "explanation": "One cell.",
            },
        ],
    },
    "order": {"lines": ["first", "second", "third", "fourth"]},
    "match": {
        "pairs": [
            {"left": "flatten", "right": "reshapes", "explanation": "It reshapes."},
            {"left": "dense", "right": "weighs", "explanation": "It weighs."},
            {"left": "softmax", "right": "sums to one", "explanation": "It does."},
        ],
        "extras": [
            {
                "text": "drops",
                "misconception": "layer-jobs-confused",
                "explanation": "That is dropout.",
            }
        ],
    },
    "bug": {
        "code": CODE,
        "line": 3,
        "fixes": [
            {"text": "b = a + 1", "correct": True, "explanation": "Now it is 2."},
            {
                "text": "b = a + 3",
                "explanation": "Further off.",
                "misconception": "fix-without-running",
            },
        ],
        "suspects": [
            {
                "line": 2,
                "explanation": "The condition is right.",
                "misconception": "slice-end-inclusive",
            }
        ],
        "check": ["c == 2"],
    },
    "blank": {
        "code": "def twice(x):\n    return ___\n",
        "answer": "2 * x",
        "tests": ["twice(3) == 6", "twice(0) == 0"],
        "wrong": [
            {
                "value": "x ** 2",
                "misconception": "one-axis-only",
                "explanation": "That is the square.",
            }
        ],
    },
    "explain": {
        "points": ["one", "two", "three", "four"],
        "flags": [{"text": "nonsense", "misconception": "kernel-flip"}],
    },
}
DISTRACTOR = {
    "text": "stray",
    "explanation": "It belongs nowhere.",
    "misconception": "no-exp",
}


def build(type_: str, **changes: Any) -> Item:
    """Return a small item of this type with some fields changed."""
    fields = {"type": type_, "id": f"a-{type_}", **COMMON, **FIELDS[type_], **changes}
    return msgspec.convert(fields, type=AnyItem)


@pytest.fixture(name="build")
def _build():
    return build


@pytest.fixture(params=FIELDS)
def item(request: pytest.FixtureRequest) -> Item:
    """One item of each type in turn."""
    return build(request.param)


@pytest.fixture
def distractor() -> dict[str, str]:
    """Return a line that belongs nowhere."""
    return dict(DISTRACTOR)
