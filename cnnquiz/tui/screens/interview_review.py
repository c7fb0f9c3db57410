"""Each thing that an interview asked, with the answer and what there is to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from cnnquiz.curriculum import catalog
from cnnquiz.errors import DataError
from cnnquiz.questions.feedback import feedback
from cnnquiz.questions.marking import Mark
from cnnquiz.questions.presentation import arrange, code_of
from cnnquiz.questions.select import find
from cnnquiz.study.interview import talks
from cnnquiz.study.interview.outcomes import said
from cnnquiz.tui import interview, look
from cnnquiz.tui.screens.page import WAY_BACK, Page
from cnnquiz.tui.widgets.prose import Prose
from cnnquiz.tui.widgets.told import Told
from cnnquiz.tui.widgets.verdict import drawn

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from cnnquiz.study.interview.outcomes import Outcome
    from cnnquiz.study.interview.scorecard import Scorecard
    from cnnquiz.study.rows import Submission

VERDICT_WIDTH = 76


class InterviewReviewScreen(Page):
    """One thing at a time; the first that was not right comes first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,n,right", "next", "Next", id="review.next"),
        Binding("b,left", "before", "Before", id="review.before"),
        Binding("o", "notes", "Other answers", id="review.notes"),
        Binding("m", "model", "Model solution", id="review.model"),
        *WAY_BACK,
    ]
    PALETTE = (
        ("review: next", "What was asked after it", "next"),
        ("review: before", "What was asked before it", "before"),
        ("solution: show", "The model solution and follow-up questions", "model"),
    )

    def __init__(self, card: Scorecard) -> None:
        super().__init__()
        self._card = card
        wrong = (i for i, each in enumerate(card.outcomes) if not each.right)
        self.place = next(wrong, 0)
        self._submission: Submission | None = None

    @property
    def outcome(self) -> Outcome:
        """What is shown."""
        return self._card.outcomes[self.place]

    def compose(self) -> ComposeResult:
        """Lay out the bar and an empty page."""
        yield Static("", id="progress", markup=False)
        yield VerticalScroll(id="question")
        yield Footer(show_command_palette=False)

    async def on_mount(self) -> None:
        """Show the first."""
        self.query_one("#question").focus()
        await self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what there is for what is shown."""
        kind = self.outcome.unit.kind
        if action == "notes":
            return kind == "question"
        if action == "model":
            return kind == "exercise" and self.outcome.closed
        return True

    async def action_next(self) -> None:
        """Show the next; leave after the last."""
        if self.place + 1 == len(self._card.outcomes):
            self.action_back()
            return
        self.place += 1
        await self._show()

    async def action_before(self) -> None:
        """Show the one before."""
        if self.place > 0:
            self.place -= 1
            await self._show()

    def action_notes(self) -> None:
        """Show what there is to say about the other options."""
        for told in self.query(Told):
            told.toggle_notes()

    def action_model(self) -> None:
        """Show the model solution beside what was graded last."""
        from cnnquiz.tui.screens.solution import SolutionScreen

        entry = catalog.find(self.outcome.id)
        self.cnnquiz.learner.keep_event("solution_shown", {"exercise": entry.slug})
        source = self._submission.source if self._submission else ""
        follow_ups = entry.load().follow_ups
        self.app.push_screen(SolutionScreen(entry, source, follow_ups))

    async def _show(self) -> None:
        outcome, total = self.outcome, len(self._card.outcomes)
        self.query_one("#progress", Static).update(
            look.styled(
                (f" {self.place + 1}/{total} ", "bold"),
                f" {outcome.id}  ",
                (_result(outcome), "dim"),
            )
        )
        page = self.query_one("#question", VerticalScroll)
        await page.remove_children()
        await page.mount_all(self._widgets(outcome))
        page.scroll_home(animate=False)
        self.refresh_bindings()

    def _widgets(self, outcome: Outcome) -> list[Widget]:
        match outcome.unit.kind:
            case "question":
                return _question(outcome, self._card.seed)
            case "talk":
                return _talk(outcome)
        return self._exercise(outcome)

    def _exercise(self, outcome: Outcome) -> list[Widget]:
        title = catalog.find(outcome.id).title
        self._submission = self.cnnquiz.learner.read(
            lambda record: interview.last_submission(
                record, self._card.id, outcome.unit
            ),
            None,
        )
        row = self._submission
        verdict = (
            look.styled("Nothing was graded.") if row is None
            else drawn(row.verdict, row.seed or 0, VERDICT_WIDTH)
        )  # fmt: skip
        return [
            Static(look.text(title), classes="stem", markup=False),
            Static(verdict, markup=False),
        ]


def _question(outcome: Outcome, seed: int) -> list[Widget]:
    try:
        item = arrange(find(outcome.id), seed)
    except DataError:  # the bank no longer has it
        return [Static("This question is there no more.", markup=False)]
    shown: list[Widget] = [Prose(item.stem, classes="stem")]
    if item.code:
        code = look.text(code_of(item))
        shown.append(Static(code, classes="code", markup=False))
    answer = "You did not answer." if outcome.skipped else said(outcome.given)
    head = "" if outcome.skipped else "You said: "
    shown.append(Static(look.styled((head, "bold"), answer), markup=False))
    ideas = tuple(each.id for each in outcome.shown)
    mark = Mark(outcome.score, "", misconceptions=ideas)
    return [*shown, Told(feedback(item, None, mark))]


def _talk(outcome: Outcome) -> list[Widget]:
    talk = talks.find(outcome.id)
    ticked = round(outcome.score * len(talk.points))
    points = "\n".join(f"- {point}" for point in talk.points)
    shown: list[Widget] = [Prose(talk.prompt, classes="stem")]
    if outcome.given:
        given = look.styled(("You said: ", "bold"), outcome.given)
        shown.append(Static(given, classes="paragraph", markup=False))
    counted = f"{ticked} of {len(talk.points)} points that a good answer has:\n{points}"
    return [*shown, Prose(counted)]


def _result(outcome: Outcome) -> str:
    if outcome.skipped:
        return "not answered"
    if outcome.code is not None:
        return outcome.code.status.replace("_", " ")
    if outcome.unit.kind == "talk":
        return f"{outcome.score:.0%} ticked"
    return "right" if outcome.right else "not right"
