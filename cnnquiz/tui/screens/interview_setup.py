"""Which interview: the formats, a seed, confidence; the one that was left comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from cnnquiz.study.interview.presets import PRESETS, Preset
from cnnquiz.tui import look
from cnnquiz.tui.interview import Wanted, left, sit
from cnnquiz.tui.screens.dialogs import Confirm
from cnnquiz.tui.screens.page import WAY_BACK, Page

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from cnnquiz.study.record import Record
    from cnnquiz.tui.interview import Past

GO_ON = "go on"
TIMED = "Closes when the time is over. Nothing is told until the end."
UNTIMED = (
    "Goes on when the time is over, and shows it. Each answer is explained at once."
)


class AskSeed(ModalScreen[str | None]):
    """A line for a seed; an empty one draws it at random."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave it as it is"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        with Vertical(id="dialog"):
            yield Static("The same format and seed ask the same again.", markup=False)
            yield Input(
                placeholder="A number; empty is a random one",
                type="integer",
                valid_empty=True,
                max_length=9,
            )
            yield Static("Enter takes it   Esc goes back", classes="note", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give back what was typed."""
        event.stop()
        self.dismiss(event.value.strip().lstrip("+-"))


class InterviewSetupScreen(Page):
    """The formats to choose from, and below them what is known of the marked one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "confidence", "Ask how sure", id="interview.confidence"),
        Binding("s", "seed", "Seed", id="interview.seed"),
        Binding("h", "past", "Past ones", id="interview.past"),
        Binding("d", "end_left", "End the left one", show=False, id="interview.end"),
        *WAY_BACK,
    ]
    PALETTE = (
        ("interview: ask confidence", "How sure you are, after answers", "confidence"),
        ("interview: set the seed", "To repeat an interview", "seed"),
        ("interview: end the left one", "With a scorecard of what is done", "end_left"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.seed: int | None = None
        self.confidence = False
        self.left: Past | None = None

    def compose(self) -> ComposeResult:
        """Lay out the choice made so far, the formats, and what is said of one."""
        yield Static("", id="progress", markup=False)
        yield OptionList(id="formats", markup=False)
        yield Static("", id="format", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Say what Enter would begin."""
        self._say()
        self.query_one("#formats").focus()

    def on_screen_resume(self) -> None:
        """Look again for one that was left."""
        self._look()

    @work(thread=True, exclusive=True)
    def _look(self) -> None:
        found = self.cnnquiz.learner.read(left, None)
        self.hand_over(self._fill, found)

    def _fill(self, found: Past | None) -> None:
        self.left = found
        menu = self.query_one("#formats", OptionList)
        at = menu.highlighted_option.id if menu.highlighted_option else None
        menu.clear_options()
        if found is not None:
            menu.add_option(Option(_left(found), id=GO_ON))
        menu.add_options(
            [Option(_row(preset), id=preset.name) for preset in PRESETS.values()]
        )
        ids = [option.id for option in menu.options]
        menu.highlighted = ids.index(at) if at in ids else 0

    def on_option_list_option_highlighted(
        self, event: OptionList.OptionHighlighted
    ) -> None:
        """Say more of the marked format."""
        event.stop()
        preset = PRESETS.get(event.option.id or "")
        said = _more(preset) if preset else look.styled(("d ends it instead.", "dim"))
        self.query_one("#format", Static).update(said)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Begin, or go on."""
        event.stop()
        if event.option.id == GO_ON:
            self._begin(Wanted(resume=True, confidence=self.confidence))
        else:
            self._begin(Wanted(event.option.id, self.seed, confidence=self.confidence))

    def _begin(self, wanted: Wanted) -> None:
        if self.cnnquiz.learner.record is not None:
            self.dismiss()
        self.cnnquiz.open_interview(wanted)

    def action_confidence(self) -> None:
        """Ask how sure the learner is after each answer, or do not."""
        self.confidence = not self.confidence
        self._say()

    @work(group="ask")
    async def action_seed(self) -> None:
        """Let a seed be typed."""
        typed = await self.app.push_screen_wait(AskSeed())
        if typed is not None:
            self.seed = int(typed) if typed else None
            self._say()

    def action_past(self) -> None:
        """List the interviews that were taken."""
        self.cnnquiz.open_past_interviews()

    @work(group="ask")
    async def action_end_left(self) -> None:
        """Be done with the interview that was left."""
        if self.left is None:
            self.notify("No interview was left.")
            return
        question = f"End '{self.left.preset}' with what is done of it?"
        if await self.app.push_screen_wait(Confirm(question)):
            self.cnnquiz.learner.read(_end_left, None)
            self._look()

    def _say(self) -> None:
        seed = "a random seed" if self.seed is None else f"seed {self.seed}"
        sure = "asks how sure you are" if self.confidence else "does not ask how sure"
        self.query_one("#progress", Static).update(
            look.styled(
                (" Interview: ", "bold"), f"{seed}, {sure}. ", ("Enter begins.", "dim")
            )
        )


def _end_left(record: Record) -> None:
    sitting = sit(record, Wanted(resume=True))
    if sitting is not None:
        sitting.end()


def _left(found: Past) -> Content:
    return look.styled(
        ("go on with ", "bold"),
        (f"{found.preset}  ", "bold"),
        (
            f"{found.done} of at most {found.planned} done, "
            f"{found.minutes_left} min left",
            "dim",
        ),
    )


def _row(preset: Preset) -> Content:
    return look.styled(
        (f"{preset.name:<9}", "bold"),
        f"{preset.minutes:>4} min  ",
        (preset.what, "dim"),
    )


def _more(preset: Preset) -> Content:
    parts = ", ".join(f"{part.title} ({part.minutes} min)" for part in preset.parts)
    return look.stacked(
        [
            look.styled(("Judged: ", "bold"), preset.judged),
            look.styled(("Parts: ", "bold"), parts),
            look.styled((TIMED if preset.timed else UNTIMED, "dim")),
        ]
    )
