"""An exercise in an interview: the exercise screen, with the interview's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import Static

from cnnquiz.errors import UsageError
from cnnquiz.study.interview import files
from cnnquiz.tui import interview, outside
from cnnquiz.tui.screens.dialogs import Confirm
from cnnquiz.tui.screens.exercise import ExerciseScreen
from cnnquiz.tui.screens.hints import HintScreen
from cnnquiz.tui.screens.page import HELP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    from textual.app import ComposeResult

    from cnnquiz.curriculum.catalog import Entry
    from cnnquiz.study.interview.sitting import Sitting
    from cnnquiz.study.interview.units import Unit
    from cnnquiz.tui.grader import Graded

LOOK_AT_CLOCK = 10.0  # seconds; the bar shows minutes
COST = "Each hint costs a quarter of the points."


class InterviewExerciseScreen(ExerciseScreen):
    """The text is kept in the interview's own file, and the verdicts in its record."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f4", "edit_outside", "$EDITOR", show=False,
            id="interview.editor", priority=True,
        ),
        Binding(
            "f9", "explore", "Explore", show=False,
            id="interview.explore_case", priority=True,
        ),
        Binding("f8", "done", "Done", id="interview.done", priority=True),
        *HELP,
        Binding("escape", "back", "Pause", id="interview.pause_exercise"),
    ]  # fmt: skip
    PALETTE = (
        ("exercise: grade", "Grade what stands in the editor", "grade"),
        ("exercise: stop grading", "Without a verdict", "cancel"),
        ("exercise: be done", "Go on with the interview", "done"),
        ("exercise: take a hint", "It costs a quarter of the points", "hint"),
        ("exercise: edit in $EDITOR", "Graded again when you return", "edit_outside"),
        ("exercise: write to a file", "Into the current folder", "write_file"),
        ("exercise: begin again", "Put the stub back into the editor", "begin_again"),
        ("interview: pause", "Stop the clock; home goes on with it", "back"),
    )

    def __init__(
        self,
        sitting: Sitting,
        unit: Unit,
        entry: Entry,
        path: Path,
        pause: Callable[[], None],
    ) -> None:
        super().__init__(entry)
        self.sitting = sitting
        self.unit = unit
        self.path = path
        self._pause = pause
        self._graded = ""
        self._passed = False

    def compose(self) -> ComposeResult:
        """Lay out the interview's bar above the exercise."""
        yield Static("", id="progress", markup=False)
        yield from super().compose()
        if self._draft() == self._stub():
            self.pane = "statement"

    def on_mount(self) -> None:
        """Show the time."""
        self._show_bar()
        self.set_interval(LOOK_AT_CLOCK, self._show_bar)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what would lead away from the interview."""
        if action in {"go_on", "questions", "draw_bugs"}:
            return False
        return super().check_action(action, parameters)

    def _leave(self) -> None:
        """Pause the interview."""
        self._pause()

    def action_hint(self) -> None:
        """Show the hints taken in this interview; the next one has a cost."""
        hints = self.entry.load().hints
        taken = self.sitting.hints(self.unit)
        self.app.push_screen(HintScreen(hints, taken, self._take_hint, COST))

    def _take_hint(self, number: int) -> None:
        del number  # the sitting counts them
        self.cnnquiz.learner.read(lambda record: self.sitting.hint(self.unit), None)

    @work(group="ask")
    async def action_done(self) -> None:
        """Be done with it; ask first if what stands in the editor is not graded."""
        if self.grading:
            self.notify("Grading is under way; Esc stops it.")
            return
        question = ""
        if self.editor.text != self._graded:
            question = "What stands in the editor is not graded. Be done without?"
        elif not self._passed:
            question = "It has not passed. Hand it in as it is?"
        if question and not self.sitting.out_of_time:
            if not await self.app.push_screen_wait(Confirm(question)):
                return
        self._close()

    def _close(self) -> None:
        closed = self.cnnquiz.learner.read(
            lambda record: self.sitting.close(self.unit), None
        )
        if closed is not None:
            self.dismiss()

    def _judge(self, source: str, graded: Graded) -> None:
        """Keep a verdict, show it, and close when the time is over."""
        self.cnnquiz.learner.read(
            lambda record: self.sitting.graded(
                self.unit, source, graded.verdict, seed=graded.seed
            ),
            None,
        )
        self._graded, self._passed = source, bool(graded.verdict["passed"])
        self._show_verdict(graded.verdict, graded.seed)
        self._show_bar()
        if self.sitting.out_of_time:
            self._close()

    def _show_verdict(self, verdict: Mapping[str, Any], seed: int) -> None:
        """Show a verdict; where all is told at the end, only how many checks hold."""
        if self.sitting.preset.feedback == "at once":
            super()._show_verdict(verdict, seed)
            return
        checks = verdict["checks"]
        held = sum(check["status"] == "passed" for check in checks)
        self.verdict.show_message(
            f"{verdict['status'].replace('_', ' ')}: "
            f"{held} of {len(checks)} checks hold.\n"
            "What failed is told at the end."
        )

    def _show_last(self) -> None:
        """Show the last verdict of this interview, if there is one."""
        for row in self.sitting.submissions(self.unit)[-1:]:
            self._graded, self._passed = row.source, row.passed
            self._show_verdict(row.verdict, row.seed or 0)

    def _offer_follow_ups(self) -> None:
        """Leave to the interview what is asked next."""

    def _draft(self) -> str | None:
        return outside.read(self.path)

    def _kept_at(self) -> float:
        return outside.saved_at(self.path)

    def _outside_path(self) -> Path:
        folder = self.cnnquiz.learner.folder() / "editing" / self.sitting.id
        return folder / f"{self.entry.slug}.py"

    def _keep_draft(self, text: str) -> None:
        try:
            outside.write(self.path, text)
        except UsageError as error:
            self.cnnquiz.say_trouble(f"{error}.")

    def _stub(self) -> str:
        return files.stub(self.entry, self.sitting.seed)

    def _show_bar(self) -> None:
        self.query_one("#progress", Static).update(
            interview.bar(self.sitting, self.unit)
        )
