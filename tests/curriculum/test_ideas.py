"""The list of which exercises know a misconception is that of the exercises."""

from cnnquiz.curriculum.ideas import _read, exercises_with, gather


def test_the_file_is_what_the_exercises_say() -> None:
    """`python -m cnnquiz.curriculum.ideas` writes it anew."""
    assert _read() == gather()


def test_an_unknown_idea_has_no_exercise() -> None:
    """It is only in questions, or nowhere."""
    assert exercises_with("no-such-idea") == ()
    assert "conv2d" in exercises_with("kernel-flip")
