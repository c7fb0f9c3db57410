"""The end of a quiz: the points, question by question, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Footer, OptionList, Static

from cnnquiz.questions.select import find
from cnnquiz.tui import look
from cnnquiz.tui.screens.page import WAY_BACK, Page

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from cnnquiz.questions.items import Item
    from cnnquiz.tui.quiz import Quiz


class SummaryScreen(Page):
    """How a quiz went."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Home", id="summary.home", priority=True),
        Binding("m", "missed", "Ask the missed again", id="summary.missed"),
        Binding("n", "another", "Another quiz", id="summary.another"),
        *WAY_BACK,
    ]
    PALETTE = (
        ("quiz: ask the missed again", "The same questions", "missed"),
        ("quiz: another", "New questions on the same topics", "another"),
    )

    def __init__(self, quiz: Quiz) -> None:
        super().__init__()
        self.quiz = quiz

    def compose(self) -> ComposeResult:
        """Lay out the points and the questions."""
        quiz = self.quiz
        share = quiz.points / max(1, len(quiz.items))
        yield Static(f" {look.text(quiz.title)}", id="progress", markup=False)
        with Vertical(id="summary"):
            yield Static(
                look.styled(
                    (f"{quiz.points:.3g} of {len(quiz.items)} points  ", "bold"),
                    look.bar(share, 20),
                ),
                classes="heading", markup=False,
            )  # fmt: skip
            yield Static(_advice(quiz), classes="paragraph", markup=False)
            yield OptionList(
                *(_row(item, quiz.scores.get(item.id, 0)) for item in quiz.items),
                id="answered",
                markup=False,
            )
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Let the arrows point at a question."""
        answered = self.query_one("#answered", OptionList)
        answered.highlighted = None  # until then Enter goes home
        answered.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to ask again only what was missed."""
        return bool(self.quiz.missed()) if action == "missed" else True

    def action_open(self) -> None:
        """Ask the question that is marked once more; without one, go home."""
        marked = self.query_one("#answered", OptionList).highlighted
        if marked is None:
            self.action_back()
        else:
            self.cnnquiz.open_question(find(self.quiz.items[marked].id))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the question that was clicked."""
        event.stop()
        self.action_open()

    def action_missed(self) -> None:
        """Ask what was not fully right once more."""
        from cnnquiz.tui import quiz
        from cnnquiz.tui.screens.quiz import QuizScreen

        again = quiz.of_items(
            "Missed questions", self.quiz.missed(), self.quiz.seed + 1
        )
        self.app.switch_screen(QuizScreen(again))

    def action_another(self) -> None:
        """Choose another quiz."""
        from cnnquiz.tui.screens.quiz_setup import QuizSetupScreen

        self.app.switch_screen(QuizSetupScreen())


def _advice(quiz: Quiz) -> str:
    missed = quiz.missed()
    if not missed:
        return "Everything right. Each question comes back when it is due."
    topics = sorted({item.topic for item in missed})
    return (
        f"Missed in: {', '.join(topics)}. Wrong answers come back in ten minutes, "
        "right ones after days. m asks the missed ones again now; the arrows mark one, "
        "and Enter opens it."
    )


def _row(item: Item, score: float) -> Content:
    verdict = "Correct" if score == 1 else "Partly" if score > 0 else "Wrong"
    sign, style = look.VERDICT_SIGNS[verdict], look.VERDICT_STYLES[verdict]
    question = item.stem.partition("\n")[0]
    return look.styled((f"{sign} {verdict:<8}", style), question)
