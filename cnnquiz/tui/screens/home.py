"""Home: what to do next and why, mastery by topic, the last verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from cnnquiz.tui import front, look
from cnnquiz.tui.screens.page import HELP, Page

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cnnquiz.tui.overview import Overview, Step

WELCOME = (
    "Train for interviews about convolutional neural networks: answer questions, "
    "write the layers in NumPy, and see at once what is wrong and why. "
    "Press Enter for ten questions; or e, then Enter, for a first exercise. "
    "F1 shows the keys of each screen. Esc goes back and loses nothing."
)


class HomeScreen(Page):
    """Where one starts, and comes back to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quiz", "Quiz", id="home.quiz"),
        Binding("e", "exercises", "Exercises", id="home.exercises"),
        Binding("x", "explore", "Explore", id="home.explore"),
        Binding("i", "interview", "Interview", id="home.interview", show=False),
        Binding("p", "progress", "Progress", id="home.progress", show=False),
        Binding("b", "browse", "Browse", id="home.browse", show=False),
        Binding("c", "continue", "Continue", id="home.continue", show=False),
        Binding("r", "review", "Review", id="home.review", show=False),
        Binding("s", "suggestion", "Suggestion", id="home.suggestion", show=False),
        *HELP,
        Binding("ctrl+q", "app.quit", "Quit", id="home.quit_app"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.told: Overview | None = None
        self._steps: tuple[Step, ...] = ()
        self._wanted = ""

    def compose(self) -> ComposeResult:
        """Lay out the page; what the record says is filled in later."""
        yield Static(
            look.styled((" cnnquiz ", "bold reverse")), id="progress", markup=False
        )
        with VerticalScroll(id="home", can_focus=False):
            yield Static("", id="welcome", markup=False)
            yield OptionList(id="next", markup=False)
            with Horizontal(id="panels"):
                with Vertical(classes="panel"):
                    yield Static("Mastery", classes="heading", markup=False)
                    yield Static("", id="mastery", markup=False)
                with Vertical(classes="panel"):
                    yield Static("Last verdicts", classes="heading", markup=False)
                    yield Static("", id="verdicts", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Offer what is always there."""
        self.query_one("#panels").display = False
        self._offer(())

    def on_screen_resume(self) -> None:
        """Look again each time home is shown: something may be done by now."""
        self.call_after_refresh(self._gather)

    @work(thread=True, exclusive=True)
    def _gather(self) -> None:
        from cnnquiz.tui.overview import overview

        told = overview(self.cnnquiz.learner)
        self.hand_over(self.show, told)

    def show(self, told: Overview) -> None:
        """Fill the page in."""
        self.told = told
        left = self.cnnquiz.left_quiz
        steps = told.steps
        if left is not None and not any(step.kind == "continue" for step in steps):
            steps = (front.left(left), *steps)
        self._offer(steps)
        self.query_one("#welcome").display = told.first_run
        self.query_one("#welcome", Static).update(look.text(WELCOME))
        self.query_one("#panels").display = not told.first_run
        self.query_one("#mastery", Static).update(front.mastery(told.mastery))
        self.query_one("#verdicts", Static).update(front.verdicts(told))
        self.query_one("#progress", Static).update(front.headline(told))
        if wanted := self._wanted:
            self._wanted = ""
            self.call_later(self.run_action, wanted)

    def _offer(self, steps: tuple[Step, ...]) -> None:
        """List what can be done next; the first one is what Enter does."""
        self._steps = steps
        menu = self.query_one("#next", OptionList)
        at = menu.highlighted_option.id if menu.highlighted_option else None
        menu.clear_options()
        menu.add_options(
            [
                *(
                    Option(front.line(key, step.title, step.reason), id=str(i))
                    for i, (key, step) in enumerate(
                        zip(front.keys(steps), steps, strict=True)
                    )
                ),
                Option(
                    front.line("q", "Quiz", "choose topics, level and length"),
                    id="quiz",
                ),
                Option(
                    front.line("e", "Exercises", "the course, from ReLU to a CNN"),
                    id="exercises",
                ),
                Option(
                    front.line("i", "Interview", "a mock interview, with a scorecard"),
                    id="interview",
                ),
                Option(
                    front.line("x", "Explore", "convolution and others, cell by cell"),
                    id="explore",
                ),
                Option(
                    front.line(
                        "b", "Browse", "search questions, exercises, misconceptions"
                    ),
                    id="browse",
                ),
                Option(
                    front.line("p", "Progress", "recall, topics, practice"),
                    id="progress",
                ),
            ]
        )
        ids = [option.id for option in menu.options]
        menu.highlighted = ids.index(at) if at in ids and at != "quiz" else 0
        menu.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do what was selected."""
        event.stop()
        match event.option.id:
            case "quiz":
                self.action_quiz()
            case "exercises":
                self.action_exercises()
            case "interview":
                self.action_interview()
            case "explore":
                self.action_explore()
            case "browse":
                self.action_browse()
            case "progress":
                self.action_progress()
            case number:
                self._do(self._steps[int(number or 0)])

    def action_quiz(self) -> None:
        """Choose a quiz; the first one of all begins at once."""
        if self.told is not None and self.told.first_run:
            self._begin_quiz(None)
        else:
            self.cnnquiz.open_quiz_setup()

    def action_exercises(self) -> None:
        """Show the course."""
        self.cnnquiz.open_exercises()

    def action_interview(self) -> None:
        """Choose an interview, or go on with one."""
        self.cnnquiz.open_interview_setup()

    def action_explore(self) -> None:
        """Step through a convolution, or whatever is chosen there."""
        self.cnnquiz.open_explore()

    def action_browse(self) -> None:
        """Search questions, exercises, misconceptions and topics."""
        self.cnnquiz.open_browse()

    def action_progress(self) -> None:
        """Show how the learning goes."""
        self.cnnquiz.open_progress()

    def action_continue(self) -> None:
        """Go on where the learner stopped."""
        if self._waits("continue"):
            return
        for step in self._steps:
            if step.kind in {"interview", "continue", "exercise"}:
                self._do(step)
                return
        self.notify("Nothing is left open.")

    def action_suggestion(self) -> None:
        """Do what is suggested first."""
        if self._waits("suggestion"):
            return
        for key, step in zip(front.keys(self._steps), self._steps, strict=True):
            if key == "s":
                self._do(step)

    def action_review(self) -> None:
        """Ask what is due."""
        if self._waits("review"):
            return
        if self.told is not None and self.told.due:
            self._do_due()
        else:
            self.notify("Nothing is due.")

    def _waits(self, action: str) -> bool:
        """Keep an action that comes before the steps are there, and say so."""
        if self.told is None:
            self._wanted = action
        return self.told is None

    def _do(self, step: Step) -> None:
        match step.kind:
            case "exercise":
                self.cnnquiz.open_exercise(step.target)
            case "interview":
                self.cnnquiz.open_left_interview()
            case "continue":
                self._resume()
            case "review":
                self._do_due()
            case _:
                self._begin_quiz(step.target)

    @work(thread=True, exclusive=True, group="open")
    def _resume(self) -> None:
        from cnnquiz.study import sessions
        from cnnquiz.tui import quiz

        session = self.cnnquiz.learner.read(
            lambda record: sessions.unfinished(record, *quiz.KINDS), None
        )
        left = quiz.resume(session) if session else self.cnnquiz.left_quiz
        if left is not None:
            self.hand_over(self.cnnquiz.open_quiz, left)

    @work(thread=True, exclusive=True, group="open")
    def _do_due(self) -> None:
        from cnnquiz.tui import quiz

        drawn = self.cnnquiz.learner.read(quiz.of_due, quiz.of_due(None))
        self.hand_over(self.cnnquiz.open_quiz, drawn)

    @work(thread=True, exclusive=True, group="open")
    def _begin_quiz(self, topic: str | None) -> None:
        from cnnquiz.tui import quiz

        drawn = quiz.draw(topics=[topic] if topic else ())
        self.hand_over(self.cnnquiz.open_quiz, drawn)
