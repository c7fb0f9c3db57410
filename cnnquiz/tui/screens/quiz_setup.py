"""Which questions: topics, level and length. Enter alone takes ten of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from cnnquiz.questions.items import LEVELS, Level
from cnnquiz.questions.presentation import Labelled
from cnnquiz.questions.topics import TOPICS
from cnnquiz.tui import look
from cnnquiz.tui.screens.page import WAY_BACK, Page
from cnnquiz.tui.widgets.picking import PickMany

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cnnquiz.study.rows import TopicProgress
    from cnnquiz.tui.quiz import Quiz
    from cnnquiz.tui.widgets.rows import Confirmed

LENGTHS = (5, 10, 20, 40)


class QuizSetupScreen(Page):
    """The topics to tick; the keys beside them set length and level."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,minus", "length(-1)", "Shorter", show=False, id="setup.shorter"),
        Binding("right,plus", "length(1)", "Longer", show=False, id="setup.longer"),
        Binding("l", "level", "Level", id="setup.level"),
        *WAY_BACK,
    ]
    PALETTE = (
        ("quiz: begin", "With the topics that are ticked", "begin"),
        ("quiz: change the level", "Any, easy, medium, hard", "level"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.length = LENGTHS[1]
        self.level: Level | None = None
        self.topics: list[str] = []

    def compose(self) -> ComposeResult:
        """Lay out the choice made so far and the topics."""
        yield Static("", id="progress", markup=False)
        yield VerticalScroll(id="setup")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Say what Enter would begin; the topics follow."""
        self._say()
        self._load()

    @work(thread=True, exclusive=True)
    def _load(self) -> None:
        """Find the topics that have questions; reading them takes a moment."""
        from cnnquiz.tui.quiz import askable_topics

        topics = askable_topics()
        self.hand_over(self._show, topics)

    def _show(self, topics: list[str]) -> None:
        self.topics = topics
        known = self.cnnquiz.learner.topics()
        choices = [Labelled("", _named(topic, known.get(topic))) for topic in topics]
        picker = PickMany(choices)
        page = self.query_one("#setup", VerticalScroll)
        page.mount(
            picker,
            Static(
                "Space ticks a topic; without a tick, all are asked.",
                id="say",
                markup=False,
            ),
        )
        self.call_after_refresh(picker.begin)

    @property
    def chosen(self) -> list[str]:
        """Return the topics that are ticked."""
        ticked = set().union(*(picker.ticked for picker in self.query(PickMany)))
        return [topic for i, topic in enumerate(self.topics) if i in ticked]

    def on_confirmed(self, event: Confirmed) -> None:
        """Begin."""
        event.stop()
        self.action_begin()

    def action_begin(self) -> None:
        """Draw the questions and ask them."""
        self._draw(self.chosen)

    @work(thread=True, exclusive=True)
    def _draw(self, topics: list[str]) -> None:
        from cnnquiz.tui import quiz

        drawn = quiz.draw(self.length, topics, self.level)
        self.hand_over(self._begin, drawn)

    def _begin(self, drawn: Quiz) -> None:
        if not drawn.items:
            self.notify("No question fits; choose another level or more topics.")
            return
        from cnnquiz.tui.screens.quiz import QuizScreen

        self.app.switch_screen(QuizScreen(drawn))

    def action_length(self, step: int) -> None:
        """Ask for more questions, or for fewer."""
        place = LENGTHS.index(self.length) + step
        self.length = LENGTHS[max(0, min(place, len(LENGTHS) - 1))]
        self._say()

    def action_level(self) -> None:
        """Go on to the next level."""
        levels: tuple[Level | None, ...] = (None, *LEVELS)
        self.level = levels[(levels.index(self.level) + 1) % len(levels)]
        self._say()

    def _say(self) -> None:
        level = self.level or "any level"
        self.query_one("#progress", Static).update(
            look.styled(
                (f" {self.length} questions, {level}. ", "bold"),
                "Enter begins. ",
                ("← → length, l level.", "dim"),
            )
        )


def _named(topic: str, known: TopicProgress | None) -> str:
    title = TOPICS[topic].title
    return f"{title} ({known.right} of {known.asked} right)" if known else title
