"""One exercise: its statement, an editor, and the verdict on what stands in it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Footer

from cnnquiz.curriculum.catalog import every
from cnnquiz.errors import GraderError
from cnnquiz.tui.grader import Progress
from cnnquiz.tui.screens.dialogs import Confirm
from cnnquiz.tui.screens.page import WAY_BACK, Commands
from cnnquiz.tui.screens.writing import Writing
from cnnquiz.tui.widgets.statement import Statement
from cnnquiz.tui.widgets.tabs import PaneTabs
from cnnquiz.tui.widgets.verdict import VerdictPane

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from textual.app import ComposeResult

    from cnnquiz.curriculum.catalog import Entry
    from cnnquiz.explore import Operation
    from cnnquiz.tui.grader import Graded

Pane = Literal["statement", "code", "verdict"]
PANES: tuple[Pane, ...] = ("statement", "code", "verdict")
QUESTIONS = 5  # on the topics of an exercise
LOOK_AGAIN = 0.5  # seconds between looks at a file that another editor may hold


class ExerciseScreen(Writing):
    """Statement, code and verdict: side by side where they fit, else one at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+s", "grade", "Grade", id="exercise.grade", priority=True),
        Binding("f7", "next_pane", "Next pane", id="exercise.pane", priority=True),
        Binding("f2", "hint", "Hint", id="exercise.hint", priority=True),
        Binding("f4", "edit_outside", "$EDITOR", id="exercise.editor", priority=True),
        Binding("f9", "explore", "Explore", id="exercise.explore", priority=True),
        Binding(
            "f3", "write_file", "Write to a file", show=False,
            id="exercise.write", priority=True,
        ),
        Binding(
            "f6", "cancel", "Stop", id="exercise.cancel", priority=True,
        ),
        Binding(
            "f8", "solution", "Model solution", show=False,
            id="exercise.solution", priority=True,
        ),
        Binding("f10", "go_on", "Next", id="exercise.next", priority=True),
        Binding(
            "ctrl+t", "questions", "Questions on its topics", show=False,
            id="exercise.questions", priority=True,
        ),
        *WAY_BACK,
    ]  # fmt: skip
    PALETTE: ClassVar[Commands] = (
        ("exercise: grade", "Grade what stands in the editor", "grade"),
        ("exercise: stop grading", "Without a verdict", "cancel"),
        ("exercise: take a hint", "Three, each giving away a little more", "hint"),
        ("exercise: edit in $EDITOR", "Graded again when you return", "edit_outside"),
        ("exercise: write to a file", "Into the current folder", "write_file"),
        ("exercise: begin again", "Put the stub back into the editor", "begin_again"),
        ("exercise: draw other bugs", "Another script to mend", "draw_bugs"),
        ("exercise: questions on its topics", "Five of them", "questions"),
        ("exercise: next of the course", "That has not passed yet", "go_on"),
        ("exercise: explore the case", "Step through what failed", "explore"),
        ("solution: show", "The model solution and follow-up questions", "solution"),
    )

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry)
        self.pane: Pane = "statement"
        self._failed: Operation | None = None
        self._has_passed = False
        self._since = time.monotonic()

    @property
    def verdict(self) -> VerdictPane:
        """The pane that shows what the grader says."""
        return self.query_one("#verdict", VerdictPane)

    def compose(self) -> ComposeResult:
        """Lay out the three panes."""
        draft = self._draft()
        if draft is not None:
            self.pane = "code"
        yield PaneTabs(self.entry.slug, PANES)
        with Horizontal(id="panes"):
            yield Statement(self.entry.statement, id="statement")
            yield self.begin_with(self._stub() if draft is None else draft)
            yield VerdictPane(id="verdict")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the last verdict, start the grader, and load the hints."""
        self._show_last()
        self.query_one("#statement").add_class("-side")
        self.show_pane(self.pane)
        self.run_worker(self.cnnquiz.grader.warm_up(), group="warm")
        self._load()
        self.set_interval(LOOK_AGAIN, self._look_at_file)

    def on_pane_tabs_chosen(self, event: PaneTabs.Chosen) -> None:
        """Show the pane that was clicked."""
        event.stop()
        self.show_pane(next(pane for pane in PANES if pane == event.pane))

    def show_pane(self, pane: Pane) -> None:
        """Show a pane and give it the keyboard."""
        self.pane = pane
        for name in PANES:
            self.query_one(f"#{name}").set_class(name == pane, "-shown")
        if pane != "code":  # what stands beside the code where there is room for two
            for name in ("statement", "verdict"):
                self.query_one(f"#{name}").set_class(name == pane, "-side")
        self.query_one(PaneTabs).show(pane)
        self.query_one(f"#{pane}").focus()

    def action_next_pane(self) -> None:
        """Go round the panes."""
        self.show_pane(PANES[(PANES.index(self.pane) + 1) % len(PANES)])

    def action_grade(self) -> None:
        """Grade what stands in the editor now."""
        if self.grading:
            self.notify("Grading is under way; Esc stops it.")
            return
        self._grade(self.editor.text)

    def action_cancel(self) -> None:
        """Stop grading, without a verdict."""
        self.workers.cancel_group(self, "grade")

    def action_back(self) -> None:
        """Stop grading first, then leave."""
        if self.grading:
            self.action_cancel()
        else:
            self._leave()

    def _leave(self) -> None:
        self.dismiss()

    @work(exclusive=True, group="grade", exit_on_error=False)
    async def _grade(self, source: str) -> None:
        """Let the grader's process judge; the screen stays alive meanwhile."""
        self._set_grading(True)
        self.verdict.show_progress(Progress("starting the grader"))
        self.show_pane("verdict")
        message = "Stopped, without a verdict. F5 grades again."
        try:
            graded = await self.cnnquiz.grader.grade(
                self.entry.slug, source, watch=self.verdict.show_progress
            )
        except GraderError as error:
            message = f"{error}. F5 tries again."
        else:
            message = ""
            self._judge(source, graded)
        finally:
            self._set_grading(False)
            if message and self.is_attached:
                self.verdict.show_note(message)
                if not self.verdict.is_on_screen:
                    self.notify(message, markup=False)

    def _set_grading(self, grading: bool) -> None:
        """Offer what fits: to stop while it runs."""
        self.grading = grading
        self.refresh_bindings()

    def _judge(self, source: str, graded: Graded) -> None:
        """Keep a verdict, then show it."""
        seconds, self._since = time.monotonic() - self._since, time.monotonic()
        self.cnnquiz.learner.keep_verdict(
            self.entry.slug, source, graded.verdict, seed=graded.seed, seconds=seconds
        )
        self._show_verdict(graded.verdict, graded.seed)
        if source == self.editor.text:
            self.editor.point_at(graded.verdict.get("line"))
        said = "passed: F8 shows the model solution" if graded.verdict["passed"] else ""
        self.query_one(PaneTabs).say(said)
        self._offer_follow_ups()

    def _show_verdict(self, verdict: Mapping[str, Any], seed: int) -> None:
        """Show a verdict; a case that can be walked through gets a key."""
        from cnnquiz.explore import of_verdict
        from cnnquiz.report import verdict_from_json

        self._has_passed = bool(verdict["passed"])
        self.verdict.show_verdict(verdict, seed, self.editor.text)
        self._failed = of_verdict(verdict_from_json(verdict))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to stop what runs, and to explore where there is a case to explore."""
        if action == "cancel":
            return self.grading
        if action == "explore":
            return self._failed is not None and not self.grading
        if action == "go_on":
            return self._has_passed and not self.grading and bool(self._next())
        if action == "draw_bugs":
            return self._exercise is not None and self._exercise.stub is not None
        return True

    def action_explore(self) -> None:
        """Step through the case on which the verdict failed."""
        self.cnnquiz.open_explore(self._failed)

    @work(thread=True, group="load")
    def _load(self) -> None:
        """Import the exercise, and what draws a verdict, outside of the event loop."""
        import cnnquiz.report.text  # noqa: F401 - loaded here so that drawing need not

        self._exercise = self.entry.load()
        self.hand_over(self._offer_follow_ups)

    def action_hint(self) -> None:
        """Show the hints taken so far, or the first one."""
        if self._exercise is None:
            self.notify("The hints are still being read; press F2 again.")
            return
        from cnnquiz.tui.screens.hints import HintScreen

        slug, learner = self.entry.slug, self.cnnquiz.learner
        self.app.push_screen(
            HintScreen(
                self._exercise.hints,
                learner.hints_taken(slug),
                lambda number: learner.take_hint(slug, number),
            )
        )

    @work
    async def action_solution(self) -> None:
        """Show the model solution; ask first if the exercise has not passed."""
        slug = self.entry.slug
        known = self.cnnquiz.learner.exercises().get(slug)
        if known is None or known.state != "passed":
            question = f"{slug} has not passed yet. Show the model solution anyway?"
            if not await self.app.push_screen_wait(Confirm(question)):
                return
        from cnnquiz.tui.screens.solution import SolutionScreen

        self.cnnquiz.learner.keep_event("solution_shown", {"exercise": slug})
        follow_ups = self._exercise.follow_ups if self._exercise else ()
        self.app.push_screen(SolutionScreen(self.entry, self.editor.text, follow_ups))

    def action_go_on(self) -> None:
        """Open the next exercise of the course in place of this one."""
        following = self._next()
        if following is not None:
            self.app.switch_screen(ExerciseScreen(following))

    def _next(self) -> Entry | None:
        """Return the next exercise that has not passed; None at the end."""
        known = self.cnnquiz.learner.exercises()
        course = every()
        after = course[course.index(self.entry) + 1 :] if self.entry in course else ()
        return next(
            (
                entry for entry in after
                if entry.slug not in known or known[entry.slug].state != "passed"
            ),
            None,
        )  # fmt: skip

    def action_questions(self) -> None:
        """Ask some questions on the topics of this exercise."""
        if self._exercise is None:
            self.notify("The exercise is still being read; press the key again.")
        else:
            self.cnnquiz.open_topics(self._exercise.topics, QUESTIONS)

    def _show_last(self) -> None:
        """Show the last verdict, if there is one."""
        last = self.cnnquiz.learner.read(
            lambda record: record.submissions(self.entry.slug)[-1:], []
        )
        if last:
            self._show_verdict(last[0].verdict, last[0].seed or 0)

    def _offer_follow_ups(self) -> None:
        """Have what comes next said below a pass."""
        if self._exercise is not None:
            following = self._next()
            ways = ["F8 shows the model solution beside yours."]
            if following is not None:
                ways.append(f"F10 opens the next exercise, {following.slug}.")
            ways.append("Ctrl+T asks questions on this topic.")
            self.verdict.offer(self._exercise.follow_ups, ways)
            self.refresh_bindings()
