"""Loop forms of solutions: right, explained, and made of loops."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from cnnquiz import lint, resources
from cnnquiz.curriculum import catalog

FILES = sorted(resources.tree("solutions").glob("*/*_loops.py"))
ENTRIES = [entry for entry in catalog.CATALOG if entry.loops]

# What may be asked of an array or of a module: none of it goes through values.
HARMLESS = {
    "append", "copy", "dtype", "kind", "shape", "tolist",  # of arrays and lists
    "exp", "inf", "log", "sqrt",  # of math: one number
    "array", "float64", "int64", "moveaxis", "ndindex", "pad", "zeros",  # of numpy
}  # fmt: skip


def hidden_loops(path: Path) -> set[str]:
    """Return what leaves a loop to NumPy: products of matrices, sums, maxima."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    products = {"@" for node in nodes if isinstance(node, ast.MatMult)}
    return (names - HARMLESS) | products


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_loops_hold_every_check(entry: catalog.Entry, seed: int) -> None:
    """Whoever learns from them learns nothing that is then rejected."""
    assert list(lint.loops(entry, seed)) == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_loops_are_explained(entry: catalog.Entry) -> None:
    """The docstring says what vectorizing changes; that they are marked, lint does."""
    text = entry.loops.read_text(encoding="utf-8")
    paragraphs = ast.get_docstring(ast.parse(text)).split("\n\n")
    assert len(paragraphs) == 3
    assert paragraphs[-1].startswith("Vectorizing ")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_loops_leave_no_loop_to_numpy(entry: catalog.Entry) -> None:
    """NumPy makes arrays and pads them; the rest stands there to be read."""
    assert hidden_loops(entry.loops) == set()


@pytest.mark.parametrize("slug", ["conv2d", "linear", "softmax", "max_pool2d"])
def test_model_solutions_do_leave_loops_to_numpy(slug: str) -> None:
    """So the test above can tell one form from the other."""
    assert hidden_loops(catalog.find(slug).solution)


def test_every_file_belongs_to_an_exercise_of_its_track() -> None:
    """A file under another name would never be shown."""
    assert FILES
    assert sorted(entry.loops for entry in ENTRIES) == FILES
