"""Explore: an operation stepped through cell by cell, with numbers of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from cnnquiz import explore
from cnnquiz.explore.operation import setting
from cnnquiz.explore.scene import Scene, flowed
from cnnquiz.tui import look
from cnnquiz.tui.screens.choose_operation import ChooseOperation
from cnnquiz.tui.screens.page import WAY_BACK, Page
from cnnquiz.tui.widgets.board import Board

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.timer import Timer

    from cnnquiz.explore import Operation, Step
    from cnnquiz.explore.operation import Knob

USUAL = "conv2d"
PACE = 0.8  # seconds a step when it plays
BAR = 10
SMALL = 400  # cells whose steps are made within a few milliseconds
FIRST_KNOB = "stride"
SHORT = {"kernel_size": "kernel"}  # so that all knobs fit into one line


class ExploreScreen(Page):
    """Arrays, knobs, and the step that is under way."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,n", "go(1)", "Next step", id="explore.next"),
        Binding("left,p", "go(-1)", "Step before", show=False, id="explore.back"),
        Binding("home", "go_to(0)", "First step", show=False, id="explore.first"),
        Binding("end", "go_to(-1)", "Last step", show=False, id="explore.last"),
        Binding("space", "play", "Play", id="explore.play"),
        Binding("down", "pick(1)", "Next knob", show=False, id="explore.knob"),
        Binding("up", "pick(-1)", "Knob before", show=False, id="explore.knob2"),
        Binding(
            "left_square_bracket,minus", "turn(-1)", "Turn the knob down", show=False,
            id="explore.less",
        ),
        Binding(
            "right_square_bracket,plus", "turn(1)", "Turn the knob up", show=False,
            id="explore.more",
        ),
        Binding("e", "edit", "Edit", id="explore.edit"),
        Binding("o", "choose", "Operation", id="explore.choose"),
        Binding("r", "reset", "Reset numbers and knobs", show=False, id="explore.reset"),
        Binding("pagedown", "scroll_words(1)", "Words: down", show=False),
        Binding("pageup", "scroll_words(-1)", "Words: up", show=False),
        *WAY_BACK,
    ]  # fmt: skip
    PALETTE = (
        ("explore: choose the operation", "Convolution, pooling, ...", "choose"),
        ("explore: play or pause", "One step after another", "play"),
        ("explore: edit the numbers", "Of the array that has the focus", "edit"),
        ("explore: reset", "Numbers and knobs as they were", "reset"),
    )

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.opened = self.operation = scene.operation
        self.scene = scene
        self.at = self.operation.start(self.scene.steps)
        self.knob = FIRST_KNOB
        self.playing = False
        self._said = ""
        self._timer: Timer | None = None

    @property
    def board(self) -> Board:
        """The arrays."""
        return self.query_one(Board)

    @property
    def step(self) -> Step | None:
        """The step that is shown; None where there is none."""
        steps = self.scene.steps
        return steps[self.at] if steps else None

    def compose(self) -> ComposeResult:
        """Lay out two lines, the arrays and the words."""
        yield Static("", id="progress", markup=False)
        yield Static("", id="knobs", markup=False)
        yield Board(id="board")
        with VerticalScroll(id="explained", can_focus=False):
            yield Static("", id="words", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the first step."""
        self._timer = self.set_interval(PACE, self.tick, pause=True)
        self.board.focus()
        self._show()

    def on_resize(self) -> None:
        """Lay the words out at the new width."""
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys to the board while a number is edited there."""
        boards = self.query(Board)
        is_editing = bool(boards) and boards.first().editing is not None
        return not is_editing or action == "help"

    def action_go(self, many: int) -> None:
        """Go some steps on, as far as there are any."""
        self._pause()
        self.go_to(self.at + many)

    def action_go_to(self, step: int) -> None:
        """Go to the first step or to the last one."""
        self._pause()
        self.go_to(step if step >= 0 else len(self.scene.steps) - 1)

    def action_play(self) -> None:
        """Play, from the beginning where the end is reached; or pause."""
        if self.playing:
            self._pause()
            return
        if self.at >= len(self.scene.steps) - 1:
            self.go_to(0)
        self.playing = True
        if self._timer is not None:
            self._timer.resume()
        self._show()

    def tick(self) -> None:
        """Go on by one step; stop at the end."""
        self.go_to(self.at + 1)
        if self.at >= len(self.scene.steps) - 1:
            self._pause()

    def action_pick(self, step: int) -> None:
        """Point at another knob."""
        names = [knob.name for knob in self.operation.knobs]
        if names:
            at = names.index(self._knob().name)  # type: ignore[union-attr]
            self.knob = names[(at + step) % len(names)]
            self._show()

    def action_turn(self, step: int) -> None:
        """Turn the knob that is pointed at."""
        knob = self._knob()
        if knob is not None:
            self._change(self.operation.turned(knob.name, knob.beside(step)))

    def action_edit(self) -> None:
        """Edit the array that has the focus."""
        self._pause()
        self.board.edit()

    def action_reset(self) -> None:
        """Put numbers and knobs back to what they were when this was opened."""
        self._change(self.opened)

    @work(group="choose")
    async def action_choose(self) -> None:
        """Choose another operation."""
        self._pause()
        name = await self.app.push_screen_wait(ChooseOperation(self.operation.name))
        if name is not None:
            self.opened = explore.of_name(name)
            self._change(self.opened, at=0)

    def action_scroll_words(self, step: int) -> None:
        """Scroll what is said, where it is longer than there is room."""
        words = self.query_one("#explained")
        words.scroll_relative(y=step * words.size.height, animate=False)

    def go_to(self, at: int) -> None:
        """Show a step, or the nearest that there is."""
        self.at = max(0, min(at, len(self.scene.steps) - 1))
        self._show()

    def on_board_edited(self, event: Board.Edited) -> None:
        """Take over a number."""
        event.stop()
        self._change(self.operation.edited(event.table, event.place, event.value))

    def on_board_said(self, event: Board.Said) -> None:
        """Say what the keys do while a cell is edited."""
        event.stop()
        self._said = event.text
        self._show_words()

    def on_board_picked(self, event: Board.Picked) -> None:
        """Go to the step that finishes the cell that was clicked."""
        event.stop()
        self._pause()
        aimed = self.operation.aimed(event.table, event.place)
        self.go_to(aimed.start(self.scene.steps))

    def _change(self, operation: Operation, at: int | None = None) -> None:
        self.operation = operation
        if sum(array.size for array in operation.arrays.values()) <= SMALL:
            self._take(Scene(operation), at)
        else:
            self._make(operation, at)

    @work(thread=True, exclusive=True, group="load")
    def _make(self, operation: Operation, at: int | None) -> None:
        """Make the steps of what is large outside of the event loop."""
        self.hand_over(self._take, Scene(operation), at)

    def _take(self, scene: Scene, at: int | None) -> None:
        """Show new steps, unless they are of what has been changed again."""
        if scene.operation is self.operation:
            self.scene = scene
            self.go_to(self.at if at is None else at)

    def _pause(self) -> None:
        self.playing = False
        if self._timer is not None:
            self._timer.pause()
        self._show_progress()

    def _knob(self) -> Knob | None:
        """Return the knob that is pointed at; the first where there is no such one."""
        knobs = {knob.name: knob for knob in self.operation.knobs}
        return knobs.get(self.knob) or next(iter(knobs.values()), None)

    def _show(self) -> None:
        if not self.is_mounted:
            return
        self._show_progress()
        self.query_one("#knobs", Static).update(self._knobs())
        self.board.show(self.scene, self.at)
        self._show_words()

    def _show_progress(self) -> None:
        total = len(self.scene.steps)
        share = (self.at + 1) / total if total else 0.0
        count = f"step {self.at + 1}/{total} " if total else "no step "
        self.query_one("#progress", Static).update(
            look.styled(
                (f" {self.operation.name} ", "bold reverse"),
                f"  {count}",
                look.bar(share, BAR),
                ("  playing, space pauses" if self.playing else "", "dim"),
            )
        )

    def _knobs(self) -> Content:
        """Draw the knobs, the one that is pointed at in brackets."""
        at = self._knob()
        if at is None:
            return look.styled((" No knobs here: e edits the numbers.", "dim"))
        parts: list[str | tuple[str, str]] = []
        for knob in self.operation.knobs:
            text = f"{SHORT.get(knob.name, knob.name)} {setting(knob.value)}"
            pointed = knob.name == at.name
            parts.append((f"[{text}]", "bold reverse") if pointed else f" {text} ")
        return look.styled(*parts, (" [ ] turn ↑↓ pick", "dim"))

    def _show_words(self) -> None:
        self.query_one("#words", Static).update(look.stacked(self._words()))

    def _words(self) -> list[Content]:
        """Return what is said: how to edit, the trouble or the step, and what it is."""
        rows = [look.styled((self._said, "bold")), look.styled("")] * bool(self._said)
        if self.step is None:
            rows.append(look.styled((f"{look.WRONG} {self.scene.walk.trouble}", "bad")))
            rows.append(look.styled("[ and ] turn the knob back, r resets."))
        else:
            rows.append(look.styled((self.step.title, "bold")))
            width = self.query_one("#explained").scrollable_content_region.width
            rows += [look.styled(row) for row in flowed(self.step.words, width - 1)]
        return [*rows, look.styled(""), look.styled((self.operation.kind.about, "dim"))]
