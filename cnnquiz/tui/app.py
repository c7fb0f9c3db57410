"""The app: what all screens share, and the way in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType

from cnnquiz.tui import look
from cnnquiz.tui.learner import Learner
from cnnquiz.tui.opening import Opening
from cnnquiz.tui.screens.home import HomeScreen
from cnnquiz.tui.screens.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.screen import Screen

    from cnnquiz.explore import Operation
    from cnnquiz.tui.grader import Grader
    from cnnquiz.tui.interview import Wanted
    from cnnquiz.tui.quiz import Quiz

DARK, LIGHT = "textual-dark", "textual-light"
# Commands of every screen: "noun: verb", what it does, the method.
PALETTE = (
    ("quiz: choose and begin", "Topics, level, length", "open_quiz_setup"),
    ("exercise: list all", "The course", "open_exercises"),
    ("explore: open", "Operations, cell by cell", "open_explore"),
    ("progress: show", "What you remember, what is weak", "open_progress"),
    ("browse: open", "Questions, exercises, misconceptions", "open_browse"),
    ("interview: choose and begin", "Thirteen formats", "open_interview_setup"),
    ("interview: go on", "With the one you left", "open_left_interview"),
    ("interview: past scorecards", "How they went", "open_past_interviews"),
    ("view: go home", "Due, mastery, verdicts", "go_home"),
    ("view: switch light and dark", "The other theme", "switch_theme"),
    ("help: show the keys", "All keys of this screen", "show_help"),
    ("app: quit", "Your work is kept", "exit"),
)


class CnnquizApp(Opening):
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
        for title, help_, method in PALETTE:
            yield SystemCommand(title, help_, getattr(self, method))
        if isinstance(screen, Page):
            yield from screen.commands()

    def get_key_display(self, binding: Binding) -> str:
        """Call Enter by its name: its sign is missing in many fonts."""
        return "enter" if binding.key == "enter" else super().get_key_display(binding)

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
