"""How the learning goes: what is due, what is weak, recall, calibration, practice."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.geometry import Region
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from cnnquiz.tui import look
from cnnquiz.tui.screens.page import WAY_BACK, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widget import Widget

    from cnnquiz.tui.standing import Standing

EMPTY = (
    "Nothing was answered or graded yet. Here you will see what you remember, which "
    "topics are weak, how well you know what you know, and when you practised.\n\n"
    "q begins a quiz, e lists the exercises, Esc goes back."
)
NO_RECORD = (
    "There is no record to read: nothing is remembered when you leave. "
    "'cnnquiz doctor' says what is wrong with it."
)


class ProgressScreen(Page):
    """Plots in two columns where there is room, else below each other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "weak", "Drill what is weak", id="progress.weak"),
        Binding("m", "misconceptions", "Misconceptions", id="progress.ideas"),
        Binding("t", "topics", "Topics", id="progress.topics"),
        Binding("q", "quiz", "Quiz", id="progress.quiz"),
        Binding("e", "exercises", "Exercises", id="progress.exercises"),
        *WAY_BACK,
    ]
    PALETTE = (
        ("drill: what is weak", "Misconceptions, then the weakest topics", "weak"),
        (
            "progress: go to misconceptions",
            "Enter drills one",
            "misconceptions",
        ),
        ("progress: go to topics", "Enter asks about one", "topics"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.standing: Standing | None = None

    def compose(self) -> ComposeResult:
        """Lay out a place for each plot; they are drawn when the record is read."""
        yield Static(
            look.styled((" Progress ", "bold"), ("Reading your record ...", "dim")),
            id="progress",
            markup=False,
        )
        with VerticalScroll(id="charts"):
            yield Static("", id="empty", markup=False)
            with Container(id="plots"):
                with Vertical(classes="plots"):
                    yield from _part("Due", Static(id="due", markup=False))
                    yield from _part(
                        "Misconceptions not yet put right",
                        OptionList(id="misconceptions", markup=False),
                        note="Enter drills",
                    )
                    yield Static("", id="correction", markup=False)
                    yield from _part(
                        "Recall after a day or more", Static(id="recall", markup=False)
                    )
                    yield from _part(
                        "Right, by how sure you were",
                        Static(id="calibration", markup=False),
                    )
                with Vertical(classes="plots"):
                    topics = OptionList(id="topics", markup=False)
                    yield from _part(
                        "Topics by the newest 20 answers", topics, note="Enter asks ten"
                    )
                    yield from _part("Practice", Static(id="activity", markup=False))
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show nothing before there is something to show; the arrows scroll."""
        self.query_one("#plots").display = False
        self.query_one("#charts").focus()

    def on_screen_resume(self) -> None:
        """Look again: a drill may have changed it."""
        self._gather()

    @work(thread=True, exclusive=True)
    def _gather(self) -> None:
        from cnnquiz.tui.standing import standing

        found = self.cnnquiz.learner.read(standing, None)
        self.hand_over(self.show, found)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what there is: the ways to begin, or what follows from the plots."""
        empty = self.standing is None or self.standing.is_empty
        if action in {"quiz", "exercises"}:
            return empty
        return not empty if action in {"weak", "misconceptions", "topics"} else True

    def show(self, standing: Standing | None) -> None:
        """Draw every plot, or say what there is to do first."""
        from cnnquiz.tui import charts

        self.standing = standing
        empty = standing is None or standing.is_empty
        said = EMPTY if standing else NO_RECORD
        self.query_one("#empty", Static).update(look.text(said) if empty else "")
        self.query_one("#empty").display = empty
        self.query_one("#plots").display = not empty
        self.refresh_bindings()
        if standing is None or empty:
            self._draw("progress", look.styled((" Progress ", "bold")))
            return
        self._draw("progress", charts.headline(standing))
        self._draw("due", charts.due(standing))
        self._draw("recall", charts.recall(standing.told))
        self._draw("calibration", charts.calibration(standing.told))
        self._draw("activity", charts.activity(standing))
        self._list("topics", charts.topics(standing.told))
        self._list(
            "misconceptions",
            (
                (each.id, charts.misconception(each, standing.lesson(each.id)))
                for each in standing.told.misconceptions
            ),
        )
        if not standing.told.misconceptions:
            self._draw("correction", look.styled(("None.", "dim")))
        self.query_one("#misconceptions").display = bool(standing.told.misconceptions)

    def action_weak(self) -> None:
        """Ask about what was shown wrong, and the weakest topics."""
        self.cnnquiz.open_drill("weak")

    def action_misconceptions(self) -> None:
        """Let the arrows move among misconceptions, and Enter drill one."""
        self._go_to("misconceptions")

    def action_topics(self) -> None:
        """Let the arrows move among topics, and Enter ask about one."""
        self._go_to("topics")

    def _go_to(self, list_id: str) -> None:
        menu = self.query_one(f"#{list_id}", OptionList)
        if not menu.options:
            self.notify("There is none.")
            return
        menu.focus()
        if menu.highlighted is None:
            menu.highlighted = 0
        self._follow(menu)

    def action_quiz(self) -> None:
        """Choose a quiz."""
        self.cnnquiz.open_quiz_setup()

    def action_exercises(self) -> None:
        """Show the course."""
        self.cnnquiz.open_exercises()

    def on_option_list_option_highlighted(
        self, event: OptionList.OptionHighlighted
    ) -> None:
        """Bring the marked row into view, and say what puts a misconception right."""
        event.stop()
        menu = event.option_list
        if menu.has_focus:
            self._follow(menu)
        if menu.id == "misconceptions" and self.standing is not None:
            from cnnquiz.tui import charts

            each = self.standing.told.misconceptions[event.option_index]
            told = charts.correction(each, self.standing.lesson(each.id))
            self._draw("correction", told)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask about the topic or the misconception that is marked."""
        event.stop()
        if event.option_list.id == "topics":
            self.cnnquiz.open_topic(event.option.id or "")
        elif self.standing is not None:
            each = self.standing.told.misconceptions[event.option_index]
            self.cnnquiz.open_drill(each.id, each.where)

    def _follow(self, menu: OptionList) -> None:
        """Scroll the page to the marked row: a list as long as the page cannot."""
        page = self.query_one("#charts", VerticalScroll)
        row = (menu.highlighted or 0) - menu.scroll_offset.y
        seen = Region(menu.content_region.x, menu.content_region.y + row, 1, 1)
        place = seen.translate(page.scroll_offset - page.content_region.offset)
        page.scroll_to_region(place, animate=False, x_axis=False)

    def _draw(self, id_: str, drawn: Content) -> None:
        self.query_one(f"#{id_}", Static).update(drawn)

    def _list(self, id_: str, rows: Iterator[tuple[str, Content]]) -> None:
        """Fill a list; what was marked stays marked."""
        menu = self.query_one(f"#{id_}", OptionList)
        at = menu.highlighted_option.id if menu.highlighted_option else None
        menu.set_options([Option(drawn, id=row_id) for row_id, drawn in rows])
        ids = [option.id for option in menu.options]
        if ids:
            menu.highlighted = ids.index(at) if at in ids else 0


def _part(title: str, content: Widget, note: str = "") -> Iterator[Widget]:
    heading = look.styled((title, "bold"), (f"  {note}" if note else "", "dim"))
    yield Static(heading, classes="heading", markup=False)
    yield content
