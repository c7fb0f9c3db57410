"""The app: what all screens share, and the way in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType

from cnnquiz.tui import look
from cnnquiz.tui.learner import Learner
from cnnquiz.tui.screens.home import HomeScreen
from cnnquiz.tui.screens.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from textual.screen import Screen

    from cnnquiz.explore import Operation
    from cnnquiz.questions.items import Item
    from cnnquiz.tui.grader import Grader
    from cnnquiz.tui.index import Entry
    from cnnquiz.tui.interview import Wanted
    from cnnquiz.tui.quiz import Quiz

DARK, LIGHT = "textual-dark", "textual-light"


class CnnquizApp(App[None]):
    """cnnquiz in the terminal."""

    CSS_PATH = "app.tcss"
    TITLE = "cnnquiz"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, id="app.quit"),
    ]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual declares it
        (0, "-narrow"),
        (110, "-wide"),
        (170, "-very-wide"),
    ]

    def __init__(
        self,
        learner: Learner,
        grader: Grader | None = None,
        start: str | Quiz | Operation | Wanted | None = None,
    ) -> None:
        super().__init__()
        self.learner = learner
        self._grader = grader
        self.asks_confidence = False
        """Whether quizzes ask, in this run, how sure the learner is."""
        self.left_quiz: Quiz | None = None
        """The quiz that was left in this run, for a learner without a record."""
        self._start = start
        if look.is_ascii():
            self._filters.append(look.AsciiOnly())

    @property
    def grader(self) -> Grader:
        """Return the process that grades; the first picture does not wait for it."""
        if self._grader is None:
            from cnnquiz.tui.grader import Grader

            self._grader = Grader()
        return self._grader

    def on_mount(self) -> None:
        """Open home, and the screen that was asked for on top of it."""
        self.learner.tell = self.say_trouble
        self._use_own_keys()
        self.push_screen(HomeScreen())
        if self.learner.notice:
            self.notify(
                self.learner.notice, title="Your record", markup=False, timeout=15,
                severity="warning",
            )  # fmt: skip
        if self._start is not None:
            self._open(self._start)

    def _open(self, start: str | Quiz | Operation | Wanted) -> None:
        """Open what was asked for on the command line."""
        from cnnquiz.tui.interview import Wanted
        from cnnquiz.tui.quiz import Quiz

        match start:
            case "quiz":
                self.open_quiz_setup()
            case "exercises":
                self.open_exercises()
            case str():
                self.open_exercise(start)
            case Quiz():
                self.open_quiz(start)
            case Wanted():
                self.open_interview(start)
            case operation:
                self.open_explore(operation)

    def _use_own_keys(self) -> None:
        """Put actions on the keys that keys.toml names; say what of it cannot be."""
        folder = self.learner.folder()
        if not (folder / "keys.toml").exists():
            return
        from cnnquiz.tui import keys

        keymap, problems = keys.load(folder)
        self.set_keymap(keymap)
        for problem in problems:
            self.notify(problem, title="Your keys", markup=False, severity="warning")

    async def on_unmount(self) -> None:
        """End the grader with the app."""
        if self._grader is not None:
            await self._grader.close()

    def say_trouble(self, message: str) -> None:
        """Tell that something could not be kept; what is on screen goes on."""
        self.notify(message, title="Not kept", markup=False, severity="error")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Fill the command palette: what the app does, then what the screen does."""
        yield SystemCommand(
            "quiz: choose and begin", "Topics, level, length", self.open_quiz_setup
        )
        yield SystemCommand("exercise: list all", "The course", self.open_exercises)
        yield SystemCommand(
            "explore: open", "Operations, cell by cell", self.open_explore
        )
        yield SystemCommand(
            "progress: show", "What you remember, what is weak", self.open_progress
        )
        yield SystemCommand(
            "browse: open", "Questions, exercises, misconceptions", self.open_browse
        )
        yield SystemCommand(
            "interview: choose and begin", "Thirteen formats", self.open_interview_setup
        )
        yield SystemCommand(
            "interview: go on", "With the one you left", self.open_left_interview
        )
        yield SystemCommand(
            "interview: past scorecards", "How they went", self.open_past_interviews
        )
        yield SystemCommand("view: go home", "Due, mastery, verdicts", self.go_home)
        yield SystemCommand(
            "view: switch light and dark", "The other theme", self.switch_theme
        )
        yield SystemCommand(
            "help: show the keys", "All keys of this screen", self.show_help
        )
        yield SystemCommand("app: quit", "Your work is kept", self.exit)
        if isinstance(screen, Page):
            yield from screen.commands()

    def get_key_display(self, binding: Binding) -> str:
        """Call Enter by its name: its sign is missing in many fonts."""
        return "enter" if binding.key == "enter" else super().get_key_display(binding)

    def open_quiz_setup(self) -> None:
        """Show the choice of topics."""
        from cnnquiz.tui.screens.quiz_setup import QuizSetupScreen

        self.push_screen(QuizSetupScreen())

    def open_quiz(self, quiz: Quiz) -> None:
        """Ask the questions of a quiz."""
        from cnnquiz.tui.screens.quiz import QuizScreen

        self.push_screen(QuizScreen(quiz))

    def open_exercises(self) -> None:
        """Show the list of exercises."""
        from cnnquiz.tui.screens.exercises import ExercisesScreen

        self.push_screen(ExercisesScreen())

    def open_exercise(self, slug: str) -> None:
        """Show one exercise."""
        from cnnquiz.curriculum.catalog import find
        from cnnquiz.tui.screens.exercise import ExerciseScreen

        self.push_screen(ExerciseScreen(find(slug)))

    def open_explore(self, operation: Operation | None = None) -> None:
        """Step through an operation; without one, through a convolution."""
        from cnnquiz.tui.screens.explore import ExploreScreen

        self.push_screen(ExploreScreen(operation))

    def open_progress(self) -> None:
        """Show how the learning goes."""
        from cnnquiz.tui.screens.progress import ProgressScreen

        self.push_screen(ProgressScreen())

    def open_browse(self) -> None:
        """Search everything that can be asked."""
        from cnnquiz.tui.screens.browse import BrowseScreen

        self.push_screen(BrowseScreen())

    def open_misconception(self, entry: Entry) -> None:
        """Show a misconception, and what there is to try it on."""
        from cnnquiz.tui.screens.misconception import MisconceptionScreen

        self.push_screen(MisconceptionScreen(entry))

    def open_interview_setup(self) -> None:
        """Show the formats of interviews."""
        from cnnquiz.tui.screens.interview_setup import InterviewSetupScreen

        self.push_screen(InterviewSetupScreen())

    def open_left_interview(self) -> None:
        """Go on with the interview that was left."""
        from cnnquiz.tui.interview import Wanted

        self.open_interview(Wanted(resume=True))

    @work(thread=True, exclusive=True, group="open")
    def open_interview(self, wanted: Wanted) -> None:
        """Begin an interview, or go on with one; it needs the record."""
        from cnnquiz.tui.interview import sit
        from cnnquiz.tui.screens.interview import InterviewScreen

        sitting = self.learner.read(lambda record: sit(record, wanted), None)
        if sitting is not None:
            screen = InterviewScreen(sitting, wanted.confidence, wanted.folder)
            self.call_from_thread(self.push_screen, screen)
        elif self.learner.record is None:
            said = f"An interview is kept as it goes. {self.learner.notice}"
            self.call_from_thread(self.notify, said, markup=False, timeout=10)
        else:
            self.call_from_thread(self.notify, "No interview is left open.")

    def open_past_interviews(self) -> None:
        """List the interviews that were taken."""
        from cnnquiz.tui.screens.past_interviews import PastInterviewsScreen

        self.push_screen(PastInterviewsScreen())

    def open_scorecard(self, session: str) -> None:
        """Show how an interview went."""
        from cnnquiz.tui.screens.scorecard import ScorecardScreen

        self.push_screen(ScorecardScreen(session))

    def open_question(self, item: Item) -> None:
        """Ask one question."""
        from cnnquiz.tui import quiz

        self.open_quiz(quiz.of_one(item))

    @work(thread=True, exclusive=True, group="open")
    def open_topic(self, topic: str) -> None:
        """Ask about one topic."""
        from cnnquiz.tui import quiz

        self.call_from_thread(self.open_quiz, quiz.draw(topics=[topic]))

    @work(thread=True, exclusive=True, group="open")
    def open_drill(self, what: str, seen_in: Sequence[str] = ()) -> None:
        """Ask what a drill selects.

        Where no question asks about it, open an exercise in which it was seen.
        """
        from cnnquiz.curriculum.catalog import is_slug
        from cnnquiz.tui import quiz

        drill = self.learner.read(lambda record: quiz.drill(record, what), None)
        drill = drill or quiz.drill(None, what)
        slug = next((place for place in seen_in if is_slug(place)), None)
        if drill.items:
            self.call_from_thread(self.open_quiz, drill)
        elif slug is not None:
            self.call_from_thread(self.open_exercise, slug)
        else:
            self.call_from_thread(self.notify, "No question asks about that yet.")

    def go_home(self) -> None:
        """Leave every screen but home; each keeps its work as it goes."""
        while len(self.screen_stack) > 2:
            self.pop_screen()

    def switch_theme(self) -> None:
        """Change between light and dark."""
        self.theme = LIGHT if self.current_theme.dark else DARK

    def show_help(self) -> None:
        """Show the keys that work now."""
        from cnnquiz.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))


def run(
    data_dir: Path | None = None,
    start: str | Quiz | Operation | Wanted | None = None,
) -> int:
    """Open the interface; `start` is "quiz", "exercises", a slug, or what to open.

    Returns the exit code.
    """
    learner = Learner.open(data_dir)
    try:
        app = CnnquizApp(learner, start=start)
        app.run()
    finally:
        learner.close()
    return app.return_code or 0
