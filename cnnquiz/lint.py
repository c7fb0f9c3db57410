"""What an author is told: everything that must be true of an exercise, tried out.

Each function yields sentences about what is to be mended; `problems` goes through them
all. The tests hold the exercises of the course to the same rules.
"""

from __future__ import annotations

import ast
import doctest
import importlib.util
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz.curriculum.catalog import LEVELS, of_pack
from cnnquiz.grading.judging import CASES
from cnnquiz.grading.rehearsal import rehearse
from cnnquiz.questions.topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

    from cnnquiz.curriculum.catalog import Entry
    from cnnquiz.curriculum.exercise import Exercise, Misconception
    from cnnquiz.resources import Pack

SECTIONS = ("Parameters", "Returns", "Source:", "You may import", ">>> ")
LONGEST_TITLE = 88
SHORTEST_LESSON, LONGEST_LESSON = 20, 260
PROPER_NAMES = ("ReLU", "NaN", "IoU")


def problems(entry: Entry) -> Iterator[str]:
    """Go through everything; what cannot be loaded ends it."""
    for path in (entry.stub, entry.solution):
        if not path.is_file():
            yield f"{path} is missing"
            return
    try:
        exercise, _ = entry.load(), solution_of(entry)
        if entry.loops:
            module_of(entry.loops)
    except Exception as error:  # noqa: BLE001 - it is the author's code
        yield f"it does not load: {type(error).__name__}: {error}"
        return
    yield from marks(entry)
    yield from statement(entry)
    yield from worked_example(entry)
    yield from words(entry)
    if exercise.stub is None:
        yield from unwritten(entry)
    if exercise.training is None:
        yield from pinned_cases(exercise)
        yield from solution(entry, seed=0)
        yield from loops(entry, seed=0)
        for idea in exercise.misconceptions:
            for way in idea.implementations:
                yield from mistake(exercise, idea, way)


def marks(entry: Entry) -> Iterator[str]:
    """Each file begins with a mark, by which a renamed copy is recognized."""
    loops = [entry.loops] if entry.loops else []
    for path in (entry.stub, entry.solution, *loops):
        seeded = entry.load().stub is not None and path == entry.stub
        wanted = f"# cnnquiz: {entry.slug}" + " seed=0" * seeded
        if path.read_text(encoding="utf-8").partition("\n")[0] != wanted:
            yield f"{path.name} does not begin with '{wanted}'"


def statement(entry: Entry) -> Iterator[str]:
    """Shapes, dtypes, limits, a worked example and a source are all there."""
    if entry.level not in LEVELS:
        yield f"its level is '{entry.level}', not one of {', '.join(LEVELS)}"
    if not 0 < len(entry.title) <= LONGEST_TITLE:
        yield f"the statement's first line is no title of 1 to {LONGEST_TITLE} characters"
    for section in SECTIONS:
        if section not in entry.statement:
            yield f"the statement has no '{section.strip()}'"
    workload = entry.load().workload
    if workload is not None:
        said = f"{workload.limit:,g} times the engine's time"
        if said not in " ".join(entry.statement.split()):
            yield f"the statement does not say '{said}'"


def unwritten(entry: Entry) -> Iterator[str]:
    """Where a stub is run, it says which task is open."""
    tree = ast.parse(entry.stub.read_text(encoding="utf-8"))
    raised = [ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Raise)]
    wanted = "raise NotImplementedError("
    if not raised or not all(text.startswith(wanted) for text in raised):
        yield f"the stub's functions do not end in '{wanted}...)'"


def worked_example(entry: Entry) -> Iterator[str]:
    """The doctest in the statement holds for the model solution."""
    names = {**vars(solution_of(entry)), "np": np}
    parser = doctest.DocTestParser()
    examples = parser.get_doctest(entry.statement, names, entry.slug, None, 0)
    said: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(examples, out=said.append)
    if results.failed:
        yield f"the worked example does not hold for the solution: {''.join(said)}"
    if not results.attempted:
        yield "the statement has no worked example (>>> ...)"


def words(entry: Entry) -> Iterator[str]:
    """Hints, follow-up questions, topics, titles and lessons are as they should be."""
    exercise = entry.load()
    if exercise.slug != entry.slug:
        yield f"EXERCISE is called '{exercise.slug}', its file '{entry.slug}'"
    if len(set(exercise.hints)) != 3:
        yield "there are not three different hints"
    if len(set(exercise.follow_ups)) != 3:
        yield "there are not three different follow-up questions"
    for question in exercise.follow_ups:
        if not question.endswith("?"):
            yield f"the follow-up '{question}' is no question"
    if not exercise.topics:
        yield "it belongs to no topic"
    for topic in exercise.topics:
        if topic not in TOPICS:
            yield f"there is no topic '{topic}'"
    for idea in exercise.misconceptions:
        yield from _wording(idea)


def _wording(idea: Misconception) -> Iterator[str]:
    """A title finishes the sentence of a verdict; a lesson is a sentence or two."""
    proper = idea.title.startswith(PROPER_NAMES)
    if not (idea.title[:1].islower() or proper) or idea.title.endswith("."):
        yield f"{idea.id}: its title does not finish a verdict's sentence: '{idea.title}'"
    length = len(idea.lesson)
    right = idea.lesson.endswith(".") and SHORTEST_LESSON <= length <= LONGEST_LESSON
    if not right:
        yield (
            f"{idea.id}: its lesson is no sentence or two of {SHORTEST_LESSON} to "
            f"{LONGEST_LESSON} characters"
        )


def pinned_cases(exercise: Exercise) -> Iterator[str]:
    """The first case that a learner meets is the one in the statement."""
    if not exercise.pinned or exercise.pinned[0].why != "the worked example":
        yield "its first pinned case is not 'the worked example'"
    if not all(case.why for case in exercise.pinned):
        yield "a pinned case does not say what it is about"


def solution(entry: Entry, seed: int) -> Iterator[str]:
    """The model solution passes every check, and none of them by being skipped."""
    yield from _holds(entry, entry.solution, "the solution", seed)


def loops(entry: Entry, seed: int) -> Iterator[str]:
    """The loop form, where there is one, passes every check as the solution does."""
    if entry.loops:
        yield from _holds(entry, entry.loops, "the loop form", seed)


def _holds(entry: Entry, path: Path, name: str, seed: int) -> Iterator[str]:
    """The file's function passes every check."""
    function = getattr(module_of(path), entry.signature.name, None)
    if function is None:
        yield f"{name} does not define '{entry.signature.name}'"
        return
    for check in rehearse(entry.load(), function, seed).checks:
        if check.status != "passed":
            yield f"{name} fails '{check.title}': {check.message}"


def mistake(
    exercise: Exercise,
    idea: Misconception,
    way: Callable[..., Any],
    examples: int = CASES,
) -> Iterator[str]:
    """A wrong idea fails a check and is called by its own name, and no other."""
    judged = rehearse(exercise, way, examples=examples)
    named = [m.id for m in judged.mistakes]
    if not judged.failures:
        yield f"{idea.id} passes every check"
    elif named != [idea.id]:
        yield f"{idea.id} is named {', '.join(named) or 'nothing'}"


def taken(pack: Pack) -> Iterator[str]:
    """Say which slugs of a pack are another exercise's already."""
    from cnnquiz.curriculum.catalog import find

    for entry in of_pack(pack):
        if find(entry.slug) != entry:
            yield f"{entry.slug}: another exercise has this name; it is left out"


def solution_of(entry: Entry) -> ModuleType:
    """Load an entry's model solution as a module."""
    return module_of(entry.solution)


def module_of(path: Path) -> ModuleType:
    """Load a file as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None  # noqa: S101 - a path ending in .py always has one
    assert spec.loader is not None  # noqa: S101 - likewise
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
