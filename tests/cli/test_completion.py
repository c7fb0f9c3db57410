"""completion and help: names are completed, and the pages can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def completed(run, words):
    """Return what bash would be offered for the last word."""
    done = run(env={
        "_CNNQUIZ_COMPLETE": "bash_complete", "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    })  # fmt: skip
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("cnnquiz gra", "grade"),
        ("cnnquiz start conv2d_b", "conv2d_backward"),
        ("cnnquiz hint max_p", "max_pool2d"),
        ("cnnquiz drill pool", "pooling"),
        ("cnnquiz drill kernel-f", "kernel-flip"),
        ("cnnquiz drill du", "due"),
        ("cnnquiz interview bre", "breadth"),
        ("cnnquiz quiz --topic drop", "dropout"),
        ("cnnquiz quiz --lev", "--level"),
    ],
)
def test_names_are_completed(run, words, wanted) -> None:
    """Commands, options, exercises, topics, misconceptions, interviews."""
    assert wanted in completed(run, words)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(run, shell) -> None:
    """Which asks cnnquiz itself."""
    done = run("completion", shell)
    assert done.returncode == 0
    assert "_CNNQUIZ_COMPLETE" in done.stdout


def test_help_lists_the_pages_and_shows_one(run) -> None:
    """All of docs/; a page that is not there is guessed."""
    listed = run("help").stdout
    for page in DOCS.glob("*.md"):
        assert f"  {page.stem} " in listed
    assert run("help", "grading").stdout == (DOCS / "grading.md").read_text("utf-8")
    wrong = run("help", "gradin")
    assert wrong.returncode == 2
    assert "Did you mean 'grading'?" in wrong.stderr
