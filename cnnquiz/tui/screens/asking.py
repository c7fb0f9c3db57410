"""A page that asks: something to read, a control for each step, then what is told."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from cnnquiz.errors import GraderError
from cnnquiz.explore import of_item
from cnnquiz.questions.feedback import feedback
from cnnquiz.questions.items import Blank, Bug, Explain, Item
from cnnquiz.questions.marking import Mark, mark
from cnnquiz.questions.parsing import AnswerError
from cnnquiz.questions.presentation import Step, assemble, code_of, steps
from cnnquiz.tui import look
from cnnquiz.tui.drafts import AnswerDraft
from cnnquiz.tui.screens.dialogs import HowSure
from cnnquiz.tui.screens.page import Page
from cnnquiz.tui.widgets.answering import Control, control_for
from cnnquiz.tui.widgets.prose import Prose
from cnnquiz.tui.widgets.told import Told, marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from cnnquiz.explore import Operation
    from cnnquiz.tui.widgets.rows import Altered, Confirmed


class Asking(Page):
    """What a quiz and an interview share; `finish` is what each does with an answer."""

    SLOT: ClassVar[str]
    """Where the record keeps an answer that is not given yet."""

    def __init__(self) -> None:
        super().__init__()
        self.item: Item | None = None
        """The question that stands; None where something else is asked."""
        self.told: Told | None = None
        """What was told about its answer; None before that."""
        self.seconds = 0.0
        """How long the answer took."""
        self._operation: Operation | None = None
        self._steps: list[Step] = []
        self._parts: list[Any] = []
        self._control: Control | None = None
        self._began = 0.0
        self._typed: list[str] = []
        self._draft: AnswerDraft | None = None

    @property
    def _is_taken(self) -> bool:
        """Whether an answer was given that is being marked."""
        return bool(self._steps) and len(self._parts) == len(self._steps)

    @property
    def asks_confidence(self) -> bool:
        """Whether to ask, before anything is told, how sure the learner is."""
        return self.cnnquiz.asks_confidence

    def compose(self) -> ComposeResult:
        """Lay out the bar and an empty page."""
        yield Static("", id="progress", markup=False)
        yield VerticalScroll(id="question")
        yield Footer(show_command_palette=False)

    def on_unmount(self) -> None:
        """Keep what is not given as an answer yet, however the screen was left."""
        if self._draft is not None:
            self._draft.write_now()

    def draft_name(self) -> str:
        """Name the question that stands, in the same words when it is put again."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits: to give up before the answer, to go on after it."""
        if action in {"next", "notes"}:
            return self.told is not None
        if action == "explore":
            return self.told is not None and self._operation is not None
        if action == "give_up":
            return self.told is None and not self._is_taken
        return True

    async def finish(self, confidence: int | None = None) -> None:
        """Take the answer, all steps of which were read."""
        raise NotImplementedError

    async def pose(self, item: Item, *before: Widget) -> None:
        """Put a question, below other things to read."""
        self.item = item
        shown: list[Widget] = [*before, Prose(item.stem, classes="stem")]
        if item.code and not isinstance(item, Bug):
            code = look.text(code_of(item))
            shown.append(Static(code, classes="code", markup=False))
        await self.pose_steps(shown, steps(item))

    async def pose_steps(self, shown: Sequence[Widget], asked: Sequence[Step]) -> None:
        """Show something to read and ask what goes with it, step by step."""
        self.told, self._operation = None, None
        self._steps, self._parts, self._control = list(asked), [], None
        self._typed = []
        page = self.query_one("#question", VerticalScroll)
        await page.remove_children()
        await page.mount_all(shown)
        if asked:
            await self._ask()
            await self._restore()
        page.scroll_home(animate=False)
        self._began = time.monotonic()
        self.refresh_bindings()

    async def on_confirmed(self, event: Confirmed) -> None:
        """Read what was answered; what cannot be read is asked again."""
        event.stop()
        if self._control is not None and self.told is None and not self._is_taken:
            await self._take_step(self._control)

    def on_altered(self, event: Altered) -> None:
        """Keep what stands in the control; what was said of it before is over."""
        event.stop()
        control, number = self._control, len(self._parts)
        if control is None or self.told is not None or self._is_taken:
            return
        if [control.draft] == self._typed[number:]:
            return
        self._typed[number:] = [control.draft]
        if self._draft is not None:
            self._draft.keep(self._typed)
        if self.query("#say.-error"):
            self._say_error("")

    async def _restore(self) -> None:
        """Bring back what was typed when this was put before."""
        if self._draft is None:
            self._draft = AnswerDraft(self.cnnquiz.learner, self.SLOT)
        kept = self._draft.begin(self.draft_name())
        for number, typed in enumerate(kept, start=1):
            if self._control is None or len(self._parts) + 1 != number:
                break
            self._control.restore(typed)
            if number < len(kept):
                self._typed = kept[:number]
                await self._take_step(self._control)

    async def _take_step(self, control: Control) -> None:
        """Read what stands in the control, and go on to the next step or the end."""
        step = self._steps[len(self._parts)]
        try:
            part = step.parse(control.typed)
        except AnswerError as error:
            self._say_error(str(error))
            return
        self._say_error("")
        self._parts.append(part)
        if len(self._parts) < len(self._steps):
            control.freeze(self._marks_of_line(part))
            await self._ask()
            return
        self.seconds = time.monotonic() - self._began
        # The points to mark oneself by have told the answer already.
        if self.asks_confidence and not isinstance(self.item, Explain | None):
            self.app.push_screen(HowSure(), self._sure)
        else:
            await self._finish()

    async def _finish(self, confidence: int | None = None) -> None:
        """Take the answer; one that has to be run leaves the screen alive meanwhile."""
        if isinstance(self.item, Blank):
            self.run_worker(self.finish(confidence), group="load")
        else:
            await self.finish(confidence)

    async def _sure(self, confidence: int | None) -> None:
        """Go on with the answer; without a confidence the learner may change it."""
        if confidence is None:
            self._parts.pop()
        else:
            await self._finish(confidence)

    def answered(self) -> Any:
        """Return the answer that the steps make up."""
        assert self.item is not None  # noqa: S101 - a question stands
        return assemble(self.item, self._parts)

    def action_notes(self) -> None:
        """Show what there is to say about the other options."""
        if self.told is not None:
            self.told.toggle_notes()

    def action_explore(self) -> None:
        """Step through what was asked, with its numbers."""
        self.cnnquiz.open_explore(self._operation)

    async def marked(self, answer: Any) -> Mark | None:
        """Mark an answer; None if it could not be tried, which is said."""
        item = self.item
        assert item is not None  # noqa: S101 - a question stands
        try:
            return await self._marked(item, answer)
        except GraderError as error:
            self._parts.pop()  # the answer stands, and Enter gives it again
            self._say_error(f"It could not be tried: {error}. Enter tries again.")
            return None

    async def _marked(self, item: Item, answer: Any) -> Mark:
        """Mark an answer; a blank's code runs in the grader's process."""
        if not isinstance(item, Blank) or answer is None:
            return mark(item, answer)
        self.query_one("#say", Static).update("Running it ...")
        results = await self.cnnquiz.grader.try_code(item.filled(answer), item.tests)
        return mark(item, answer, lambda code, tests: results)

    async def tell(self, answer: Any, result: Mark) -> None:
        """Tell about an answer that was kept."""
        item = self.item
        assert item is not None  # noqa: S101 - a question stands
        if self._draft is not None:
            await self._draft.end()
        told = feedback(item, answer, result)
        if self._control is not None:
            self._control.freeze(marks(item, told, result))
        page = self.query_one("#question", VerticalScroll)
        await page.query("#say").remove()
        self.told = Told(told, gave_up=answer is None)
        self._operation = of_item(item)
        await page.mount(self.told)
        page.focus()
        self.call_after_refresh(self.told.scroll_visible, animate=False, top=False)
        self.refresh_bindings()

    def control(self, step: Step) -> Control:
        """Make the control that a step is answered with."""
        assert self.item is not None  # noqa: S101 - a question stands
        return control_for(self.item, step)

    async def _ask(self) -> None:
        """Mount the control of the next step."""
        step = self._steps[len(self._parts)]
        page = self.query_one("#question", VerticalScroll)
        await page.query("#say").remove()
        if step.title:
            await page.mount(
                Static(look.text(step.title), classes="heading", markup=False)
            )
        self._control = self.control(step)
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
