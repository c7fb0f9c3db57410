"""The scorecard of an interview: its parts to scroll through, to save, and to act on."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from cnnquiz.report.safe import clean
from cnnquiz.study.interview import formats, scorecard
from cnnquiz.study.interview.sections import Section, sections
from cnnquiz.study.interview.text import table, wrapped
from cnnquiz.tui import look
from cnnquiz.tui.screens.page import WAY_BACK, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.content import Content

    from cnnquiz.study.interview.scorecard import Scorecard

ENDINGS = {"markdown": ".md", "html": ".html", "json": ".json"}
STYLES = {
    "strong": "good", "hire": "good", "borderline": "bold $text-warning",
    "not yet": "bad", "no verdict": "bold",
}  # fmt: skip
NARROWEST, WIDEST = 40, 100
BAR = 8
BEST = 4


class ChooseFormat(ModalScreen[str | None]):
    """A line below the scorecard: in which format to save it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "dismiss('markdown')", "Markdown"),
        Binding("h", "dismiss('html')", "HTML, one file"),
        Binding("j", "dismiss('json')", "JSON"),
        Binding("escape,backspace", "dismiss(None)", "Do not save"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        choices = "m Markdown, h HTML, j JSON"
        yield Static(
            look.styled(("Save as: ", "bold"), choices, ("   Esc: no", "dim")),
            id="sure",
            markup=False,
        )


class ScorecardScreen(Page):
    """All that is said of one interview."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "home", "Home", id="scorecard.home"),
        Binding("r", "review", "Your answers", id="scorecard.review"),
        Binding("p,1", "drill", "First drill", id="scorecard.drill"),
        Binding("2", "drill(1)", "Second drill", show=False, id="scorecard.drill2"),
        Binding("3", "drill(2)", "Third drill", show=False, id="scorecard.drill3"),
        Binding("s", "save", "Save", id="scorecard.save"),
        *WAY_BACK,
    ]
    PALETTE = (
        ("scorecard: save", "As Markdown, HTML or JSON", "save"),
        ("scorecard: go through the answers", "What was right, and why", "review"),
        ("drill: begin the first of the plan", "What helps most", "drill"),
    )

    def __init__(self, session: str) -> None:
        super().__init__()
        self.card: Scorecard | None = None
        self._session = session

    def compose(self) -> ComposeResult:
        """Lay out the page; the scorecard is filled in later."""
        yield Static("", id="progress", markup=False)
        yield VerticalScroll(id="scorecard")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Let the arrows scroll, and gather."""
        self.query_one("#scorecard").focus()
        self._gather()

    @work(thread=True, exclusive=True, group="load")
    def _gather(self) -> None:
        card = self.cnnquiz.learner.read(
            lambda record: scorecard.of_session(record, self._session), None
        )
        self.hand_over(self.show, card)

    def show(self, card: Scorecard | None) -> None:
        """Show a scorecard; none is one that the record could not give."""
        self.card = card
        if card is None:
            return
        self.query_one("#progress", Static).update(
            look.styled(
                (" Scorecard ", "bold"),
                f" {card.preset}, {card.answered} of {card.planned} answered",
            )
        )
        self._draw()
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Draw again at the new width."""
        self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what a scorecard is needed for once it is there."""
        return self.card is not None or action not in {"save", "review", "drill"}

    def action_home(self) -> None:
        """Go home."""
        self.cnnquiz.go_home()

    def action_review(self) -> None:
        """Go through what was asked, with what there is to say about it."""
        from cnnquiz.tui.screens.interview_review import InterviewReviewScreen

        if self.card is not None and self.card.outcomes:
            self.app.push_screen(InterviewReviewScreen(self.card))
        else:
            self.notify("Nothing was asked.")

    def action_drill(self, place: int = 0) -> None:
        """Begin a drill of the plan."""
        if self.card is None or place >= len(self.card.plan):
            return
        drill = self.card.plan[place]
        _, verb, *what = drill.command.split()
        if verb == "start":
            self.cnnquiz.open_exercise(what[0])
        else:
            self.cnnquiz.open_drill(what[0] if what else "due")

    @work(group="ask")
    async def action_save(self) -> None:
        """Write it into the current folder under a name that is not taken."""
        format_ = await self.app.push_screen_wait(ChooseFormat())
        if format_ is None or self.card is None:
            return
        try:
            path = _save(self.card, format_)
        except OSError as error:
            self.notify(
                f"It cannot be written to this folder: {error.strerror}. Open cnnquiz "
                "in a folder of your own.",
                markup=False, severity="error", timeout=10,
            )  # fmt: skip
        else:
            self.notify(f"Written to {path}.", markup=False)

    def _draw(self) -> None:
        if self.card is None:
            return
        page = self.query_one("#scorecard", VerticalScroll)
        room = page.scrollable_content_region.width or self.size.width
        width = max(NARROWEST, min(room, WIDEST))
        parts = [drawn(part, self.card, width) for part in sections(self.card)]
        shown = list(page.query(Static))
        if shown:
            for widget, part in zip(shown, parts, strict=True):
                widget.update(part)
        else:
            page.mount_all(
                Static(part, classes="section", markup=False) for part in parts
            )


def drawn(section: Section, card: Scorecard, width: int) -> Content:
    """Draw one part at a width."""
    adapt = {"Dimensions": _with_bars, "Topics": _asked, "Plan": _numbered}
    if section.title in adapt:
        section = adapt[section.title](section, card)
    return look.stacked(
        look.styled((text, style)) for text, style in _rows(section, card, width)
    )


def _rows(section: Section, card: Scorecard, width: int) -> Iterator[tuple[str, str]]:
    """Yield the lines of a part with their styles."""
    yield section.title, "bold underline"
    for number, line in enumerate(section.lines):
        style = (
            STYLES[card.verdict] if (section.title, number) == ("Verdict", 0) else ""
        )
        for piece in wrapped(clean(line), width):
            yield piece, style
    if section.rows:
        for number, line in enumerate(table(section, width)):
            is_head = number == 0 and line.startswith(section.head[0])
            yield line, "dim" if is_head else ""
    for note in section.notes:
        for piece in wrapped(clean(note), width):
            yield piece, "dim"


def _with_bars(section: Section, card: Scorecard) -> Section:
    """Return the dimensions with a bar before each score."""
    rows = tuple(
        (row[0], f"{look.bar(each.score / BEST, BAR)} {row[1]}", *row[2:])
        for row, each in zip(section.rows, card.dimensions, strict=True)
    )
    return replace(section, rows=rows)


def _asked(section: Section, card: Scorecard) -> Section:
    """Return the topics that were asked here."""
    pairs = list(zip(section.rows, card.topics, strict=True))
    rows = tuple(row for row, topic in pairs if topic.answers.asked)
    others = f"{len(pairs) - len(rows)} others were not asked about here."
    said = others if rows else "None was asked about here."
    return replace(section, rows=rows, notes=(said,))


def _numbered(section: Section, card: Scorecard) -> Section:
    """Return the drills with the keys that begin them."""
    del card
    rows = tuple(
        (f"{key} {row[0]}", *row[1:]) for key, row in enumerate(section.rows, start=1)
    )
    return replace(section, rows=rows)


def _save(card: Scorecard, format_: str) -> Path:
    """Write a scorecard, and return where; no file that is there is written over."""
    text = formats.render(card, format_)
    day = f"{card.at.astimezone():%Y-%m-%d}"
    for number in count(1):
        more = f"-{number}" if number > 1 else ""
        path = Path.cwd() / f"scorecard-{card.preset}-{day}{more}{ENDINGS[format_]}"
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            continue
        break
    return path
