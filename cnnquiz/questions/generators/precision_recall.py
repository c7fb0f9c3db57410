"""The generator precision-recall: precision, recall, F1 and average precision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cnnquiz import engine
from cnnquiz.questions.generators.decimals import apart, say, tidy, wrong_number
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
)
from cnnquiz.questions.items import Item, Level, Number, NumberItem, Wrong

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

TOLERANCE = 0.0005
METRICS = (
    "Manning, Raghavan & Schütze, Introduction to Information Retrieval (2008), §8.3"
)
VOC = "Everingham et al., The PASCAL VOC Challenge: A Retrospective, IJCV 111 (2015)"


class Counts(NamedTuple):
    """A confusion matrix of two classes."""

    tp: int
    fp: int
    fn: int
    tn: int

    def precision(self) -> float:
        """Return the share of the predicted positives that are real."""
        return self.tp / (self.tp + self.fp)

    def recall(self) -> float:
        """Return the share of the real positives that were found."""
        return self.tp / (self.tp + self.fn)

    def accuracy(self) -> float:
        """Return the share of all examples that were judged rightly."""
        return (self.tp + self.tn) / sum(self)

    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.tp / (2 * self.tp + self.fp + self.fn)


def make(rng: random.Random, level: Level) -> Item:
    """Ask for precision or recall, for F1, or for the average precision of a list."""
    if level == "easy":
        return _share(rng)
    if level == "medium":
        return _f1(rng)
    return _average_precision(rng)


def _draw_counts(rng: random.Random) -> Counts:
    counts = Counts(*(rng.randint(1, 60) for _ in range(4)))
    redraw_unless(len(set(counts)) == 4)
    return counts


def _share(rng: random.Random) -> Item:
    counts = _draw_counts(rng)
    metric = rng.choice(("precision", "recall"))
    answer, other, errors = counts.precision(), counts.recall(), counts.fp
    kind, meaning = "positives", "the share of the predicted positives that are real"
    if metric == "recall":
        answer, other, errors = other, answer, counts.fn
        kind, meaning = "negatives", "the share of the real positives that are found"
    found = [
        (
            "precision-recall-swapped",
            other,
            f"the other one of the pair: {metric} is {meaning}.",
        ),
        (
            "accuracy-for-precision",
            counts.accuracy(),
            "accuracy, which also counts the true negatives.",
        ),
        (
            "f1-for-one-metric",
            counts.f1(),
            f"F1, which mixes both; {metric} alone is asked.",
        ),
        (
            "precision-from-negatives",
            counts.tn / (counts.tn + errors),
            "looking at the true negatives; these ratios start from true positives.",
        ),
    ]
    return _item(
        level="easy",
        stem=f"{_matrix(counts)} What is the {metric}? A fraction, or three decimals.",
        answer=answer,
        candidates=[wrong_number(*one) for one in found],
        targets={"precision-recall-swapped", "accuracy-for-precision"},
        working=(
            f"{metric.capitalize()} is {meaning}: below stand true positives and "
            f"false {kind}.\n{counts.tp}/({counts.tp} + {errors}) = {say(answer)}"
        ),
        source=METRICS,
        parameters={"metric": metric, **counts._asdict()},
    )


def _f1(rng: random.Random) -> Item:
    counts = _draw_counts(rng)
    p, r = counts.precision(), counts.recall()
    answer = counts.f1()
    found = [
        (
            "f1-arithmetic-mean",
            (p + r) / 2,
            "the arithmetic mean; F1 is the harmonic one, nearer the lower of the two.",
        ),
        ("f1-factor-two", p * r / (p + r), "leaving out the factor 2."),
        (
            "accuracy-for-precision",
            counts.accuracy(),
            "accuracy, which also counts the true negatives.",
        ),
        ("f1-is-product", p * r, "multiplying precision and recall."),
    ]
    return _item(
        level="medium",
        stem=f"{_matrix(counts)} What is F1? Three decimals.",
        answer=answer,
        candidates=[wrong_number(*one) for one in found],
        targets={"f1-arithmetic-mean"},
        working=(
            f"Precision: {counts.tp}/({counts.tp} + {counts.fp}) = {p:.4f}; recall: "
            f"{counts.tp}/({counts.tp} + {counts.fn}) = {r:.4f}.\n"
            f"F1 = 2·P·R/(P + R) = 2·{p:.4f}·{r:.4f}/({p:.4f} + {r:.4f}) = "
            f"{say(answer)}"
        ),
        source=METRICS,
        parameters={"metric": "f1", **counts._asdict()},
    )


def _average_precision(rng: random.Random) -> Item:
    count = rng.randint(5, 8)
    scores = [s / 100 for s in rng.sample(range(20, 99), count)]
    correct = [rng.random() < 0.6 for _ in scores]
    total = sum(correct) + rng.randint(1, 3)
    redraw_unless(2 <= sum(correct) < count)
    answer = engine.average_precision(scores, correct, total)
    rows = "\n".join(
        f"  score {score:.2f}: {'right' if hit else 'wrong'}"
        for score, hit in zip(scores, correct, strict=True)
    )
    return _item(
        level="hard",
        stem=(
            f"A detector gives these detections of one class; {total} objects are "
            "there to be found, and each right detection finds another one. What is "
            "the average precision, as the area under the interpolated "
            "precision-recall curve "
            f"(not the 11-point form)? Three decimals.\n\n{rows}"
        ),
        answer=answer,
        candidates=_of_ranking(scores, correct, total),
        targets={"ap-eleven-points", "ap-over-found"},
        working=_ranked_working(scores, correct, total, answer),
        source=VOC,
        parameters={
            "metric": "average_precision",
            "scores": scores,
            "correct": correct,
            "num_ground_truth": total,
        },
    )


def _precisions(hits: Sequence[bool]) -> list[float]:
    """Return the precision at each right detection of a ranked list."""
    return [sum(hits[: i + 1]) / (i + 1) for i, hit in enumerate(hits) if hit]


def _ranked(scores: Sequence[float], correct: Sequence[bool]) -> list[bool]:
    pairs = sorted(zip(scores, correct, strict=True), reverse=True)
    return [hit for _, hit in pairs]


def _of_ranking(
    scores: Sequence[float], correct: Sequence[bool], total: int
) -> list[Wrong[Number]]:
    hits = _ranked(scores, correct)
    precisions = _precisions(hits)
    found = [
        (
            "ap-eleven-points",
            _eleven_points(precisions, total),
            "the 11-point form of VOC 2007; here the area is asked.",
        ),
        (
            "ap-over-found",
            engine.average_precision(scores, correct, sum(correct)),
            f"dividing by the {len(precisions)} found objects; {total} are there.",
        ),
        (
            "ap-not-interpolated",
            sum(precisions) / total,
            "not interpolating: the precision at a recall is the best from there on.",
        ),
        (
            "ap-unsorted",
            engine.average_precision(range(len(scores), 0, -1), correct, total),
            "taking the list as it stands; it is ranked by score first.",
        ),
        (
            "precision-for-ap",
            sum(hits) / len(hits),
            "the precision of the whole list, which does not look at the ranking.",
        ),
    ]
    return [wrong_number(*one) for one in found]


def _eleven_points(precisions: Sequence[float], total: int) -> float:
    """Return the mean of the best precisions at recalls 0, 0.1, … 1."""
    reached = (
        # Recall i/total is at least t/10 if 10·i ≥ t·total: no rounding.
        [p for i, p in enumerate(precisions, start=1) if 10 * i >= t * total]
        for t in range(11)
    )
    return sum(max(best, default=0.0) for best in reached) / 11


def _ranked_working(
    scores: Sequence[float], correct: Sequence[bool], total: int, answer: float
) -> str:
    hits = _ranked(scores, correct)
    precisions = _precisions(hits)
    best = [max(precisions[i:]) for i in range(len(precisions))]
    order = " ".join("right" if hit else "wrong" for hit in hits)
    return (
        f"By falling score: {order}.\n"
        f"Precision at each right one: {', '.join(f'{p:.4f}' for p in precisions)}.\n"
        f"The best from there on: {', '.join(f'{p:.4f}' for p in best)}.\n"
        f"Each adds 1/{total} of recall; objects never found add nothing.\n"
        f"AP = ({' + '.join(f'{p:.4f}' for p in best)})/{total} = {say(answer)}"
    )


def _matrix(counts: Counts) -> str:
    return (
        f"A classifier of two classes has {counts.tp} true positives, {counts.fp} "
        f"false positives, {counts.fn} false negatives and {counts.tn} true negatives."
    )


def _item(
    *,
    level: Level,
    stem: str,
    answer: float,
    candidates: list[Wrong[Number]],
    targets: set[str],
    working: str,
    source: str,
    parameters: dict[str, Any],
) -> Item:
    return NumberItem(
        id="precision-recall",
        topic="detection",
        level=level,
        seconds=SECONDS[level],
        stem=stem,
        answer=tidy(answer),
        tolerance=TOLERANCE,
        wrong=usable(answer, candidates, targets, differ=apart(5 * TOLERANCE)),
        working=working,
        source=source,
        parameters=parameters,
    )


GENERATOR = Generator(
    id="precision-recall",
    title="Precision, recall and average precision",
    topic="detection",
    version=1,
    make=make,
)
