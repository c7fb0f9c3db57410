"""First-order mutants: a solution with one small thing changed.

`mutants_of` yields every one: operators swapped, comparisons shifted, constants off by
one, a sign or a term dropped, neighbouring arguments or axes exchanged, a reduction
replaced by its neighbour. `survives` says whether the grader accepts one.
"""

from __future__ import annotations

import ast
import copy
import signal
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.exercise import Exercise
from cnnquiz.grading.checks import Court, checks_for
from cnnquiz.grading.judging import draw_cases
from cnnquiz.grading.outcome import Raised
from cnnquiz.grading.rehearsal import InProcess

OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
NEIGHBOURS = {
    "sum": "mean", "mean": "sum", "max": "min", "min": "max", "argmax": "argmin",
    "maximum": "minimum", "minimum": "maximum", "zeros": "ones", "ones": "zeros",
    "zeros_like": "ones_like", "ones_like": "zeros_like", "floor": "ceil",
    "ceil": "floor", "exp": "expm1", "log": "log2", "sqrt": "square", "cos": "sin",
}  # fmt: skip
COMMUTATIVE = {"maximum", "minimum", "add", "multiply", "logaddexp", "swapaxes"}
# Seconds after which a mutant that loops is killed; the second where few cases are
# drawn since one call takes long.
PATIENCE, LONG_PATIENCE = 5, 90


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: where it is, and the line before and after."""

    slug: str
    line: int
    before: str
    after: str
    tree: ast.Module
    node: ast.AST
    replacement: ast.AST

    @property
    def key(self) -> str:
        """Name it by its change, so that other lines may move."""
        return f"{self.before}  ->  {self.after}"

    def function(self) -> Callable[..., Any]:
        """Run its module and return what it defines."""
        module = types.ModuleType(self.slug)
        tree = _replaced(self.tree, self.node, self.replacement)
        exec(compile(tree, f"{self.slug}.py", "exec"), module.__dict__)  # noqa: S102
        return getattr(module, catalog.find(self.slug).signature.name)


def mutants_of(entry: catalog.Entry) -> Iterator[Mutant]:
    """Yield each mutant of an exercise's model solution."""
    tree = ast.parse(entry.solution.read_text())
    lines = {n: ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.stmt)}
    parents = {
        child: node
        for node in ast.walk(tree)
        for child in ast.iter_child_nodes(node)
        if not isinstance(node, ast.stmt)
    }
    same = set(_means_the_same(tree))
    seen = set()
    for node in ast.walk(tree):
        for replacement in changes(node):
            if (type(replacement), node) in same:
                continue
            before, after = _smallest_text(node, replacement, parents, lines)
            if (node.lineno, before, after) not in seen:
                seen.add((node.lineno, before, after))
                yield Mutant(
                    entry.slug, node.lineno, before, after, tree, node, replacement
                )


def _means_the_same(tree: ast.Module) -> Iterator[tuple[type[ast.AST], ast.AST]]:
    """Yield nodes whose changes of a kind change nothing, by the language alone."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in COMMUTATIVE:
                yield ast.Call, node  # its arguments may stand in either order
            case ast.keyword(arg="axis", value=ast.Tuple() as axes):
                yield ast.Tuple, axes  # a reduction's axes have no order
            case ast.Call(func=ast.Attribute(attr="reshape"), args=sizes):
                for size in sizes:
                    if isinstance(size, ast.UnaryOp):  # any negative size is the rest
                        yield ast.Constant, size.operand


def _replaced(tree: ast.Module, node: ast.AST, replacement: ast.AST) -> ast.Module:
    """Copy a tree with one node replaced."""
    memo = {id(node): replacement}
    return ast.fix_missing_locations(copy.deepcopy(tree, memo))


def _smallest_text(node, replacement, parents, lines) -> tuple[str, str]:
    """Return the expression around a change, before and after, long enough to read."""
    around = node
    while around in parents and len(ast.unparse(around)) < 12:
        around = parents[around]
    before = ast.unparse(around)
    after = ast.unparse(copy.deepcopy(around, {id(node): replacement}))
    return before, after


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a node may be changed to."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            for other in OPERATORS.get(type(op), ()):
                yield _like(node, op=other())
            if isinstance(op, (ast.Add, ast.Sub, ast.Mult)):
                yield left
                yield right
        case ast.Compare(ops=[op]):
            for other in COMPARISONS.get(type(op), ()):
                yield _like(node, ops=[other()])
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)):
            yield _like(node, value=not value)
        case ast.Constant(value=int(value) | float(value)):
            yield _like(node, value=value + 1)
            yield _like(node, value=value - 1)
        case ast.Call(args=args) if len(args) > 1:
            yield from (_like(node, args=a) for a in _swapped(args))
        case ast.Tuple(elts=elts, ctx=ast.Load()) if len(elts) > 1:
            yield from (_like(node, elts=e) for e in _swapped(elts))
        case ast.Attribute(attr="T", value=value):
            yield value
        case ast.Attribute(attr=attr) if attr in NEIGHBOURS:
            yield _like(node, attr=NEIGHBOURS[attr])


def _like(node: ast.AST, **changed: Any) -> ast.AST:
    fields = {name: getattr(node, name) for name in node._fields}
    return ast.copy_location(type(node)(**{**fields, **changed}), node)


def _swapped(items: list[ast.expr]) -> Iterator[list[ast.expr]]:
    for i in range(len(items) - 1):
        if ast.dump(items[i]) != ast.dump(items[i + 1]):
            yield [*items[:i], items[i + 1], items[i], *items[i + 2 :]]


def survives(exercise: Exercise, mutant: Mutant, seed: int = 0) -> bool:
    """Say whether the grader finds nothing wrong with a mutant."""
    try:
        with _patience(PATIENCE if exercise.most_drawn > 100 else LONG_PATIENCE):
            return _holds(exercise, mutant.function(), seed)
    except (_Endless, MemoryError):
        return False
    except Exception:  # noqa: BLE001 - it does not even load
        return False


def _holds(exercise: Exercise, function: Callable[..., Any], seed: int) -> bool:
    court = Court(exercise, InProcess(exercise, function))
    tried = []
    for case in (*exercise.pinned, *draw_cases(exercise, 100, seed)):
        one = court.try_(case)
        if isinstance(one.outcome, Raised) or one.found or one.outcome.changed:
            return False
        tried.append(one)
    return not any(check.find(court, tried) for check in checks_for(exercise))


class _Endless(BaseException):
    """It takes too long."""


@contextmanager
def _patience(seconds: int) -> Iterator[None]:
    def give_up(number: int, frame: object) -> None:
        raise _Endless

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def main() -> None:
    """Print how many mutants of each solution there are, and those that survive."""
    warnings.simplefilter("ignore")
    asked = sys.argv[1:]
    for entry in catalog.CATALOG:
        exercise = entry.load()
        if exercise.training is not None or (asked and entry.slug not in asked):
            continue
        mutants = list(mutants_of(entry))
        living = [mutant for mutant in mutants if survives(exercise, mutant)]
        print(f"{entry.slug}: {len(mutants)}, {len(living)} survive", flush=True)
        for mutant in living:
            print(f'  line {mutant.line}: "{mutant.key}"', flush=True)


if __name__ == "__main__":
    main()
