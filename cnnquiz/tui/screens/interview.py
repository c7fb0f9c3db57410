"""An interview under way: questions and talks here, exercises on a screen of their own.

What is asked, when it is over and what it is worth is decided by the sitting.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import Static

from cnnquiz.curriculum.catalog import Entry, is_slug
from cnnquiz.errors import UsageError
from cnnquiz.questions.items import Item
from cnnquiz.study.interview import files
from cnnquiz.study.interview.scorecard import FEWEST_DIGITS
from cnnquiz.study.interview.talks import Talk
from cnnquiz.tui import interview, look
from cnnquiz.tui.screens.asking import Asking
from cnnquiz.tui.screens.page import HELP
from cnnquiz.tui.widgets.answering import Control
from cnnquiz.tui.widgets.picking import PickMany
from cnnquiz.tui.widgets.prose import Prose
from cnnquiz.tui.widgets.typing import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from cnnquiz.questions.presentation import Step
    from cnnquiz.study.interview.sitting import Sitting
    from cnnquiz.tui.interview import Put

T = TypeVar("T")
LOOK_AT_CLOCK = 10.0  # seconds; the bar shows minutes
NOT_KEPT = "It could not be kept. Enter tries again."


class InterviewScreen(Asking):
    """Puts one thing after another until there is nothing, or the time is over."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Go on", id="interview.next"),
        Binding("o", "notes", "Other answers", id="interview.notes"),
        Binding("x", "explore", "Explore", id="interview.explore"),
        Binding("f4", "give_up", "Skip", id="interview.skip", priority=True),
        *HELP,
        Binding("escape", "back", "Pause", id="interview.pause"),
    ]
    PALETTE = (
        ("question: skip", "It counts as not answered", "give_up"),
        ("question: other options", "Why each is right or wrong", "notes"),
        ("question: explore", "Step through it with its numbers", "explore"),
        ("interview: pause", "Stop the clock; home goes on with it", "back"),
    )

    def __init__(
        self, sitting: Sitting, confidence: bool = False, folder: Path | None = None
    ) -> None:
        super().__init__()
        self.sitting = sitting
        self.put: Put | None = None
        """What is put; None while the next is looked for."""
        self._confidence = confidence
        self._folder = folder
        self._part: int | None = None
        self._stopped = False

    @property
    def asks_confidence(self) -> bool:
        """Whether the learner is asked for confidence in this interview."""
        return self._confidence

    @property
    def at_once(self) -> bool:
        """Whether each answer is explained at once."""
        return self.sitting.preset.feedback == "at once"

    @property
    def _at_exercise(self) -> bool:
        return self.put is not None and isinstance(self.put.asked, Entry)

    SLOT = "(interview)"

    def draft_name(self) -> str:
        """Name what is put by the interview and its place there."""
        return f"{self.sitting.id} {self.put.unit if self.put else ''}"

    def on_mount(self) -> None:
        """Put what comes first."""
        self.set_interval(LOOK_AT_CLOCK, self._show_bar)
        self.advance()

    def on_screen_resume(self) -> None:
        """Go on after an exercise that is done."""
        if self.put is not None and self._at_exercise:
            done = self.sitting.outcomes[-1:]
            if done and done[0].unit == self.put.unit:
                self.advance()

    def on_unmount(self) -> None:
        """Stop the clock, however the screen was left."""
        self._pause()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go on at an exercise too, and to skip what stands."""
        if action == "next" and self._at_exercise:
            return True
        if action == "give_up":
            if self.put is None or self._at_exercise:
                return False
        return super().check_action(action, parameters)

    def advance(self, note: str = "") -> None:
        """Put what comes next, below a note on what was; at the end, the scorecard."""
        self.put = None
        self._advance(note)

    @work(exclusive=True, group="open")
    async def _advance(self, note: str) -> None:
        found = await asyncio.to_thread(interview.put, self.sitting)
        if found is None:
            await self._end()
            return
        self.told, self.put = None, found
        before = self._before(found, note)
        self._show_bar()
        match found.asked:
            case Item() as item:
                await self.pose(item, *before)
            case Talk() as talk:
                self.item = None
                shown = [*before, Prose(talk.prompt, classes="stem")]
                await self.pose_steps(shown, interview.talk_steps(talk))
            case entry:
                self.item = None
                await self.pose_steps([*before, *self._card(entry)], ())
                self.query_one("#question").focus()

    def _before(self, found: Put, note: str) -> list[Widget]:
        """Return what stands above what is put: a note, the part if new, a lead."""
        unit = found.unit
        shown: list[Widget] = []
        if note:
            shown.append(Static(look.text(note), classes="aside", markup=False))
        parts = self.sitting.preset.parts
        if unit.part != self._part and len(parts) > 1:
            self._part = unit.part
            part = parts[unit.part]
            said = f"{part.title}, {interview.time_left(self.sitting)[0]}"
            shown.append(Static(look.text(said), classes="part", markup=False))
        about = unit.id.partition("/")[0] if isinstance(found.asked, Talk) else ""
        lead = unit.lead or (f"About your {about}." if is_slug(about) else "")
        if lead:
            shown.append(Static(look.text(lead), classes="lead", markup=False))
        return shown

    def _card(self, entry: Entry) -> list[Widget]:
        """Return what is said before an exercise."""
        head = look.styled(
            (entry.slug, "bold"), f", {entry.level}, about {entry.minutes} min"
        )
        when = "at once" if self.at_once else "at the end; until then, how many checks"
        rules = (
            f"{entry.title}\n\n"
            "You write it here or in your own editor, and grade it as often as you "
            f"like: what fails is told {when}. A hint costs a quarter of the points. "
            "F8 says that you are done.\n\nEnter opens it."
        )
        return [Static(head, classes="stem", markup=False), Prose(rules)]

    def control(self, step: Step) -> Control:
        """Make the control of a step; a talk has words and ticks."""
        if self.item is not None:
            return super().control(step)
        return PickMany(step.choices, "0") if step.choices else Words()

    async def finish(self, confidence: int | None = None) -> None:
        """Keep an answer or a talk; what there is to tell at once is told."""
        put = self.put
        if put is None:
            return
        if isinstance(put.asked, Talk):
            *words, ticks = self._parts
            text = words[0] if words else ""
            if self._keep(lambda: self.sitting.say(put.unit, text, ticks)) is not None:
                self.advance(f"{len(ticks)} of {len(put.asked.points)} points.")
            else:
                self._ask_again()
            return
        answer = self.answered()
        result = await self.marked(answer)
        item = self.item
        if item is None or result is None:
            return
        kept = self._keep(
            lambda: self.sitting.answer(
                put.unit, item, answer, result, confidence=confidence
            )
        )
        if kept is None:
            self._ask_again()
        elif self.at_once:
            await self.tell(answer, result)
            self._show_bar()
        else:
            self.advance("Noted.")

    def action_next(self) -> None:
        """Go on after an answer, or open the exercise."""
        if self.put is None:
            return
        if isinstance(self.put.asked, Entry):
            self._open_exercise(self.put, self.put.asked)
        elif self.told is not None:
            self.advance()

    def action_give_up(self) -> None:
        """Go past what stands; a question comes back in reviews."""
        put = self.put
        if put is None:
            return
        if self._keep(lambda: self.sitting.skip(put.unit)) is not None:
            is_question = isinstance(put.asked, Item)
            back = " It comes back in your reviews." if is_question else ""
            self.advance(f"Skipped.{back}")

    def action_back(self) -> None:
        """Stop the clock and go home, which offers to go on."""
        self._pause()
        self.cnnquiz.go_home()

    def _open_exercise(self, put: Put, entry: Entry) -> None:
        from cnnquiz.tui.screens.interview_exercise import InterviewExerciseScreen

        known = self.sitting.file_of(put.unit)
        path = Path(known) if known else self._file(entry)
        try:
            files.start(entry, path, self.sitting.seed)
        except UsageError as error:
            self.notify(f"{error}.", markup=False, severity="error", timeout=10)
            return
        if known is None:
            self._keep(lambda: self.sitting.open(put.unit, str(path)))
        self.app.push_screen(
            InterviewExerciseScreen(
                self.sitting, put.unit, entry, path, self.action_back
            )
        )

    def _file(self, entry: Entry) -> Path:
        """Return where a new exercise is written."""
        folder = self._folder
        if folder is None:
            kept = self.cnnquiz.learner.folder() / "interviews"
            folder = kept / self.sitting.id[:FEWEST_DIGITS]
        return folder.absolute() / f"{entry.slug}.py"

    async def _end(self) -> None:
        """End the interview, and show how it went."""
        from cnnquiz.tui.screens.scorecard import ScorecardScreen

        if self.sitting.out_of_time:
            self.notify("The time is over.")
        self._stopped = True
        await asyncio.to_thread(self._keep, self.sitting.end)
        self.app.switch_screen(ScorecardScreen(self.sitting.id))

    def _pause(self) -> None:
        if not self._stopped:
            self._stopped = True
            self._keep(self.sitting.pause)

    def _keep(self, step: Callable[[], T]) -> T | None:
        """Take a step of the sitting; None where the record fails, which is told."""
        return self.cnnquiz.learner.read(lambda record: step(), None)

    def _ask_again(self) -> None:
        self._parts.pop()
        self._say_error(NOT_KEPT)

    def _show_bar(self) -> None:
        if self.put is not None:
            unit = self.put.unit
            done = self.told is not None
            self.query_one("#progress", Static).update(
                interview.bar(self.sitting, unit, done=done)
            )
