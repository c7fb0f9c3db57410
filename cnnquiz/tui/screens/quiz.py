"""One question after another, each explained as soon as it is answered."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from cnnquiz.errors import GraderError
from cnnquiz.questions.feedback import feedback
from cnnquiz.questions.items import Blank, Bug, Item
from cnnquiz.questions.marking import Mark, mark
from cnnquiz.questions.parsing import AnswerError
from cnnquiz.questions.presentation import Step, assemble, code_of, steps
from cnnquiz.tui import look
from cnnquiz.tui.screens.page import WAY_BACK, Page
from cnnquiz.tui.widgets.answering import Control, control_for
from cnnquiz.tui.widgets.prose import Prose
from cnnquiz.tui.widgets.told import Told, marks

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cnnquiz.tui.quiz import Quiz
    from cnnquiz.tui.widgets.rows import Confirmed


class QuizScreen(Page):
    """The current question of a quiz; then what is told about its answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next", id="quiz.next"),
        Binding("o", "notes", "Other options", id="quiz.notes"),
        Binding("f4", "give_up", "Don't know", id="quiz.give_up", priority=True),
        *WAY_BACK,
    ]
    PALETTE = (
        ("question: give up", "See the answer to this question", "give_up"),
        ("question: other options", "Why each is right or wrong", "notes"),
        ("quiz: leave", "Continue it from home", "back"),
    )

    def __init__(self, quiz: Quiz) -> None:
        super().__init__()
        self.quiz = quiz
        self.item: Item | None = None
        self.told: Told | None = None
        self._steps: list[Step] = []
        self._parts: list[Any] = []
        self._control: Control | None = None
        self._began = 0.0

    def compose(self) -> ComposeResult:
        """Lay out the bar and an empty page."""
        yield Static("", id="progress", markup=False)
        yield VerticalScroll(id="question")
        yield Footer(show_command_palette=False)

    async def on_mount(self) -> None:
        """Put the first question."""
        if self.quiz.session is None:
            self.cnnquiz.learner.read(self.quiz.begin, None)
        await self._put()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits: to give up before the answer, to go on after it."""
        if action in {"next", "notes"}:
            return self.told is not None
        if action == "give_up":
            return self.told is None
        return True

    async def on_confirmed(self, event: Confirmed) -> None:
        """Read what was answered; what cannot be read is asked again."""
        event.stop()
        if self._control is None or self.told is not None:
            return
        step = self._steps[len(self._parts)]
        try:
            part = step.parse(self._control.typed)
        except AnswerError as error:
            self._say_error(str(error))
            return
        self._say_error("")
        self._parts.append(part)
        if len(self._parts) < len(self._steps):
            self._control.freeze(self._marks_of_line(part))
            await self._ask()
        else:
            assert self.item is not None  # noqa: S101 - a control stands for one
            await self._tell(assemble(self.item, self._parts))

    async def action_next(self) -> None:
        """Put the next question, or sum up."""
        if self.quiz.current is not None:
            await self._put()
            return
        from cnnquiz.tui.screens.summary import SummaryScreen

        self.cnnquiz.learner.read(self.quiz.end, None)
        self.app.switch_screen(SummaryScreen(self.quiz))

    async def action_give_up(self) -> None:
        """Take the question as one not answered."""
        await self._tell(None)

    def action_notes(self) -> None:
        """Show what there is to say about the other options."""
        if self.told is not None:
            self.told.toggle_notes()

    def action_back(self) -> None:
        """Leave; home offers to continue."""
        self.cnnquiz.left_quiz = self.quiz if self.quiz.current else None
        if self.quiz.current is None:
            self.cnnquiz.learner.read(self.quiz.end, None)
        super().action_back()

    async def _put(self) -> None:
        """Put the current question."""
        item = self.quiz.current
        assert item is not None  # noqa: S101 - asked for only where there is one
        self.item, self.told = item, None
        self._steps, self._parts = list(steps(item)), []
        self._show_progress(item)
        page = self.query_one("#question", VerticalScroll)
        await page.remove_children()
        await page.mount(Prose(item.stem, classes="stem"))
        if item.code and not isinstance(item, Bug):
            await page.mount(
                Static(look.text(code_of(item)), classes="code", markup=False)
            )
        await self._ask()
        page.scroll_home(animate=False)
        self._began = time.monotonic()
        self.refresh_bindings()

    async def _ask(self) -> None:
        """Mount the control of the next step."""
        assert self.item is not None  # noqa: S101 - a question stands
        step = self._steps[len(self._parts)]
        page = self.query_one("#question", VerticalScroll)
        await page.query("#say").remove()
        if step.title:
            await page.mount(
                Static(look.text(step.title), classes="heading", markup=False)
            )
        self._control = control_for(self.item, step)
        await page.mount(
            self._control, Static(self._control.HELP, id="say", markup=False)
        )
        self._control.focus()

    def _marks_of_line(self, line: Any) -> dict[str, str]:
        """Return the signs of a bug's lines, which its fixes give away anyhow."""
        if not isinstance(self.item, Bug):
            return {}
        return {str(line): look.WRONG, str(self.item.line): look.RIGHT}

    def _say_error(self, message: str) -> None:
        assert self._control is not None  # noqa: S101 - an answer came from it
        said = self.query_one("#say", Static)
        said.update(look.text(message or self._control.HELP))
        said.set_class(bool(message), "-error")
        said.scroll_visible()

    async def _tell(self, answer: Any) -> None:
        """Mark, keep, and only then tell."""
        item = self.item
        assert item is not None  # noqa: S101 - a question stands
        seconds = time.monotonic() - self._began
        try:
            result = await self._marked(item, answer)
        except GraderError as error:
            self._parts.pop()  # the answer stands, and Enter gives it again
            self._say_error(f"It could not be tried: {error}. Enter tries again.")
            return
        card = self.quiz.cards.get(item.id)
        self.cnnquiz.learner.keep_answer(item, answer, result, seconds, card)
        self.quiz.scores[item.id] = result.score
        told = feedback(item, answer, result)
        if self._control is not None:
            self._control.freeze(marks(told))
        page = self.query_one("#question", VerticalScroll)
        await page.query("#say").remove()
        self.told = Told(told)
        await page.mount(self.told)
        page.focus()
        self.call_after_refresh(self.told.scroll_visible, animate=False, top=False)
        self._show_progress(item)
        self.refresh_bindings()

    async def _marked(self, item: Item, answer: Any) -> Mark:
        """Mark an answer; a blank's code runs in the grader's process."""
        if not isinstance(item, Blank) or answer is None:
            return mark(item, answer)
        self.query_one("#say", Static).update("Running it ...")
        results = await self.cnnquiz.grader.try_code(item.filled(answer), item.tests)
        return mark(item, answer, lambda code, tests: results)

    def _show_progress(self, item: Item) -> None:
        total, done = len(self.quiz.items), len(self.quiz.scores)
        number = min(self.quiz.number - (self.told is not None), total)
        minutes = max(1, round(self.quiz.seconds_left / 60))
        left = f"about {minutes} min left" if self.quiz.current else "the last one"
        self.query_one("#progress", Static).update(
            look.styled(
                (f" {number}/{total} ", "bold"),
                look.bar(done / total, 10),
                f"  {item.topic}, {item.level}",
                (f"  {self.quiz.points:.3g} points, {left}", "dim"),
            )
        )
