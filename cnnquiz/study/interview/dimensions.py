"""From outcomes to scores from 1 to 4, with evidence, and to a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from cnnquiz.study.interview.outcomes import DEBUGGING
from cnnquiz.study.interview.presets import CALCULATION
from cnnquiz.study.stats import Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cnnquiz.study.interview.outcomes import Outcome

Name: TypeAlias = Literal[
    "concepts", "calculation", "implementation", "debugging", "communication"
]
NAMES: tuple[Name, ...] = get_args(Name)
TITLES: dict[Name, str] = {
    "concepts": "Concepts",
    "calculation": "Calculation",
    "implementation": "Implementation",
    "debugging": "Debugging and testing",
    "communication": "Communication (self-rated)",
}
# Nobody but the learner has heard it: it is shown, and decides nothing.
SELF_RATED: Name = "communication"

WEIGHTS = {"easy": 1, "medium": 2, "hard": 3}
# The shares of points from which on the score is 2, 3 and 4.
EDGES = (0.45, 0.65, 0.85)
# What passing is worth as testing, by the number of the submission that passed.
PASSED_AT = {1: 1.0, 2: 0.75, 3: 0.5}
PASSED_LATE = 0.25

GATE, STRONG, NEAR = 3.0, 3.5, 2.5
Word: TypeAlias = Literal["strong", "hire", "borderline", "not yet", "no verdict"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension: `score` from 1 to 4 by `share`, the weighted share of points.

    `counts` are those fully right of all, whose interval says how much it is worth.
    """

    name: Name
    score: int
    share: float
    counts: Share
    evidence: str

    @property
    def title(self) -> str:
        """Return the name as a heading has it."""
        return TITLES[self.name]


class Entry(NamedTuple):
    """What one outcome says about a dimension."""

    outcome: Outcome
    share: float
    right: bool
    says: str


def dimensions(outcomes: Sequence[Outcome]) -> tuple[Dimension, ...]:
    """Return the dimensions that there is evidence for."""
    found: dict[Name, list[Entry]] = {name: [] for name in NAMES}
    for outcome in outcomes:
        for name, entry in _entries(outcome):
            found[name].append(entry)
    return tuple(_dimension(name, found[name]) for name in NAMES if found[name])


def level(share: float) -> int:
    """Return the score from 1 to 4 of a share."""
    return 1 + sum(share >= edge for edge in EDGES)


def mean(found: Iterable[Dimension]) -> float | None:
    """Return the mean score of what was marked; None if nothing was."""
    scores = [each.score for each in found if each.name != SELF_RATED]
    return sum(scores) / len(scores) if scores else None


def verdict(found: Sequence[Dimension]) -> Word:
    """Return the verdict: a mean of 3 and no dimension at 1 is a hire."""
    average = mean(found)
    if average is None:
        return "no verdict"
    lowest = min(each.score for each in found if each.name != SELF_RATED)
    if average >= GATE and lowest > 1:
        return "strong" if average >= STRONG and lowest >= GATE else "hire"
    return "borderline" if average >= NEAR else "not yet"


def _entries(outcome: Outcome) -> Iterator[tuple[Name, Entry]]:
    code = outcome.code
    entry = Entry(outcome, outcome.earned, outcome.right, _says(outcome))
    if outcome.type == "talk":
        yield SELF_RATED, entry
    elif code is None:
        yield _of_question(outcome.type), entry
        if outcome.type == "explain":
            yield SELF_RATED, entry
    elif outcome.id in DEBUGGING:
        yield "debugging", entry
    else:
        yield "implementation", entry
        if code.passed:
            share = PASSED_AT.get(code.submissions, PASSED_LATE)
            says = f"{outcome.name}: passed at submission {code.submissions}"
            yield "debugging", Entry(outcome, share, code.submissions == 1, says)


def _of_question(type_: str) -> Name:
    if type_ in CALCULATION:
        return "calculation"
    if type_ == "blank":
        return "implementation"
    return "debugging" if type_ == "bug" else "concepts"


def _says(outcome: Outcome) -> str:
    if outcome.shown:
        return f"{outcome.name}: {outcome.shown[0].title}"
    if outcome.code is not None:
        message = f"; {outcome.code.message}" if outcome.code.message else ""
        return f"{outcome.name}: {outcome.code.status}{message}"
    if outcome.skipped:
        return f"{outcome.name}: not answered"
    return f"{outcome.name}: {outcome.score:.0%} of it"


def _dimension(name: Name, entries: Sequence[Entry]) -> Dimension:
    weights = [WEIGHTS[entry.outcome.level] for entry in entries]
    points = sum(w * entry.share for w, entry in zip(weights, entries, strict=True))
    share = max(0.0, points / sum(weights))
    score = level(share)
    if name == "concepts" and any(map(_red_flag, entries)):
        score = min(score, 3)
    counts = Share(sum(entry.right for entry in entries), len(entries))
    return Dimension(name, score, share, counts, _evidence(entries))


def _red_flag(entry: Entry) -> bool:
    """Return whether an explanation said what a good one never says."""
    return entry.outcome.type == "explain" and bool(entry.outcome.shown)


def _evidence(entries: Sequence[Entry]) -> str:
    """Return what was worst; of equals, what shows a misconception."""
    worst = min(entries, key=lambda entry: (entry.share, not entry.outcome.shown))
    if worst.share < 1:
        return worst.says
    return (
        f"all {len(entries)} right"
        if len(entries) > 1
        else f"{worst.outcome.name}: right"
    )
