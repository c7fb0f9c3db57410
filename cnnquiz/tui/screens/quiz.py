"""One question after another, each explained as soon as it is answered."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from cnnquiz.tui import look
from cnnquiz.tui.screens.asking import Asking
from cnnquiz.tui.screens.page import WAY_BACK

if TYPE_CHECKING:
    from cnnquiz.questions.items import Item
    from cnnquiz.tui.quiz import Quiz


class QuizScreen(Asking):
    """The current question of a quiz; then what is told about its answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next", id="quiz.next"),
        Binding("o", "notes", "Other answers", id="quiz.notes"),
        Binding("x", "explore", "Explore", id="quiz.explore"),
        Binding("f4", "give_up", "Don't know", id="quiz.give_up", priority=True),
        Binding("f6", "confidence", "Ask how sure", show=False, id="quiz.confidence"),
        Binding("f7", "flag", "Flag it", show=False, id="quiz.flag"),
        *WAY_BACK,
    ]
    PALETTE = (
        ("question: give up", "See the answer to this question", "give_up"),
        ("question: other options", "Why each is right or wrong", "notes"),
        ("question: explore", "Step through it with its numbers", "explore"),
        ("question: flag", "Find it again in Browse", "flag"),
        ("quiz: ask confidence", "How sure you are, before you are told", "confidence"),
        ("quiz: leave", "Continue it from home", "back"),
    )

    SLOT = "(quiz)"

    def __init__(self, quiz: Quiz) -> None:
        super().__init__()
        self.quiz = quiz
        self._flags: set[str] = set()

    async def on_mount(self) -> None:
        """Put the first question."""
        self._flags = self.cnnquiz.learner.flags()
        if self.quiz.session is None:
            self.cnnquiz.learner.read(self.quiz.begin, None)
        await self._put()

    def draft_name(self) -> str:
        """Name a question by its id and by the order of its options."""
        return f"{self.quiz.seed} {self.item.id if self.item else ''}"

    async def finish(self, confidence: int | None = None) -> None:
        """Tell about the answer."""
        await self._tell(self.answered(), confidence)

    async def action_next(self) -> None:
        """Put the next question, or sum up."""
        if self.quiz.current is not None:
            await self._put()
            return
        if self.quiz.is_single:
            self.action_back()
            return
        from cnnquiz.tui.screens.summary import SummaryScreen

        self.cnnquiz.learner.read(self.quiz.end, None)
        self.cnnquiz.left_quiz = None
        self.app.switch_screen(SummaryScreen(self.quiz))

    async def action_give_up(self) -> None:
        """Take the question as one not answered."""
        self.seconds = time.monotonic() - self._began
        await self._tell(None)

    def action_confidence(self) -> None:
        """Ask how sure the learner is from now on, or no longer."""
        asks = self.cnnquiz.asks_confidence = not self.cnnquiz.asks_confidence
        self.notify(
            "After each answer you are asked how sure you are." if asks
            else "You are not asked any more how sure you are."
        )  # fmt: skip

    def action_flag(self) -> None:
        """Flag this question, or take the flag away."""
        if self.item is not None:
            self._flags ^= {self.item.id}
            self.cnnquiz.learner.flag(self.item.id, self.item.id in self._flags)
            self._show_progress(self.item)

    def action_back(self) -> None:
        """Leave; home offers to continue."""
        if not self.quiz.is_single:
            self.cnnquiz.left_quiz = self.quiz if self.quiz.current else None
        if self.quiz.current is None:
            self.cnnquiz.learner.read(self.quiz.end, None)
        super().action_back()

    async def _put(self) -> None:
        """Put the current question."""
        item = self.quiz.current
        assert item is not None  # noqa: S101 - asked for only where there is one
        self.told = None
        self._show_progress(item)
        await self.pose(item)

    async def _tell(self, answer: Any, confidence: int | None = None) -> None:
        """Mark, keep, and only then tell."""
        item = self.item
        result = await self.marked(answer)
        if item is None or result is None:
            return
        card = self.quiz.cards.get(item.id)
        self.cnnquiz.learner.keep_answer(
            item, answer, result, self.seconds, card, confidence
        )
        self.quiz.scores[item.id] = result.score
        await self.tell(answer, result)
        self._show_progress(item)

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
                (", flagged" if item.id in self._flags else "", "bold"),
                (f"  {self.quiz.points:.3g} points, {left}", "dim"),
            )
        )
