"""In which state each thing that can be browsed is, by the learner's record."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from typing import TYPE_CHECKING

from cnnquiz.errors import DataError
from cnnquiz.questions.generators import GENERATORS
from cnnquiz.questions.select import find
from cnnquiz.study.reviews import slug_of, source_of
from cnnquiz.study.scheduler import Schedule
from cnnquiz.study.stats import open_misconceptions
from cnnquiz.study.timeline import in_order
from cnnquiz.tui.index import Entry, Key, Kind, question

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from cnnquiz.study.record import Record
    from cnnquiz.tui.learner import Learner

States = dict[Key, frozenset[str]]

# What a question that was answered is called, and an exercise that was passed.
_EXERCISE = {
    "passed": ("passed", "right"),
    "slow": ("slow", "wrong"),
    "attempted": ("attempted", "wrong"),
}


def states_of(
    entries: Iterable[Entry], record: Record | None, flags: Collection[str]
) -> States:
    """Map each entry to its states; `flags` are the ids of flagged questions.

    A question is what its last answer was; a generator, what its last question was; a
    misconception is wrong while it is not put right.
    """
    found: dict[Key, set[str]] = defaultdict(set)
    if record is not None:
        _answered(record, found)
        _due(record, found)
    for id_ in flags:
        found["question", id_].add("flagged")
        if source_of(id_) != id_:
            found["generator", source_of(id_)].add("flagged")
    states = {key: frozenset(said) for key, said in found.items()}
    return states | {
        entry.key: states.get(entry.key, frozenset()) | {"never"}
        for entry in entries
        if entry.kind != "misconception" and not _was_asked(entry.key, states)
    }


def states(learner: Learner, entries: Iterable[Entry]) -> States:
    """Map each entry to its states; without a record, by the flags alone."""
    known, flags = list(entries), learner.flags()
    kept = learner.read(lambda record: states_of(known, record, flags), None)
    return states_of(known, None, flags) if kept is None else kept


def drawn(flags: Iterable[str]) -> list[Entry]:
    """Return the flagged questions that a generator drew, as they were."""
    entries = []
    for id_ in flags:
        if source_of(id_) != id_:
            with contextlib.suppress(DataError):  # its generator is gone
                entries.append(question(find(id_)))
    return entries


def _answered(record: Record, found: dict[Key, set[str]]) -> None:
    now = record.clock()
    answers = in_order(record.answers(), now)
    for _, answer in answers:
        said = {"right" if answer.correct else "wrong"}
        found["question", answer.item] = said
        if source_of(answer.item) != answer.item:
            found["generator", source_of(answer.item)] = set(said)
        if answer.topic is not None:
            found["topic", answer.topic] = {"asked"}
    for slug, progress in record.exercise_progress().items():
        found["exercise", slug] = set(_EXERCISE[progress.state])
    for each in open_misconceptions(answers, in_order(record.submissions(), now)):
        found["misconception", each.id].add("wrong")


def _due(record: Record, found: dict[Key, set[str]]) -> None:
    schedule = Schedule.from_record(record)
    for key in schedule.due(record.clock()):
        if schedule.cards[key].kind == "exercise":
            found["exercise", slug_of(key)].add("due")
        else:
            source, _, _ = key.partition("#")
            kind: Kind = "generator" if source in GENERATORS else "question"
            found[kind, source].add("due")


def _was_asked(key: Key, states: Mapping[Key, frozenset[str]]) -> bool:
    return bool(states.get(key, frozenset()) - {"due", "flagged"})
