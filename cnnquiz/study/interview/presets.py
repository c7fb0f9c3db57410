"""The formats of interviews: their parts, lengths and rules. Data, and nothing loaded.

The lengths and the mix of each follow what candidates and universities report of such
interviews.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from cnnquiz.errors import UsageError, did_you_mean

Types: TypeAlias = tuple[str, ...]
Feedback: TypeAlias = Literal["at once", "at the end"]

PICK: Types = ("choice", "multi")
CONCEPTS: Types = (*PICK, "order", "match")
CALCULATION: Types = ("number", "shape", "array")

# What follows an exercise that was passed while there is time, and how it is put.
THEN: dict[str, tuple[str, str]] = {
    "conv2d": ("Now without loops over pixels.", "conv2d_fast"),
}


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions, the topics in turn; `count` includes follow-ups.

    After every `follow_every`-th question comes one that follows from it; 0 is never.
    `seconds` is the time for each, None the question's own. Of a part with a `weight`,
    each question is worth its share of it, and a wrong answer costs `penalty` times
    what it is worth.
    """

    title: str
    count: int
    minutes: int
    types: Types
    topics: tuple[str, ...] | None = None
    follow_every: int = 0
    seconds: int | None = None
    weight: int = 0
    penalty: float = 0.0


@dataclass(frozen=True, slots=True)
class Breadth:
    """Topics in turn, three questions each: pick, say why, and one that follows."""

    title: str
    topics: int
    minutes: int

    @property
    def count(self) -> int:
        """Return how many questions there are."""
        return 3 * self.topics


@dataclass(frozen=True, slots=True)
class Depth:
    """One topic, ever harder; it stops at so many misses."""

    title: str
    count: int
    minutes: int
    misses: int


@dataclass(frozen=True, slots=True)
class Exercises:
    """Code to write: one exercise of each pool, then `talks` questions about each.

    `then` adds the exercise of `THEN` if there is time.
    """

    title: str
    pools: tuple[tuple[str, ...], ...]
    minutes: int
    talks: int = 0
    then: bool = False

    @property
    def count(self) -> int:
        """Return how many questions there are beside the exercises."""
        return self.talks * len(self.pools)


@dataclass(frozen=True, slots=True)
class Talks:
    """Something to talk through, ticked off afterwards."""

    title: str
    pool: Literal["cases", "checklist"]
    count: int
    minutes: int


Part: TypeAlias = Questions | Breadth | Depth | Exercises | Talks


@dataclass(frozen=True, slots=True)
class Preset:
    """One format. Where it is `timed`, it closes when the time is over."""

    name: str
    what: str
    judged: str
    parts: tuple[Part, ...]
    timed: bool = False
    feedback: Feedback = "at once"

    @property
    def minutes(self) -> int:
        """Return how long it takes."""
        return sum(part.minutes for part in self.parts)


SCREEN = Preset(
    "screen",
    "phone screen: 12 short questions, a minute each",
    "clear answers, no red flags",
    (
        Questions(
            "Short questions", 12, 12, (*PICK, "explain"), follow_every=5, seconds=60
        ),
    ),
)
MCQ = Preset(
    "mcq",
    "20 questions to pick from, nothing told until the end",
    "breadth",
    (Questions("Pick one", 20, 20, ("choice",), seconds=60),),
    timed=True,
    feedback="at the end",
)
ORAL = Preset(
    "oral",
    "40 questions on all topics: in your words, then quick ones",
    "recall under pressure",
    (
        Questions("In your own words", 15, 60, ("explain",)),
        Questions("Quick questions", 25, 60, (*PICK, *CALCULATION)),
    ),
)
OA = Preset(
    "oa",
    "online assessment: 2 exercises, counterexamples at the end",
    "working code",
    (
        Exercises(
            "Two exercises",
            (
                ("correlate2d", "pad2d", "max_pool2d", "cross_entropy", "iou"),
                ("im2col", "grouped_conv2d", "batch_norm", "max_pool2d_backward"),
            ),
            60,
        ),
    ),
    timed=True,
    feedback="at the end",
)
LIVE = Preset(
    "live",
    "live coding: conv2d or nms, then what follows from it",
    "shapes, edge cases, vectorizing, own tests",
    (Exercises("Live coding", (("conv2d", "nms"),), 50, talks=2, then=True),),
)
BREADTH = Preset(
    "breadth",
    "8 topics: a question, why, and one that follows",
    "reasons, trade-offs, depth after two follow-ups",
    (Breadth("Breadth", 8, 45),),
)
DEPTH = Preset(
    "depth",
    "one topic, 10 questions ever harder, until two misses",
    "judgement, numbers",
    (Depth("Depth", 10, 60, misses=2),),
)
IMPL = Preset(
    "impl",
    "write a backward pass and defend it",
    "a layer, its gradients, how they are checked",
    (
        Exercises(
            "Implementation",
            (("conv2d_backward", "max_pool2d_backward", "cnn_loss_and_gradients"),),
            80,
            talks=3,
        ),
    ),
)
DEBUG = Preset(
    "debug",
    "find wrong lines, then mend a script with four bugs",
    "method and tests in place of guesses",
    (
        Questions("Find the line", 4, 10, ("bug",)),
        Exercises("Mend the script", (("debug_cnn",),), 50, talks=1),
    ),
)
TAKEHOME = Preset(
    "takehome",
    "train a network on digits, then review your own work",
    "a baseline, error analysis, honesty",
    (
        Exercises("The task", (("train_cnn",),), 240),
        Talks("Review of your own work", "checklist", 2, 10),
    ),
)
DESIGN = Preset(
    "design",
    "design a vision system, estimate it, explain choices",
    "requirements, metric, data, cost",
    (
        Talks("The case", "cases", 1, 30),
        Questions(
            "Estimates",
            4,
            12,
            ("number",),
            topics=("cost", "kernel-variants", "efficiency", "receptive-field"),
            follow_every=2,
        ),
        Questions("Choices", 2, 8, ("explain",)),
    ),
)
EXAM = Preset(
    "exam",
    "university exam of 100 points; part 1 marks wrong ones down",
    "everything",
    (
        Questions("Pick one", 10, 15, ("choice",), weight=20, penalty=0.5),
        Questions("Pick and arrange", 10, 25, CONCEPTS, weight=40),
        Questions("Short answers", 10, 50, (*CALCULATION, "bug", "explain"), weight=40),
    ),
    timed=True,
    feedback="at the end",
)
LOOP = Preset(
    "loop",
    "a whole day: screen, live, breadth and debug, one scorecard",
    "everything, by several people",
    (*SCREEN.parts, *LIVE.parts, *BREADTH.parts, *DEBUG.parts),
)

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        SCREEN, MCQ, ORAL, OA, LIVE, BREADTH, DEPTH, IMPL, DEBUG, TAKEHOME, DESIGN,
        EXAM, LOOP,
    )
}  # fmt: skip


def find(name: str) -> Preset:
    """Return the preset of that name, or say which was meant."""
    if name not in PRESETS:
        raise UsageError(
            f"there is no interview '{name}'.{did_you_mean(name, PRESETS)} "
            "'cnnquiz interview' lists them"
        )
    return PRESETS[name]
