"""The parts that need no app: looks, drafts, statements, sessions, the outside."""

import asyncio
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from rich.segment import Segment
from textual.color import Color

from cnnquiz.errors import UsageError
from cnnquiz.tui import look, outside
from cnnquiz.tui.drafts import DraftKeeper
from cnnquiz.tui.overview import ago
from cnnquiz.tui.widgets.prose import blocks
from cnnquiz.tui.widgets.statement import pieces


def test_a_bar_is_full_at_one_and_empty_at_nothing():
    assert look.bar(1, 4) == "████"
    assert look.bar(0, 4) == "░░░░"
    assert look.bar(0.5, 4) == "██░░"
    assert look.bar(7, 4) == "████"


def test_ascii_takes_as_many_cells_as_what_it_replaces():
    segments = [Segment("╭─ ✓ x ≥ 日本 ─╮")]
    (drawn,) = look.AsciiOnly().apply(segments, Color(0, 0, 0))
    assert drawn.text.isascii()
    assert drawn.cell_length == segments[0].cell_length
    assert drawn.text.startswith("+- + x ")


def test_grids_stay_apart_from_paragraphs():
    text = "Look at this:\n\n  1 2\n  3 4\n\nWhat is it?"
    assert [is_grid for is_grid, _ in blocks(text)] == [False, True, False]
    assert blocks(text)[1][1].rstrip("\n") == "  1 2\n  3 4"


def test_a_docstring_is_taken_apart_and_joined_again():
    found = list(
        pieces(
            "Add things up,\nall of them.\n\nParameters\n----------\n"
            "x : ndarray\n    The things,\n    one by one.\ny : int\n    More.\n\n"
            "Examples\n--------\n>>> add(1)\n1\n"
        )
    )
    assert [(p.kind, p.text) for p in found] == [
        ("paragraph", "Add things up, all of them."),
        ("heading", "Parameters"),
        ("term", "x : ndarray"),
        ("detail", "The things, one by one."),
        ("term", "y : int"),
        ("detail", "More."),
        ("heading", "Examples"),
        ("grid", ">>> add(1)\n1"),
    ]


async def test_a_text_that_comes_while_another_is_written_is_written_next():
    written, begun, free = [], threading.Event(), threading.Event()

    def write(text):
        begun.set()
        free.wait()
        written.append(text)

    keeper = DraftKeeper(write, "")
    keeper.keep("a")
    await asyncio.to_thread(begun.wait)
    keeper.keep("ab")
    keeper.keep("abc")
    free.set()
    await keeper.flush()
    assert written == ["a", "abc"]


def test_what_is_kept_already_is_not_written_again():
    written = []
    keeper = DraftKeeper(written.append, "same")
    keeper.write_now()
    assert written == []


def test_times_are_said_in_one_unit():
    now = datetime(2026, 11, 2, tzinfo=UTC)
    said = [
        ago(now - timedelta(**much), now)
        for much in (
            {"seconds": 20}, {"minutes": 5}, {"hours": 30}, {"days": 15},
        )
    ]  # fmt: skip
    assert said == ["just now", "5 min ago", "1 d ago", "2 w ago"]


def test_visual_comes_before_editor(monkeypatch):
    monkeypatch.setenv("EDITOR", "nano")
    monkeypatch.setenv("VISUAL", "code --wait")
    assert outside.editor() == ["code", "--wait"]
    monkeypatch.setenv("VISUAL", "  ")
    assert outside.editor() == ["nano"]


def test_an_editor_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UsageError, match="no-such-editor cannot be started"):
        outside.edit(["no-such-editor"], tmp_path / "x.py")


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        outside.write(tmp_path / "file" / "x.py", "text")


def test_a_watched_file_is_read_once_for_each_change(tmp_path):
    file = outside.WatchedFile(tmp_path / "x.py", "one")
    assert file.changed() is None
    file.path.write_text("two, longer")
    assert file.changed() == "two, longer"
    assert file.changed() is None
    file.path.unlink()
    assert file.changed() is None


def test_home_loads_neither_numpy_nor_the_questions_nor_an_editor():
    code = (
        "import sys, cnnquiz.tui.app; "
        "print(*[m for m in ('numpy', 'hypothesis', 'scipy', 'msgspec', 'fsrs', "
        "'tree_sitter', 'cnnquiz.questions.bank', 'cnnquiz.tui.screens.exercise') "
        "if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert run.stdout.split() == []
