"""Every example in the engine's docstrings runs and prints what it says."""

import doctest
import importlib
import pkgutil

import numpy as np
import pytest

from cnnquiz import engine

MODULES = sorted(
    info.name for info in pkgutil.walk_packages(engine.__path__, "cnnquiz.engine.")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_print_what_the_docstrings_say(name):
    module = importlib.import_module(name)
    public = {key: getattr(engine, key) for key in engine.__all__}
    results = doctest.testmod(module, extraglobs={**public, **vars(module), "np": np})
    assert results.failed == 0


def test_every_public_name_has_an_example():
    parser = doctest.DocTestParser()
    without = [
        name
        for name in engine.__all__
        if not parser.get_examples(getattr(engine, name).__doc__ or "")
    ]
    assert without == []


def test_the_public_names_are_sorted_and_importable():
    assert list(engine.__all__) == sorted(set(engine.__all__))
    assert all(hasattr(engine, name) for name in engine.__all__)
