"""What to do after an interview: the next questions, and three drills."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnquiz.curriculum import catalog
from cnnquiz.errors import CnnquizError
from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.misconceptions import load_misconceptions
from cnnquiz.questions.select import find
from cnnquiz.study.interview.dimensions import WEIGHTS
from cnnquiz.study.interview.follow_ups import follow_up
from cnnquiz.study.interview.talks import about
from cnnquiz.study.reviews import exercise_card, misconception_card, source_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from cnnquiz.study.interview.outcomes import Outcome

WEAKEST = 2
DRILLS = 3

# What to write for a topic in which questions went wrong.
EXERCISE_ON = {
    "convolution": "conv2d",
    "output-shape": "conv_output_size",
    "padding": "pad2d",
    "weight-sharing": "correlate2d",
    "pooling": "max_pool2d",
    "kernel-variants": "grouped_conv2d",
    "activations": "relu",
    "losses": "cross_entropy",
    "backpropagation": "conv2d_backward",
    "normalization": "batch_norm",
    "dropout": "dropout",
    "overfitting": "early_stopping",
    "augmentation": "random_flip_crop",
    "optimization": "adam_step",
    "architectures": "residual_block",
    "detection": "iou",
}


@dataclass(frozen=True, slots=True)
class Next:
    """What an interviewer would ask next about an answer, and where it is answered."""

    about: str
    prompt: str
    command: str


@dataclass(frozen=True, slots=True)
class Drill:
    """A command, why, and when what it is about is due; None is not scheduled."""

    command: str
    why: str
    due: datetime | None


def weakest(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the two that went worst, of equals the harder; talks have no key."""
    marked = [each for each in outcomes if each.type != "talk"]
    marked.sort(key=lambda each: (each.score, -WEIGHTS[each.level]))
    return marked[:WEAKEST]


def follow_ups(outcomes: Sequence[Outcome], seed: int) -> tuple[Next, ...]:
    """Return one question on each of the two weakest that was not asked."""
    asked = {each.id for each in outcomes}
    found = []
    for outcome in weakest(outcomes):
        following = (
            _about_code(outcome.id, asked)
            if outcome.code
            else _about_question(outcome, asked, seed)
        )
        if following is not None:
            found.append(following)
    return tuple(found)


def _about_code(slug: str, asked: Collection[str]) -> Next | None:
    prompts = catalog.find(slug).load().follow_ups
    new = [
        prompt
        for number, prompt in enumerate(prompts, 1)
        if about(slug, number) not in asked
    ]
    return Next(slug, new[0], f"cnnquiz start {slug}") if new else None


def _about_question(outcome: Outcome, asked: Collection[str], seed: int) -> Next | None:
    try:
        unit = follow_up(outcome.done, asked, seed)
    except CnnquizError:  # the bank no longer has the question
        return None
    if unit is None:
        return None
    stem = find(unit.id).stem
    return Next(outcome.id, stem, f"cnnquiz questions show {unit.id}")


def drills(
    outcomes: Sequence[Outcome], due: Mapping[str, datetime]
) -> tuple[Drill, ...]:
    """Return three drills: misconceptions, code that failed, weak topics, and reviews."""
    found: dict[str, Drill] = {}
    for drill in (
        *_one_of_each(outcomes, due),
        *_misconceptions(outcomes, due),
        *_exercises(outcomes, due),
        *_topics(outcomes, due),
        Drill("cnnquiz drill weak", "what your whole record shows as weak", None),
        Drill("cnnquiz drill due", "what is due", min(due.values(), default=None)),
        Drill("cnnquiz drill", "what is due, then what is weak", None),
    ):
        found.setdefault(drill.command, drill)
    return tuple(found.values())[:DRILLS]


def _one_of_each(
    outcomes: Sequence[Outcome], due: Mapping[str, datetime]
) -> Iterator[Drill]:
    """Yield the first drill of each kind, so that three drills are of three kinds."""
    for kind in (_misconceptions, _exercises, _topics):
        yield from list(kind(outcomes, due))[:1]


def _misconceptions(
    outcomes: Sequence[Outcome], due: Mapping[str, datetime]
) -> Iterator[Drill]:
    """Yield a drill for each misconception that questions probe, the most seen first."""
    probed = {name for item in load_bank() for name in item.misconceptions}
    known = load_misconceptions()
    shown = [each for outcome in outcomes for each in outcome.shown]
    for id_, times in Counter(each.id for each in shown).most_common():
        if id_ in probed and id_ in known:
            keys = [
                misconception_card(each.where, id_) for each in shown if each.id == id_
            ]
            keys += [source_of(each.where) for each in shown if each.id == id_]
            why = f"{known[id_].title} (seen {times}×)"
            yield Drill(f"cnnquiz drill {id_}", why, _earliest(keys, due))


def _exercises(
    outcomes: Sequence[Outcome], due: Mapping[str, datetime]
) -> Iterator[Drill]:
    """Yield exercises that were not passed, then those on topics that went wrong."""
    tried = [outcome for outcome in outcomes if outcome.code]
    for outcome in sorted(tried, key=lambda each: each.score):
        if not outcome.right:
            command = f"cnnquiz start {outcome.id}"
            yield Drill(command, "not passed here", due.get(exercise_card(outcome.id)))
    passed = {outcome.id for outcome in tried if outcome.right}
    for topic in _weak_topics(outcomes):
        slug = EXERCISE_ON.get(topic)
        if slug and slug not in passed:
            why = f"code on {topic}, where answers were wrong"
            yield Drill(f"cnnquiz start {slug}", why, due.get(exercise_card(slug)))


def _topics(
    outcomes: Sequence[Outcome], due: Mapping[str, datetime]
) -> Iterator[Drill]:
    for topic in _weak_topics(outcomes):
        keys = [source_of(each.id) for each in outcomes if each.topic == topic]
        yield Drill(
            f"cnnquiz drill {topic}", "wrong answers here", _earliest(keys, due)
        )


def _weak_topics(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the topics in which points were lost, most of them first."""
    lost: Counter[str] = Counter()
    for outcome in outcomes:
        if outcome.topic and outcome.score < 1:
            # In whole thousandths: a Counter counts, and order must not hang on rounding.
            lost[outcome.topic] += round(1000 * (1 - outcome.score))
    return [topic for topic, _ in lost.most_common()]


def _earliest(keys: Sequence[str], due: Mapping[str, datetime]) -> datetime | None:
    return min((due[key] for key in keys if key in due), default=None)
