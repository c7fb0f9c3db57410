"""The text of an exercise: kept as it is typed, and taken in and out of the editor."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import SuspendNotSupported

from cnnquiz.errors import UsageError
from cnnquiz.tui import outside
from cnnquiz.tui.drafts import DraftKeeper
from cnnquiz.tui.screens.dialogs import Confirm
from cnnquiz.tui.screens.page import Page
from cnnquiz.tui.widgets.editor import CodeEditor

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from cnnquiz.curriculum.catalog import Entry
    from cnnquiz.curriculum.exercise import Exercise

SEED = re.compile(r"# cnnquiz: \S+ seed=(\d+)")
SEEDS = 1_000


class Writing(Page):
    """A page with an editor; what its text is graded for is a subclass's."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self.grading = False
        self._exercise: Exercise | None = None
        """The exercise, once it is loaded."""
        self._drafts: DraftKeeper | None = None
        self._file: outside.WatchedFile | None = None

    @property
    def editor(self) -> CodeEditor:
        """The editor."""
        return self.query_one("#code", CodeEditor)

    def action_grade(self) -> None:
        """Grade what stands in the editor now."""
        raise NotImplementedError

    def begin_with(self, text: str) -> CodeEditor:
        """Make the editor, and keep what becomes of its text.

        What another editor saved later than that is taken: cnnquiz was ended while it
        was open.
        """
        saved = outside.read(self._outside_path())
        if saved not in {None, text}:
            if outside.saved_at(self._outside_path()) > self._kept_at():
                self.notify("This is what your editor saved last; it was not graded.")
                text = saved or ""
                self._keep_draft(text)
        self._drafts = DraftKeeper(self._keep_draft, text)
        return CodeEditor(text, id="code")

    def on_unmount(self) -> None:
        """Keep the text, however the screen was left."""
        if self._drafts is not None:
            self._drafts.write_now()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep each change."""
        event.stop()
        if self._drafts is not None:
            self._drafts.keep(event.text_area.text)

    @work
    async def action_write_file(self) -> None:
        """Write the text into the current folder; ask before replacing a file."""
        path = Path.cwd() / f"{self.entry.slug}.py"
        question = f"{path} exists. Replace it?"
        if path.exists() and not await self.app.push_screen_wait(Confirm(question)):
            return
        try:
            outside.write(path, self.editor.text)
        except UsageError as error:
            self._complain(f"{error}. Open cnnquiz in a folder of your own")
        else:
            self.notify(f"Written to {path}.", markup=False)

    def action_edit_outside(self) -> None:
        """Hand the terminal to the learner's editor; grade what comes back."""
        try:
            command = outside.editor()
            self._file = outside.WatchedFile(self._outside_path(), self.editor.text)
            problem = self._suspended(command, self._file.path)
        except UsageError as error:
            self._complain(str(error))
        except SuspendNotSupported:
            self._complain(
                "This terminal cannot be handed to an editor. Open "
                f"{self._outside_path()} in another window: each save is graded here"
            )
        else:
            self.refresh()
            self._look_at_file()
            if problem:
                self._complain(problem)

    def _suspended(self, command: list[str], path: Path) -> str:
        """Run an editor in this terminal; return what went wrong, "" for nothing.

        An exception that left `suspend` would leave the terminal suspended.
        """
        with self.app.suspend():
            try:
                outside.edit(command, path)
            except UsageError as error:
                return str(error)
        return ""

    def _look_at_file(self) -> None:
        """Take over what another editor has saved, and grade it."""
        text = self._file.changed() if self._file else None
        if text is not None and text != self.editor.text:
            self.editor.take_over(text)
            if not self.grading:
                self.action_grade()

    @work
    async def action_begin_again(self) -> None:
        """Put the stub back; undo brings the text back."""
        if await self.app.push_screen_wait(Confirm("Put the stub back?")):
            self.editor.take_over(self._stub())

    @work
    async def action_draw_bugs(self) -> None:
        """Put a script with other bugs into the editor; ask if that takes work away."""
        write = self._exercise.stub if self._exercise else None
        if write is None:
            return
        question = "Put a script with other bugs in place of your text?"
        is_untouched = self.editor.text == self._stub()
        if is_untouched or await self.app.push_screen_wait(Confirm(question)):
            others = [n for n in range(SEEDS) if n != seed_of(self.editor.text)]
            self.editor.take_over(write(secrets.choice(others)))
            self.notify("Other bugs are drawn; Ctrl+Z brings your text back.")

    def _stub(self) -> str:
        """Return what the text began with; that of a script to mend has a seed."""
        seed = seed_of(self.editor.text) if self.is_mounted else 0
        if seed and self._exercise is not None and self._exercise.stub is not None:
            return self._exercise.stub(seed)
        return self.entry.stub.read_text(encoding="utf-8")

    def _draft(self) -> str | None:
        return self.cnnquiz.learner.draft(self.entry.slug)

    def _kept_at(self) -> float:
        """Return when the draft was kept, in seconds; 0 where there is none."""
        draft = self.cnnquiz.learner.read(
            lambda record: record.draft(self.entry.slug), None
        )
        return draft.at.timestamp() if draft else 0.0

    def _keep_draft(self, text: str) -> None:
        self.cnnquiz.learner.keep_draft(self.entry.slug, text)

    def _outside_path(self) -> Path:
        return self.cnnquiz.learner.folder() / "editing" / f"{self.entry.slug}.py"

    def _complain(self, message: str) -> None:
        self.notify(f"{message}.", markup=False, severity="error", timeout=10)


def seed_of(text: str) -> int:
    """Return the seed that a script to mend was written with; 0 where none is said."""
    found = SEED.match(text)
    return int(found[1]) if found else 0
