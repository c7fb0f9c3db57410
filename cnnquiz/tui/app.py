"""The app: what all screens share, and the way in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType

from cnnquiz.tui import look
from cnnquiz.tui.grader import Grader
from cnnquiz.tui.learner import Learner
from cnnquiz.tui.screens.home import HomeScreen
from cnnquiz.tui.screens.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.screen import Screen

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
        start: str | Quiz | None = None,
    ) -> None:
        super().__init__()
        self.learner = learner
        self.grader = grader or Grader()
        self.left_quiz: Quiz | None = None
        """The quiz that was left in this run, for a learner without a record."""
        self._start = start
        if look.is_ascii():
            self._filters.append(look.AsciiOnly())

    def on_mount(self) -> None:
        """Open home, and the screen that was asked for on top of it."""
        self.learner.tell = self.say_trouble
        self.push_screen(HomeScreen())
        if self.learner.notice:
            self.notify(
                self.learner.notice, title="Your record", markup=False, timeout=15,
                severity="warning",
            )  # fmt: skip
        from cnnquiz.tui.quiz import Quiz

        if self._start == "quiz":
            self.open_quiz_setup()
        elif isinstance(self._start, Quiz):
            self.open_quiz(self._start)
        elif self._start:
            self.open_exercises() if self._start == "exercises" else self.open_exercise(
                self._start
            )

    async def on_unmount(self) -> None:
        """End the grader with the app."""
        await self.grader.close()

    def say_trouble(self, message: str) -> None:
        """Tell that something could not be kept; what is on screen goes on."""
        self.notify(message, title="Not kept", markup=False, severity="error")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Fill the command palette: what the app does, then what the screen does."""
        yield SystemCommand(
            "quiz: choose and begin", "Topics, level, length", self.open_quiz_setup
        )
        yield SystemCommand("exercise: list all", "The course", self.open_exercises)
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


def run(data_dir: Path | None = None, start: str | Quiz | None = None) -> int:
    """Open the interface; `start` is "quiz", "exercises", a slug or a quiz to ask.

    Returns the exit code.
    """
    learner = Learner.open(data_dir)
    try:
        app = CnnquizApp(learner, start=start)
        app.run()
    finally:
        learner.close()
    return app.return_code or 0
