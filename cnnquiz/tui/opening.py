"""Every way to open a screen; each screen is imported when it is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.app import App

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnquiz.explore import Operation
    from cnnquiz.explore.scene import Scene
    from cnnquiz.questions.items import Item
    from cnnquiz.tui.index import Entry
    from cnnquiz.tui.interview import Wanted
    from cnnquiz.tui.learner import Learner
    from cnnquiz.tui.quiz import Quiz


class Opening(App[None]):
    """What the app opens, for its own keys and for its screens."""

    learner: Learner

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

    @work(thread=True, exclusive=True, group="open")
    def open_explore(self, operation: Operation | None = None) -> None:
        """Step through an operation; without one, through a convolution.

        The steps of a large one take half a second to make.
        """
        from cnnquiz import explore
        from cnnquiz.explore.scene import Scene
        from cnnquiz.tui.screens.explore import USUAL

        scene = Scene(operation or explore.of_name(USUAL))
        self.call_from_thread(self._show_explore, scene)

    def _show_explore(self, scene: Scene) -> None:
        from cnnquiz.tui.screens.explore import ExploreScreen

        self.push_screen(ExploreScreen(scene))

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
    def open_topics(self, topics: Sequence[str], count: int) -> None:
        """Ask some questions about topics."""
        from cnnquiz.tui import quiz

        self.call_from_thread(self.open_quiz, quiz.draw(count, topics))

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
